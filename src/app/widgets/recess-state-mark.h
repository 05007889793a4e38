/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Each a shape of its own: the colour says nothing that the shape does not. */
typedef enum
{
  RECESS_MARK_QUEUED,
  RECESS_MARK_RUNNING,
  RECESS_MARK_WAITING,
  RECESS_MARK_COMPLETE,
  RECESS_MARK_INCOMPLETE,
  RECESS_MARK_FAILED,
  RECESS_MARK_CANCELLED,
} RecessMark;

/**
 * RecessStateMark:
 *
 * The small picture of a state, for beside the word that names it.
 */
#define RECESS_TYPE_STATE_MARK (recess_state_mark_get_type ())
G_DECLARE_FINAL_TYPE (RecessStateMark, recess_state_mark, RECESS, STATE_MARK, GtkWidget)

GtkWidget *recess_state_mark_new      (void);
void       recess_state_mark_set_mark (RecessStateMark *self,
                                       RecessMark       mark);

G_END_DECLS
