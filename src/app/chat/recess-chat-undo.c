/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-chat-undo.h"

#define MAX_STEPS 100

struct _RecessChatUndo
{
  GPtrArray *steps;
  /* Steps before it are done, the others were undone. */
  guint      at;
};

static void
step_free (gpointer data)
{
  RecessChatStep *step = data;

  g_strfreev (step->ids);
  g_free (step->before);
  g_free (step->after);
  g_free (step);
}

RecessChatUndo *
recess_chat_undo_new (void)
{
  RecessChatUndo *self = g_new0 (RecessChatUndo, 1);

  self->steps = g_ptr_array_new_with_free_func (step_free);
  return self;
}

void
recess_chat_undo_free (RecessChatUndo *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->steps);
  g_free (self);
}

void
recess_chat_undo_push (RecessChatUndo *self,
                       char          **ids,
                       const char     *before,
                       const char     *after)
{
  RecessChatStep *step;

  g_return_if_fail (self != NULL);
  g_return_if_fail (ids != NULL && ids[0] != NULL);

  g_ptr_array_set_size (self->steps, self->at);
  if (self->steps->len == MAX_STEPS)
    g_ptr_array_remove_index (self->steps, 0);

  step = g_new0 (RecessChatStep, 1);
  step->ids = g_strdupv (ids);
  step->before = g_strdup (before);
  step->after = g_strdup (after);
  g_ptr_array_add (self->steps, step);
  self->at = self->steps->len;
}

const RecessChatStep *
recess_chat_undo_back (RecessChatUndo *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->at > 0 ? g_ptr_array_index (self->steps, --self->at) : NULL;
}

const RecessChatStep *
recess_chat_undo_forth (RecessChatUndo *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->at < self->steps->len ? g_ptr_array_index (self->steps, self->at++) : NULL;
}

gboolean
recess_chat_undo_can_go_back (RecessChatUndo *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->at > 0;
}

gboolean
recess_chat_undo_can_go_forth (RecessChatUndo *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->at < self->steps->len;
}
