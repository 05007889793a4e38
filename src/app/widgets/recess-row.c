/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-calls-row.h"
#include "recess-row.h"
#include "recess-tool-call.h"

struct _RecessRow
{
  GObject parent_instance;

  RecessMessage *message;
  RecessBlock *block;
  GObject *state;
  RecessCodeRun *run;
  gulong run_handler;
  RecessRowKind kind;
  guint index;
  guint dim : 1;
  guint first : 1;
  guint expanded : 1;
};

G_DEFINE_FINAL_TYPE (RecessRow, recess_row, G_TYPE_OBJECT)

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
drop_run (RecessRow *self)
{
  g_clear_signal_handler (&self->run_handler, self->run);
  g_clear_object (&self->run);
}

static void
recess_row_finalize (GObject *object)
{
  RecessRow *self = RECESS_ROW (object);

  drop_run (self);
  g_clear_object (&self->message);
  g_clear_object (&self->state);
  g_clear_pointer (&self->block, recess_block_unref);

  G_OBJECT_CLASS (recess_row_parent_class)->finalize (object);
}

static void
recess_row_class_init (RecessRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = recess_row_finalize;

  signals[CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  g_cclosure_marshal_VOID__VOID, G_TYPE_NONE, 0);
}

static void
recess_row_init (RecessRow *self)
{
}

RecessRow *
recess_row_new (RecessRowKind  kind,
                RecessMessage *message)
{
  RecessRow *self;

  g_return_val_if_fail (RECESS_IS_MESSAGE (message), NULL);

  self = g_object_new (RECESS_TYPE_ROW, NULL);
  self->kind = kind;
  self->message = g_object_ref (message);

  return self;
}

RecessRowKind
recess_row_get_kind (RecessRow *self)
{
  g_return_val_if_fail (RECESS_IS_ROW (self), RECESS_ROW_BLOCK);

  return self->kind;
}

RecessMessage *
recess_row_get_message (RecessRow *self)
{
  g_return_val_if_fail (RECESS_IS_ROW (self), NULL);

  return self->message;
}

RecessBlock *
recess_row_get_block (RecessRow *self)
{
  g_return_val_if_fail (RECESS_IS_ROW (self), NULL);

  return self->block;
}

void
recess_row_set_block (RecessRow   *self,
                      RecessBlock *block)
{
  g_return_if_fail (RECESS_IS_ROW (self));
  g_return_if_fail (block != NULL);

  if (self->block != NULL && recess_block_equal (self->block, block))
    return;

  drop_run (self);
  recess_block_ref (block);
  g_clear_pointer (&self->block, recess_block_unref);
  self->block = block;
  recess_row_changed (self);
}

gboolean
recess_row_get_dim (RecessRow *self)
{
  g_return_val_if_fail (RECESS_IS_ROW (self), FALSE);

  return self->dim;
}

void
recess_row_set_dim (RecessRow *self,
                    gboolean   dim)
{
  g_return_if_fail (RECESS_IS_ROW (self));

  self->dim = !!dim;
}

gboolean
recess_row_get_first (RecessRow *self)
{
  g_return_val_if_fail (RECESS_IS_ROW (self), FALSE);

  return self->first;
}

void
recess_row_set_first (RecessRow *self,
                      gboolean   first)
{
  g_return_if_fail (RECESS_IS_ROW (self));

  self->first = !!first;
}

guint
recess_row_get_index (RecessRow *self)
{
  g_return_val_if_fail (RECESS_IS_ROW (self), 0);

  return self->index;
}

void
recess_row_set_index (RecessRow *self,
                      guint      index)
{
  g_return_if_fail (RECESS_IS_ROW (self));

  self->index = index;
}

gboolean
recess_row_get_expanded (RecessRow *self)
{
  g_return_val_if_fail (RECESS_IS_ROW (self), FALSE);

  return self->expanded;
}

void
recess_row_set_expanded (RecessRow *self,
                         gboolean   expanded)
{
  g_return_if_fail (RECESS_IS_ROW (self));

  if (self->expanded == !!expanded)
    return;

  self->expanded = !!expanded;
  recess_row_changed (self);
}

GObject *
recess_row_get_state (RecessRow *self)
{
  g_return_val_if_fail (RECESS_IS_ROW (self), NULL);

  return self->state;
}

void
recess_row_set_state (RecessRow *self,
                      GObject   *state)
{
  g_return_if_fail (RECESS_IS_ROW (self));

  g_set_object (&self->state, state);
}

RecessCodeRun *
recess_row_get_run (RecessRow *self)
{
  g_return_val_if_fail (RECESS_IS_ROW (self), NULL);

  return self->run;
}

void
recess_row_set_run (RecessRow     *self,
                    RecessCodeRun *run)
{
  g_return_if_fail (RECESS_IS_ROW (self));
  g_return_if_fail (RECESS_IS_CODE_RUN (run));

  drop_run (self);
  self->run = g_object_ref (run);
  self->run_handler = g_signal_connect_swapped (run, "changed", G_CALLBACK (recess_row_changed),
                                                self);
  recess_row_changed (self);
}

static char *
dup_calls_text (RecessRow *self)
{
  GString *text = g_string_new (NULL);
  guint first = self->index * RECESS_CALLS_ROW_CARDS;
  guint n = recess_message_get_n_calls (self->message);

  for (guint i = first; i < MIN (n, first + RECESS_CALLS_ROW_CARDS); i++)
    {
      g_autofree char *call =
        recess_tool_call_dup_text (recess_message_get_call_at (self->message, i));

      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", call);
    }

  return g_string_free (text, FALSE);
}

char *
recess_row_dup_text (RecessRow *self)
{
  g_return_val_if_fail (RECESS_IS_ROW (self), NULL);

  if (self->kind == RECESS_ROW_CALLS)
    return dup_calls_text (self);
  if (self->block == NULL || self->block->kind == RECESS_BLOCK_RULE)
    return NULL;

  return recess_block_dup_text (self->block);
}

void
recess_row_changed (RecessRow *self)
{
  g_return_if_fail (RECESS_IS_ROW (self));

  g_signal_emit (self, signals[CHANGED], 0);
}
