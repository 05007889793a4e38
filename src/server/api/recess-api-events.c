/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-json.h"

#include "recess-api.h"

/* What a watcher that does not read may leave lying here before it is dropped. */
#define MAX_PENDING (1024u * 1024)

typedef struct
{
  RecessFeed        *feed;
  RecessEventStream *stream;
} Watch;

static void
send_event (Watch      *watch,
            const char *event,
            guint64     seq,
            const char *data)
{
  g_autofree char *id = g_strdup_printf ("%s-%" G_GUINT64_FORMAT,
                                         recess_feed_get_epoch (watch->feed), seq);

  recess_event_stream_send (watch->stream, event, id, data);
}

static void
send_change (const RecessChange *change,
             gpointer            user_data)
{
  Watch *watch = user_data;
  g_autoptr(GString) json = g_string_new (NULL);

  g_string_append_printf (json, "{\"seq\":%" G_GUINT64_FORMAT ",\"kind\":\"%s\",\"id\":",
                          change->seq, change->kind);
  recess_json_append_string (json, change->id, -1);
  g_string_append_printf (json, ",\"change\":\"%s\"", change->change);
  if (change->parent != NULL)
    {
      g_string_append (json, ",\"conversation_id\":");
      recess_json_append_string (json, change->parent, -1);
    }
  g_string_append_c (json, '}');

  send_event (watch, "change", change->seq, json->str);
}

static void
on_changed_cb (RecessFeed *feed,
               guint64     seq,
               const char *kind,
               const char *id,
               const char *change,
               const char *parent,
               Watch      *watch)
{
  RecessChange row = { seq, kind, id, change, parent };

  if (recess_event_stream_get_pending (watch->stream) <= MAX_PENDING)
    {
      send_change (&row, watch);
      return;
    }

  /* It comes back with the last id that it has read. */
  g_signal_handlers_disconnect_by_data (feed, watch);
  recess_event_stream_end (watch->stream);
}

static void
on_closed_cb (RecessEventStream *stream,
              Watch             *watch)
{
  g_signal_handlers_disconnect_by_data (watch->feed, watch);
  g_signal_handlers_disconnect_by_data (stream, watch);
  g_object_unref (watch->feed);
  g_object_unref (watch->stream);
  g_free (watch);
}

/* Whether @last_id is of this feed. */
static gboolean
parse_last_id (Watch      *watch,
               const char *last_id,
               guint64    *seq)
{
  const char *epoch = recess_feed_get_epoch (watch->feed);
  const char *number;

  if (!g_str_has_prefix (last_id, epoch))
    return FALSE;

  number = last_id + strlen (epoch);
  return *number == '-' &&
         g_ascii_string_to_unsigned (number + 1, 10, 0, G_MAXUINT64, seq, NULL);
}

static char *
make_hello (RecessFeed *feed)
{
  return g_strdup_printf ("{\"epoch\":\"%s\",\"seq\":%" G_GUINT64_FORMAT ",\"version\":\"%s\"}",
                          recess_feed_get_epoch (feed), recess_feed_get_seq (feed),
                          PACKAGE_VERSION);
}

/* Only the last event of the beginning has an id: who loses the connection before it asks for the
 * same again. */
static void
send_beginning (Watch      *watch,
                const char *last_id)
{
  g_autofree char *hello = make_hello (watch->feed);
  guint64 now = recess_feed_get_seq (watch->feed);
  guint64 seq;

  if (last_id == NULL)
    {
      send_event (watch, "hello", now, hello);
      return;
    }

  recess_event_stream_send (watch->stream, "hello", NULL, hello);
  if (!parse_last_id (watch, last_id, &seq) ||
      !recess_feed_replay (watch->feed, seq, send_change, watch))
    send_event (watch, "reset", now, "{}");
}

static void
watch_events (RecessRequest *request,
              gpointer       user_data)
{
  RecessApi *api = user_data;
  g_autoptr(RecessEventStream) stream = NULL;
  Watch *watch;

  stream = recess_request_reply_stream (request, SOUP_STATUS_OK, "text/event-stream");
  if (recess_event_stream_is_closed (stream))
    return;

  watch = g_new0 (Watch, 1);
  watch->feed = g_object_ref (recess_store_get_feed (api->store));
  watch->stream = g_steal_pointer (&stream);
  g_signal_connect (watch->stream, "closed", G_CALLBACK (on_closed_cb), watch);
  g_signal_connect (watch->feed, "changed", G_CALLBACK (on_changed_cb), watch);
  send_beginning (watch, recess_request_get_header (request, "Last-Event-ID"));
}

void
recess_api_add_events (RecessApi *api)
{
  g_return_if_fail (api != NULL);

  recess_router_add (api->router, "GET", "/recess/events", 0, watch_events, api);
}
