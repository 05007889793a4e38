/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-request.h"

G_BEGIN_DECLS

#define RECESS_BODY_JSON (8u * 1024 * 1024)
#define RECESS_BODY_CHAT (64u * 1024 * 1024)

typedef void (*RecessHandler) (RecessRequest *request,
                               gpointer       user_data);

#define RECESS_TYPE_ROUTER (recess_router_get_type ())

/**
 * RecessRouter:
 *
 * Finds the handler of a request. Patterns are below /v1: "/models/{model}"; a piece in braces
 * takes one encoded segment. "/openai/…" is the same as "/v1/…".
 */
G_DECLARE_FINAL_TYPE (RecessRouter, recess_router, RECESS, ROUTER, GObject)

RecessRouter *recess_router_new (void);

/**
 * recess_router_add:
 * @body_limit: bytes of a body beyond which the answer is 413 before it is read
 */
void          recess_router_add (RecessRouter  *self,
                                 const char    *method,
                                 const char    *pattern,
                                 gsize          body_limit,
                                 RecessHandler  handler,
                                 gpointer       user_data);

/**
 * recess_router_add_upload:
 * @begin: called when the head of the request is there. It says with
 *   recess_request_set_chunk_func() what takes the body as it comes, or replies to refuse it
 * @handler: called when the body is complete; recess_request_get_body() is empty then
 *
 * For bodies that are not to be in memory as a whole.
 */
void          recess_router_add_upload (RecessRouter  *self,
                                        const char    *method,
                                        const char    *pattern,
                                        gsize          body_limit,
                                        RecessHandler  begin,
                                        RecessHandler  handler,
                                        gpointer       user_data);

G_END_DECLS
