/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "recess-chat-params.h"
#include "recess-chat-settings.h"

G_BEGIN_DECLS

#define RECESS_TYPE_PARAM_ROW (recess_param_row_get_type ())

/**
 * RecessParamRow:
 *
 * One parameter: its name and its value. What is not sent is dim and says *default*; what is set
 * can be reset.
 */
G_DECLARE_FINAL_TYPE (RecessParamRow, recess_param_row, RECESS, PARAM_ROW, GtkWidget)

GtkWidget *recess_param_row_new          (const RecessChatParam *param);
void       recess_param_row_set_settings (RecessParamRow        *self,
                                          RecessChatSettings    *settings);

G_END_DECLS
