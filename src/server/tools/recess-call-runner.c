/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-api-error.h"
#include "common/recess-json.h"

#include "recess-call-runner.h"

#define CUT_NOTE "\n[The log is longer than 64 KiB; the rest was not kept.]\n"

struct _RecessCallRunner
{
  GObject             parent_instance;

  RecessMessageStore *messages;
  RecessSandbox      *sandbox;
};

G_DEFINE_FINAL_TYPE (RecessCallRunner, recess_call_runner, G_TYPE_OBJECT)

typedef struct
{
  RecessMessageStore *messages;
  RecessLiveAnswer   *answer;
  GCancellable       *cancellable;
  gsize               log_size;
} Call;

static void
call_free (Call *call)
{
  g_signal_handlers_disconnect_by_data (call->answer, call->cancellable);
  g_object_unref (call->messages);
  g_object_unref (call->answer);
  g_object_unref (call->cancellable);
  g_free (call);
}

static void
recess_call_runner_dispose (GObject *object)
{
  RecessCallRunner *self = RECESS_CALL_RUNNER (object);

  g_clear_object (&self->messages);
  g_clear_object (&self->sandbox);

  G_OBJECT_CLASS (recess_call_runner_parent_class)->dispose (object);
}

static void
recess_call_runner_class_init (RecessCallRunnerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = recess_call_runner_dispose;
}

static void
recess_call_runner_init (RecessCallRunner *self)
{
}

char *
recess_call_runner_cut_log (const char *text,
                            gsize       size)
{
  gsize length = strlen (text);
  gsize room;
  const char *end;

  if (size >= RECESS_CALL_MAX_LOG || length == 0)
    return NULL;

  room = RECESS_CALL_MAX_LOG - size;
  if (length < room)
    return g_strdup (text);

  end = text + room;
  if (((guchar) *end & 0xc0) == 0x80)
    end = g_utf8_find_prev_char (text, end);
  return g_strdup_printf ("%.*s" CUT_NOTE, (int) (end != NULL ? end - text : 0), text);
}

static void
log_cb (const char *text,
        gpointer    user_data)
{
  Call *call = user_data;
  g_autofree char *taken = recess_call_runner_cut_log (text, call->log_size);
  RecessAnswerDelta delta = { .log = taken };

  call->log_size += strlen (text);
  if (taken != NULL)
    recess_message_store_append_delta (call->messages, call->answer, &delta);
}

/* The model reads the content, whoever looks at the row the error. */
static void
end (Call       *call,
     const char *status,
     const char *output,
     const char *words)
{
  RecessAnswerEnd how = { .status = status };
  g_autoptr(GError) error = NULL;
  g_autofree char *error_json = NULL;
  g_autofree char *told = NULL;

  if (words != NULL)
    {
      g_autofree char *quoted = recess_json_quote (words);

      told = g_strdup_printf ("{\"error\":%s}", quoted);
      error_json = g_strdup_printf ("{\"message\":%s,\"type\":\"function_error\",\"param\":null,"
                                    "\"code\":null}", quoted);
      how.error = g_str_equal (status, "failed") ? error_json : NULL;
    }

  recess_message_store_append (call->messages, call->answer, output != NULL ? output : told, NULL);
  recess_message_store_end_async (call->messages, call->answer, &how, NULL, NULL);
  call_free (call);
}

static void
on_run_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Call *call = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *output = recess_handler_run_finish (result, &error);

  if (output != NULL)
    end (call, "complete", output, NULL);
  else if (g_cancellable_is_cancelled (call->cancellable))
    end (call, "stopped", NULL, "The user stopped the call.");
  else
    end (call, "failed", NULL, error->message);
}

static void
begin (RecessCallRunner      *self,
       const RecessBegunCall *begun)
{
  Call *call = g_new0 (Call, 1);

  call->messages = g_object_ref (self->messages);
  call->answer = g_object_ref (begun->answer);
  call->cancellable = g_cancellable_new ();
  g_signal_connect_swapped (call->answer, "stop-requested", G_CALLBACK (g_cancellable_cancel),
                            call->cancellable);

  if (begun->function == NULL)
    {
      g_autofree char *words = g_strdup_printf ("There is no function named '%.100s'.",
                                                begun->name);

      end (call, "failed", NULL, words);
      return;
    }

  recess_handler_run_async (self->sandbox, begun->function, begun->arguments, log_cb, call,
                            call->cancellable, on_run_cb, call);
}

static void
on_calls_begun_cb (RecessCallRunner *self,
                   GPtrArray        *calls)
{
  for (guint i = 0; i < calls->len; i++)
    begin (self, g_ptr_array_index (calls, i));
}

RecessCallRunner *
recess_call_runner_new (RecessMessageStore *messages,
                        RecessSandbox      *sandbox)
{
  RecessCallRunner *self;

  g_return_val_if_fail (RECESS_IS_MESSAGE_STORE (messages), NULL);
  g_return_val_if_fail (RECESS_IS_SANDBOX (sandbox), NULL);

  self = g_object_new (RECESS_TYPE_CALL_RUNNER, NULL);
  self->messages = g_object_ref (messages);
  self->sandbox = g_object_ref (sandbox);
  g_signal_connect_object (messages, "calls-begun", G_CALLBACK (on_calls_begun_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}
