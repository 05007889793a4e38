/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-client-watch.h"

struct _RecessClientWatch
{
  GCancellable *inner;
  GCancellable *outer;
  gulong        handler;
  GSource      *timer;
  guint         limit;
  gboolean      expired;
};

/* May run in any thread. */
static void
outer_cancelled_cb (GCancellable *outer,
                    gpointer      user_data)
{
  g_cancellable_cancel (user_data);
}

static gboolean
expired_cb (gpointer user_data)
{
  RecessClientWatch *self = user_data;

  self->expired = TRUE;
  g_cancellable_cancel (self->inner);
  return G_SOURCE_REMOVE;
}

static void
start_timer (RecessClientWatch *self,
             guint              limit)
{
  self->limit = limit;
  if (limit == 0)
    return;

  self->timer = g_timeout_source_new (limit);
  g_source_set_callback (self->timer, expired_cb, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

static void
stop_timer (RecessClientWatch *self)
{
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

RecessClientWatch *
recess_client_watch_new (GCancellable *outer,
                         guint         limit)
{
  RecessClientWatch *self;

  g_return_val_if_fail (outer == NULL || G_IS_CANCELLABLE (outer), NULL);

  self = g_new0 (RecessClientWatch, 1);
  self->inner = g_cancellable_new ();
  if (outer != NULL)
    {
      self->outer = g_object_ref (outer);
      self->handler = g_cancellable_connect (outer, G_CALLBACK (outer_cancelled_cb),
                                             g_object_ref (self->inner), g_object_unref);
    }

  start_timer (self, limit);
  return self;
}

void
recess_client_watch_restart (RecessClientWatch *self,
                             guint              limit)
{
  g_return_if_fail (self != NULL);

  stop_timer (self);
  if (!self->expired)
    start_timer (self, limit);
}

GCancellable *
recess_client_watch_get_cancellable (RecessClientWatch *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->inner;
}

gboolean
recess_client_watch_get_expired (RecessClientWatch *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->expired;
}

guint
recess_client_watch_get_limit (RecessClientWatch *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->limit;
}

void
recess_client_watch_free (RecessClientWatch *self)
{
  if (self == NULL)
    return;

  stop_timer (self);
  if (self->outer != NULL)
    g_cancellable_disconnect (self->outer, self->handler);
  g_clear_object (&self->outer);
  g_clear_object (&self->inner);
  g_free (self);
}
