/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "common/recess-glib-compat.h"
#include "engine/recess-call.h"

#include "recess-code-run.h"
#include "recess-format.h"

/* As much as is read with the eye. */
#define MAX_OUTPUT   (256 * 1024)
#define LONGEST_LINE 1000
#define FLUSH_MS     40
/* What is printed is shown as it is. */
#define TAG          "printed"

struct _RecessCodeRun
{
  GObject        parent_instance;

  RecessEngine  *engine;
  GCancellable  *cancellable;
  GtkTextBuffer *output;
  GString       *waiting;
  char          *id;
  char          *state;
  guint          flush_id;
  guint          column;
  gboolean       running;
  gboolean       failed;
  gboolean       stopped;
};

G_DEFINE_FINAL_TYPE (RecessCodeRun, recess_code_run, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
recess_code_run_dispose (GObject *object)
{
  RecessCodeRun *self = RECESS_CODE_RUN (object);

  g_clear_handle_id (&self->flush_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (recess_code_run_parent_class)->dispose (object);
}

static void
recess_code_run_finalize (GObject *object)
{
  RecessCodeRun *self = RECESS_CODE_RUN (object);

  g_object_unref (self->cancellable);
  g_object_unref (self->output);
  g_string_free (self->waiting, TRUE);
  g_free (self->id);
  g_free (self->state);

  G_OBJECT_CLASS (recess_code_run_parent_class)->finalize (object);
}

static void
recess_code_run_class_init (RecessCodeRunClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = recess_code_run_dispose;
  object_class->finalize = recess_code_run_finalize;

  signals[CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
recess_code_run_init (RecessCodeRun *self)
{
  self->cancellable = g_cancellable_new ();
  self->output = gtk_text_buffer_new (NULL);
  gtk_text_buffer_create_tag (self->output, TAG, "insert-hyphens", FALSE, NULL);
  self->waiting = g_string_new (NULL);
  self->state = g_strdup (_("Running…"));
  self->running = TRUE;
}

/* A line that is too long to be laid out is broken for the eye. */
static char *
break_lines (RecessCodeRun *self,
             const char    *text)
{
  GString *broken = g_string_sized_new (strlen (text));

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      self->column = *at == '\n' ? 0 : self->column + 1;
      if (self->column > LONGEST_LINE)
        {
          g_string_append_c (broken, '\n');
          self->column = 1;
        }
      g_string_append_len (broken, at, g_utf8_next_char (at) - at);
    }

  return g_string_free (broken, FALSE);
}

/* The end of the last line waits for a next line: an empty one would be shown. */
static void
flush (RecessCodeRun *self)
{
  g_autofree char *text = NULL;
  gsize length = self->waiting->len;
  gboolean line_ends = length > 0 && self->waiting->str[length - 1] == '\n';
  GtkTextIter end;

  g_assert (RECESS_IS_CODE_RUN (self));

  g_clear_handle_id (&self->flush_id, g_source_remove);
  if (line_ends)
    g_string_truncate (self->waiting, length - 1);

  text = break_lines (self, self->waiting->str);
  g_string_assign (self->waiting, line_ends ? "\n" : "");
  gtk_text_buffer_get_end_iter (self->output, &end);
  gtk_text_buffer_insert_with_tags_by_name (self->output, &end, text, -1, TAG, NULL);
}

static gboolean
flush_cb (gpointer user_data)
{
  RecessCodeRun *self = user_data;

  self->flush_id = 0;
  flush (self);
  return G_SOURCE_REMOVE;
}

static void
set_ended (RecessCodeRun *self,
           char          *state,
           gboolean       failed)
{
  g_assert (RECESS_IS_CODE_RUN (self));

  flush (self);
  self->running = FALSE;
  self->failed = failed;
  g_free (self->state);
  self->state = state;
  g_signal_emit (self, signals[CHANGED], 0);
}

static char *
describe_limit (JsonObject *end)
{
  const char *limit = recess_json_object_get_string (end, "limit", "");
  const char *message = recess_json_object_get_string (end, "message", "");

  if (g_str_equal (limit, "wall"))
    return g_strdup (_("Stopped: it took too long"));
  if (g_str_equal (limit, "cpu"))
    return g_strdup (_("Stopped: it computed too long"));
  if (g_str_equal (limit, "output"))
    return g_strdup (_("Stopped: it printed too much"));

  return g_strdup (message);
}

/* What only the sandbox can tell is told in its words. */
static char *
describe_end (JsonObject *end,
              const char *status)
{
  gint64 ms = recess_json_object_get_int (end, "duration_ms", -1);
  gint64 code = recess_json_object_get_int (end, "exit_code", -1);
  g_autofree char *duration = recess_format_duration (ms);

  if (g_str_equal (status, "completed"))
    return g_strdup_printf (_("Finished in %s"), duration);
  if (g_str_equal (status, "cancelled"))
    return g_strdup_printf (_("Stopped after %s"), duration);
  if (g_str_equal (status, "failed") && code > 0)
    return g_strdup_printf (_("Ended with exit code %d after %s"), (int) code, duration);
  if (g_str_equal (status, "limit"))
    return describe_limit (end);

  return g_strdup (recess_json_object_get_string (end, "message", status));
}

static void
take_end (RecessCodeRun *self,
          JsonObject    *end)
{
  const char *status = recess_json_object_get_string (end, "status", "failed");

  set_ended (self, describe_end (end, status),
             !g_str_equal (status, "completed") && !g_str_equal (status, "cancelled"));
}

static void
take_output (RecessCodeRun *self,
             JsonObject    *data)
{
  g_string_append (self->waiting, recess_json_object_get_string (data, "text", ""));
  if (self->flush_id == 0)
    self->flush_id = g_timeout_add (FLUSH_MS, flush_cb, self);
}

static void
cancelled_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (JsonObject) answer = recess_call_finish (RECESS_CLIENT (source), result, NULL);
}

static void
send_stop (RecessCodeRun *self)
{
  g_autofree char *path = g_strdup_printf ("/recess/sandbox/runs/%s/cancel", self->id);

  g_assert (RECESS_IS_CODE_RUN (self));

  recess_call_async (recess_engine_get_client (self->engine), "POST", path, "{}", NULL,
                     cancelled_cb, NULL);
}

static void
event_cb (const RecessSseEvent *event,
          gpointer              user_data)
{
  g_autoptr (RecessCodeRun) self = g_weak_ref_get (user_data);
  g_autoptr (JsonObject) data = NULL;

  if (self == NULL || !self->running)
    return;

  data = recess_json_parse_object (event->data, event->length, NULL);
  if (data == NULL)
    return;

  if (g_str_equal (event->event, "output"))
    take_output (self, data);
  else if (g_str_equal (event->event, "end"))
    take_end (self, data);
  else if (g_str_equal (event->event, "started"))
    {
      recess_set_str (&self->id, recess_json_object_get_string (data, "id", NULL));
      if (self->stopped && self->id != NULL)
        send_stop (self);
    }
}

static void
free_weak_ref (GWeakRef *weak)
{
  g_weak_ref_clear (weak);
  g_free (weak);
}

/* Whatever has happened, it does not run on. */
static void
fail (GWeakRef *weak,
      GError   *error)
{
  g_autoptr (RecessCodeRun) self = g_weak_ref_get (weak);

  if (self != NULL && self->running)
    set_ended (self, g_strdup (error != NULL ? error->message : _("The engine has gone away.")),
               TRUE);
}

static void
followed_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GWeakRef *weak = user_data;
  g_autoptr (GError) error = NULL;

  recess_client_stream_follow_finish (RECESS_CLIENT_STREAM (source), result, &error);
  fail (weak, error);
  free_weak_ref (weak);
}

static void
begun_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GWeakRef *weak = user_data;
  g_autoptr (RecessCodeRun) self = g_weak_ref_get (weak);
  g_autoptr (RecessClientStream) stream = NULL;
  g_autoptr (GError) error = NULL;

  stream = recess_client_stream_finish (RECESS_CLIENT (source), result, &error);
  if (self != NULL && stream != NULL)
    {
      recess_client_stream_follow_async (stream, event_cb, weak, self->cancellable, followed_cb,
                                         weak);
      return;
    }

  fail (weak, error);
  free_weak_ref (weak);
}

static GBytes *
make_body (const char *language,
           const char *code)
{
  GString *json = g_string_new ("{\"language\":");

  recess_json_append_string (json, language, -1);
  g_string_append (json, ",\"code\":");
  recess_json_append_string (json, code, -1);
  g_string_append_printf (json, ",\"limits\":{\"output_bytes\":%d}}", MAX_OUTPUT);
  return g_string_free_to_bytes (json);
}

RecessCodeRun *
recess_code_run_new (RecessEngine *engine,
                     const char   *language,
                     const char   *code)
{
  RecessCodeRun *self;
  g_autoptr (GBytes) body = NULL;
  GWeakRef *weak;

  g_return_val_if_fail (RECESS_IS_ENGINE (engine), NULL);
  g_return_val_if_fail (language != NULL && code != NULL, NULL);

  self = g_object_new (RECESS_TYPE_CODE_RUN, NULL);
  self->engine = g_object_ref (engine);
  weak = g_new0 (GWeakRef, 1);
  g_weak_ref_init (weak, self);
  body = make_body (language, code);
  recess_client_stream_async (recess_engine_get_client (engine), "POST", "/recess/sandbox/runs",
                              body, NULL, self->cancellable, begun_cb, weak);
  return self;
}

void
recess_code_run_stop (RecessCodeRun *self)
{
  g_return_if_fail (RECESS_IS_CODE_RUN (self));

  if (!self->running || self->stopped)
    return;

  self->stopped = TRUE;
  if (self->id != NULL)
    send_stop (self);
}

gboolean
recess_code_run_get_running (RecessCodeRun *self)
{
  g_return_val_if_fail (RECESS_IS_CODE_RUN (self), FALSE);

  return self->running;
}

gboolean
recess_code_run_get_failed (RecessCodeRun *self)
{
  g_return_val_if_fail (RECESS_IS_CODE_RUN (self), FALSE);

  return self->failed;
}

const char *
recess_code_run_get_state (RecessCodeRun *self)
{
  g_return_val_if_fail (RECESS_IS_CODE_RUN (self), NULL);

  return self->state;
}

GtkTextBuffer *
recess_code_run_get_output (RecessCodeRun *self)
{
  g_return_val_if_fail (RECESS_IS_CODE_RUN (self), NULL);

  return self->output;
}
