/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RECESS_TYPE_END_FOLLOWER (recess_end_follower_get_type ())

/**
 * RecessEndFollower:
 *
 * Keeps the end of a list in sight while it grows, until its user scrolls up; goes on when the
 * user has scrolled to the end again. A move while rows are being laid out counts only with a key,
 * a button or a finger down: lists move by themselves as well, when rows change their heights.
 *
 * The property `following` tells which of the two it is.
 */
G_DECLARE_FINAL_TYPE (RecessEndFollower, recess_end_follower, RECESS, END_FOLLOWER, GObject)

/* @list: not kept alive; the child of @scroller. Begins at the end. */
RecessEndFollower *recess_end_follower_new           (GtkListView       *list,
                                                      GtkScrolledWindow *scroller);
gboolean           recess_end_follower_get_following (RecessEndFollower *self);
void               recess_end_follower_set_following (RecessEndFollower *self,
                                                      gboolean           following);
/* Brings the row into sight, and stays there. */
void               recess_end_follower_show_row      (RecessEndFollower *self,
                                                      guint              position);
/* To be called where rows have changed without a change of the list's model. */
void               recess_end_follower_settle        (RecessEndFollower *self);
/* The user scrolled by other means than the pointer. */
void               recess_end_follower_scrolled_up   (RecessEndFollower *self);

G_END_DECLS
