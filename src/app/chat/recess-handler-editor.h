/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RECESS_TYPE_HANDLER_EDITOR (recess_handler_editor_get_type ())

/**
 * RecessHandlerEditor:
 *
 * Who answers a function when it is called: the user, a fixed text, Python code, or the program
 * itself. What was written for one kind stays while another one is looked at.
 *
 * ::edited ()
 */
G_DECLARE_FINAL_TYPE (RecessHandlerEditor, recess_handler_editor,
                      RECESS, HANDLER_EDITOR, GtkWidget)

/* @json: a handler of the API */
void     recess_handler_editor_set_json (RecessHandlerEditor *self,
                                         const char          *json);
char    *recess_handler_editor_dup_json (RecessHandlerEditor *self);
/* Whether it can be tried: the user needs no try. */
gboolean recess_handler_editor_get_runs (RecessHandlerEditor *self);

G_END_DECLS
