/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib-unix.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>

#include "recess-connection.h"

struct _RecessConnection
{
  GObject            parent_instance;

  GSocket           *socket;
  RecessClientInput *input;
  SoupServerMessage *last;
  GSource           *watch;
  GSource           *deadline;
};

G_DEFINE_FINAL_TYPE (RecessConnection, recess_connection, G_TYPE_OBJECT)

enum
{
  SIGNAL_FORGOTTEN,
  SIGNAL_GONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

/* libsoup 3.2 forgets, but never closes, a connection that ends between two requests: it has to be
 * taken away before libsoup reads the end. What it has read already can only be closed. */
static void
close_resting (RecessConnection *self)
{
  g_autoptr (SoupServerMessage) last = NULL;
  g_autoptr (GIOStream) stream = NULL;

  g_assert (RECESS_IS_CONNECTION (self));

  if (g_socket_get_available_bytes (self->socket) > 0)
    return;

  last = g_steal_pointer (&self->last);
  if (recess_client_input_has_ended (self->input))
    {
      g_socket_close (self->socket, NULL);
      g_signal_emit (self, signals[SIGNAL_FORGOTTEN], 0);
      return;
    }

  stream = soup_server_message_steal_connection (last);
  g_io_stream_close (stream, NULL, NULL);
}

static gboolean
gone_cb (int          fd,
         GIOCondition condition,
         gpointer     user_data)
{
  g_autoptr (RecessConnection) self = g_object_ref (RECESS_CONNECTION (user_data));

  clear_source (&self->watch);
  if (recess_connection_is_resting (self))
    close_resting (self);
  else
    g_signal_emit (self, signals[SIGNAL_GONE], 0);

  return G_SOURCE_REMOVE;
}

static gboolean
deadline_cb (gpointer user_data)
{
  g_autoptr (RecessConnection) self = g_object_ref (RECESS_CONNECTION (user_data));

  clear_source (&self->deadline);
  recess_connection_shut_down (self);
  return G_SOURCE_REMOVE;
}

static void
recess_connection_dispose (GObject *object)
{
  RecessConnection *self = RECESS_CONNECTION (object);

  clear_source (&self->watch);
  clear_source (&self->deadline);
  g_clear_object (&self->last);
  g_clear_object (&self->socket);
  g_clear_object (&self->input);

  G_OBJECT_CLASS (recess_connection_parent_class)->dispose (object);
}

static void
recess_connection_class_init (RecessConnectionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = recess_connection_dispose;

  /* libsoup has lost it, and tells nobody. */
  signals[SIGNAL_FORGOTTEN] =
    g_signal_new ("forgotten", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_GONE] =
    g_signal_new ("gone", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
recess_connection_init (RecessConnection *self)
{
}

RecessConnection *
recess_connection_new (GSocket           *socket,
                       RecessClientInput *input)
{
  RecessConnection *self;

  g_return_val_if_fail (G_IS_SOCKET (socket), NULL);

  self = g_object_new (RECESS_TYPE_CONNECTION, NULL);
  self->socket = g_object_ref (socket);
  self->input = g_object_ref (input);
  if (!recess_connection_is_private (self))
    {
      g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
      /* A client whose machine has gone away does not say so. */
      g_socket_set_keepalive (socket, TRUE);
    }

  return self;
}

gboolean
recess_connection_is_private (RecessConnection *self)
{
  g_return_val_if_fail (RECESS_IS_CONNECTION (self), FALSE);

  return g_socket_get_family (self->socket) == G_SOCKET_FAMILY_UNIX;
}

void
recess_connection_watch (RecessConnection *self)
{
  g_return_if_fail (RECESS_IS_CONNECTION (self));

  if (self->watch != NULL || g_socket_is_closed (self->socket))
    return;

  /* Not G_IO_IN: a pipelined request stands unread, and would wake us for ever. */
  self->watch = g_unix_fd_source_new (g_socket_get_fd (self->socket), (GIOCondition) POLLRDHUP);
  g_source_set_static_name (self->watch, "[recess] client gone");
  g_source_set_priority (self->watch, G_PRIORITY_HIGH);
  g_source_set_callback (self->watch, G_SOURCE_FUNC (gone_cb), self, NULL);
  g_source_attach (self->watch, g_main_context_get_thread_default ());
}

void
recess_connection_unwatch (RecessConnection *self)
{
  g_return_if_fail (RECESS_IS_CONNECTION (self));

  clear_source (&self->watch);
}

void
recess_connection_set_deadline (RecessConnection *self,
                                guint             seconds)
{
  g_return_if_fail (RECESS_IS_CONNECTION (self));

  if (seconds == 0)
    {
      clear_source (&self->deadline);
      return;
    }

  if (self->deadline == NULL)
    {
      self->deadline = g_timeout_source_new_seconds (seconds);
      g_source_set_static_name (self->deadline, "[recess] client slow");
      g_source_set_callback (self->deadline, deadline_cb, self, NULL);
      g_source_attach (self->deadline, g_main_context_get_thread_default ());
    }

  g_source_set_ready_time (self->deadline, g_get_monotonic_time () + seconds * G_USEC_PER_SEC);
}

void
recess_connection_shut_down (RecessConnection *self)
{
  g_return_if_fail (RECESS_IS_CONNECTION (self));

  if (!g_socket_is_closed (self->socket))
    g_socket_shutdown (self->socket, TRUE, TRUE, NULL);
}

void
recess_connection_rest (RecessConnection  *self,
                        SoupServerMessage *last)
{
  g_return_if_fail (RECESS_IS_CONNECTION (self));
  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (last));

  g_set_object (&self->last, last);
  recess_connection_watch (self);
}

gboolean
recess_connection_is_resting (RecessConnection *self)
{
  g_return_val_if_fail (RECESS_IS_CONNECTION (self), FALSE);

  return self->last != NULL;
}

void
recess_connection_wake (RecessConnection *self)
{
  g_return_if_fail (RECESS_IS_CONNECTION (self));

  g_clear_object (&self->last);
  clear_source (&self->watch);
}
