/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-json.h"

#include "recess-upstream-body.h"

/* Beyond this the work on a body is not for the main loop. */
#define LARGE_BODY (256 * 1024)

typedef struct
{
  GBytes              *body;
  char                *model;
  RecessStreamOptions  options;
} Preparation;

static void
preparation_free (Preparation *preparation)
{
  g_bytes_unref (preparation->body);
  g_free (preparation->model);
  g_free (preparation);
}

static GBytes *
with_member (GBytes     *body,
             const char *name,
             const char *value)
{
  g_autoptr (GBytes) before = body;
  GBytes *after = recess_json_set_member (body, name, value);

  return after != NULL ? after : g_steal_pointer (&before);
}

static GBytes *
with_usage (GBytes *body)
{
  const char *text;
  RecessJsonSpan span;
  gsize length;

  text = g_bytes_get_data (body, &length);
  if (recess_json_find_member (text, length, "stream_options", &span) && text[span.start] == '{')
    {
      g_autoptr (GBytes) options = g_bytes_new_from_bytes (body, span.start, span.length);
      g_autoptr (GBytes) changed = recess_json_set_member (options, "include_usage", "true");
      g_autofree char *value = NULL;

      if (changed == NULL || g_bytes_equal (options, changed))
        return body;

      value = g_strndup (g_bytes_get_data (changed, NULL), g_bytes_get_size (changed));
      return with_member (body, "stream_options", value);
    }

  return with_member (body, "stream_options", "{\"include_usage\":true}");
}

static GBytes *
without_options (GBytes *body)
{
  gsize length;
  const char *text = g_bytes_get_data (body, &length);

  if (!recess_json_find_member (text, length, "stream_options", NULL))
    return body;

  return with_member (body, "stream_options", NULL);
}

GBytes *
recess_upstream_body (GBytes              *body,
                      const char          *model,
                      RecessStreamOptions  options)
{
  g_autofree char *asked = NULL;
  GBytes *result;
  gsize length;
  const char *text;

  g_return_val_if_fail (body != NULL, NULL);

  text = g_bytes_get_data (body, &length);
  asked = recess_json_dup_string (text, length, "model");
  result = g_bytes_ref (body);

  if (model != NULL && g_strcmp0 (asked, model) != 0)
    {
      g_autofree char *value = recess_json_quote (model);

      result = with_member (result, "model", value);
    }

  switch (options)
    {
    case RECESS_STREAM_OPTIONS_USAGE:
      return with_usage (result);

    case RECESS_STREAM_OPTIONS_DROP:
      return without_options (result);

    case RECESS_STREAM_OPTIONS_KEEP:
    default:
      return result;
    }
}

static void
prepare_worker (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Preparation *preparation = task_data;
  GBytes *body;

  body = recess_upstream_body (preparation->body, preparation->model, preparation->options);
  g_task_return_pointer (task, body, (GDestroyNotify) g_bytes_unref);
}

void
recess_upstream_body_async (GBytes              *body,
                            const char          *model,
                            RecessStreamOptions  options,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Preparation *preparation;

  g_return_if_fail (body != NULL);

  preparation = g_new0 (Preparation, 1);
  preparation->body = g_bytes_ref (body);
  preparation->model = g_strdup (model);
  preparation->options = options;

  task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_source_tag (task, recess_upstream_body_async);
  g_task_set_task_data (task, preparation, (GDestroyNotify) preparation_free);
  if (g_bytes_get_size (body) > LARGE_BODY)
    g_task_run_in_thread (task, prepare_worker);
  else
    prepare_worker (task, NULL, preparation, NULL);
}

GBytes *
recess_upstream_body_finish (GAsyncResult *result)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}
