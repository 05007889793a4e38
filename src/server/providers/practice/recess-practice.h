/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define RECESS_PRACTICE_MODEL "recess-practice"

#define RECESS_TYPE_PRACTICE (recess_practice_get_type ())

/**
 * RecessPractice:
 *
 * The practice model: a dual encoder that selects answers it was trained on. Immutable once
 * loaded, so any thread may ask it.
 */
G_DECLARE_FINAL_TYPE (RecessPractice, recess_practice, RECESS, PRACTICE, GObject)

RecessPractice *recess_practice_load            (const char      *path,
                                                 GError         **error);
/**
 * recess_practice_complete:
 * @request: the body of a chat completion, of which nothing is checked yet
 * @id: "chatcmpl-…"
 * @created: seconds since 1970
 *
 * Returns: (transfer full): the text of a `chat.completion`, or %NULL with a %RECESS_API_ERROR
 *   that names the field
 */
char           *recess_practice_complete        (RecessPractice  *self,
                                                 JsonObject      *request,
                                                 const char      *id,
                                                 gint64           created,
                                                 GError         **error);
/**
 * recess_practice_complete_stream:
 *
 * The same as a stream.
 *
 * Returns: (transfer full) (element-type GBytes): the events, complete with "data: " and the
 *   empty line, "[DONE]" last
 */
GPtrArray      *recess_practice_complete_stream (RecessPractice  *self,
                                                 JsonObject      *request,
                                                 const char      *id,
                                                 gint64           created,
                                                 GError         **error);

G_END_DECLS
