/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-api-error.h"
#include "common/recess-json.h"
#include "recess-request-private.h"

static gboolean
is_json_type (const char *type)
{
  return g_ascii_strcasecmp (type, "application/json") == 0 ||
         (g_ascii_strncasecmp (type, "application/", 12) == 0 && g_str_has_suffix (type, "+json"));
}

gboolean
recess_request_require_json (RecessRequest *self)
{
  SoupMessageHeaders *headers;
  const char *type;

  g_return_val_if_fail (RECESS_IS_REQUEST (self), FALSE);

  headers = soup_server_message_get_request_headers (recess_request_get_message (self));
  type = soup_message_headers_get_content_type (headers, NULL);
  if (type == NULL || is_json_type (type))
    return TRUE;

  recess_request_reply_problem (self, SOUP_STATUS_UNSUPPORTED_MEDIA_TYPE, NULL,
                                "unsupported_media_type",
                                "The body is '%s'; send JSON with the header "
                                "'Content-Type: application/json'.", type);
  return FALSE;
}

JsonObject *
recess_request_require_object (RecessRequest *self)
{
  g_autoptr (GError) error = NULL;
  JsonObject *object;
  const char *text;
  gsize length;

  g_return_val_if_fail (RECESS_IS_REQUEST (self), NULL);
  g_return_val_if_fail (recess_request_get_body (self) != NULL, NULL);

  text = g_bytes_get_data (recess_request_get_body (self), &length);
  if (length == 0)
    return json_object_new ();

  if (!recess_request_require_json (self))
    return NULL;

  object = recess_json_parse_object (text, length, &error);
  if (object == NULL)
    recess_request_reply_error (self, error);

  return object;
}

static void
set_retry_headers (RecessRequest *self,
                   const GError  *error)
{
  gint64 retry_ms = recess_api_error_get_retry_ms (error);

  g_assert (RECESS_IS_REQUEST (self));

  if (retry_ms > 0)
    {
      g_autofree char *milliseconds = g_strdup_printf ("%" G_GINT64_FORMAT, retry_ms);
      g_autofree char *seconds = g_strdup_printf ("%" G_GINT64_FORMAT, (retry_ms + 999) / 1000);

      recess_request_set_reply_header (self, "retry-after-ms", milliseconds);
      recess_request_set_reply_header (self, "Retry-After", seconds);
    }

  if (recess_api_error_get_final (error))
    recess_request_set_reply_header (self, "x-should-retry", "false");
}

static GError *
to_api_error (const GError *error)
{
  if (error->domain == RECESS_JSON_ERROR)
    return recess_api_error_new (SOUP_STATUS_BAD_REQUEST, NULL, NULL,
                                 "The body is not valid JSON: %s", error->message);

  return recess_api_error_new (SOUP_STATUS_INTERNAL_SERVER_ERROR, NULL, NULL, "%s", error->message);
}

void
recess_request_reply_error (RecessRequest *self,
                            const GError  *error)
{
  g_autoptr (GError) converted = NULL;
  guint status;

  g_return_if_fail (RECESS_IS_REQUEST (self));
  g_return_if_fail (error != NULL);

  if (error->domain != RECESS_API_ERROR)
    error = converted = to_api_error (error);

  /* 0 is a failure on the way to a provider. */
  status = recess_api_error_get_status (error);
  if (status == 0)
    status = SOUP_STATUS_BAD_GATEWAY;

  set_retry_headers (self, error);
  recess_request_reply_json (self, status, recess_api_error_to_json (error));
}

void
recess_request_reply_problem (RecessRequest *self,
                              guint          status,
                              const char    *param,
                              const char    *code,
                              const char    *format,
                              ...)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;
  va_list args;

  g_return_if_fail (RECESS_IS_REQUEST (self));
  g_return_if_fail (format != NULL);

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);

  error = recess_api_error_new (status, param, code, "%s", message);
  recess_request_reply_error (self, error);
}
