/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-id.h"
#include "common/recess-json.h"

#include "recess-practice-completion.h"
#include "recess-upstream-body.h"

/* Events that are ready are read together, up to this size. */
#define PIECE (4 * 1024)

struct _RecessPracticeCompletion
{
  RecessCompletion  parent_instance;

  RecessProviders  *providers;
  GBytes           *body;
  GPtrArray        *pieces;
  guint             position;
  gboolean          stream;
};

G_DEFINE_FINAL_TYPE (RecessPracticeCompletion, recess_practice_completion, RECESS_TYPE_COMPLETION)

typedef struct
{
  RecessPractice *practice;
  GBytes         *body;
  gboolean        stream;
} Work;

static void
work_free (Work *work)
{
  g_clear_object (&work->practice);
  g_clear_pointer (&work->body, g_bytes_unref);
  g_free (work);
}

static GPtrArray *
complete_stream (Work        *work,
                 const char  *id,
                 gint64       created,
                 GError     **error)
{
  g_autoptr (GBytes) body = NULL;
  g_autoptr (JsonObject) request = NULL;

  /* As of every provider, usage is asked for; the filter takes it out again. */
  body = recess_upstream_body (work->body, NULL, RECESS_STREAM_OPTIONS_USAGE);
  request = recess_json_parse_object (g_bytes_get_data (body, NULL), g_bytes_get_size (body),
                                      error);
  if (request == NULL)
    return NULL;

  return recess_practice_complete_stream (work->practice, request, id, created, error);
}

static GPtrArray *
complete_whole (Work        *work,
                const char  *id,
                gint64       created,
                GError     **error)
{
  g_autoptr (JsonObject) request = NULL;
  GPtrArray *pieces;
  char *answer;

  request = recess_json_parse_object (g_bytes_get_data (work->body, NULL),
                                      g_bytes_get_size (work->body), error);
  if (request == NULL)
    return NULL;

  answer = recess_practice_complete (work->practice, request, id, created, error);
  if (answer == NULL)
    return NULL;

  pieces = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_ptr_array_add (pieces, g_bytes_new_take (answer, strlen (answer)));
  return pieces;
}

static void
complete_worker (GTask        *task,
                 gpointer      source,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  g_autofree char *id = recess_id_new ("chatcmpl-");
  gint64 created = g_get_real_time () / G_USEC_PER_SEC;
  Work *work = task_data;
  GError *error = NULL;
  GPtrArray *pieces;

  if (work->stream)
    pieces = complete_stream (work, id, created, &error);
  else
    pieces = complete_whole (work, id, created, &error);

  if (pieces != NULL)
    g_task_return_pointer (task, pieces, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
practice_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  RecessPracticeCompletion *self = g_task_get_source_object (task);
  RecessPractice *practice;
  GError *error = NULL;
  Work *work;

  practice = recess_providers_wait_practice_finish (RECESS_PROVIDERS (source), result, &error);
  if (practice == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  work = g_new0 (Work, 1);
  work->practice = practice;
  work->body = g_bytes_ref (self->body);
  work->stream = self->stream;
  g_task_set_task_data (task, work, (GDestroyNotify) work_free);
  g_task_run_in_thread (task, complete_worker);
}

static void
recess_practice_completion_start_async (RecessCompletion    *completion,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data)
{
  RecessPracticeCompletion *self = RECESS_PRACTICE_COMPLETION (completion);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, recess_practice_completion_start_async);
  recess_providers_wait_practice_async (self->providers, cancellable, practice_cb, task);
}

static gboolean
recess_practice_completion_start_finish (RecessCompletion  *completion,
                                         GAsyncResult      *result,
                                         GError           **error)
{
  RecessPracticeCompletion *self = RECESS_PRACTICE_COMPLETION (completion);

  self->pieces = g_task_propagate_pointer (G_TASK (result), error);
  return self->pieces != NULL;
}

static GBytes *
next_bytes (RecessPracticeCompletion *self)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  while (self->position < self->pieces->len && bytes->len < PIECE)
    {
      GBytes *piece = g_ptr_array_index (self->pieces, self->position++);

      g_byte_array_append (bytes, g_bytes_get_data (piece, NULL), g_bytes_get_size (piece));
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

static void
recess_practice_completion_read_async (RecessCompletion    *completion,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  RecessPracticeCompletion *self = RECESS_PRACTICE_COMPLETION (completion);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, recess_practice_completion_read_async);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, next_bytes (self), (GDestroyNotify) g_bytes_unref);
}

static GBytes *
recess_practice_completion_read_finish (RecessCompletion  *completion,
                                        GAsyncResult      *result,
                                        GError           **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static const char *
recess_practice_completion_get_content_type (RecessCompletion *completion)
{
  RecessPracticeCompletion *self = RECESS_PRACTICE_COMPLETION (completion);

  return self->stream ? "text/event-stream" : "application/json";
}

static void
recess_practice_completion_finalize (GObject *object)
{
  RecessPracticeCompletion *self = RECESS_PRACTICE_COMPLETION (object);

  g_clear_object (&self->providers);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->pieces, g_ptr_array_unref);

  G_OBJECT_CLASS (recess_practice_completion_parent_class)->finalize (object);
}

static void
recess_practice_completion_class_init (RecessPracticeCompletionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  RecessCompletionClass *completion_class = RECESS_COMPLETION_CLASS (klass);

  object_class->finalize = recess_practice_completion_finalize;
  completion_class->start_async = recess_practice_completion_start_async;
  completion_class->start_finish = recess_practice_completion_start_finish;
  completion_class->read_async = recess_practice_completion_read_async;
  completion_class->read_finish = recess_practice_completion_read_finish;
  completion_class->get_content_type = recess_practice_completion_get_content_type;
}

static void
recess_practice_completion_init (RecessPracticeCompletion *self)
{
}

RecessCompletion *
recess_practice_completion_new (RecessProviders *providers,
                                GBytes          *body,
                                gboolean         stream)
{
  RecessPracticeCompletion *self;

  g_return_val_if_fail (RECESS_IS_PROVIDERS (providers), NULL);
  g_return_val_if_fail (body != NULL, NULL);

  self = g_object_new (RECESS_TYPE_PRACTICE_COMPLETION, NULL);
  self->providers = g_object_ref (providers);
  self->body = g_bytes_ref (body);
  self->stream = stream;
  return RECESS_COMPLETION (self);
}
