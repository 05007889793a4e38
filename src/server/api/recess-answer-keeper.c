/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-api-error.h"

#include "recess-answer-keeper.h"
#include "recess-answer-reducer.h"
#include "recess-error-json.h"

struct _RecessAnswerKeeper
{
  GObject               parent_instance;

  RecessMessageStore   *messages;
  RecessLiveAnswer     *answer;
  RecessAnswerReducer  *reducer;
  char                 *message_id;
  char                 *request_id;
  char                 *usage;
  double                cost;
  gboolean              has_cost;
};

G_DEFINE_FINAL_TYPE (RecessAnswerKeeper, recess_answer_keeper, G_TYPE_OBJECT)

enum
{
  STOPPED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *statuses[] = { "complete", "stopped", "interrupted", "failed" };

static void
recess_answer_keeper_finalize (GObject *object)
{
  RecessAnswerKeeper *self = RECESS_ANSWER_KEEPER (object);

  g_clear_object (&self->messages);
  g_clear_object (&self->answer);
  g_clear_pointer (&self->reducer, recess_answer_reducer_free);
  g_clear_pointer (&self->message_id, g_free);
  g_clear_pointer (&self->request_id, g_free);
  g_clear_pointer (&self->usage, g_free);

  G_OBJECT_CLASS (recess_answer_keeper_parent_class)->finalize (object);
}

static void
recess_answer_keeper_class_init (RecessAnswerKeeperClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = recess_answer_keeper_finalize;

  signals[STOPPED] = g_signal_new ("stopped",
                                   G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
grown_cb (const RecessAnswerDelta *delta,
          gpointer                 user_data)
{
  RecessAnswerKeeper *self = user_data;

  recess_message_store_append_delta (self->messages, self->answer, delta);
}

static void
recess_answer_keeper_init (RecessAnswerKeeper *self)
{
  self->reducer = recess_answer_reducer_new (grown_cb, self);
}

RecessAnswerKeeper *
recess_answer_keeper_new (RecessMessageStore *messages,
                          const char         *message_id,
                          const char         *request_id)
{
  RecessAnswerKeeper *self;

  g_return_val_if_fail (RECESS_IS_MESSAGE_STORE (messages), NULL);
  g_return_val_if_fail (message_id != NULL, NULL);

  self = g_object_new (RECESS_TYPE_ANSWER_KEEPER, NULL);
  self->messages = g_object_ref (messages);
  self->message_id = g_strdup (message_id);
  self->request_id = g_strdup (request_id);
  return self;
}

static void
stop_requested_cb (RecessAnswerKeeper *self)
{
  g_assert (RECESS_IS_ANSWER_KEEPER (self));

  g_signal_emit (self, signals[STOPPED], 0);
}

static void
claim_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  RecessAnswerKeeper *self = g_task_get_source_object (task);
  GError *error = NULL;

  self->answer = recess_message_store_claim_finish (self->messages, result, &error);
  if (self->answer == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  g_signal_connect_object (self->answer, "stop-requested", G_CALLBACK (stop_requested_cb), self,
                           G_CONNECT_SWAPPED);
  g_task_return_boolean (task, TRUE);
}

void
recess_answer_keeper_open_async (RecessAnswerKeeper  *self,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (RECESS_IS_ANSWER_KEEPER (self));
  g_return_if_fail (self->answer == NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, recess_answer_keeper_open_async);
  recess_message_store_claim_async (self->messages, self->message_id, NULL, claim_cb, task);
}

gboolean
recess_answer_keeper_open_finish (RecessAnswerKeeper  *self,
                                  GAsyncResult        *result,
                                  GError             **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
recess_answer_keeper_push (RecessAnswerKeeper *self,
                           GBytes             *bytes)
{
  g_return_if_fail (RECESS_IS_ANSWER_KEEPER (self));
  g_return_if_fail (self->answer != NULL);

  /* What is too large to be an event is too large to be kept; the rest still is. */
  recess_answer_reducer_push (self->reducer, bytes, NULL);
}

void
recess_answer_keeper_take_whole (RecessAnswerKeeper *self,
                                 const char         *text,
                                 gsize               length)
{
  g_return_if_fail (RECESS_IS_ANSWER_KEEPER (self));
  g_return_if_fail (self->answer != NULL);

  recess_answer_reducer_take_whole (self->reducer, text, length, NULL);
}

gsize
recess_answer_keeper_get_size (RecessAnswerKeeper *self)
{
  g_return_val_if_fail (RECESS_IS_ANSWER_KEEPER (self), 0);

  if (self->answer == NULL)
    return 0;

  return recess_live_answer_get_size (self->answer) +
         recess_answer_reducer_get_size (self->reducer);
}

void
recess_answer_keeper_set_usage (RecessAnswerKeeper *self,
                                const char         *usage)
{
  g_return_if_fail (RECESS_IS_ANSWER_KEEPER (self));

  g_free (self->usage);
  self->usage = g_strdup (usage);
}

void
recess_answer_keeper_set_cost (RecessAnswerKeeper *self,
                               double              cost)
{
  g_return_if_fail (RECESS_IS_ANSWER_KEEPER (self));

  self->cost = cost;
  self->has_cost = TRUE;
}

static void
end_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (recess_message_store_end_finish (RECESS_MESSAGE_STORE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
recess_answer_keeper_close_async (RecessAnswerKeeper  *self,
                                  RecessAnswerOutcome  outcome,
                                  const GError        *error,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr (GPtrArray) choices = NULL;
  g_autoptr (GError) problem = NULL;
  g_autofree char *json = NULL;
  RecessAnswerEnd end;
  GTask *task;

  g_return_if_fail (RECESS_IS_ANSWER_KEEPER (self));
  g_return_if_fail (self->answer != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, recess_answer_keeper_close_async);

  if (error == NULL && recess_live_answer_get_problem (self->answer) != NULL)
    {
      problem = recess_api_error_new (502, NULL, NULL, "%s",
                                      recess_live_answer_get_problem (self->answer));
      error = problem;
      if (outcome == RECESS_ANSWER_COMPLETE)
        outcome = RECESS_ANSWER_FAILED;
    }

  choices = recess_answer_reducer_dup_choices (self->reducer);
  json = error != NULL ? recess_error_json (error) : NULL;
  end = (RecessAnswerEnd) {
    .status = statuses[outcome],
    .model = recess_answer_reducer_get_model (self->reducer),
    .request_id = self->request_id,
    .usage = self->usage != NULL ? self->usage : recess_answer_reducer_get_usage (self->reducer),
    .has_cost = self->has_cost,
    .cost = self->cost,
    .finish_reason = recess_answer_reducer_get_finish_reason (self->reducer),
    .error = json,
    .choices = choices,
  };
  recess_message_store_end_async (self->messages, self->answer, &end, end_cb, task);
}

gboolean
recess_answer_keeper_close_finish (RecessAnswerKeeper  *self,
                                   GAsyncResult        *result,
                                   GError             **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
