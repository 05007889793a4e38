/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "engine/recess-call.h"
#include "widgets/recess-template.h"

#include "recess-access-page.h"

struct _RecessAccessPage
{
  GtkWidget      parent_instance;

  /* Template widgets */
  GtkSwitch     *enabled;
  GtkSpinButton *port;
  GtkLabel      *lines;
  GtkLabel      *fault;
  GtkWidget     *details;

  /* Owned references */
  RecessEngine  *engine;
  GCancellable  *cancellable;
  guint          updating : 1;
};

G_DEFINE_FINAL_TYPE (RecessAccessPage, recess_access_page, GTK_TYPE_WIDGET)

static void
recess_access_page_take (RecessAccessPage *self,
                         JsonObject       *listener)
{
  gboolean enabled = recess_json_object_get_boolean (listener, "enabled", FALSE);
  const char *error = recess_json_object_get_string (listener, "error", NULL);
  g_autofree char *lines = NULL;

  lines = g_strdup_printf ("OPENAI_BASE_URL=%s\nOPENAI_API_KEY=%s",
                           recess_json_object_get_string (listener, "url", ""),
                           recess_json_object_get_string (listener, "key", ""));
  self->updating = TRUE;
  gtk_switch_set_active (self->enabled, enabled);
  gtk_spin_button_set_value (self->port, (double) recess_json_object_get_int (listener, "port", 0));
  self->updating = FALSE;
  gtk_label_set_label (self->lines, lines);
  gtk_widget_set_visible (self->details, enabled && error == NULL);
  gtk_label_set_label (self->fault, error != NULL ? error : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), error != NULL);
}

static void
recess_access_page_listener_cb (GObject      *object,
                                GAsyncResult *result,
                                gpointer      user_data)
{
  g_autoptr(RecessAccessPage) self = user_data;
  g_autoptr(JsonObject) listener = NULL;
  g_autoptr(GError) error = NULL;

  listener = recess_call_finish (RECESS_CLIENT (object), result, &error);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (listener != NULL)
    recess_access_page_take (self, listener);
  else
    {
      gtk_label_set_label (self->fault, error->message);
      gtk_widget_set_visible (GTK_WIDGET (self->fault), TRUE);
    }
}

static void
recess_access_page_put (RecessAccessPage *self,
                        gboolean          new_key)
{
  g_autofree char *body = NULL;

  if (self->updating)
    return;

  body = g_strdup_printf ("{\"enabled\":%s,\"port\":%d%s}",
                          gtk_switch_get_active (self->enabled) ? "true" : "false",
                          gtk_spin_button_get_value_as_int (self->port),
                          new_key ? ",\"new_key\":true" : "");
  recess_call_async (recess_engine_get_client (self->engine), "PUT", "/recess/listener", body,
                     NULL, recess_access_page_listener_cb, g_object_ref (self));
}

static void
recess_access_page_changed_cb (RecessAccessPage *self)
{
  g_assert (RECESS_IS_ACCESS_PAGE (self));

  recess_access_page_put (self, FALSE);
}

static void
recess_access_page_new_key_cb (RecessAccessPage *self)
{
  g_assert (RECESS_IS_ACCESS_PAGE (self));

  recess_access_page_put (self, TRUE);
}

static void
recess_access_page_copy_cb (RecessAccessPage *self)
{
  g_assert (RECESS_IS_ACCESS_PAGE (self));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          gtk_label_get_label (self->lines));
}

static void
recess_access_page_dispose (GObject *object)
{
  RecessAccessPage *self = RECESS_ACCESS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  recess_template_dispose (GTK_WIDGET (object), RECESS_TYPE_ACCESS_PAGE);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (recess_access_page_parent_class)->dispose (object);
}

static void
recess_access_page_finalize (GObject *object)
{
  RecessAccessPage *self = RECESS_ACCESS_PAGE (object);

  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (recess_access_page_parent_class)->finalize (object);
}

static void
recess_access_page_class_init (RecessAccessPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = recess_access_page_dispose;
  object_class->finalize = recess_access_page_finalize;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/ui/recess-access-page.ui");
  gtk_widget_class_bind_template_child (widget_class, RecessAccessPage, enabled);
  gtk_widget_class_bind_template_child (widget_class, RecessAccessPage, port);
  gtk_widget_class_bind_template_child (widget_class, RecessAccessPage, lines);
  gtk_widget_class_bind_template_child (widget_class, RecessAccessPage, fault);
  gtk_widget_class_bind_template_child (widget_class, RecessAccessPage, details);
  gtk_widget_class_bind_template_callback (widget_class, recess_access_page_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, recess_access_page_new_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, recess_access_page_copy_cb);
}

static void
recess_access_page_init (RecessAccessPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->updating = FALSE;
}

void
recess_access_page_set_engine (RecessAccessPage *self,
                               RecessEngine     *engine)
{
  g_return_if_fail (RECESS_IS_ACCESS_PAGE (self));
  g_return_if_fail (RECESS_IS_ENGINE (engine));

  g_set_object (&self->engine, engine);
  recess_call_async (recess_engine_get_client (engine), "GET", "/recess/listener", NULL,
                     self->cancellable, recess_access_page_listener_cb, g_object_ref (self));
}
