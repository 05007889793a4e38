/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gio/gunixsocketaddress.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>

#include "raw-server.h"

#define TLS_HANDSHAKE 0x16

typedef struct
{
  RawEnd  end;
  GBytes *bytes;
} Answer;

struct _RawServer
{
  GSocketService  *service;
  GTlsCertificate *certificate;
  GCancellable    *cancellable;
  guint16          port;

  GMutex           mutex;
  GPtrArray       *answers;
  GPtrArray       *requests;
  guint            left;
  guint            running;
};

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_bytes_unref (answer->bytes);
  g_free (answer);
}

static gsize
get_body_length (const char *head)
{
  g_autofree char *lower = g_ascii_strdown (head, -1);
  const char *header = strstr (lower, "\r\ncontent-length:");

  return header != NULL ? strtoul (header + strlen ("\r\ncontent-length:"), NULL, 10) : 0;
}

/* Returns: the request with its body, or NULL at the end of the connection. */
static char *
read_request (RawServer    *self,
              GInputStream *input)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gsize wanted = 0;

  while (wanted == 0 || text->len < wanted)
    {
      char buffer[4096];
      const char *head_end;
      gssize n = g_input_stream_read (input, buffer, sizeof buffer, self->cancellable, NULL);

      if (n <= 0)
        return NULL;

      g_string_append_len (text, buffer, n);
      if (text->str[0] == TLS_HANDSHAKE)
        break;
      head_end = strstr (text->str, "\r\n\r\n");
      if (wanted == 0 && head_end != NULL)
        wanted = head_end - text->str + 4 + get_body_length (text->str);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static Answer *
note_request (RawServer *self,
              char      *request)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  guint index = MIN (self->requests->len, self->answers->len - 1);

  g_assert_cmpint (self->answers->len, >, 0);
  g_ptr_array_add (self->requests, request);
  g_main_context_wakeup (NULL);
  return g_ptr_array_index (self->answers, index);
}

static void
send_answer (RawServer     *self,
             Answer        *answer,
             GOutputStream *output)
{
  gsize length;
  const char *bytes = g_bytes_get_data (answer->bytes, &length);
  gsize step = answer->end == RAW_BYTEWISE ? 1 : MAX (length, 1);

  for (gsize offset = 0; offset < length; offset += step)
    if (!g_output_stream_write_all (output, bytes + offset, MIN (step, length - offset), NULL,
                                    self->cancellable, NULL))
      break;
}

static void
wait_for_leaving (RawServer    *self,
                  GInputStream *input)
{
  char byte;

  while (g_input_stream_read (input, &byte, 1, self->cancellable, NULL) > 0)
    ;

  g_mutex_lock (&self->mutex);
  self->left++;
  g_mutex_unlock (&self->mutex);
  g_main_context_wakeup (NULL);
}

static void
serve (RawServer *self,
       GIOStream *stream)
{
  GInputStream *input = g_io_stream_get_input_stream (stream);

  for (;;)
    {
      char *request = read_request (self, input);
      Answer *answer;

      if (request == NULL)
        return;

      answer = note_request (self, request);
      send_answer (self, answer, g_io_stream_get_output_stream (stream));
      if (answer->end == RAW_STALL)
        wait_for_leaving (self, input);
      if (answer->end != RAW_KEEP)
        return;
    }
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection      *connection,
        GObject                *source,
        gpointer                user_data)
{
  RawServer *self = user_data;
  GSocket *socket = g_socket_connection_get_socket (connection);

  if (g_socket_get_family (socket) != G_SOCKET_FAMILY_UNIX)
    g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);

  if (self->certificate != NULL)
    {
      g_autoptr (GIOStream) tls = g_tls_server_connection_new (G_IO_STREAM (connection),
                                                               self->certificate, NULL);

      serve (self, tls);
      g_io_stream_close (tls, NULL, NULL);
    }
  else
    {
      serve (self, G_IO_STREAM (connection));
      g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
    }

  g_mutex_lock (&self->mutex);
  self->running--;
  g_mutex_unlock (&self->mutex);
  g_main_context_wakeup (NULL);
  return TRUE;
}

static gboolean
incoming_cb (GSocketService    *service,
             GSocketConnection *connection,
             GObject           *source,
             gpointer           user_data)
{
  RawServer *self = user_data;

  g_mutex_lock (&self->mutex);
  self->running++;
  g_mutex_unlock (&self->mutex);
  return FALSE;
}

static RawServer *
create (void)
{
  RawServer *self = g_new0 (RawServer, 1);

  g_mutex_init (&self->mutex);
  self->answers = g_ptr_array_new_with_free_func (answer_free);
  self->requests = g_ptr_array_new_with_free_func (g_free);
  self->cancellable = g_cancellable_new ();
  self->service = g_threaded_socket_service_new (20);
  g_signal_connect (self->service, "incoming", G_CALLBACK (incoming_cb), self);
  g_signal_connect (self->service, "run", G_CALLBACK (run_cb), self);
  return self;
}

static void
listen_on (RawServer      *self,
           GSocketAddress *address)
{
  g_autoptr (GSocketAddress) effective = NULL;
  g_autoptr (GError) error = NULL;

  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_DEFAULT, NULL, &effective, &error);
  g_assert_no_error (error);
  if (G_IS_INET_SOCKET_ADDRESS (effective))
    self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
  g_socket_service_start (self->service);
}

RawServer *
raw_server_new (void)
{
  return raw_server_new_tls (NULL);
}

RawServer *
raw_server_new_tls (GTlsCertificate *certificate)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  RawServer *self = create ();

  if (certificate != NULL)
    self->certificate = g_object_ref (certificate);
  listen_on (self, address);
  return self;
}

RawServer *
raw_server_new_unix (const char *path)
{
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  RawServer *self = create ();

  listen_on (self, address);
  return self;
}

static guint
get_locked (RawServer *self,
            guint     *number)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return *number;
}

void
raw_server_free (RawServer *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_cancellable_cancel (self->cancellable);
  while (get_locked (self, &self->running) > 0)
    g_main_context_iteration (NULL, TRUE);

  g_object_unref (self->service);
  g_object_unref (self->cancellable);
  g_clear_object (&self->certificate);
  g_ptr_array_unref (self->answers);
  g_ptr_array_unref (self->requests);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

guint16
raw_server_get_port (RawServer *self)
{
  return self->port;
}

char *
raw_server_dup_url (RawServer  *self,
                    const char *path)
{
  return g_strdup_printf ("%s://127.0.0.1:%u%s", self->certificate != NULL ? "https" : "http",
                          self->port, path);
}

void
raw_server_answer_full (RawServer *self,
                        RawEnd     end,
                        GBytes    *bytes)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Answer *answer = g_new0 (Answer, 1);

  answer->end = end;
  answer->bytes = g_bytes_ref (bytes);
  g_ptr_array_add (self->answers, answer);
}

void
raw_server_answer (RawServer  *self,
                   RawEnd      end,
                   const char *bytes)
{
  g_autoptr (GBytes) copy = g_bytes_new (bytes, strlen (bytes));

  raw_server_answer_full (self, end, copy);
}

guint
raw_server_count (RawServer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->requests->len;
}

char *
raw_server_dup_request (RawServer *self,
                        guint      index)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_assert_cmpint (index, <, self->requests->len);
  return g_strdup (g_ptr_array_index (self->requests, index));
}

void
raw_server_wait_left (RawServer *self)
{
  while (get_locked (self, &self->left) == 0)
    g_main_context_iteration (NULL, TRUE);
}

void
raw_server_wait_count (RawServer *self,
                       guint      count)
{
  while (raw_server_count (self) < count)
    g_main_context_iteration (NULL, TRUE);
}
