/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "engine/recess-call.h"

#include "recess-chat-pane-private.h"

typedef struct
{
  RecessChatPane *self;
  char           *id;
} Change;

static Change *
change_new (RecessChatPane *self,
            const char     *id)
{
  Change *change = g_new0 (Change, 1);

  change->self = g_object_ref (self);
  change->id = g_strdup (id);

  return change;
}

static void
change_free (Change *change)
{
  g_object_unref (change->self);
  g_free (change->id);
  g_free (change);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Change, change_free)

void
_recess_chat_pane_tell_error (RecessChatPane *self,
                              const GError   *error)
{
  g_autofree char *title = g_markup_escape_text (error->message, -1);
  AdwToast *toast = adw_toast_new (title);

  adw_toast_set_timeout (toast, 0);
  _recess_chat_pane_tell (self, toast);
}

static void
recess_chat_pane_changed_cb (GObject      *object,
                             GAsyncResult *result,
                             gpointer      user_data)
{
  g_autoptr(Change) change = user_data;
  g_autoptr(JsonObject) row = NULL;
  g_autoptr(GError) error = NULL;

  row = recess_call_finish (RECESS_CLIENT (object), result, &error);
  if (change->self->session == NULL)
    return;

  if (row == NULL)
    _recess_chat_pane_tell_error (change->self, error);
  else
    recess_conversation_list_take_row (change->self->list, row);
}

static void
recess_chat_pane_change (RecessChatPane *self,
                         const char     *id,
                         const char     *verb,
                         const char     *body)
{
  g_autofree char *path = g_strdup_printf ("/recess/conversations/%s%s", id, verb);

  recess_call_async (recess_engine_get_client (self->engine), "POST", path, body, NULL,
                     recess_chat_pane_changed_cb, change_new (self, id));
}

static void
recess_chat_pane_restore_cb (AdwToast *toast,
                             gpointer  user_data)
{
  Change *change = user_data;

  recess_chat_pane_change (change->self, change->id, "/restore", "{}");
  _recess_chat_pane_open (change->self, change->id);
}

static void
change_closure_free (gpointer  data,
                     GClosure *closure)
{
  change_free (data);
}

static void
recess_chat_pane_tell_deleted (RecessChatPane *self,
                               const char     *id)
{
  AdwToast *toast = adw_toast_new (_("Conversation deleted"));

  adw_toast_set_button_label (toast, _("_Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (recess_chat_pane_restore_cb),
                         change_new (self, id), change_closure_free, G_CONNECT_DEFAULT);
  _recess_chat_pane_tell (self, toast);
}

/* What was below comes up; without a neighbour a new one begins. */
static void
recess_chat_pane_open_neighbour (RecessChatPane *self,
                                 guint           position)
{
  guint length = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  g_autoptr(RecessConversation) next = NULL;

  if (length > 0)
    next = g_list_model_get_item (G_LIST_MODEL (self->list), MIN (position, length - 1));
  _recess_chat_pane_open (self, next != NULL ? recess_conversation_get_id (next) : NULL);
}

static void
recess_chat_pane_deleted_cb (GObject      *object,
                             GAsyncResult *result,
                             gpointer      user_data)
{
  g_autoptr(Change) change = user_data;
  g_autoptr(JsonObject) answer = NULL;
  g_autoptr(GError) error = NULL;
  RecessChatPane *self = change->self;
  gboolean shown;
  guint position = 0;

  answer = recess_call_finish (RECESS_CLIENT (object), result, &error);
  if (self->session == NULL)
    return;

  if (answer == NULL)
    {
      _recess_chat_pane_tell_error (self, error);
      return;
    }

  shown = g_strcmp0 (recess_chat_session_get_id (self->session), change->id) == 0;
  recess_conversation_list_find (self->list, change->id, &position);
  recess_conversation_list_remove (self->list, change->id);
  if (shown)
    recess_chat_pane_open_neighbour (self, position);
  recess_chat_pane_tell_deleted (self, change->id);
}

void
_recess_chat_pane_delete_action (GtkWidget  *widget,
                                 const char *action_name,
                                 GVariant   *parameter)
{
  RecessChatPane *self = RECESS_CHAT_PANE (widget);
  const char *id = g_variant_get_string (parameter, NULL);
  g_autofree char *path = g_strdup_printf ("/recess/conversations/%s", id);

  recess_call_async (recess_engine_get_client (self->engine), "DELETE", path, NULL, NULL,
                     recess_chat_pane_deleted_cb, change_new (self, id));
}

void
_recess_chat_pane_pin_action (GtkWidget  *widget,
                              const char *action_name,
                              GVariant   *parameter)
{
  RecessChatPane *self = RECESS_CHAT_PANE (widget);
  const char *id = g_variant_get_string (parameter, NULL);
  RecessConversation *conversation = recess_conversation_list_find (self->list, id, NULL);

  if (conversation != NULL)
    recess_chat_pane_change (self, id, "", recess_conversation_get_pinned (conversation)
                                           ? "{\"pinned\":false}" : "{\"pinned\":true}");
}

void
_recess_chat_pane_rename_done_cb (RecessChatPane *self)
{
  g_autofree char *title = NULL;
  g_autofree char *body = NULL;

  g_assert (RECESS_IS_CHAT_PANE (self));

  title = recess_json_quote (gtk_editable_get_text (self->rename_entry));
  body = g_strdup_printf ("{\"title\":%s}", title);
  gtk_popover_popdown (self->rename_popover);
  recess_chat_pane_change (self, self->rename_id, "", body);
}

/* The popover points at the row, where the row is in sight. */
static void
recess_chat_pane_point_at_selected (RecessChatPane *self)
{
  graphene_rect_t bounds;
  GtkWidget *row;

  for (row = gtk_widget_get_first_child (GTK_WIDGET (self->list_view)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (gtk_widget_get_state_flags (row) & GTK_STATE_FLAG_SELECTED)
      break;

  if (row != NULL && gtk_widget_compute_bounds (row, GTK_WIDGET (self->list_view), &bounds))
    gtk_popover_set_pointing_to (self->rename_popover,
                                 &(GdkRectangle) { (int) bounds.origin.x, (int) bounds.origin.y,
                                                   (int) bounds.size.width,
                                                   (int) bounds.size.height });
}

void
_recess_chat_pane_rename_action (GtkWidget  *widget,
                                 const char *action_name,
                                 GVariant   *parameter)
{
  RecessChatPane *self = RECESS_CHAT_PANE (widget);
  const char *id = g_variant_get_string (parameter, NULL);
  guint position;
  RecessConversation *conversation = recess_conversation_list_find (self->list, id, &position);

  if (conversation == NULL)
    return;

  g_free (self->rename_id);
  self->rename_id = g_strdup (id);
  gtk_single_selection_set_selected (self->selection, position);
  gtk_editable_set_text (self->rename_entry, recess_conversation_get_display_title (conversation));
  if (gtk_widget_get_parent (GTK_WIDGET (self->rename_popover)) == NULL)
    gtk_widget_set_parent (GTK_WIDGET (self->rename_popover), GTK_WIDGET (self->list_view));
  recess_chat_pane_point_at_selected (self);
  gtk_popover_popup (self->rename_popover);
  gtk_widget_grab_focus (GTK_WIDGET (self->rename_entry));
}
