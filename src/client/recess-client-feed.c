/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-glib-compat.h"
#include "common/recess-json.h"

#include "recess-client-feed.h"
#include "recess-client-private.h"
#include "recess-client-retry.h"

/* One start-to-stop; outlives the feed where a call is still under way. */
typedef struct
{
  RecessClientFeed *feed;
  GCancellable     *cancellable;
} Run;

struct _RecessClientFeed
{
  GObject       parent_instance;

  RecessClient *client;
  Run          *run;
  GSource      *timer;
  char         *last_id;
  guint         attempt;
  gboolean      connected;
};

G_DEFINE_FINAL_TYPE (RecessClientFeed, recess_client_feed, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_CONNECTED,
  N_PROPS
};

enum
{
  CHANGED,
  RESET,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void connect_now (RecessClientFeed *self);

static void
run_clear (gpointer data)
{
  Run *run = data;

  g_object_unref (run->cancellable);
}

static void
run_release (Run *run)
{
  g_rc_box_release_full (run, run_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_release)

static void
set_connected (RecessClientFeed *self,
               gboolean          connected)
{
  g_assert (RECESS_IS_CLIENT_FEED (self));

  if (self->connected == connected)
    return;

  self->connected = connected;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTED]);
}

static gboolean
connect_again_cb (gpointer user_data)
{
  RecessClientFeed *self = user_data;

  g_assert (RECESS_IS_CLIENT_FEED (self));

  g_clear_pointer (&self->timer, g_source_unref);
  connect_now (self);
  return G_SOURCE_REMOVE;
}

static void
connect_later (Run *run)
{
  g_autoptr (RecessClientFeed) self = g_object_ref (run->feed);
  guint base = recess_client_get_retry_base (self->client);

  g_assert (RECESS_IS_CLIENT_FEED (self));
  g_assert (self->timer == NULL);

  set_connected (self, FALSE);
  if (run->feed == NULL)
    return;

  self->timer = g_timeout_source_new (recess_client_retry_delay (base, self->attempt++));
  g_source_set_callback (self->timer, connect_again_cb, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

/* Without an id of its own the greeting still says from where to go on. */
static void
take_hello (RecessClientFeed *self,
            JsonObject       *hello)
{
  const char *epoch = recess_json_object_get_string (hello, "epoch", NULL);
  gint64 seq = recess_json_object_get_int (hello, "seq", -1);

  if (self->last_id == NULL && epoch != NULL && seq >= 0)
    self->last_id = g_strdup_printf ("%s-%" G_GINT64_FORMAT, epoch, seq);

  self->attempt = 0;
  set_connected (self, TRUE);
}

static void
take_change (RecessClientFeed *self,
             JsonObject       *change)
{
  const char *kind = recess_json_object_get_string (change, "kind", NULL);
  const char *id = recess_json_object_get_string (change, "id", NULL);
  const char *what = recess_json_object_get_string (change, "change", NULL);

  if (kind != NULL && id != NULL && what != NULL)
    g_signal_emit (self, signals[CHANGED], 0, kind, id, what,
                   recess_json_object_get_string (change, "conversation_id", NULL));
}

static void
event_cb (const RecessSseEvent *event,
          gpointer              user_data)
{
  Run *run = user_data;
  g_autoptr (RecessClientFeed) self = NULL;
  g_autoptr (JsonObject) data = NULL;

  if (run->feed == NULL)
    return;

  self = g_object_ref (run->feed);
  if (event->id != NULL)
    recess_set_str (&self->last_id, event->id);

  if (g_str_equal (event->event, "reset"))
    {
      g_signal_emit (self, signals[RESET], 0);
      return;
    }

  data = recess_json_parse_object (event->data, event->length, NULL);
  if (data == NULL)
    return;

  if (g_str_equal (event->event, "hello"))
    take_hello (self, data);
  else if (g_str_equal (event->event, "change"))
    take_change (self, data);
}

static void
followed_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Run) run = user_data;
  g_autoptr (GError) error = NULL;

  if (!recess_client_stream_follow_finish (RECESS_CLIENT_STREAM (object), result, &error))
    g_debug ("The feed ended: %s", error->message);

  if (run->feed != NULL)
    connect_later (run);
}

static void
answered_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Run) run = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RecessClientStream) stream = NULL;

  stream = recess_client_stream_finish (RECESS_CLIENT (object), result, &error);
  if (run->feed == NULL)
    return;

  if (stream == NULL)
    {
      g_debug ("No feed: %s", error->message);
      connect_later (run);
      return;
    }

  recess_client_stream_follow_async (stream, event_cb, run, run->cancellable, followed_cb,
                                     g_rc_box_acquire (run));
}

static void
connect_now (RecessClientFeed *self)
{
  g_autoptr (GHashTable) headers = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  g_assert (RECESS_IS_CLIENT_FEED (self));
  g_assert (self->run != NULL);

  g_hash_table_insert (headers, (char *) "Accept", g_strdup ("text/event-stream"));
  if (self->last_id != NULL)
    g_hash_table_insert (headers, (char *) "Last-Event-ID", g_strdup (self->last_id));
  recess_client_stream_async (self->client, "GET", "/recess/events", NULL, headers,
                              self->run->cancellable, answered_cb, g_rc_box_acquire (self->run));
}

static void
recess_client_feed_dispose (GObject *object)
{
  RecessClientFeed *self = RECESS_CLIENT_FEED (object);

  recess_client_feed_stop (self);
  g_clear_object (&self->client);
  g_clear_pointer (&self->last_id, g_free);

  G_OBJECT_CLASS (recess_client_feed_parent_class)->dispose (object);
}

static void
recess_client_feed_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  RecessClientFeed *self = RECESS_CLIENT_FEED (object);

  switch (prop_id)
    {
    case PROP_CONNECTED:
      g_value_set_boolean (value, self->connected);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
recess_client_feed_class_init (RecessClientFeedClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = recess_client_feed_dispose;
  object_class->get_property = recess_client_feed_get_property;

  properties[PROP_CONNECTED] =
    g_param_spec_boolean ("connected", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 4, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);
  signals[RESET] =
    g_signal_new ("reset", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
recess_client_feed_init (RecessClientFeed *self)
{
}

RecessClientFeed *
recess_client_feed_new (RecessClient *client)
{
  RecessClientFeed *self;

  g_return_val_if_fail (RECESS_IS_CLIENT (client), NULL);

  self = g_object_new (RECESS_TYPE_CLIENT_FEED, NULL);
  self->client = g_object_ref (client);
  return self;
}

void
recess_client_feed_start (RecessClientFeed *self)
{
  g_return_if_fail (RECESS_IS_CLIENT_FEED (self));

  if (self->run != NULL)
    return;

  self->run = g_rc_box_new0 (Run);
  self->run->feed = self;
  self->run->cancellable = g_cancellable_new ();
  self->attempt = 0;
  connect_now (self);
}

void
recess_client_feed_stop (RecessClientFeed *self)
{
  g_autoptr (Run) run = NULL;

  g_return_if_fail (RECESS_IS_CLIENT_FEED (self));

  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);

  run = g_steal_pointer (&self->run);
  if (run == NULL)
    return;

  run->feed = NULL;
  g_cancellable_cancel (run->cancellable);
  set_connected (self, FALSE);
}

gboolean
recess_client_feed_get_connected (RecessClientFeed *self)
{
  g_return_val_if_fail (RECESS_IS_CLIENT_FEED (self), FALSE);

  return self->connected;
}
