/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-client-input.h"

struct _RecessClientInput
{
  GFilterInputStream  parent_instance;

  gboolean            ended;
};

static GPollableInputStream *
get_base (gpointer stream)
{
  return G_POLLABLE_INPUT_STREAM (g_filter_input_stream_get_base_stream (stream));
}

static gssize
recess_client_input_read_nonblocking (GPollableInputStream  *stream,
                                      void                  *buffer,
                                      gsize                  count,
                                      GError               **error)
{
  RecessClientInput *self = RECESS_CLIENT_INPUT (stream);
  GError *failure = NULL;
  gssize n;

  n = g_pollable_input_stream_read_nonblocking (get_base (stream), buffer, count, NULL, &failure);
  if (n == 0 || (n < 0 && !g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK)))
    self->ended = TRUE;
  if (failure != NULL)
    g_propagate_error (error, failure);

  return n;
}

static gboolean
recess_client_input_is_readable (GPollableInputStream *stream)
{
  return g_pollable_input_stream_is_readable (get_base (stream));
}

static GSource *
recess_client_input_create_source (GPollableInputStream *stream,
                                   GCancellable         *cancellable)
{
  g_autoptr (GSource) source = NULL;

  source = g_pollable_input_stream_create_source (get_base (stream), cancellable);
  return g_pollable_source_new_full (stream, source, NULL);
}

static void
pollable_iface_init (GPollableInputStreamInterface *iface)
{
  iface->is_readable = recess_client_input_is_readable;
  iface->create_source = recess_client_input_create_source;
  iface->read_nonblocking = recess_client_input_read_nonblocking;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (RecessClientInput, recess_client_input, G_TYPE_FILTER_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM,
                                                      pollable_iface_init))

static gssize
recess_client_input_read (GInputStream  *stream,
                          void          *buffer,
                          gsize          count,
                          GCancellable  *cancellable,
                          GError       **error)
{
  RecessClientInput *self = RECESS_CLIENT_INPUT (stream);
  gssize n;

  n = g_input_stream_read (g_filter_input_stream_get_base_stream (G_FILTER_INPUT_STREAM (stream)),
                           buffer, count, cancellable, error);
  if (n <= 0)
    self->ended = TRUE;

  return n;
}

static void
recess_client_input_class_init (RecessClientInputClass *klass)
{
  G_INPUT_STREAM_CLASS (klass)->read_fn = recess_client_input_read;
}

static void
recess_client_input_init (RecessClientInput *self)
{
}

gboolean
recess_client_input_has_ended (RecessClientInput *self)
{
  g_return_val_if_fail (RECESS_IS_CLIENT_INPUT (self), TRUE);

  return self->ended;
}

#define RECESS_TYPE_CLIENT_SOCKET (recess_client_socket_get_type ())
G_DECLARE_FINAL_TYPE (RecessClientSocket, recess_client_socket, RECESS, CLIENT_SOCKET,
                      GSocketConnection)

struct _RecessClientSocket
{
  GSocketConnection  parent_instance;

  GInputStream      *input;
};

G_DEFINE_FINAL_TYPE (RecessClientSocket, recess_client_socket, G_TYPE_SOCKET_CONNECTION)

static GInputStream *
recess_client_socket_get_input_stream (GIOStream *stream)
{
  RecessClientSocket *self = RECESS_CLIENT_SOCKET (stream);

  if (self->input == NULL)
    {
      GIOStreamClass *parent_class = G_IO_STREAM_CLASS (recess_client_socket_parent_class);

      self->input = g_object_new (RECESS_TYPE_CLIENT_INPUT,
                                  "base-stream", parent_class->get_input_stream (stream),
                                  "close-base-stream", FALSE,
                                  NULL);
    }

  return self->input;
}

static void
recess_client_socket_finalize (GObject *object)
{
  RecessClientSocket *self = RECESS_CLIENT_SOCKET (object);

  g_clear_object (&self->input);

  G_OBJECT_CLASS (recess_client_socket_parent_class)->finalize (object);
}

static void
recess_client_socket_class_init (RecessClientSocketClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = recess_client_socket_finalize;
  G_IO_STREAM_CLASS (klass)->get_input_stream = recess_client_socket_get_input_stream;
}

static void
recess_client_socket_init (RecessClientSocket *self)
{
}

GSocketConnection *
recess_client_input_connect (GSocket *socket)
{
  g_return_val_if_fail (G_IS_SOCKET (socket), NULL);

  return g_object_new (RECESS_TYPE_CLIENT_SOCKET, "socket", socket, NULL);
}
