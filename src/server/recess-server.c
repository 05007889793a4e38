/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <sys/stat.h>

#include "api/recess-api.h"
#include "common/recess-json.h"
#include "common/recess-paths.h"
#include "http/recess-listener.h"
#include "recess-server.h"

/* What clients get to read the last of their answers. */
#define FAREWELL_MS 250

struct _RecessServer
{
  GObject                    parent_instance;

  const RecessServerOptions *options;
  RecessApi                  api;
  GPtrArray                 *listeners;
  GPtrArray                 *socket_paths;
  guint                      idle_id;
  guint                      end_id;
};

G_DEFINE_FINAL_TYPE (RecessServer, recess_server, G_TYPE_OBJECT)

enum
{
  SIGNAL_READY,
  SIGNAL_ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static guint
count_clients (RecessServer *self)
{
  guint n_clients = 0;

  g_assert (RECESS_IS_SERVER (self));

  for (guint i = 0; i < self->listeners->len; i++)
    n_clients += recess_listener_get_n_clients (g_ptr_array_index (self->listeners, i));

  return n_clients;
}

static gboolean
idle_cb (gpointer user_data)
{
  RecessServer *self = RECESS_SERVER (user_data);

  /* An answer that is kept is completed, also when the window has gone. */
  if (recess_script_listener_is_on (self->api.listener) ||
      recess_message_store_get_n_live (self->api.messages) > 0 ||
      recess_sandbox_get_n_runs (self->api.sandbox) > 0)
    return G_SOURCE_CONTINUE;

  self->idle_id = 0;
  g_message ("No client for %u seconds.", self->options->idle_exit);
  recess_server_end (self);
  return G_SOURCE_REMOVE;
}

static void
watch_idle (RecessServer *self)
{
  g_assert (RECESS_IS_SERVER (self));

  if (self->options->idle_exit == 0 || self->end_id != 0 || count_clients (self) > 0)
    g_clear_handle_id (&self->idle_id, g_source_remove);
  else if (self->idle_id == 0)
    self->idle_id = g_timeout_add_seconds (self->options->idle_exit, idle_cb, self);
}

/* The folder of a socket that both programs compute is ours; that of another one the user's own
 * affair. */
static gboolean
make_socket_folder (RecessServer  *self,
                    const char    *path,
                    GError       **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *usual = recess_paths_dup_socket (self->options->data_dir);

  g_assert (RECESS_IS_SERVER (self));

  if (!g_str_equal (path, usual) && g_file_test (folder, G_FILE_TEST_IS_DIR))
    return TRUE;

  return recess_paths_make_private (folder, error);
}

static gboolean
somebody_listens (GSocketAddress *address)
{
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM,
                                             G_SOCKET_PROTOCOL_DEFAULT, NULL);

  return socket != NULL && g_socket_connect (socket, address, NULL, NULL);
}

/* Called with the data folder locked: what stands there is left of a server that was killed, unless
 * the path was given to the server of another folder. */
static gboolean
remove_stale_socket (GSocketAddress  *address,
                     const char      *path,
                     GError         **error)
{
  struct stat info;

  if (lstat (path, &info) != 0)
    return TRUE;

  if (!S_ISSOCK (info.st_mode) || somebody_listens (address))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE,
                   "“%s” is in use. Listen on another path.", path);
      return FALSE;
    }

  g_unlink (path);
  return TRUE;
}

static gboolean
prepare_unix (RecessServer    *self,
              GSocketAddress  *address,
              GError         **error)
{
  const char *path = g_unix_socket_address_get_path (G_UNIX_SOCKET_ADDRESS (address));

  g_assert (RECESS_IS_SERVER (self));

  if (!make_socket_folder (self, path, error) || !remove_stale_socket (address, path, error))
    return FALSE;

  g_ptr_array_add (self->socket_paths, g_strdup (path));
  return TRUE;
}

static gboolean
listen_on (RecessServer    *self,
           GSocketAddress  *address,
           GError         **error)
{
  g_autoptr (RecessListener) listener = recess_listener_new (self->api.router);

  g_assert (RECESS_IS_SERVER (self));

  if (G_IS_UNIX_SOCKET_ADDRESS (address) && !prepare_unix (self, address, error))
    return FALSE;

  recess_listener_set_key (listener, self->options->key);
  recess_listener_set_origins (listener, (const char * const *) self->options->origins);
  if (!recess_listener_listen (listener, address, error))
    {
      g_autofree char *where = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (address));

      g_prefix_error (error, "Cannot listen on %s: ", where);
      return FALSE;
    }

  g_signal_connect_object (listener, "notify::n-clients", G_CALLBACK (watch_idle), self,
                           G_CONNECT_SWAPPED);
  g_ptr_array_add (self->listeners, g_steal_pointer (&listener));
  return TRUE;
}

static gboolean
listen_on_all (RecessServer  *self,
               GError       **error)
{
  g_assert (RECESS_IS_SERVER (self));

  for (guint i = 0; i < self->options->addresses->len; i++)
    {
      if (!listen_on (self, g_ptr_array_index (self->options->addresses, i), error))
        return FALSE;
    }

  return TRUE;
}

/* The first on TCP, which is what a script asks for. */
static const char *
first_url (RecessServer *self)
{
  g_assert (RECESS_IS_SERVER (self));

  for (guint i = 0; i < self->listeners->len; i++)
    {
      RecessListener *listener = g_ptr_array_index (self->listeners, i);

      if (recess_listener_get_port (listener) != 0)
        return recess_listener_get_url (listener);
    }

  return recess_listener_get_url (g_ptr_array_index (self->listeners, 0));
}

static char *
ready_line (RecessServer *self)
{
  GString *json = g_string_new ("{\"listening\":");

  g_assert (RECESS_IS_SERVER (self));

  recess_json_append_string (json, first_url (self), -1);
  g_string_append (json, ",\"listeners\":[");
  for (guint i = 0; i < self->listeners->len; i++)
    {
      RecessListener *listener = g_ptr_array_index (self->listeners, i);

      if (i > 0)
        g_string_append_c (json, ',');
      recess_json_append_string (json, recess_listener_get_url (listener), -1);
    }
  g_string_append (json, "]}");
  return g_string_free (json, FALSE);
}

static void
close_all (RecessServer *self)
{
  g_assert (RECESS_IS_SERVER (self));

  for (guint i = 0; i < self->listeners->len; i++)
    recess_listener_close (g_ptr_array_index (self->listeners, i));
  recess_script_listener_close (self->api.listener);
  for (guint i = 0; i < self->socket_paths->len; i++)
    g_unlink (g_ptr_array_index (self->socket_paths, i));
  g_ptr_array_set_size (self->socket_paths, 0);
}

static void
finish (RecessServer *self,
        GError       *error)
{
  g_autoptr (RecessServer) keep = g_object_ref (self);

  g_assert (RECESS_IS_SERVER (self));

  g_clear_handle_id (&self->idle_id, g_source_remove);
  close_all (self);
  recess_message_store_close (self->api.messages);
  recess_store_close (self->api.store);
  g_signal_emit (self, signals[SIGNAL_ENDED], 0, error);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (RecessServer) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;

  if (self->end_id != 0)
    return;

  if (!recess_providers_load_finish (self->api.providers, result, &error) ||
      !listen_on_all (self, &error))
    {
      finish (self, error);
      return;
    }

  recess_script_listener_load (self->api.listener);
  watch_idle (self);
  line = ready_line (self);
  g_signal_emit (self, signals[SIGNAL_READY], 0, line);
}

static void
prices_loaded_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (RecessServer) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!recess_prices_load_finish (RECESS_PRICES (source), result, &error))
    g_message ("The prices that were set cannot be read: %s", error->message);

  if (self->end_id == 0)
    recess_providers_load_async (self->api.providers, NULL, NULL, loaded_cb, g_object_ref (self));
}

static void
end_cb (gpointer end_data)
{
  recess_server_end (RECESS_SERVER (end_data));
}

static void
recess_server_dispose (GObject *object)
{
  RecessServer *self = RECESS_SERVER (object);

  g_clear_handle_id (&self->idle_id, g_source_remove);
  g_clear_handle_id (&self->end_id, g_source_remove);
  g_ptr_array_set_size (self->listeners, 0);
  g_clear_object (&self->api.listener);
  g_clear_object (&self->api.call_runner);
  g_clear_object (&self->api.sandbox_runs);
  g_clear_object (&self->api.sandbox);
  g_clear_object (&self->api.providers);
  g_clear_object (&self->api.prices);
  g_clear_object (&self->api.messages);
  g_clear_object (&self->api.router);
  g_clear_object (&self->api.store);

  G_OBJECT_CLASS (recess_server_parent_class)->dispose (object);
}

static void
recess_server_finalize (GObject *object)
{
  RecessServer *self = RECESS_SERVER (object);

  g_ptr_array_unref (self->listeners);
  g_ptr_array_unref (self->socket_paths);

  G_OBJECT_CLASS (recess_server_parent_class)->finalize (object);
}

static void
recess_server_class_init (RecessServerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = recess_server_dispose;
  object_class->finalize = recess_server_finalize;

  signals[SIGNAL_READY] =
    g_signal_new ("ready", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_ENDED] =
    g_signal_new ("ended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
recess_server_init (RecessServer *self)
{
  self->listeners = g_ptr_array_new_with_free_func (g_object_unref);
  self->socket_paths = g_ptr_array_new_with_free_func (g_free);
}

RecessServer *
recess_server_new (const RecessServerOptions *options)
{
  RecessServer *self;

  g_return_val_if_fail (options != NULL, NULL);

  self = g_object_new (RECESS_TYPE_SERVER, NULL);
  self->options = options;
  return self;
}

static gboolean
take_options (RecessServer  *self,
              GError       **error)
{
  const RecessServerOptions *options = self->options;

  g_assert (RECESS_IS_SERVER (self));

  for (guint i = 0; options->providers != NULL && options->providers[i] != NULL; i++)
    {
      if (!recess_providers_add_option (self->api.providers, options->providers[i], error))
        return FALSE;
    }

  for (guint i = 0; options->aliases != NULL && options->aliases[i] != NULL; i++)
    {
      if (!recess_providers_add_alias_option (self->api.providers, options->aliases[i], error))
        return FALSE;
    }

  if (options->default_model != NULL)
    recess_providers_set_default_option (self->api.providers, options->default_model);

  return TRUE;
}

gboolean
recess_server_start (RecessServer  *self,
                     GError       **error)
{
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (RECESS_IS_SERVER (self), FALSE);
  g_return_val_if_fail (self->api.store == NULL, FALSE);

  self->api.store = recess_store_open (self->options->data_dir, error);
  if (self->api.store == NULL)
    return FALSE;

  self->api.router = recess_router_new ();
  self->api.messages = recess_message_store_new (self->api.store);
  self->api.providers = recess_providers_new (self->api.store);
  self->api.prices = recess_prices_new (self->api.store);
  self->api.listener = recess_script_listener_new (self->api.router, self->api.store);
  self->api.sandbox = recess_sandbox_new ();
  self->api.sandbox_runs = recess_sandbox_runs_new (self->api.sandbox);
  self->api.call_runner = recess_call_runner_new (self->api.messages, self->api.sandbox);
  self->api.started_at = g_get_real_time () / G_USEC_PER_SEC;
  self->api.end = end_cb;
  self->api.end_data = self;
  recess_script_listener_set_origins (self->api.listener,
                                      (const char * const *) self->options->origins);
  recess_api_add_routes (&self->api);
  if (!take_options (self, &local_error))
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, local_error->message);
      recess_store_close (self->api.store);
      return FALSE;
    }

  recess_prices_load_async (self->api.prices, prices_loaded_cb, g_object_ref (self));
  return TRUE;
}

static gboolean
finish_cb (gpointer user_data)
{
  RecessServer *self = RECESS_SERVER (user_data);

  self->end_id = 0;
  finish (self, NULL);
  return G_SOURCE_REMOVE;
}

/* Not within the handler that asked for the end. */
static gboolean
break_off_cb (gpointer user_data)
{
  RecessServer *self = RECESS_SERVER (user_data);
  gboolean wait = recess_script_listener_break_off (self->api.listener);

  for (guint i = 0; i < self->listeners->len; i++)
    wait |= recess_listener_break_off (g_ptr_array_index (self->listeners, i));

  self->end_id = g_timeout_add (wait ? FAREWELL_MS : 0, finish_cb, self);
  return G_SOURCE_REMOVE;
}

void
recess_server_end (RecessServer *self)
{
  g_return_if_fail (RECESS_IS_SERVER (self));

  if (self->end_id == 0)
    self->end_id = g_idle_add (break_off_cb, self);
}
