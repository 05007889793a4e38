/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "recess-dispatcher.h"
#include "recess-listener.h"

#define MAX_ACCEPTS 16
#define RETRY_ACCEPT_MS 200
#define BACKLOG 128

static const RecessPatience default_patience = { .head = 30, .body = 60, .rest = 120 };

struct _RecessListener
{
  GObject           parent_instance;

  RecessDispatcher *dispatcher;
  SoupServer       *server;
  GSocket          *socket;
  GSocket          *keeper;
  GSource          *accept;
  GHashTable       *connections;
  RecessPatience    patience;
  char             *url;
  guint             port;
  guint             max_clients;
};

G_DEFINE_FINAL_TYPE (RecessListener, recess_listener, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_N_CLIENTS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void start_accepting (RecessListener *self);

static void
disconnected_cb (RecessListener    *self,
                 SoupServerMessage *message)
{
  GSocketAddress *address = soup_server_message_get_remote_address (message);
  RecessConnection *found = g_hash_table_lookup (self->connections, address);
  g_autoptr (RecessConnection) connection = NULL;

  g_assert (RECESS_IS_LISTENER (self));

  if (found == NULL)
    return;

  connection = g_object_ref (found);
  g_hash_table_remove (self->connections, address);
  recess_connection_wake (connection);
  recess_connection_set_deadline (connection, 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_CLIENTS]);
}

static void
request_started_cb (RecessListener    *self,
                    SoupServerMessage *message)
{
  GSocketAddress *address = soup_server_message_get_remote_address (message);
  RecessConnection *connection = g_hash_table_lookup (self->connections, address);

  g_assert (RECESS_IS_LISTENER (self));
  g_assert (connection != NULL);

  recess_dispatcher_begin (self->dispatcher, message, connection);
  g_signal_connect_object (message, "disconnected", G_CALLBACK (disconnected_cb), self,
                           G_CONNECT_SWAPPED);
}

static gboolean
is_this_user (GSocket *socket)
{
  g_autoptr (GCredentials) credentials = NULL;

  if (g_socket_get_family (socket) != G_SOCKET_FAMILY_UNIX)
    return TRUE;

  credentials = g_socket_get_credentials (socket, NULL);
  return credentials != NULL && g_credentials_get_unix_user (credentials, NULL) == geteuid ();
}

static void
forgotten_cb (RecessListener   *self,
              RecessConnection *connection)
{
  GHashTableIter iter;
  gpointer value;

  g_assert (RECESS_IS_LISTENER (self));

  g_hash_table_iter_init (&iter, self->connections);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      if (value == connection)
        {
          recess_connection_set_deadline (connection, 0);
          g_hash_table_iter_remove (&iter);
          g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_CLIENTS]);
          return;
        }
    }
}

/* One that waits between two requests goes before a new one is turned away. */
static gboolean
make_room (RecessListener *self)
{
  GHashTableIter iter;
  RecessConnection *connection;

  g_assert (RECESS_IS_LISTENER (self));

  if (g_hash_table_size (self->connections) < self->max_clients)
    return TRUE;

  g_hash_table_iter_init (&iter, self->connections);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &connection))
    {
      if (recess_connection_is_resting (connection))
        {
          recess_connection_shut_down (connection);
          return TRUE;
        }
    }

  return FALSE;
}

static void
let_in (RecessListener *self,
        GSocket        *socket)
{
  g_autoptr (GSocketAddress) remote = g_socket_get_remote_address (socket, NULL);
  g_autoptr (GSocketAddress) local = NULL;
  g_autoptr (GSocketConnection) stream = NULL;
  g_autoptr (RecessConnection) connection = NULL;
  RecessClientInput *input;

  g_assert (RECESS_IS_LISTENER (self));

  if (remote == NULL || !is_this_user (socket) || !make_room (self))
    return;

  /* libsoup asks for the local port where there is no Host header, also on a Unix socket. */
  local = g_inet_socket_address_new_from_string ("127.0.0.1", self->port);
  stream = recess_client_input_connect (socket);
  input = RECESS_CLIENT_INPUT (g_io_stream_get_input_stream (G_IO_STREAM (stream)));
  connection = recess_connection_new (socket, input);
  g_signal_connect_object (connection, "forgotten", G_CALLBACK (forgotten_cb), self,
                           G_CONNECT_SWAPPED);
  g_hash_table_insert (self->connections, g_object_ref (remote), g_object_ref (connection));
  soup_server_accept_iostream (self->server, G_IO_STREAM (stream), local, remote, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_CLIENTS]);
}

static void
clear_accept (RecessListener *self)
{
  g_assert (RECESS_IS_LISTENER (self));

  if (self->accept != NULL)
    g_source_destroy (self->accept);
  g_clear_pointer (&self->accept, g_source_unref);
}

static gboolean
retry_accept_cb (gpointer user_data)
{
  start_accepting (RECESS_LISTENER (user_data));
  return G_SOURCE_REMOVE;
}

/* Out of file descriptors: trying again at once would take all of a processor. */
static void
pause_accepting (RecessListener *self,
                 const GError   *error)
{
  g_assert (RECESS_IS_LISTENER (self));

  g_message ("Cannot let in a client: %s", error->message);
  clear_accept (self);
  self->accept = g_timeout_source_new (RETRY_ACCEPT_MS);
  g_source_set_callback (self->accept, retry_accept_cb, self, NULL);
  g_source_attach (self->accept, g_main_context_get_thread_default ());
}

static gboolean
accept_cb (GSocket      *socket,
           GIOCondition  condition,
           gpointer      user_data)
{
  RecessListener *self = RECESS_LISTENER (user_data);

  for (guint i = 0; i < MAX_ACCEPTS; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GSocket) client = g_socket_accept (socket, NULL, &error);

      if (client != NULL)
        {
          let_in (self, client);
        }
      else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        {
          break;
        }
      else
        {
          pause_accepting (self, error);
          return G_SOURCE_REMOVE;
        }
    }

  return G_SOURCE_CONTINUE;
}

static void
start_accepting (RecessListener *self)
{
  g_assert (RECESS_IS_LISTENER (self));

  clear_accept (self);
  self->accept = g_socket_create_source (self->socket, G_IO_IN, NULL);
  g_source_set_static_name (self->accept, "[recess] accept");
  g_source_set_callback (self->accept, G_SOURCE_FUNC (accept_cb), self, NULL);
  g_source_attach (self->accept, g_main_context_get_thread_default ());
}

static void
recess_listener_dispose (GObject *object)
{
  RecessListener *self = RECESS_LISTENER (object);

  recess_listener_close (self);
  g_clear_object (&self->server);
  g_clear_object (&self->dispatcher);

  G_OBJECT_CLASS (recess_listener_parent_class)->dispose (object);
}

static void
recess_listener_finalize (GObject *object)
{
  RecessListener *self = RECESS_LISTENER (object);

  g_hash_table_unref (self->connections);
  g_free (self->url);

  G_OBJECT_CLASS (recess_listener_parent_class)->finalize (object);
}

static void
recess_listener_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  RecessListener *self = RECESS_LISTENER (object);

  switch (prop_id)
    {
    case PROP_N_CLIENTS:
      g_value_set_uint (value, recess_listener_get_n_clients (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
recess_listener_class_init (RecessListenerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = recess_listener_dispose;
  object_class->finalize = recess_listener_finalize;
  object_class->get_property = recess_listener_get_property;

  properties[PROP_N_CLIENTS] =
    g_param_spec_uint ("n-clients", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
recess_listener_init (RecessListener *self)
{
  self->connections = g_hash_table_new_full (NULL, NULL, g_object_unref, g_object_unref);
  self->patience = default_patience;
  self->max_clients = 256;
  self->server = g_object_new (SOUP_TYPE_SERVER, "raw-paths", TRUE, NULL);
  g_signal_connect_object (self->server, "request-started",
                           G_CALLBACK (request_started_cb), self, G_CONNECT_SWAPPED);
}

RecessListener *
recess_listener_new (RecessRouter *router)
{
  RecessListener *self;

  g_return_val_if_fail (RECESS_IS_ROUTER (router), NULL);

  self = g_object_new (RECESS_TYPE_LISTENER, NULL);
  self->dispatcher = recess_dispatcher_new (router);
  recess_dispatcher_serve (self->dispatcher, self->server);
  return self;
}

void
recess_listener_set_key (RecessListener *self,
                         const char     *key)
{
  g_return_if_fail (RECESS_IS_LISTENER (self));

  recess_access_set_key (recess_dispatcher_get_access (self->dispatcher), key);
}

void
recess_listener_set_origins (RecessListener      *self,
                             const char * const  *origins)
{
  g_return_if_fail (RECESS_IS_LISTENER (self));

  recess_access_set_origins (recess_dispatcher_get_access (self->dispatcher), origins);
}

void
recess_listener_set_patience (RecessListener *self,
                              guint           head,
                              guint           body,
                              guint           rest,
                              guint           max_clients)
{
  g_return_if_fail (RECESS_IS_LISTENER (self));

  self->patience = (RecessPatience) { .head = head, .body = body, .rest = rest };
  self->max_clients = max_clients;
}

/* libsoup keeps a connection after an answer only while it listens somewhere; a socket on which
 * nothing ever comes will do. */
static gboolean
keep_connections (RecessListener  *self,
                  GError         **error)
{
  g_autoptr (GSocket) socket = NULL;
  int pair[2];

  g_assert (RECESS_IS_LISTENER (self));

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
    {
      int saved_errno = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved_errno),
                   "Cannot make a socket: %s", g_strerror (saved_errno));
      return FALSE;
    }

  self->keeper = g_socket_new_from_fd (pair[0], NULL);
  socket = g_socket_new_from_fd (pair[1], NULL);
  return soup_server_listen_socket (self->server, socket, 0, error);
}

static void
listens_on_inet (RecessListener     *self,
                 GInetSocketAddress *address)
{
  GInetAddress *inet = g_inet_socket_address_get_address (address);
  g_autofree char *host = g_inet_address_to_string (inet);
  gboolean is_v6 = g_inet_address_get_family (inet) == G_SOCKET_FAMILY_IPV6;

  g_assert (RECESS_IS_LISTENER (self));

  self->port = g_inet_socket_address_get_port (address);
  self->url = g_strdup_printf (is_v6 ? "http://[%s]:%u/v1" : "http://%s:%u/v1", host, self->port);
  if (g_inet_address_get_is_loopback (inet))
    recess_access_set_host (recess_dispatcher_get_access (self->dispatcher), host);
  recess_dispatcher_set_patience (self->dispatcher, &self->patience);
}

static void
listens_on_unix (RecessListener     *self,
                 GUnixSocketAddress *address)
{
  g_assert (RECESS_IS_LISTENER (self));

  self->url = g_strdup_printf ("unix:%s", g_unix_socket_address_get_path (address));
}

static gboolean
bind_socket (GSocket         *socket,
             GSocketAddress  *address,
             GError         **error)
{
  if (g_socket_get_family (socket) == G_SOCKET_FAMILY_IPV6 &&
      !g_socket_set_option (socket, IPPROTO_IPV6, IPV6_V6ONLY, TRUE, error))
    return FALSE;

  if (!g_socket_bind (socket, address, TRUE, error))
    return FALSE;

  /* Nobody can connect before it listens. */
  if (G_IS_UNIX_SOCKET_ADDRESS (address))
    g_chmod (g_unix_socket_address_get_path (G_UNIX_SOCKET_ADDRESS (address)), S_IRUSR | S_IWUSR);

  g_socket_set_listen_backlog (socket, BACKLOG);
  return g_socket_listen (socket, error);
}

gboolean
recess_listener_listen (RecessListener  *self,
                        GSocketAddress  *address,
                        GError         **error)
{
  g_autoptr (GSocketAddress) bound = NULL;

  g_return_val_if_fail (RECESS_IS_LISTENER (self), FALSE);
  g_return_val_if_fail (G_IS_SOCKET_ADDRESS (address), FALSE);
  g_return_val_if_fail (self->socket == NULL, FALSE);

  self->socket = g_socket_new (g_socket_address_get_family (address), G_SOCKET_TYPE_STREAM,
                               G_SOCKET_PROTOCOL_DEFAULT, error);
  if (self->socket == NULL ||
      !bind_socket (self->socket, address, error) ||
      !keep_connections (self, error) ||
      (bound = g_socket_get_local_address (self->socket, error)) == NULL)
    {
      g_clear_object (&self->socket);
      return FALSE;
    }

  if (G_IS_INET_SOCKET_ADDRESS (bound))
    listens_on_inet (self, G_INET_SOCKET_ADDRESS (bound));
  else
    listens_on_unix (self, G_UNIX_SOCKET_ADDRESS (address));

  g_socket_set_blocking (self->socket, FALSE);
  start_accepting (self);
  return TRUE;
}

gboolean
recess_listener_break_off (RecessListener *self)
{
  g_return_val_if_fail (RECESS_IS_LISTENER (self), FALSE);

  clear_accept (self);
  g_clear_object (&self->socket);
  return recess_dispatcher_break_off (self->dispatcher);
}

void
recess_listener_close (RecessListener *self)
{
  g_return_if_fail (RECESS_IS_LISTENER (self));

  clear_accept (self);
  g_clear_object (&self->socket);
  if (self->server != NULL)
    soup_server_disconnect (self->server);
  g_clear_object (&self->keeper);
}

const char *
recess_listener_get_url (RecessListener *self)
{
  g_return_val_if_fail (RECESS_IS_LISTENER (self), NULL);

  return self->url;
}

guint
recess_listener_get_port (RecessListener *self)
{
  g_return_val_if_fail (RECESS_IS_LISTENER (self), 0);

  return self->port;
}

guint
recess_listener_get_n_clients (RecessListener *self)
{
  g_return_val_if_fail (RECESS_IS_LISTENER (self), 0);

  return g_hash_table_size (self->connections);
}
