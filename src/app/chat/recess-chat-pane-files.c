/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "engine/recess-call.h"
#include "widgets/recess-file-picker.h"

#include "recess-chat-pane-private.h"

/* A conversation that goes into a file. */
typedef struct
{
  RecessChatPane *self;
  char           *name;
} Export;

static void
export_free (Export *export)
{
  g_object_unref (export->self);
  g_free (export->name);
  g_free (export);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Export, export_free)

static void
recess_chat_pane_saved_cb (GObject      *object,
                           GAsyncResult *result,
                           gpointer      user_data)
{
  g_autoptr(RecessChatPane) self = user_data;
  g_autoptr(GFile) file = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *name = NULL;
  g_autofree char *words = NULL;
  g_autofree char *markup = NULL;

  file = recess_file_picker_save_text_finish (result, &error);
  if (self->session == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (file == NULL)
    {
      _recess_chat_pane_tell_error (self, error);
      return;
    }

  name = g_file_get_basename (file);
  words = g_strdup_printf (_("Saved “%s”"), name);
  markup = g_markup_escape_text (words, -1);
  _recess_chat_pane_tell (self, adw_toast_new (markup));
}

static void
recess_chat_pane_exported_cb (GObject      *object,
                              GAsyncResult *result,
                              gpointer      user_data)
{
  g_autoptr(Export) export = user_data;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;

  bytes = recess_client_request_finish (RECESS_CLIENT (object), result, &error);
  if (export->self->session == NULL)
    return;

  if (bytes == NULL)
    _recess_chat_pane_tell_error (export->self, error);
  else
    recess_file_picker_save_bytes_async (GTK_WIDGET (export->self), _("Export Conversation"),
                                         export->name, bytes, NULL, recess_chat_pane_saved_cb,
                                         g_object_ref (export->self));
}

/* A title as the name of a file. */
static char *
recess_chat_pane_dup_file_name (RecessChatPane *self,
                                const char     *id,
                                const char     *suffix)
{
  RecessConversation *conversation = recess_conversation_list_find (self->list, id, NULL);
  g_autofree char *title = NULL;

  if (conversation != NULL)
    title = g_strdup (recess_conversation_get_display_title (conversation));
  else
    title = g_strdup (_("Conversation"));
  g_strdelimit (title, "/\\:*?\"<>|\n\r\t", ' ');
  g_strstrip (title);

  return g_strconcat (*title != '\0' && *title != '.' ? title : _("Conversation"), suffix, NULL);
}

static void
recess_chat_pane_export (RecessChatPane *self,
                         const char     *id,
                         const char     *format,
                         const char     *suffix)
{
  g_autofree char *path = g_strdup_printf ("/recess/conversations/%s/export?format=%s", id,
                                           format);
  Export *export = g_new0 (Export, 1);

  export->self = g_object_ref (self);
  export->name = recess_chat_pane_dup_file_name (self, id, suffix);
  recess_client_request_async (recess_engine_get_client (self->engine), "GET", path, NULL, NULL,
                               recess_chat_pane_exported_cb, export);
}

void
_recess_chat_pane_export_action (GtkWidget  *widget,
                                 const char *action_name,
                                 GVariant   *parameter)
{
  RecessChatPane *self = RECESS_CHAT_PANE (widget);
  const char *id = g_variant_get_string (parameter, NULL);

  if (g_str_equal (action_name, "chat.export-markdown"))
    recess_chat_pane_export (self, id, "markdown", ".md");
  else
    recess_chat_pane_export (self, id, "json", ".json");
}

static void
recess_chat_pane_imported_cb (GObject      *object,
                              GAsyncResult *result,
                              gpointer      user_data)
{
  g_autoptr(RecessChatPane) self = user_data;
  g_autoptr(JsonObject) row = NULL;
  g_autoptr(GError) error = NULL;

  row = recess_call_finish (RECESS_CLIENT (object), result, &error);
  if (self->session == NULL)
    return;

  if (row == NULL)
    {
      _recess_chat_pane_tell_error (self, error);
      return;
    }

  recess_conversation_list_take_row (self->list, row);
  _recess_chat_pane_open (self, recess_json_object_get_string (row, "id", NULL));
  _recess_chat_pane_tell (self, adw_toast_new (_("Conversation imported")));
}

static void
recess_chat_pane_read_cb (GObject      *object,
                          GAsyncResult *result,
                          gpointer      user_data)
{
  g_autoptr(RecessChatPane) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  /* It ends with a NUL that does not count. */
  if (!g_file_load_contents_finish (G_FILE (object), result, &text, NULL, NULL, &error))
    _recess_chat_pane_tell_error (self, error);
  else
    recess_call_async (recess_engine_get_client (self->engine), "POST",
                       "/recess/conversations/import", text, NULL, recess_chat_pane_imported_cb,
                       g_object_ref (self));
}

static void
recess_chat_pane_import (RecessChatPane *self,
                         GFile          *file)
{
  g_file_load_contents_async (file, NULL, recess_chat_pane_read_cb, g_object_ref (self));
}

static void
recess_chat_pane_picked_cb (GObject      *object,
                            GAsyncResult *result,
                            gpointer      user_data)
{
  g_autoptr(RecessChatPane) self = user_data;
  g_autoptr(GListModel) files = recess_file_picker_open_finish (result, NULL);

  for (guint i = 0; files != NULL && i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr(GFile) file = g_list_model_get_item (files, i);

      recess_chat_pane_import (self, file);
    }
}

void
_recess_chat_pane_import_action (GtkWidget  *widget,
                                 const char *action_name,
                                 GVariant   *parameter)
{
  recess_file_picker_open_async (widget, _("Import Conversation"), TRUE, NULL,
                                 recess_chat_pane_picked_cb, g_object_ref (widget));
}

static gboolean
recess_chat_pane_drop_cb (RecessChatPane *self,
                          const GValue   *value)
{
  GSList *files = g_value_get_boxed (value);

  g_assert (RECESS_IS_CHAT_PANE (self));

  for (GSList *iter = files; iter != NULL; iter = iter->next)
    recess_chat_pane_import (self, iter->data);

  return files != NULL;
}

void
_recess_chat_pane_accept_drops (RecessChatPane *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_object (target, "drop", G_CALLBACK (recess_chat_pane_drop_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->list_stack), GTK_EVENT_CONTROLLER (target));
}
