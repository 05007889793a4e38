/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-api-error.h"
#include "common/recess-json.h"
#include "providers/recess-completion.h"
#include "providers/recess-stream-filter.h"
#include "store/recess-blob-refs.h"

#include "recess-answer-keeper.h"
#include "recess-call-log.h"
#include "recess-chat-exchange.h"
#include "recess-provider-answer.h"
#include "recess-usage.h"

#define DONE "data: [DONE]\n\n"

/* A client that takes its bytes slower than this lets the provider wait. */
#define MAX_PENDING (256 * 1024)

/* An answer that is kept waits for no client: one that is suspended is cut off here. */
#define MAX_KEPT_PENDING (16 * 1024 * 1024)

#define RECESS_TYPE_CHAT_EXCHANGE (recess_chat_exchange_get_type ())
G_DECLARE_FINAL_TYPE (RecessChatExchange, recess_chat_exchange, RECESS, CHAT_EXCHANGE, GObject)

struct _RecessChatExchange
{
  GObject              parent_instance;

  RecessStore         *store;
  RecessProviders     *providers;
  RecessPrices        *prices;
  RecessRequest       *request;
  RecessChatRequest   *chat;
  RecessModelName     *model;
  RecessCompletion    *completion;
  RecessAnswerKeeper  *keeper;
  RecessCallLog       *log;
  GCancellable        *cancellable;

  /* A stream passes, anything else is gathered */
  RecessEventStream   *stream;
  RecessStreamFilter  *filter;
  GByteArray          *whole;
  GBytes              *body;

  /* The answer, as long as its usage is to be counted, and the event that says it */
  GByteArray          *uncounted;
  char                *usage_chunk;

  /* Why no model was found, and how it ended */
  GError              *unresolved;
  GError              *error;
  RecessAnswerOutcome  outcome;

  guint                gone : 1;
  guint                stopped : 1;
  guint                ended : 1;
};

G_DEFINE_FINAL_TYPE (RecessChatExchange, recess_chat_exchange, G_TYPE_OBJECT)

static void read_next (RecessChatExchange *self);

static void
recess_chat_exchange_finalize (GObject *object)
{
  RecessChatExchange *self = RECESS_CHAT_EXCHANGE (object);

  g_clear_object (&self->completion);
  g_clear_object (&self->keeper);
  g_clear_object (&self->stream);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->request);
  g_clear_object (&self->providers);
  g_clear_object (&self->prices);
  g_clear_object (&self->store);
  g_clear_error (&self->unresolved);
  g_clear_error (&self->error);
  g_clear_pointer (&self->log, recess_call_log_free);
  g_clear_pointer (&self->filter, recess_stream_filter_free);
  g_clear_pointer (&self->whole, g_byte_array_unref);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->uncounted, g_byte_array_unref);
  g_clear_pointer (&self->usage_chunk, g_free);
  g_clear_pointer (&self->model, recess_model_name_free);
  g_clear_pointer (&self->chat, recess_chat_request_free);

  G_OBJECT_CLASS (recess_chat_exchange_parent_class)->finalize (object);
}

static void
recess_chat_exchange_class_init (RecessChatExchangeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = recess_chat_exchange_finalize;
}

static void
recess_chat_exchange_init (RecessChatExchange *self)
{
  self->cancellable = g_cancellable_new ();
  self->uncounted = g_byte_array_new ();
}

static void
write_bytes (RecessChatExchange *self,
             GBytes             *bytes)
{
  if (g_bytes_get_size (bytes) == 0)
    return;

  recess_call_log_add (self->log, bytes);
  if (!self->gone)
    recess_event_stream_write (self->stream, bytes);
}

static void
write_text (RecessChatExchange *self,
            const char         *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  write_bytes (self, bytes);
}

static void
conclude_stream (RecessChatExchange *self)
{
  if (self->error != NULL)
    {
      g_autofree char *json = recess_api_error_to_json (self->error);
      g_autofree char *event = g_strdup_printf ("data: %s\n\n", json);

      /* What the client has of an unfinished event must not swallow this one. */
      if (recess_stream_filter_is_inside (self->filter))
        write_text (self, "\n\n");
      write_text (self, event);
    }
  else
    {
      if (self->usage_chunk != NULL && self->chat->include_usage)
        write_text (self, self->usage_chunk);
      write_text (self, DONE);
    }

  recess_call_log_end (self->log, 200, "text/event-stream", self->error);
  recess_event_stream_end (self->stream);
}

static void
conclude_error (RecessChatExchange *self)
{
  g_autofree char *json = recess_api_error_to_json (self->error);
  g_autoptr (GBytes) bytes = g_bytes_new (json, strlen (json));

  recess_call_log_add (self->log, bytes);
  recess_call_log_end (self->log, recess_api_error_get_status (self->error), "application/json",
                       self->error);
  if (!self->gone)
    recess_request_reply_error (self->request, self->error);
}

static void
conclude_whole (RecessChatExchange *self)
{
  const char *type = recess_completion_get_content_type (self->completion);

  /* It was checked to be JSON, whatever the provider says. */
  if (type == NULL || strstr (type, "json") == NULL)
    type = "application/json";

  recess_call_log_add (self->log, self->body);
  recess_call_log_end (self->log, 200, type, NULL);
  if (!self->gone)
    recess_request_reply (self->request, 200, type, self->body);
}

static void
conclude (RecessChatExchange *self)
{
  if (self->stream != NULL)
    conclude_stream (self);
  else if (self->error != NULL)
    conclude_error (self);
  else
    conclude_whole (self);
}

static void
keeper_closed_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (RecessChatExchange) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!recess_answer_keeper_close_finish (RECESS_ANSWER_KEEPER (source), result, &error) &&
      self->error == NULL)
    {
      guint status = recess_api_error_get_status (error);

      self->error = recess_api_error_new (status != 0 ? status : 500, NULL, NULL,
                                          "The answer could not be kept: %s", error->message);
      recess_api_error_set_final (self->error, TRUE);
    }

  conclude (self);
}

/* By the prices of now: later ones change nothing. */
static void
set_cost (RecessChatExchange *self)
{
  g_autofree char *model = NULL;
  double cost;

  if (self->model == NULL || self->model->provider == NULL)
    return;

  model = g_strconcat (recess_provider_get_name (self->model->provider), "/",
                       self->model->upstream, NULL);
  if (!recess_prices_compute (self->prices, model, recess_call_log_get_usage (self->log), &cost))
    return;

  recess_call_log_set_cost (self->log, cost);
  if (self->keeper != NULL)
    recess_answer_keeper_set_cost (self->keeper, cost);
}

/* The answer is on disk before its last bytes are on their way. */
static void
keep_and_conclude (RecessChatExchange *self)
{
  set_cost (self);
  if (self->keeper != NULL)
    /* That it was stopped is no error of the answer. */
    recess_answer_keeper_close_async (self->keeper, self->outcome,
                                      self->outcome == RECESS_ANSWER_STOPPED ? NULL : self->error,
                                      keeper_closed_cb, g_object_ref (self));
  else
    conclude (self);
}

static void
counted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (RecessChatExchange) self = user_data;
  g_autofree char *usage = recess_usage_count_finish (result, &self->usage_chunk);

  if (usage != NULL)
    {
      recess_call_log_set_usage (self->log, usage);
      if (self->keeper != NULL)
        recess_answer_keeper_set_usage (self->keeper, usage);
    }

  keep_and_conclude (self);
}

static void
end (RecessChatExchange *self,
     RecessAnswerOutcome     how,
     GError             *error)
{
  g_autoptr (GBytes) answer = NULL;

  g_assert (RECESS_IS_CHAT_EXCHANGE (self));
  g_assert (!self->ended);

  self->ended = TRUE;
  self->outcome = how;
  self->error = error;
  if (self->uncounted == NULL || self->uncounted->len == 0)
    {
      keep_and_conclude (self);
      return;
    }

  answer = g_byte_array_free_to_bytes (g_steal_pointer (&self->uncounted));
  recess_usage_count_async (self->chat->model, recess_request_get_body (self->request), answer,
                            self->stream != NULL, counted_cb, g_object_ref (self));
}

/* Sets the answer aside until it tells its usage, or is more than is counted. */
static void
keep_uncounted (RecessChatExchange *self,
                GBytes             *bytes,
                const char         *usage)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  if (self->uncounted == NULL)
    return;

  if (usage == NULL && self->uncounted->len + length <= RECESS_USAGE_MOST)
    g_byte_array_append (self->uncounted, data, length);
  else
    g_clear_pointer (&self->uncounted, g_byte_array_unref);
}

static void
end_with_failure (RecessChatExchange *self,
                  RecessAnswerOutcome     how,
                  const GError       *error)
{
  if (self->stopped && self->stream != NULL)
    end (self, RECESS_ANSWER_STOPPED, NULL);
  else if (self->stopped)
    end (self, RECESS_ANSWER_STOPPED,
         recess_api_error_new (400, NULL, NULL, "The answer was stopped."));
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    end (self, RECESS_ANSWER_INTERRUPTED,
         recess_api_error_new (499, NULL, NULL, "The client left before the end of the answer."));
  else if (error->domain == RECESS_API_ERROR)
    end (self, how, g_error_copy (error));
  else
    end (self, how, recess_api_error_new (500, NULL, NULL, "%s", error->message));
}

static const char *
get_provider_name (RecessChatExchange *self)
{
  if (self->model == NULL || self->model->provider == NULL)
    return NULL;

  return recess_provider_get_name (self->model->provider);
}

static void
end_stream_early (RecessChatExchange *self)
{
  g_autoptr (GError) error = NULL;

  error = recess_api_error_new (502, NULL, NULL,
                                "The provider '%s' ended its answer before it was complete.",
                                get_provider_name (self));
  end_with_failure (self, RECESS_ANSWER_INTERRUPTED, error);
}

static void
drain_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (RecessChatExchange) self = user_data;

  /* Where it failed the client has left, and the next read knows what that means. */
  recess_event_stream_drain_finish (RECESS_EVENT_STREAM (source), result, NULL);
  read_next (self);
}

static void
continue_stream (RecessChatExchange *self)
{
  gsize pending = self->gone ? 0 : recess_event_stream_get_pending (self->stream);

  if (self->keeper == NULL && pending > MAX_PENDING)
    {
      recess_event_stream_drain_async (self->stream, self->cancellable, drain_cb,
                                       g_object_ref (self));
      return;
    }

  if (pending > MAX_KEPT_PENDING)
    {
      self->gone = TRUE;
      recess_event_stream_end (self->stream);
    }

  read_next (self);
}

static void
end_too_large (RecessChatExchange *self)
{
  g_autoptr (GError) error = NULL;

  error = recess_api_error_new (502, NULL, NULL, "The answer of the provider is over 64 MiB.");
  end_with_failure (self, RECESS_ANSWER_FAILED, error);
}

static void
take_stream (RecessChatExchange *self,
             GBytes             *bytes)
{
  g_autoptr (GBytes) passed = NULL;
  const char *failure;

  if (self->keeper != NULL)
    recess_answer_keeper_push (self->keeper, bytes);

  passed = recess_stream_filter_push (self->filter, bytes);
  write_bytes (self, passed);
  keep_uncounted (self, bytes, recess_stream_filter_get_usage (self->filter));
  recess_call_log_set_usage (self->log, recess_stream_filter_get_usage (self->filter));

  failure = recess_stream_filter_get_error (self->filter);
  if (failure != NULL)
    {
      g_autoptr (GError) error = recess_api_error_parse (502, failure, strlen (failure));

      end_with_failure (self, RECESS_ANSWER_FAILED, error);
    }
  else if (recess_stream_filter_is_done (self->filter))
    end (self, RECESS_ANSWER_COMPLETE, NULL);
  else if (self->keeper != NULL &&
           recess_answer_keeper_get_size (self->keeper) > RECESS_BODY_CHAT)
    end_too_large (self);
  else
    continue_stream (self);
}

static void
whole_checked_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (RecessChatExchange) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *usage = NULL;
  const char *text;
  gsize length;

  self->body = recess_provider_answer_check_finish (result, &usage, &error);
  if (self->body == NULL)
    {
      end_with_failure (self, RECESS_ANSWER_FAILED, error);
      return;
    }

  keep_uncounted (self, self->body, usage);
  recess_call_log_set_usage (self->log, usage);
  text = g_bytes_get_data (self->body, &length);
  if (self->keeper != NULL)
    recess_answer_keeper_take_whole (self->keeper, text, length);
  end (self, RECESS_ANSWER_COMPLETE, NULL);
}

static void
take_end (RecessChatExchange *self)
{
  g_autoptr (GBytes) body = NULL;

  if (self->stream == NULL)
    {
      body = g_byte_array_free_to_bytes (g_steal_pointer (&self->whole));
      recess_provider_answer_check_async (self->model->provider, body,
                                          recess_completion_get_content_type (self->completion),
                                          self->chat->stream, whole_checked_cb,
                                          g_object_ref (self));
    }
  else if (recess_stream_filter_is_finished (self->filter) &&
           !recess_stream_filter_is_inside (self->filter))
    end (self, RECESS_ANSWER_COMPLETE, NULL);
  else
    end_stream_early (self);
}

static void
take_part (RecessChatExchange *self,
           GBytes             *bytes)
{
  if (self->whole->len + g_bytes_get_size (bytes) > RECESS_BODY_CHAT)
    {
      end_too_large (self);
      return;
    }

  g_byte_array_append (self->whole, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  read_next (self);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (RecessChatExchange) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  bytes = recess_completion_read_finish (RECESS_COMPLETION (source), result, &error);
  if (bytes == NULL)
    {
      end_with_failure (self, RECESS_ANSWER_INTERRUPTED, error);
      return;
    }

  recess_call_log_first_byte (self->log);
  if (g_bytes_get_size (bytes) == 0)
    take_end (self);
  else if (self->stream != NULL)
    take_stream (self, bytes);
  else
    take_part (self, bytes);
}

static void
read_next (RecessChatExchange *self)
{
  g_assert (RECESS_IS_CHAT_EXCHANGE (self));

  recess_completion_read_async (self->completion, self->cancellable, read_cb, g_object_ref (self));
}

static gboolean
is_stream (RecessChatExchange *self)
{
  const char *type = recess_completion_get_content_type (self->completion);

  /* Some forget to say what it is. */
  return type == NULL ||
         (g_ascii_strncasecmp (type, "application/json", 16) != 0 &&
          g_ascii_strncasecmp (type, "text/html", 9) != 0);
}

static void
started_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (RecessChatExchange) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!recess_completion_start_finish (RECESS_COMPLETION (source), result, &error))
    {
      end_with_failure (self, RECESS_ANSWER_FAILED, error);
      return;
    }

  if (self->chat->stream && is_stream (self))
    {
      self->filter = recess_stream_filter_new (self->chat->include_usage);
      self->stream = recess_request_reply_stream (self->request, 200, "text/event-stream");
    }
  else
    self->whole = g_byte_array_new ();

  read_next (self);
}

static void
ask (RecessChatExchange *self,
     GBytes             *body)
{
  self->completion = recess_completion_new (self->providers, self->model, body,
                                            self->chat->stream);
  recess_completion_start_async (self->completion, self->cancellable, started_cb,
                                 g_object_ref (self));
}

static void
spliced_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (RecessChatExchange) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = NULL;

  body = recess_blob_refs_splice_finish (RECESS_STORE (source), result, &error);
  if (body != NULL)
    ask (self, body);
  else
    end_with_failure (self, RECESS_ANSWER_FAILED, error);
}

static void
start (RecessChatExchange *self)
{
  GBytes *body = recess_request_get_body (self->request);

  if (self->model == NULL)
    end_with_failure (self, RECESS_ANSWER_FAILED, self->unresolved);
  else if (recess_request_is_private (self->request) && recess_blob_refs_exist (body))
    recess_blob_refs_splice_async (self->store, body, RECESS_BODY_CHAT, self->cancellable,
                                   spliced_cb, g_object_ref (self));
  else
    ask (self, body);
}

static void
stopped_cb (RecessChatExchange *self)
{
  g_assert (RECESS_IS_CHAT_EXCHANGE (self));

  self->stopped = TRUE;
  g_cancellable_cancel (self->cancellable);
}

static void
keeper_opened_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (RecessChatExchange) self = user_data;
  g_autoptr (GError) error = NULL;

  if (recess_answer_keeper_open_finish (RECESS_ANSWER_KEEPER (source), result, &error))
    {
      start (self);
      return;
    }

  /* The row is not ours to end. */
  g_clear_object (&self->keeper);
  end_with_failure (self, RECESS_ANSWER_FAILED, error);
}

static void
gone_cb (RecessChatExchange *self)
{
  g_assert (RECESS_IS_CHAT_EXCHANGE (self));

  self->gone = TRUE;
  if (self->keeper == NULL)
    g_cancellable_cancel (self->cancellable);
}

void
recess_chat_exchange_start (RecessApi         *api,
                            RecessRequest     *request,
                            RecessChatRequest *chat)
{
  g_autoptr (RecessChatExchange) self = NULL;
  const char *message_id;

  g_return_if_fail (api != NULL);
  g_return_if_fail (RECESS_IS_REQUEST (request));
  g_return_if_fail (chat != NULL);

  self = g_object_new (RECESS_TYPE_CHAT_EXCHANGE, NULL);
  self->store = g_object_ref (api->store);
  self->providers = g_object_ref (api->providers);
  self->prices = g_object_ref (api->prices);
  self->request = g_object_ref (request);
  self->chat = chat;
  self->model = recess_model_name_resolve (api->providers, chat->model, &self->unresolved);
  g_signal_connect_object (request, "gone", G_CALLBACK (gone_cb), self, G_CONNECT_SWAPPED);

  message_id = recess_request_get_header (request, "Recess-Message");
  self->log = recess_call_log_new (api->store, request, chat->model, get_provider_name (self),
                                   message_id, chat->stream);
  if (message_id != NULL)
    {
      self->keeper = recess_answer_keeper_new (api->messages, message_id,
                                               recess_request_get_id (request));
      g_signal_connect_object (self->keeper, "stopped", G_CALLBACK (stopped_cb), self,
                               G_CONNECT_SWAPPED);
    }

  if (recess_request_is_gone (request))
    gone_cb (self);

  if (self->keeper != NULL)
    recess_answer_keeper_open_async (self->keeper, keeper_opened_cb, g_object_ref (self));
  else
    start (self);
}
