/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "test-http-utils.h"

void
test_http_set_up_with (TestHttp *http,
                       guint     head,
                       guint     body,
                       guint     rest,
                       guint     max_clients)
{
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GError) error = NULL;

  http->router = recess_router_new ();
  http->listener = recess_listener_new (http->router);
  recess_listener_set_patience (http->listener, head, body, rest, max_clients);
  recess_listener_set_key (http->listener, TEST_KEY);
  recess_listener_listen (http->listener, any, &error);
  g_assert_no_error (error);
  http->address = g_inet_socket_address_new_from_string ("127.0.0.1",
                                                         recess_listener_get_port (http->listener));
}

void
test_http_set_up (TestHttp      *http,
                  gconstpointer  data)
{
  test_http_set_up_with (http, 30, 60, 120, 256);
}

void
test_http_tear_down (TestHttp      *http,
                     gconstpointer  data)
{
  recess_listener_close (http->listener);
  test_settle ();
  g_clear_object (&http->kept);
  g_assert_finalize_object (http->listener);
  g_assert_finalize_object (http->router);
  g_clear_object (&http->address);
}

TestPeer *
test_peer_new (TestHttp *http)
{
  TestPeer *peer = g_new0 (TestPeer, 1);
  g_autoptr (GError) error = NULL;

  peer->received = g_string_new (NULL);
  peer->socket = g_socket_new (g_socket_address_get_family (http->address), G_SOCKET_TYPE_STREAM,
                               G_SOCKET_PROTOCOL_DEFAULT, NULL);
  g_socket_connect (peer->socket, http->address, NULL, &error);
  g_assert_no_error (error);
  g_socket_set_blocking (peer->socket, FALSE);
  return peer;
}

void
test_peer_free (TestPeer *peer)
{
  g_object_unref (peer->socket);
  g_string_free (peer->received, TRUE);
  g_free (peer);
}

static gboolean
wake_cb (GSocket      *socket,
         GIOCondition  condition,
         gpointer      user_data)
{
  return G_SOURCE_CONTINUE;
}

/* Lets the server work until the socket may be used. */
static void
run_until_ready (TestPeer     *peer,
                 GIOCondition  condition)
{
  g_autoptr (GSource) source = g_socket_create_source (peer->socket, condition, NULL);

  g_source_set_callback (source, G_SOURCE_FUNC (wake_cb), NULL, NULL);
  g_source_attach (source, NULL);
  g_main_context_iteration (NULL, TRUE);
  g_source_destroy (source);
}

void
test_peer_send (TestPeer   *peer,
                const char *bytes,
                gssize      length)
{
  gsize left = length < 0 ? strlen (bytes) : (gsize) length;

  while (left > 0)
    {
      g_autoptr (GError) error = NULL;
      gssize sent = g_socket_send (peer->socket, bytes, left, NULL, &error);

      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        {
          run_until_ready (peer, G_IO_OUT);
          continue;
        }

      if (sent < 0)
        return;

      bytes += sent;
      left -= sent;
    }
}

void
test_peer_request (TestPeer   *peer,
                   const char *method,
                   const char *path,
                   const char *headers,
                   const char *body)
{
  g_autoptr (GString) request = g_string_new (NULL);

  g_string_append_printf (request,
                          "%s %s HTTP/1.1\r\nHost: localhost\r\n"
                          "Authorization: Bearer " TEST_KEY "\r\n%s",
                          method, path, headers != NULL ? headers : "");
  if (body != NULL)
    g_string_append_printf (request, "Content-Length: %" G_GSIZE_FORMAT "\r\n", strlen (body));
  g_string_append_printf (request, "\r\n%s", body != NULL ? body : "");
  test_peer_send (peer, request->str, request->len);
}

void
test_peer_poll (TestPeer *peer)
{
  char buffer[65536];
  g_autoptr (GError) error = NULL;
  gssize length = g_socket_receive (peer->socket, buffer, sizeof buffer, NULL, &error);

  if (length > 0)
    g_string_append_len (peer->received, buffer, length);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    peer->ended = TRUE;
}

static void
receive (TestPeer *peer)
{
  run_until_ready (peer, G_IO_IN);
  test_peer_poll (peer);
}

void
test_peer_wait (TestPeer   *peer,
                const char *text)
{
  gsize length = strlen (text);
  gsize looked = 0;

  while (!peer->ended && strstr (peer->received->str + looked, text) == NULL)
    {
      looked = peer->received->len > length ? peer->received->len - length : 0;
      receive (peer);
    }
}

void
test_peer_read_end (TestPeer *peer)
{
  while (!peer->ended)
    receive (peer);
}

char *
test_peer_read_reply (TestPeer *peer)
{
  const char *body, *field;
  gsize length = 0;
  char *reply;

  test_peer_wait (peer, "\r\n\r\n");
  body = strstr (peer->received->str, "\r\n\r\n");
  if (body == NULL)
    return g_strdup (peer->received->str);

  field = strstr (peer->received->str, "\r\nContent-Length: ");
  if (field != NULL && field < body)
    length = g_ascii_strtoull (field + strlen ("\r\nContent-Length: "), NULL, 10);
  length += body + 4 - peer->received->str;
  while (!peer->ended && peer->received->len < length)
    receive (peer);

  reply = g_strndup (peer->received->str, length);
  g_string_erase (peer->received, 0, MIN (length, peer->received->len));
  return reply;
}

guint
test_http_ask (TestHttp    *http,
               const char  *method,
               const char  *path,
               const char  *headers,
               const char  *body,
               char       **reply)
{
  g_autoptr (TestPeer) peer = test_peer_new (http);
  g_autofree char *text = NULL;
  guint status;

  test_peer_request (peer, method, path, headers, body);
  text = test_peer_read_reply (peer);
  status = g_ascii_strtoull (text + MIN (strlen (text), strlen ("HTTP/1.1 ")), NULL, 10);
  if (reply != NULL)
    *reply = g_steal_pointer (&text);

  return status;
}

/* Whatever is ready has been done. */
void
test_settle (void)
{
  for (guint i = 0; i < 20; i++)
    {
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_thread_yield ();
    }
}
