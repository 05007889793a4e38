/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "recess-message-view.h"
#include "recess-status-row.h"

struct _RecessStatusRow
{
  GtkWidget parent_instance;

  /* Template widgets */
  GtkImage *icon;
  GtkLabel *label;
  GtkButton *go_on;
  GtkButton *button;
};

static void row_content_iface_init (RecessRowContentInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RecessStatusRow, recess_status_row, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (RECESS_TYPE_ROW_CONTENT,
                                                      row_content_iface_init))

static char *
describe (RecessMessage *message)
{
  const char *error = recess_message_get_error_message (message);
  gboolean explained = error != NULL && *error != '\0';

  switch (recess_message_get_status (message))
    {
    case RECESS_MESSAGE_STOPPED:
      return g_strdup (_("Stopped"));
    case RECESS_MESSAGE_INTERRUPTED:
      if (explained)
        /* Translators: %s says why, in a sentence. */
        return g_strdup_printf (_("Interrupted: the text so far is kept. %s"), error);
      return g_strdup (_("Interrupted: the text so far is kept"));
    case RECESS_MESSAGE_FAILED:
      return g_strdup (explained ? error : _("The answer failed"));
    case RECESS_MESSAGE_COMPLETE:
      if (recess_message_is_cut (message))
        return g_strdup (_("Cut at the token limit"));
      return g_strdup (recess_message_get_check (message));
    case RECESS_MESSAGE_IN_PROGRESS:
    default:
      return g_strdup ("");
    }
}

static gboolean
has_passed (RecessMessage *message)
{
  return recess_message_get_status (message) == RECESS_MESSAGE_COMPLETE &&
         recess_message_get_check_passed (message);
}

static void
show_icon (RecessStatusRow *self,
           RecessMessage   *message)
{
  const char *name = "media-playback-stop-symbolic";
  const char *style = "dim-label";

  if (recess_message_get_status (message) == RECESS_MESSAGE_FAILED)
    {
      name = "dialog-error-symbolic";
      style = "error";
    }
  else if (recess_message_get_status (message) == RECESS_MESSAGE_COMPLETE &&
           !recess_message_is_cut (message))
    {
      name = has_passed (message) ? "object-select-symbolic" : "dialog-warning-symbolic";
      style = has_passed (message) ? "success" : "warning";
    }

  gtk_image_set_from_icon_name (self->icon, name);
  gtk_widget_set_css_classes (GTK_WIDGET (self->icon), (const char *[]) { style, NULL });
}

static void
set_action (GtkButton     *button,
            const char    *action,
            RecessMessage *message)
{
  const char *id = recess_message_get_id (message);

  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", id != NULL ? id : "");
  recess_row_content_set_action (GTK_WIDGET (button), action);
}

static void
recess_status_row_set_row (RecessRowContent *content,
                           RecessRow        *row)
{
  RecessStatusRow *self = RECESS_STATUS_ROW (content);
  g_autofree char *words = NULL;
  RecessMessage *message;
  GtkWidget *view = gtk_widget_get_ancestor (GTK_WIDGET (self), RECESS_TYPE_MESSAGE_VIEW);
  gboolean failed, passed;
  gboolean changes;

  if (row == NULL)
    return;

  changes = view == NULL || !recess_message_view_get_read_only (RECESS_MESSAGE_VIEW (view));

  message = recess_row_get_message (row);
  failed = recess_message_get_status (message) == RECESS_MESSAGE_FAILED;
  passed = has_passed (message);
  words = describe (message);
  gtk_label_set_label (self->label, words);
  show_icon (self, message);
  gtk_widget_set_css_classes (GTK_WIDGET (self->label),
                              (const char *[]) { failed ? "failure" : "dim-label", NULL });
  gtk_button_set_label (self->button, failed ? _("Retry") : _("Regenerate"));
  set_action (self->button, "message.regenerate", message);
  set_action (self->go_on, "message.continue", message);
  gtk_widget_set_visible (GTK_WIDGET (self->button), changes && !passed);
  gtk_widget_set_visible (GTK_WIDGET (self->go_on), changes && recess_message_is_cut (message));
}

static void
row_content_iface_init (RecessRowContentInterface *iface)
{
  iface->set_row = recess_status_row_set_row;
}

static void
recess_status_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), RECESS_TYPE_STATUS_ROW);

  G_OBJECT_CLASS (recess_status_row_parent_class)->dispose (object);
}

static void
recess_status_row_class_init (RecessStatusRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = recess_status_row_dispose;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/ui/recess-status-row.ui");
  gtk_widget_class_bind_template_child (widget_class, RecessStatusRow, icon);
  gtk_widget_class_bind_template_child (widget_class, RecessStatusRow, label);
  gtk_widget_class_bind_template_child (widget_class, RecessStatusRow, go_on);
  gtk_widget_class_bind_template_child (widget_class, RecessStatusRow, button);
  gtk_widget_class_set_css_name (widget_class, "statusrow");
}

static void
recess_status_row_init (RecessStatusRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
recess_status_row_new (void)
{
  return g_object_new (RECESS_TYPE_STATUS_ROW, NULL);
}
