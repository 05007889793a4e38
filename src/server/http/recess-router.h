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

G_END_DECLS
