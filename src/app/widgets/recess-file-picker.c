/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "recess-file-picker.h"

static void
response_cb (GtkNativeDialog *dialog,
             int              response,
             GTask           *task)
{
  g_assert (GTK_IS_FILE_CHOOSER_NATIVE (dialog));

  if (g_task_get_completed (task))
    return;

  if (response == GTK_RESPONSE_ACCEPT)
    g_task_return_pointer (task, gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)),
                           g_object_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "No file was chosen");
  gtk_native_dialog_destroy (dialog);
}

static GtkFileChooserNative *
new_dialog (GtkWidget            *widget,
            const char           *title,
            GtkFileChooserAction  action,
            const char           *accept)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkFileChooserNative *dialog;

  dialog = gtk_file_chooser_native_new (title, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                        action, accept, _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);

  return dialog;
}

/* Nobody else tells the dialog when its window goes. */
static void
parent_destroyed_cb (GtkNativeDialog *dialog)
{
  g_assert (GTK_IS_NATIVE_DIALOG (dialog));

  g_signal_emit_by_name (dialog, "response", GTK_RESPONSE_CANCEL);
}

/* The task has the dialog, and the dialog the task, until there is a response. */
static void
show (GtkFileChooserNative *dialog,
      GCallback             response_func,
      gpointer              source_tag,
      GCancellable         *cancellable,
      GAsyncReadyCallback   callback,
      gpointer              user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  GtkWindow *parent = gtk_native_dialog_get_transient_for (GTK_NATIVE_DIALOG (dialog));

  if (parent != NULL)
    g_signal_connect_object (parent, "destroy", G_CALLBACK (parent_destroyed_cb), dialog,
                             G_CONNECT_SWAPPED);
  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, dialog, g_object_unref);
  g_signal_connect_data (dialog, "response", response_func, g_object_ref (task),
                         (GClosureNotify) (void (*) (void)) g_object_unref, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

void
recess_file_picker_save_async (GtkWidget           *widget,
                               const char          *title,
                               const char          *name,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  GtkFileChooserNative *dialog;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (title != NULL && name != NULL);

  dialog = new_dialog (widget, title, GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  show (dialog, G_CALLBACK (response_cb), recess_file_picker_save_async, cancellable, callback,
        user_data);
}

static void
opened_cb (GtkNativeDialog *dialog,
           int              response,
           GTask           *task)
{
  g_assert (GTK_IS_FILE_CHOOSER_NATIVE (dialog));

  if (g_task_get_completed (task))
    return;

  if (response == GTK_RESPONSE_ACCEPT)
    g_task_return_pointer (task, gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog)),
                           g_object_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "No file was chosen");
  gtk_native_dialog_destroy (dialog);
}

void
recess_file_picker_open_async (GtkWidget           *widget,
                               const char          *title,
                               gboolean             several,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  GtkFileChooserNative *dialog;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (title != NULL);

  dialog = new_dialog (widget, title, GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"));
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), several);
  show (dialog, G_CALLBACK (opened_cb), recess_file_picker_open_async, cancellable, callback,
        user_data);
}

GListModel *
recess_file_picker_open_finish (GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

GFile *
recess_file_picker_save_finish (GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
written_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (g_file_replace_contents_finish (G_FILE (object), result, NULL, &error))
    g_task_return_pointer (task, g_object_ref (object), g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
picked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GFile) file = NULL;
  GError *error = NULL;

  file = recess_file_picker_save_finish (result, &error);
  if (file == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  g_file_replace_contents_bytes_async (file, g_task_get_task_data (task), NULL, FALSE,
                                       G_FILE_CREATE_NONE, g_task_get_cancellable (task),
                                       written_cb, g_object_ref (task));
}

void
recess_file_picker_save_bytes_async (GtkWidget           *widget,
                                     const char          *title,
                                     const char          *name,
                                     GBytes              *bytes,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (bytes != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, recess_file_picker_save_bytes_async);
  g_task_set_task_data (task, g_bytes_ref (bytes), (GDestroyNotify) g_bytes_unref);
  recess_file_picker_save_async (widget, title, name, cancellable, picked_cb,
                                 g_object_ref (task));
}

void
recess_file_picker_save_text_async (GtkWidget           *widget,
                                    const char          *title,
                                    const char          *name,
                                    const char          *text,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_autoptr(GBytes) bytes = NULL;

  g_return_if_fail (text != NULL);

  bytes = g_bytes_new (text, strlen (text));
  recess_file_picker_save_bytes_async (widget, title, name, bytes, cancellable, callback,
                                       user_data);
}

GFile *
recess_file_picker_save_text_finish (GAsyncResult  *result,
                                     GError       **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
