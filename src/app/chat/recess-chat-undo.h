/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RecessChatStep:
 * @before: (nullable): the content before an edit, as JSON; NULL when the step is a deletion
 * @after: (nullable): the content after it
 */
typedef struct
{
  char *message_id;
  char *before;
  char *after;
} RecessChatStep;

/* What can be undone and redone, as a pure list. */
typedef struct _RecessChatUndo RecessChatUndo;

RecessChatUndo       *recess_chat_undo_new   (void);
void                  recess_chat_undo_free  (RecessChatUndo *self);
void                  recess_chat_undo_push  (RecessChatUndo *self,
                                              const char     *message_id,
                                              const char     *before,
                                              const char     *after);
/* Returns: (nullable) (transfer none): the step to undo, which is then the one to redo */
const RecessChatStep *recess_chat_undo_back  (RecessChatUndo *self);
const RecessChatStep *recess_chat_undo_forth (RecessChatUndo *self);
gboolean              recess_chat_undo_can_go_back  (RecessChatUndo *self);
gboolean              recess_chat_undo_can_go_forth (RecessChatUndo *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessChatUndo, recess_chat_undo_free)

G_END_DECLS
