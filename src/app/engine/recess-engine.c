/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <fcntl.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "client/recess-client-feed.h"
#include "common/recess-paths.h"

#include "recess-engine.h"
#include "recess-engine-process.h"

#define MAX_ATTEMPTS     4
#define FIRST_BACKOFF_MS 150
/* An engine that ran for so long is not one that does not start. */
#define STEADY_US        (30 * G_USEC_PER_SEC)

struct _RecessEngine
{
  GObject              parent_instance;

  RecessClient        *client;
  RecessClientFeed    *feed;
  RecessEngineProcess *process;
  char                *data_dir;
  char                *socket_path;
  char                *message;

  RecessEngineState    state;
  guint                attempts;
  gint64               ready_at;
  guint                retry_id;
};

G_DEFINE_FINAL_TYPE (RecessEngine, recess_engine, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_STATE,
  PROP_MESSAGE,
  N_PROPS
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_RESET,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void recess_engine_connect (RecessEngine *self);

static void
recess_engine_set_state (RecessEngine      *self,
                         RecessEngineState  state,
                         const char        *message)
{
  g_object_freeze_notify (G_OBJECT (self));
  if (self->state != state)
    {
      self->state = state;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
    }
  if (g_strcmp0 (self->message, message) != 0)
    {
      g_free (self->message);
      self->message = g_strdup (message);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MESSAGE]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

static gboolean
recess_engine_retry_cb (gpointer user_data)
{
  RecessEngine *self = user_data;

  g_assert (RECESS_IS_ENGINE (self));

  self->retry_id = 0;
  recess_engine_connect (self);

  return G_SOURCE_REMOVE;
}

static void
recess_engine_retry_later (RecessEngine *self,
                           const char   *message)
{
  if (self->retry_id != 0)
    return;

  if (++self->attempts > MAX_ATTEMPTS)
    {
      recess_engine_set_state (self, RECESS_ENGINE_FAILED,
                               message != NULL ? message : _("The engine does not start."));
      return;
    }

  self->retry_id = g_timeout_add (FIRST_BACKOFF_MS << (self->attempts - 1),
                                  recess_engine_retry_cb, self);
}

static void
recess_engine_lost (RecessEngine *self,
                    const char   *message)
{
  if (self->state == RECESS_ENGINE_READY)
    {
      if (g_get_monotonic_time () - self->ready_at > STEADY_US)
        self->attempts = 0;
      recess_engine_set_state (self, RECESS_ENGINE_LOST, message);
    }

  recess_client_feed_stop (self->feed);
  recess_engine_retry_later (self, message);
}

static void
recess_engine_ready (RecessEngine *self)
{
  if (self->state == RECESS_ENGINE_READY)
    return;

  self->ready_at = g_get_monotonic_time ();
  recess_engine_set_state (self, RECESS_ENGINE_READY, NULL);
  recess_client_feed_start (self->feed);
}

static void
recess_engine_process_ready_cb (RecessEngine *self)
{
  g_assert (RECESS_IS_ENGINE (self));

  recess_engine_ready (self);
}

static void
recess_engine_process_exited_cb (RecessEngine *self,
                                 const char   *last_words)
{
  g_assert (RECESS_IS_ENGINE (self));

  g_clear_object (&self->process);
  recess_engine_lost (self, last_words);
}

static char *
recess_engine_find_binary (void)
{
  g_autofree char *self_path = NULL;
  const char *named = g_getenv ("RECESS_SERVER");

  if (named != NULL && *named != '\0')
    return g_strdup (named);

  self_path = g_file_read_link ("/proc/self/exe", NULL);
  if (self_path != NULL)
    {
      g_autofree char *dir = g_path_get_dirname (self_path);
      g_autofree char *beside = g_build_filename (dir, "recess-server", NULL);

      if (g_access (beside, X_OK) == 0)
        return g_steal_pointer (&beside);
    }

  return g_build_filename (BINDIR, "recess-server", NULL);
}

/* In a home that cannot be written the log is beside the socket: its last line says what is wrong.
 * Without any folder it goes where our own errors go. */
static char *
recess_engine_find_log (RecessEngine *self)
{
  g_autofree char *state = g_build_filename (g_get_user_state_dir (), "recess", NULL);
  g_autofree char *runtime = g_path_get_dirname (self->socket_path);
  const char *dirs[] = { state, runtime };

  for (guint i = 0; i < G_N_ELEMENTS (dirs); i++)
    if (g_mkdir_with_parents (dirs[i], 0700) == 0 && g_access (dirs[i], W_OK) == 0)
      return g_build_filename (dirs[i], "server.log", NULL);

  return NULL;
}

static void
recess_engine_spawn (RecessEngine *self)
{
  g_autofree char *binary = recess_engine_find_binary ();
  g_autofree char *log = recess_engine_find_log (self);
  g_autoptr(GError) error = NULL;

  if (g_access (binary, X_OK) != 0)
    {
      g_autofree char *words = NULL;

      words = g_strdup_printf (_("The program %s is missing. Install Recess again."),
                               binary);

      recess_engine_set_state (self, RECESS_ENGINE_FAILED, words);
      return;
    }

  self->process = recess_engine_process_new (binary, self->socket_path, self->data_dir, log,
                                             &error);
  if (self->process == NULL)
    {
      recess_engine_lost (self, error->message);
      return;
    }

  g_signal_connect_object (self->process, "ready", G_CALLBACK (recess_engine_process_ready_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->process, "exited", G_CALLBACK (recess_engine_process_exited_cb),
                           self, G_CONNECT_SWAPPED);
}

/* A local socket answers at once, so this does not wait. */
static gboolean
recess_engine_is_listening (RecessEngine *self)
{
  g_autoptr(GSocketAddress) address = g_unix_socket_address_new (self->socket_path);
  g_autoptr(GSocket) socket = NULL;

  socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT,
                         NULL);
  if (socket == NULL)
    return FALSE;

  g_socket_set_blocking (socket, FALSE);
  return g_socket_connect (socket, address, NULL, NULL);
}

static void
recess_engine_connect (RecessEngine *self)
{
  if (recess_engine_is_listening (self))
    recess_engine_ready (self);
  else if (self->process == NULL)
    recess_engine_spawn (self);
}

static void
recess_engine_feed_changed_cb (RecessEngine *self,
                               const char   *kind,
                               const char   *id,
                               const char   *change,
                               const char   *conversation_id)
{
  g_assert (RECESS_IS_ENGINE (self));

  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, kind, id, change, conversation_id);
}

static void
recess_engine_feed_reset_cb (RecessEngine *self)
{
  g_assert (RECESS_IS_ENGINE (self));

  g_signal_emit (self, signals[SIGNAL_RESET], 0);
}

static void
recess_engine_feed_connected_cb (RecessEngine *self)
{
  g_assert (RECESS_IS_ENGINE (self));

  if (!recess_client_feed_get_connected (self->feed) && self->state == RECESS_ENGINE_READY)
    recess_engine_lost (self, NULL);
}

static void
recess_engine_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  RecessEngine *self = RECESS_ENGINE (object);

  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_uint (value, self->state);
      break;

    case PROP_MESSAGE:
      g_value_set_string (value, self->message);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
recess_engine_dispose (GObject *object)
{
  RecessEngine *self = RECESS_ENGINE (object);

  g_clear_handle_id (&self->retry_id, g_source_remove);
  if (self->feed != NULL)
    recess_client_feed_stop (self->feed);
  if (self->process != NULL)
    g_object_run_dispose (G_OBJECT (self->process));
  g_clear_object (&self->feed);
  g_clear_object (&self->process);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (recess_engine_parent_class)->dispose (object);
}

static void
recess_engine_finalize (GObject *object)
{
  RecessEngine *self = RECESS_ENGINE (object);

  g_clear_pointer (&self->data_dir, g_free);
  g_clear_pointer (&self->socket_path, g_free);
  g_clear_pointer (&self->message, g_free);

  G_OBJECT_CLASS (recess_engine_parent_class)->finalize (object);
}

static void
recess_engine_class_init (RecessEngineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = recess_engine_dispose;
  object_class->finalize = recess_engine_finalize;
  object_class->get_property = recess_engine_get_property;

  properties[PROP_STATE] =
    g_param_spec_uint ("state", NULL, NULL, 0, RECESS_ENGINE_FAILED, RECESS_ENGINE_STARTING,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_MESSAGE] =
    g_param_spec_string ("message", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", RECESS_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 4, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);
  signals[SIGNAL_RESET] =
    g_signal_new ("reset", RECESS_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
recess_engine_init (RecessEngine *self)
{
  self->data_dir = recess_paths_dup_data_dir ();
  self->socket_path = recess_paths_dup_socket (self->data_dir);
  self->client = recess_client_new_for_socket (self->socket_path);
  /* The engine tries again and counts the time itself. */
  recess_client_set_max_retries (self->client, 0);
  recess_client_set_time_limits (self->client, 0, 0);
  self->feed = recess_client_feed_new (self->client);

  g_signal_connect_object (self->feed, "changed", G_CALLBACK (recess_engine_feed_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->feed, "notify::connected",
                           G_CALLBACK (recess_engine_feed_connected_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->feed, "reset", G_CALLBACK (recess_engine_feed_reset_cb),
                           self, G_CONNECT_SWAPPED);
}

RecessEngine *
recess_engine_new (void)
{
  return g_object_new (RECESS_TYPE_ENGINE, NULL);
}

/**
 * recess_engine_start:
 *
 * Finds or starts the server; also the way to try again after %RECESS_ENGINE_FAILED.
 */
void
recess_engine_start (RecessEngine *self)
{
  g_return_if_fail (RECESS_IS_ENGINE (self));

  self->attempts = 0;
  g_clear_handle_id (&self->retry_id, g_source_remove);
  if (self->state != RECESS_ENGINE_READY)
    {
      recess_engine_set_state (self, RECESS_ENGINE_STARTING, NULL);
      recess_engine_connect (self);
    }
}

RecessEngineState
recess_engine_get_state (RecessEngine *self)
{
  g_return_val_if_fail (RECESS_IS_ENGINE (self), RECESS_ENGINE_FAILED);

  return self->state;
}

const char *
recess_engine_get_message (RecessEngine *self)
{
  g_return_val_if_fail (RECESS_IS_ENGINE (self), NULL);

  return self->message;
}

RecessClient *
recess_engine_get_client (RecessEngine *self)
{
  g_return_val_if_fail (RECESS_IS_ENGINE (self), NULL);

  return self->client;
}
