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
 * @ids: the message; of a deletion all that went with it, in the order of the path
 * @before: (nullable): what makes an edit undone, as the body of a request; NULL for a deletion
 * @after: (nullable): what makes it done again
 */
typedef struct
{
  char **ids;
  char  *before;
  char  *after;
} RecessChatStep;

/* What can be undone and redone, as a pure list. */
typedef struct _RecessChatUndo RecessChatUndo;

RecessChatUndo       *recess_chat_undo_new   (void);
void                  recess_chat_undo_free  (RecessChatUndo *self);
void                  recess_chat_undo_push  (RecessChatUndo *self,
                                              char          **ids,
                                              const char     *before,
                                              const char     *after);
/* Returns: (nullable) (transfer none): the step to undo, which is then the one to redo */
const RecessChatStep *recess_chat_undo_back  (RecessChatUndo *self);
const RecessChatStep *recess_chat_undo_forth (RecessChatUndo *self);
gboolean              recess_chat_undo_can_go_back  (RecessChatUndo *self);
gboolean              recess_chat_undo_can_go_forth (RecessChatUndo *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessChatUndo, recess_chat_undo_free)

G_END_DECLS
