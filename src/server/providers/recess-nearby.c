/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <libsoup/soup.h>
#include <string.h>

#include "recess-model-list.h"
#include "recess-nearby.h"
#include "practice/recess-practice.h"

#define LIMIT_MS 300
#define MAX_BODY (1024 * 1024)

static const struct
{
  const char *name;
  const char *label;
  guint       port;
} usual[] = {
  { "ollama", "Ollama", 11434 },
  { "lm-studio", "LM Studio", 1234 },
  { "llama-cpp", "llama.cpp", 8080 },
  { "vllm", "vLLM", 8000 },
};

/* One question to one port. */
typedef struct
{
  GTask        *task;
  GCancellable *cancellable;
  RecessNearby *nearby;
  char         *buffer;
  guint         index;
  guint         timeout_id;
} Probe;

typedef struct
{
  SoupSession *session;
  GPtrArray   *found;
  guint        n_open;
} Search;

void
recess_nearby_free (RecessNearby *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->name);
  g_free (self->label);
  g_free (self->base_url);
  g_strfreev (self->models);
  g_free (self);
}

static void
search_free (Search *search)
{
  g_object_unref (search->session);
  g_ptr_array_unref (search->found);
  g_free (search);
}

static void
probe_free (Probe *probe)
{
  g_clear_handle_id (&probe->timeout_id, g_source_remove);
  g_clear_pointer (&probe->nearby, recess_nearby_free);
  g_clear_object (&probe->cancellable);
  g_clear_object (&probe->task);
  g_free (probe->buffer);
  g_free (probe);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Probe, probe_free)

/* The last one out answers. */
static void
close_probe (Probe *probe)
{
  g_autoptr (GPtrArray) found = NULL;
  Search *search = g_task_get_task_data (probe->task);

  if (--search->n_open == 0 && !g_task_return_error_if_cancelled (probe->task))
    {
      found = g_ptr_array_new_with_free_func ((GDestroyNotify) recess_nearby_free);
      for (guint i = 0; i < search->found->len; i++)
        {
          RecessNearby **slot = (RecessNearby **) &g_ptr_array_index (search->found, i);

          if (*slot != NULL)
            g_ptr_array_add (found, g_steal_pointer (slot));
        }
      g_task_return_pointer (probe->task, g_steal_pointer (&found),
                             (GDestroyNotify) g_ptr_array_unref);
    }

  probe_free (probe);
}

static gboolean
take_models (Probe *probe,
             gsize  length)
{
  g_autoptr (GBytes) body = g_bytes_new_static (probe->buffer, length);
  g_autoptr (GPtrArray) models = recess_model_list_parse (body, NULL);
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  if (models == NULL)
    return FALSE;

  for (guint i = 0; i < models->len; i++)
    {
      const RecessModelInfo *info = g_ptr_array_index (models, i);

      /* A server of our own is no provider. */
      if (g_strcmp0 (info->id, RECESS_PRACTICE_MODEL) == 0)
        return FALSE;

      g_strv_builder_add (ids, info->id);
    }

  probe->nearby->models = g_strv_builder_end (ids);
  return TRUE;
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Probe *probe = user_data;
  Search *search = g_task_get_task_data (probe->task);
  gsize length = 0;

  if (g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &length, NULL) &&
      take_models (probe, length))
    search->found->pdata[probe->index] = g_steal_pointer (&probe->nearby);

  close_probe (probe);
}

static void
send_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  SoupSession *session = SOUP_SESSION (source);
  g_autoptr (GInputStream) stream = NULL;
  Probe *probe = user_data;
  SoupMessage *message = soup_session_get_async_result_message (session, result);

  stream = soup_session_send_finish (session, result, NULL);
  if (stream == NULL || soup_message_get_status (message) != SOUP_STATUS_OK)
    {
      close_probe (probe);
      return;
    }

  probe->buffer = g_malloc (MAX_BODY);
  g_input_stream_read_all_async (stream, probe->buffer, MAX_BODY, G_PRIORITY_DEFAULT,
                                 probe->cancellable, read_cb, probe);
}

static gboolean
timeout_cb (gpointer user_data)
{
  Probe *probe = user_data;

  probe->timeout_id = 0;
  g_cancellable_cancel (probe->cancellable);
  return G_SOURCE_REMOVE;
}

static void
start_probe (GTask      *task,
             const char *name,
             const char *label,
             guint       port)
{
  Search *search = g_task_get_task_data (task);
  g_autoptr (SoupMessage) message = NULL;
  g_autofree char *url = NULL;
  Probe *probe = g_new0 (Probe, 1);

  probe->task = g_object_ref (task);
  probe->cancellable = g_cancellable_new ();
  probe->index = search->found->len;
  probe->nearby = g_new0 (RecessNearby, 1);
  probe->nearby->name = g_strdup (name);
  probe->nearby->label = g_strdup (label);
  probe->nearby->base_url = g_strdup_printf ("http://127.0.0.1:%u/v1", port);
  probe->timeout_id = g_timeout_add (LIMIT_MS, timeout_cb, probe);
  g_ptr_array_add (search->found, NULL);
  search->n_open++;

  url = g_strconcat (probe->nearby->base_url, "/models", NULL);
  message = soup_message_new (SOUP_METHOD_GET, url);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_session_send_async (search->session, message, G_PRIORITY_DEFAULT, probe->cancellable,
                           send_cb, probe);
}

static const char *
label_of (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
    {
      if (g_str_equal (usual[i].name, name))
        return usual[i].label;
    }

  return name;
}

static void
start_chosen (GTask      *task,
              const char *ports)
{
  g_auto (GStrv) words = g_strsplit (ports, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      char *equals = strchr (words[i], '=');
      guint64 port;

      if (equals == NULL || !g_ascii_string_to_unsigned (equals + 1, 10, 1, 65535, &port, NULL))
        continue;

      *equals = '\0';
      start_probe (task, words[i], label_of (words[i]), port);
    }
}

void
recess_nearby_find_async (GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  const char *ports = g_getenv ("RECESS_NEARBY_PORTS");
  g_autoptr (GTask) task = NULL;
  Search *search;

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, recess_nearby_find_async);

  /* Without the system's proxy: the question must not leave this machine. */
  search = g_new0 (Search, 1);
  search->session = soup_session_new_with_options ("proxy-resolver", NULL, "timeout", 1, NULL);
  search->found = g_ptr_array_new ();
  g_task_set_task_data (task, search, (GDestroyNotify) search_free);

  if (ports != NULL)
    start_chosen (task, ports);
  else
    for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
      start_probe (task, usual[i].name, usual[i].label, usual[i].port);

  if (search->n_open == 0)
    g_task_return_pointer (task,
                           g_ptr_array_new_with_free_func ((GDestroyNotify) recess_nearby_free),
                           (GDestroyNotify) g_ptr_array_unref);
}

GPtrArray *
recess_nearby_find_finish (GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
