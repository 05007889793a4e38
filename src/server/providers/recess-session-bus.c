/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-session-bus.h"

/* The connection is the process's only one: who asks later gets the same. */
static GDBusConnection *
take_finish (GAsyncResult  *result,
             GError       **error)
{
  GDBusConnection *bus = g_bus_get_finish (result, error);

  if (bus != NULL)
    g_dbus_connection_set_exit_on_close (bus, FALSE);

  return bus;
}

static void
outlive_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GDBusConnection) bus = take_finish (result, NULL);

  if (bus == NULL)
    g_debug ("There is no session bus");
}

void
recess_session_bus_outlive (void)
{
  g_bus_get (G_BUS_TYPE_SESSION, NULL, outlive_cb, NULL);
}

static void
started_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GVariant) reply = NULL;
  GError *error = NULL;

  reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  if (reply != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
ask_bus (GTask               *task,
         GDBusConnection     *bus,
         const char          *method,
         GVariant            *parameters,
         const GVariantType  *reply_type,
         GAsyncReadyCallback  callback)
{
  g_dbus_connection_call (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                          "org.freedesktop.DBus", method, parameters, reply_type,
                          G_DBUS_CALL_FLAGS_NONE, -1, g_task_get_cancellable (task), callback,
                          g_object_ref (task));
}

/* The bus refuses to start what it has no file for, even where it runs. */
static void
owner_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GVariant) reply = NULL;
  GError *error = NULL;
  gboolean owned = FALSE;

  reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  if (reply == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  g_variant_get (reply, "(b)", &owned);
  if (owned)
    g_task_return_boolean (task, TRUE);
  else
    ask_bus (task, G_DBUS_CONNECTION (source), "StartServiceByName",
             g_variant_new ("(su)", g_task_get_task_data (task), 0), G_VARIANT_TYPE ("(u)"),
             started_cb);
}

static void
bus_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GDBusConnection) bus = NULL;
  GError *error = NULL;

  bus = take_finish (result, &error);
  if (bus == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  ask_bus (task, bus, "NameHasOwner", g_variant_new ("(s)", g_task_get_task_data (task)),
           G_VARIANT_TYPE ("(b)"), owner_cb);
}

void
recess_session_bus_find_async (const char          *name,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (g_dbus_is_name (name));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, recess_session_bus_find_async);
  g_task_set_task_data (task, g_strdup (name), g_free);
  g_bus_get (G_BUS_TYPE_SESSION, cancellable, bus_cb, task);
}

gboolean
recess_session_bus_find_finish (GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (G_IS_TASK (result), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
