/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-api-error.h"
#include "common/recess-id.h"
#include "common/recess-json.h"
#include "providers/recess-key-store.h"
#include "recess-script-listener.h"
#include "store/recess-settings-store.h"

#define ADDRESS "127.0.0.1"
#define SETTING "listener"
#define KEY_ID "listener"
#define KEY_LABEL "Recess: key for scripts"

struct _RecessScriptListener
{
  GObject           parent_instance;

  RecessRouter     *router;
  RecessStore      *store;
  RecessListener   *listener;
  GCancellable     *cancellable;
  /* The first one is at work, the others wait for it. */
  GQueue            changes;
  char            **origins;
  char             *key;
  char             *problem;
  RecessKeyStorage  key_storage;
  guint             port;
  gboolean          enabled;
};

G_DEFINE_FINAL_TYPE (RecessScriptListener, recess_script_listener, G_TYPE_OBJECT)

static void
tell (RecessScriptListener *self)
{
  g_assert (RECESS_IS_SCRIPT_LISTENER (self));

  recess_feed_tell (recess_store_get_feed (self->store), "listener", "", "updated");
}

static void
key_stored_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (RecessScriptListener) self = user_data;

  self->key_storage = recess_key_store_finish (result);
  if (self->key_storage != RECESS_KEY_STORAGE_SESSION)
    tell (self);
}

/* Takes @key. */
static void
take_key (RecessScriptListener *self,
          char                 *key,
          RecessKeyStorage      storage)
{
  g_assert (RECESS_IS_SCRIPT_LISTENER (self));

  recess_key_free (self->key);
  self->key = key;
  self->key_storage = storage;
}

static char *
make_key (void)
{
  return recess_id_new ("sk-recess-");
}

static void
keep_key (RecessScriptListener *self)
{
  g_assert (RECESS_IS_SCRIPT_LISTENER (self));

  recess_key_store_named_async (KEY_ID, KEY_LABEL, self->key, NULL, key_stored_cb,
                                g_object_ref (self));
}

/* Returns: (transfer full) (nullable): one that listens on @port */
static RecessListener *
listen_on (RecessScriptListener  *self,
           guint                  port,
           const char            *key,
           GError               **error)
{
  g_autoptr (RecessListener) listener = recess_listener_new (self->router);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string (ADDRESS, port);
  g_autoptr (GError) local_error = NULL;

  g_assert (RECESS_IS_SCRIPT_LISTENER (self));

  recess_listener_set_key (listener, key);
  recess_listener_set_origins (listener, (const char * const *) self->origins);
  if (recess_listener_listen (listener, address, &local_error))
    return g_steal_pointer (&listener);

  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE))
    recess_set_api_error (error, SOUP_STATUS_BAD_REQUEST, "port", "port_taken",
                          "Another program listens on port %u. Choose another port.", port);
  else
    recess_set_api_error (error, SOUP_STATUS_BAD_REQUEST, "port", NULL,
                          "Port %u cannot be used: %s. Choose another port.",
                          port, local_error->message);
  return NULL;
}

static void
take_listener (RecessScriptListener *self,
               RecessListener       *listener)
{
  g_assert (RECESS_IS_SCRIPT_LISTENER (self));

  recess_script_listener_close (self);
  self->listener = listener;
}

static void
start (RecessScriptListener *self)
{
  g_autoptr (GError) error = NULL;

  g_assert (RECESS_IS_SCRIPT_LISTENER (self));

  take_listener (self, listen_on (self, self->port, self->key, &error));
  if (error != NULL)
    {
      g_message ("%s", error->message);
      self->problem = g_strdup (error->message);
    }

  tell (self);
}

static void
key_looked_up_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (RecessScriptListener) self = user_data;
  g_autoptr (GError) error = NULL;
  char *key = recess_key_lookup_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  /* Preferences were faster. */
  if (self->key != NULL || !self->enabled)
    {
      recess_key_free (key);
      return;
    }

  if (key != NULL)
    {
      take_key (self, key, RECESS_KEY_STORAGE_SECRET_SERVICE);
    }
  else
    {
      take_key (self, make_key (), RECESS_KEY_STORAGE_SESSION);
      keep_key (self);
    }

  start (self);
}

static void
take_settings (RecessScriptListener *self,
               const char           *text)
{
  g_autoptr (JsonObject) settings = recess_json_parse_object (text, strlen (text), NULL);

  g_assert (RECESS_IS_SCRIPT_LISTENER (self));

  if (settings == NULL)
    return;

  self->enabled = recess_json_object_get_boolean (settings, "enabled", FALSE);
  self->port = CLAMP (recess_json_object_get_int (settings, "port", RECESS_SCRIPT_PORT), 1,
                      G_MAXUINT16);
}

static void
settings_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (RecessScriptListener) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = recess_settings_store_get_finish (self->store, result, &error);

  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_message ("Whether scripts may ask could not be read: %s", error->message);
  if (text != NULL)
    take_settings (self, text);
  if (self->enabled)
    recess_key_lookup_named_async (KEY_ID, self->cancellable, key_looked_up_cb,
                                   g_object_ref (self));
}

static void
recess_script_listener_dispose (GObject *object)
{
  RecessScriptListener *self = RECESS_SCRIPT_LISTENER (object);

  g_cancellable_cancel (self->cancellable);
  recess_script_listener_close (self);
  g_clear_object (&self->router);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (recess_script_listener_parent_class)->dispose (object);
}

static void
recess_script_listener_finalize (GObject *object)
{
  RecessScriptListener *self = RECESS_SCRIPT_LISTENER (object);

  g_clear_object (&self->cancellable);
  g_strfreev (self->origins);
  recess_key_free (self->key);
  g_free (self->problem);

  G_OBJECT_CLASS (recess_script_listener_parent_class)->finalize (object);
}

static void
recess_script_listener_class_init (RecessScriptListenerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = recess_script_listener_dispose;
  object_class->finalize = recess_script_listener_finalize;
}

static void
recess_script_listener_init (RecessScriptListener *self)
{
  self->cancellable = g_cancellable_new ();
  g_queue_init (&self->changes);
  self->port = RECESS_SCRIPT_PORT;
}

RecessScriptListener *
recess_script_listener_new (RecessRouter *router,
                            RecessStore  *store)
{
  RecessScriptListener *self;

  g_return_val_if_fail (RECESS_IS_ROUTER (router), NULL);
  g_return_val_if_fail (RECESS_IS_STORE (store), NULL);

  self = g_object_new (RECESS_TYPE_SCRIPT_LISTENER, NULL);
  self->router = g_object_ref (router);
  self->store = g_object_ref (store);
  return self;
}

void
recess_script_listener_set_origins (RecessScriptListener *self,
                                    const char * const   *origins)
{
  g_return_if_fail (RECESS_IS_SCRIPT_LISTENER (self));

  g_strfreev (self->origins);
  self->origins = g_strdupv ((char **) origins);
}

void
recess_script_listener_load (RecessScriptListener *self)
{
  g_return_if_fail (RECESS_IS_SCRIPT_LISTENER (self));

  recess_settings_store_get_async (self->store, SETTING, self->cancellable,
                                   settings_cb, g_object_ref (self));
}

gboolean
recess_script_listener_is_on (RecessScriptListener *self)
{
  g_return_val_if_fail (RECESS_IS_SCRIPT_LISTENER (self), FALSE);

  return self->listener != NULL;
}

gboolean
recess_script_listener_break_off (RecessScriptListener *self)
{
  g_return_val_if_fail (RECESS_IS_SCRIPT_LISTENER (self), FALSE);

  return self->listener != NULL && recess_listener_break_off (self->listener);
}

void
recess_script_listener_close (RecessScriptListener *self)
{
  g_return_if_fail (RECESS_IS_SCRIPT_LISTENER (self));

  if (self->listener != NULL)
    recess_listener_close (self->listener);
  g_clear_object (&self->listener);
  g_clear_pointer (&self->problem, g_free);
}

static void
append_string_or_null (GString    *json,
                       const char *name,
                       const char *value)
{
  g_string_append_printf (json, ",\"%s\":", name);
  if (value != NULL)
    recess_json_append_string (json, value, -1);
  else
    g_string_append (json, "null");
}

static const char *
storage_name (RecessKeyStorage storage)
{
  switch (storage)
    {
    case RECESS_KEY_STORAGE_SECRET_SERVICE:
      return "secret-service";

    case RECESS_KEY_STORAGE_SESSION:
      return "session";

    default:
      return "none";
    }
}

char *
recess_script_listener_to_json (RecessScriptListener *self)
{
  GString *json;

  g_return_val_if_fail (RECESS_IS_SCRIPT_LISTENER (self), NULL);

  json = g_string_new ("{\"object\":\"recess.listener\"");
  g_string_append_printf (json, ",\"enabled\":%s,\"address\":\"" ADDRESS "\",\"port\":%u",
                          self->enabled ? "true" : "false", self->port);
  append_string_or_null (json, "key", self->enabled ? self->key : NULL);
  append_string_or_null (json, "key_storage", storage_name (self->key_storage));
  append_string_or_null (json, "url",
                         self->listener != NULL ? recess_listener_get_url (self->listener) : NULL);
  append_string_or_null (json, "error", self->problem);
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}

/* What is to be, until it is on disk. */
typedef struct
{
  JsonObject       *settings;
  RecessListener   *listener;
  char             *key;
  RecessKeyStorage  key_storage;
  guint             port;
  gboolean          enabled;
  gboolean          new_key;
} Change;

static void
change_free (Change *change)
{
  json_object_unref (change->settings);
  g_clear_object (&change->listener);
  recess_key_free (change->key);
  g_free (change);
}

static gboolean
read_boolean (JsonObject  *settings,
              const char  *name,
              gboolean    *value,
              GError     **error)
{
  JsonNode *node = json_object_get_member (settings, name);

  if (node == NULL)
    return TRUE;

  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    {
      recess_set_api_error (error, SOUP_STATUS_BAD_REQUEST, name, NULL,
                            "'%s' must be true or false.", name);
      return FALSE;
    }

  *value = json_node_get_boolean (node);
  return TRUE;
}

static gboolean
read_port (JsonObject  *settings,
           guint       *port,
           GError     **error)
{
  JsonNode *node = json_object_get_member (settings, "port");
  gint64 value = 0;

  if (node == NULL)
    return TRUE;

  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64)
    value = json_node_get_int (node);

  if (value < 1024 || value > G_MAXUINT16)
    {
      recess_set_api_error (error, SOUP_STATUS_BAD_REQUEST, "port", NULL,
                            "'port' must be a whole number from 1024 to 65535.");
      return FALSE;
    }

  *port = value;
  return TRUE;
}

static gboolean
read_change (RecessScriptListener  *self,
             Change                *change,
             GError               **error)
{
  g_assert (RECESS_IS_SCRIPT_LISTENER (self));

  change->enabled = self->enabled;
  change->port = self->port;
  return read_boolean (change->settings, "enabled", &change->enabled, error) &&
         read_boolean (change->settings, "new_key", &change->new_key, error) &&
         read_port (change->settings, &change->port, error);
}

static void
apply (RecessScriptListener *self,
       Change               *change)
{
  g_assert (RECESS_IS_SCRIPT_LISTENER (self));

  self->enabled = change->enabled;
  self->port = change->port;
  if (change->key != NULL)
    {
      take_key (self, g_steal_pointer (&change->key), change->key_storage);
      if (change->key_storage == RECESS_KEY_STORAGE_SESSION)
        keep_key (self);
    }

  if (change->listener != NULL)
    take_listener (self, g_steal_pointer (&change->listener));
  else if (!change->enabled)
    recess_script_listener_close (self);
  else
    recess_listener_set_key (self->listener, self->key);
}

static void start_change (RecessScriptListener *self);

/* Takes @error. */
static void
finish_change (RecessScriptListener *self,
               GError               *error)
{
  g_autoptr (GTask) task = g_queue_pop_head (&self->changes);

  g_assert (RECESS_IS_SCRIPT_LISTENER (self));

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);

  if (!g_queue_is_empty (&self->changes))
    start_change (self);
}

static void
change_written_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  RecessScriptListener *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (recess_settings_store_set_finish (self->store, result, &error))
    apply (self, g_task_get_task_data (task));

  finish_change (self, error);
}

static void
write_change (RecessScriptListener *self,
              GTask                *task)
{
  Change *change = g_task_get_task_data (task);
  g_autofree char *text = g_strdup_printf ("{\"enabled\":%s,\"port\":%u}",
                                           change->enabled ? "true" : "false", change->port);
  gboolean moves = self->listener == NULL ||
                   recess_listener_get_port (self->listener) != change->port;
  GError *error = NULL;

  g_assert (RECESS_IS_SCRIPT_LISTENER (self));

  if (change->enabled && moves)
    {
      change->listener = listen_on (self, change->port,
                                    change->key != NULL ? change->key : self->key, &error);
      if (change->listener == NULL)
        {
          finish_change (self, error);
          return;
        }
    }

  recess_settings_store_set_async (self->store, SETTING, text, "listener", NULL,
                                   change_written_cb, g_object_ref (task));
}

static void
change_key_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  RecessScriptListener *self = g_task_get_source_object (task);
  Change *change = g_task_get_task_data (task);

  change->key = recess_key_lookup_finish (result, NULL);
  change->key_storage = RECESS_KEY_STORAGE_SECRET_SERVICE;
  if (change->key == NULL)
    {
      change->key = make_key ();
      change->key_storage = RECESS_KEY_STORAGE_SESSION;
    }

  write_change (self, task);
}

static void
start_change (RecessScriptListener *self)
{
  GTask *task = g_queue_peek_head (&self->changes);
  Change *change = g_task_get_task_data (task);
  GError *error = NULL;

  g_assert (RECESS_IS_SCRIPT_LISTENER (self));

  if (!read_change (self, change, &error))
    {
      finish_change (self, error);
      return;
    }

  if (change->new_key)
    {
      change->key = make_key ();
      change->key_storage = RECESS_KEY_STORAGE_SESSION;
    }

  if (change->enabled && change->key == NULL && self->key == NULL)
    recess_key_lookup_named_async (KEY_ID, NULL, change_key_cb, g_object_ref (task));
  else
    write_change (self, task);
}

void
recess_script_listener_change_async (RecessScriptListener *self,
                                     JsonObject           *settings,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data)
{
  GTask *task;
  Change *change;

  g_return_if_fail (RECESS_IS_SCRIPT_LISTENER (self));
  g_return_if_fail (settings != NULL);

  change = g_new0 (Change, 1);
  change->settings = json_object_ref (settings);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, recess_script_listener_change_async);
  g_task_set_task_data (task, change, (GDestroyNotify) change_free);
  g_queue_push_tail (&self->changes, task);
  if (self->changes.length == 1)
    start_change (self);
}

gboolean
recess_script_listener_change_finish (RecessScriptListener  *self,
                                      GAsyncResult          *result,
                                      GError               **error)
{
  g_return_val_if_fail (RECESS_IS_SCRIPT_LISTENER (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
