/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

/* Source that is edited: its colours follow those of the window, and its language is one that
 * GtkSourceView knows: "json", "python". */
void  recess_source_prepare    (GtkSourceView *view,
                                const char    *language);
char *recess_source_dup_text   (GtkTextView   *view);
/* Like typing, so that it can be undone. */
void  recess_source_set_text   (GtkTextView   *view,
                                const char    *text);

G_END_DECLS
