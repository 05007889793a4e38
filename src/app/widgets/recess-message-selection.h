/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-message-row.h"
#include "recess-transcript.h"

G_BEGIN_DECLS

/**
 * RecessMessageSelection:
 *
 * The selected text of a transcript. It may reach over many rows; those that are not shown take
 * part all the same. One row is copied as it reads, several as Markdown.
 *
 * Signal `link-activated (const char *uri)`.
 */
#define RECESS_TYPE_MESSAGE_SELECTION (recess_message_selection_get_type ())
G_DECLARE_FINAL_TYPE (RecessMessageSelection, recess_message_selection, RECESS, MESSAGE_SELECTION,
                      GObject)

/* @list and @adjustment are borrowed from the view that owns the selection. */
RecessMessageSelection *recess_message_selection_new            (GtkWidget              *list,
                                                                 GtkAdjustment          *adjustment,
                                                                 RecessRowPool          *pool);
void recess_message_selection_set_transcript (RecessMessageSelection *self,
                                              RecessTranscript       *transcript);

/* Marks in a row that is shown anew what is selected of it. */
void                    recess_message_selection_apply          (RecessMessageSelection *self,
                                                                 RecessMessageRow       *shell);
void                    recess_message_selection_select_all     (RecessMessageSelection *self);
void                    recess_message_selection_clear          (RecessMessageSelection *self);
gboolean                recess_message_selection_is_empty       (RecessMessageSelection *self);
char                   *recess_message_selection_dup_text       (RecessMessageSelection *self);
const char             *recess_message_selection_find_link      (RecessMessageSelection *self,
                                                                 double                  x,
                                                                 double                  y);

/* The shell at a height of the list, the nearest one with text where @text. */
RecessMessageRow       *recess_message_selection_find_shell     (RecessMessageSelection *self,
                                                                 double                  y,
                                                                 gboolean                text);

G_END_DECLS
