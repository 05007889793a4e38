/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RECESS_API_ERROR:
 *
 * The domain of every failure that travels over the API, in either direction. The code of the
 * #GError is the HTTP status; 0 is a failure of the transport, before any status was known.
 */
#define RECESS_API_ERROR (recess_api_error_quark ())

GQuark      recess_api_error_quark        (void);

GError     *recess_api_error_new          (guint         status,
                                           const char   *param,
                                           const char   *code,
                                           const char   *format,
                                           ...) G_GNUC_PRINTF (4, 5);
void        recess_set_api_error          (GError      **error,
                                           guint         status,
                                           const char   *param,
                                           const char   *code,
                                           const char   *format,
                                           ...) G_GNUC_PRINTF (5, 6);
GError     *recess_api_error_parse        (guint         status,
                                           const char   *body,
                                           gsize         length);

guint       recess_api_error_get_status   (const GError *error);
const char *recess_api_error_get_type     (const GError *error);
const char *recess_api_error_get_param    (const GError *error);
const char *recess_api_error_get_code     (const GError *error);
gint64      recess_api_error_get_retry_ms (const GError *error);
void        recess_api_error_set_retry_ms (GError       *error,
                                           gint64        milliseconds);
gboolean    recess_api_error_get_final    (const GError *error);
void        recess_api_error_set_final    (GError       *error,
                                           gboolean      final);
char       *recess_api_error_to_json      (const GError *error);

G_END_DECLS
