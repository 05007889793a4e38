/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The wheel goes on to the scrolled window around @inner where the content of @inner ends. */
void recess_scroll_chain_add (GtkScrolledWindow *inner);

G_END_DECLS
