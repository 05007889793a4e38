/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RECESS_TYPE_NOTICE (recess_notice_get_type ())

/**
 * RecessNotice:
 *
 * A line that comes when something went wrong: what happened, what was kept, and the next step as
 * a button.
 */
G_DECLARE_FINAL_TYPE (RecessNotice, recess_notice, RECESS, NOTICE, GtkWidget)

GtkWidget *recess_notice_new  (void);
/* @detail: (nullable): what was kept; @label, @action: (nullable): the next step */
void       recess_notice_show (RecessNotice *self,
                               const char   *title,
                               const char   *detail,
                               const char   *label,
                               const char   *action);
void       recess_notice_hide (RecessNotice *self);

G_END_DECLS
