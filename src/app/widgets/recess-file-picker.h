/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * recess_file_picker_save_async:
 * @widget: a widget of the window that asks
 * @title: what is saved
 * @name: the proposed file name, without a folder
 *
 * Asks where to save something; an existing file is only given after a question.
 */
void   recess_file_picker_save_async  (GtkWidget            *widget,
                                       const char           *title,
                                       const char           *name,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
/* Returns: (transfer full): the file; %G_IO_ERROR_CANCELLED where the user thought better of it */
GFile *recess_file_picker_save_finish (GAsyncResult         *result,
                                       GError              **error);

/**
 * recess_file_picker_open_async:
 * @title: what is opened
 * @several: whether more than one may be chosen
 *
 * Asks for files to read.
 */
void        recess_file_picker_open_async  (GtkWidget            *widget,
                                            const char           *title,
                                            gboolean              several,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
/* Returns: (transfer full): a list of #GFile */
GListModel *recess_file_picker_open_finish (GAsyncResult         *result,
                                            GError              **error);

/**
 * recess_file_picker_save_text_async:
 * @text: what the file is to hold
 *
 * As recess_file_picker_save_async(), and writes the file.
 */
void   recess_file_picker_save_text_async  (GtkWidget            *widget,
                                            const char           *title,
                                            const char           *name,
                                            const char           *text,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
void   recess_file_picker_save_bytes_async (GtkWidget            *widget,
                                            const char           *title,
                                            const char           *name,
                                            GBytes               *bytes,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
/* Ends both. Returns: (transfer full): the file that was written */
GFile *recess_file_picker_save_text_finish (GAsyncResult         *result,
                                            GError              **error);

G_END_DECLS
