/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * recess_button_name:
 *
 * GTK 4.8 names a button "_Send Send": by its label with the mnemonic, and by the label's widget.
 * To be called after the label was set.
 */
void recess_button_name       (GtkButton *button);

/**
 * recess_button_names_init:
 *
 * Names every button with a mnemonic when it is mapped.
 */
void recess_button_names_init (void);

G_END_DECLS
