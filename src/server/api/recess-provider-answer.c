/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-api-error.h"
#include "common/recess-json.h"

#include "recess-provider-answer.h"

/* Beyond this the work is not for the main loop. */
#define LARGE_BODY (256 * 1024)

typedef struct
{
  GBytes   *body;
  char     *provider;
  char     *content_type;
  char     *usage;
  gboolean  want_stream;
} Check;

static void
check_free (Check *check)
{
  g_bytes_unref (check->body);
  g_free (check->provider);
  g_free (check->content_type);
  g_free (check->usage);
  g_free (check);
}

static void
explain_not_json (Check         *check,
                  const GError  *cause,
                  GError       **error)
{
  const char *text;
  gsize length;

  text = g_bytes_get_data (check->body, &length);
  if (length > 0 && g_strcmp0 (check->content_type, "text/html") == 0)
    {
      g_autoptr (GError) page = recess_api_error_parse (200, text, length);

      recess_set_api_error (error, 502, NULL, NULL, "The provider '%s' failed: %s",
                            check->provider, page->message);
      return;
    }

  recess_set_api_error (error, 502, NULL, NULL,
                        "The provider '%s' sent an answer (%s, %" G_GSIZE_FORMAT " bytes) that "
                        "cannot be read: %s", check->provider,
                        check->content_type != NULL ? check->content_type : "of no type",
                        length, cause->message);
}

/* A whole answer to a request for a stream: an error that calls itself 200, or a provider that
 * cannot stream. */
static void
explain_no_stream (Check   *check,
                   GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (check->body, &length);

  if (recess_json_find_member (text, length, "error", NULL))
    {
      g_autoptr (GError) inner = recess_api_error_parse (502, text, length);

      g_propagate_error (error, g_steal_pointer (&inner));
      return;
    }

  recess_set_api_error (error, 502, NULL, NULL,
                        "The provider '%s' was asked for a stream and sent a whole answer. Ask "
                        "without 'stream'.", check->provider);
}

static GBytes *
check_body (Check   *check,
            GError **error)
{
  g_autoptr (GBytes) body = g_bytes_ref (check->body);
  g_autoptr (GError) cause = NULL;
  RecessJsonSpan span;
  const char *text;
  gsize length;

  text = g_bytes_get_data (body, &length);
  if (length > 0 && !g_utf8_validate_len (text, length, NULL))
    {
      char *valid = g_utf8_make_valid (text, length);

      g_bytes_unref (body);
      body = g_bytes_new_take (valid, strlen (valid));
      text = g_bytes_get_data (body, &length);
    }

  if (!recess_json_check (text, length, &cause))
    {
      explain_not_json (check, cause, error);
      return NULL;
    }

  if (check->want_stream)
    {
      explain_no_stream (check, error);
      return NULL;
    }

  if (recess_json_find_member (text, length, "usage", &span) && text[span.start] == '{')
    check->usage = g_strndup (text + span.start, span.length);

  return g_steal_pointer (&body);
}

static void
check_worker (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  GError *error = NULL;
  GBytes *body = check_body (task_data, &error);

  if (body != NULL)
    g_task_return_pointer (task, body, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

void
recess_provider_answer_check_async (RecessProvider      *provider,
                                    GBytes              *body,
                                    const char          *content_type,
                                    gboolean             want_stream,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Check *check;

  g_return_if_fail (provider == NULL || RECESS_IS_PROVIDER (provider));
  g_return_if_fail (body != NULL);

  check = g_new0 (Check, 1);
  check->body = g_bytes_ref (body);
  check->provider = g_strdup (provider != NULL ? recess_provider_get_name (provider) : "recess");
  check->content_type = g_strndup (content_type != NULL ? content_type : "",
                                   content_type != NULL ? strcspn (content_type, "; ") : 0);
  check->want_stream = want_stream;
  if (*check->content_type == '\0')
    g_clear_pointer (&check->content_type, g_free);

  task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_source_tag (task, recess_provider_answer_check_async);
  g_task_set_task_data (task, check, (GDestroyNotify) check_free);

  if (g_bytes_get_size (body) > LARGE_BODY)
    g_task_run_in_thread (task, check_worker);
  else
    check_worker (task, NULL, check, NULL);
}

GBytes *
recess_provider_answer_check_finish (GAsyncResult  *result,
                                     char         **usage,
                                     GError       **error)
{
  Check *check;

  g_return_val_if_fail (G_IS_TASK (result), NULL);

  check = g_task_get_task_data (G_TASK (result));
  if (usage != NULL)
    *usage = g_steal_pointer (&check->usage);
  return g_task_propagate_pointer (G_TASK (result), error);
}
