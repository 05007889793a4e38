/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-api.h"

G_BEGIN_DECLS

/* Makes what a handler needs out of a body and its text; may run in any thread. */
typedef gpointer (*RecessBodyParser) (JsonObject     *object,
                                      GBytes         *body,
                                      GError        **error);
/* Takes @parsed. */
typedef void     (*RecessBodyFunc)   (RecessApi      *api,
                                      RecessRequest  *request,
                                      gpointer        parsed);

/* A #RecessBodyParser for who wants the object itself. Returns: (transfer full): @object */
gpointer recess_api_parse_object (JsonObject  *object,
                                  GBytes      *body,
                                  GError     **error);

/**
 * recess_api_parse_body:
 *
 * Reads and checks the body of a request, in a worker thread where it is large. Replies with what
 * is wrong with it, or calls @func.
 */
void recess_api_parse_body (RecessApi         *api,
                            RecessRequest     *request,
                            RecessBodyParser   parser,
                            GDestroyNotify     parsed_free,
                            RecessBodyFunc     func);

G_END_DECLS
