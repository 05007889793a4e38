/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/recess-functions.h"
#include "recess-chat-settings.h"

G_BEGIN_DECLS

#define RECESS_TYPE_FUNCTION_LIST (recess_function_list_get_type ())

/**
 * RecessFunctionList:
 *
 * All functions, which of them the model of a conversation is told of, and how it may call them.
 *
 * Signals:
 * - `edit (RecessFunction *function, gboolean copy)`: the page of a function is wanted; a new one
 *   where it is %NULL
 * - `deleted (RecessFunction *function)`: the engine has deleted it
 * - `failed (const char *message)`
 */
G_DECLARE_FINAL_TYPE (RecessFunctionList, recess_function_list,
                      RECESS, FUNCTION_LIST, GtkWidget)

/* Once, before the first settings. */
void  recess_function_list_set_functions (RecessFunctionList *self,
                                          RecessFunctions    *functions);
void  recess_function_list_set_settings  (RecessFunctionList *self,
                                          RecessChatSettings *settings);
/* Takes in a name that was given to a function. @old_name: (nullable): what it was, none for a new
 * one, which is then told of */
void  recess_function_list_take_name     (RecessFunctionList *self,
                                          const char         *old_name,
                                          const char         *name);
void  recess_function_list_set_edited    (RecessFunctionList *self,
                                          const char         *id,
                                          gboolean            edited);
/* Returns: (transfer full): "3 functions", for the folded group */
char *recess_function_list_dup_summary   (RecessFunctionList *self);

G_END_DECLS
