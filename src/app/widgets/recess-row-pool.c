/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-attachments-row.h"
#include "recess-calls-heading.h"
#include "recess-calls-row.h"
#include "recess-code-row.h"
#include "recess-editor-row.h"
#include "recess-fold-row.h"
#include "recess-header-row.h"
#include "recess-row-pool.h"
#include "recess-status-row.h"
#include "recess-table-chunk.h"
#include "recess-text-row.h"
#include "recess-tokens-row.h"

#define MOST_KEPT 32

struct _RecessRowPool
{
  GObject parent_instance;

  GHashTable *free;
  GPtrArray *shells;
};

G_DEFINE_FINAL_TYPE (RecessRowPool, recess_row_pool, G_TYPE_OBJECT)

enum {
  CREATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
recess_row_pool_finalize (GObject *object)
{
  RecessRowPool *self = RECESS_ROW_POOL (object);

  g_hash_table_unref (self->free);
  g_ptr_array_unref (self->shells);

  G_OBJECT_CLASS (recess_row_pool_parent_class)->finalize (object);
}

static void
recess_row_pool_class_init (RecessRowPoolClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = recess_row_pool_finalize;

  signals[CREATED] =
    g_signal_new ("created", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, RECESS_TYPE_ROW_CONTENT);
}

static void
recess_row_pool_init (RecessRowPool *self)
{
  self->free = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref);
  self->shells = g_ptr_array_new ();
}

RecessRowPool *
recess_row_pool_new (void)
{
  return g_object_new (RECESS_TYPE_ROW_POOL, NULL);
}

static GType
block_type (RecessBlock *block)
{
  switch (block->kind)
    {
    case RECESS_BLOCK_CODE:
      return RECESS_TYPE_CODE_ROW;
    case RECESS_BLOCK_TABLE:
      return RECESS_TYPE_TABLE_CHUNK;
    case RECESS_BLOCK_PARAGRAPH:
    case RECESS_BLOCK_HEADING:
    case RECESS_BLOCK_LIST_ITEM:
    case RECESS_BLOCK_RULE:
    case RECESS_BLOCK_IMAGE:
    case RECESS_BLOCK_MATH:
    case RECESS_BLOCK_HTML:
    default:
      return RECESS_TYPE_TEXT_ROW;
    }
}

static GType
row_type (RecessRow *row)
{
  switch (recess_row_get_kind (row))
    {
    case RECESS_ROW_HEADER:
      return RECESS_TYPE_HEADER_ROW;
    case RECESS_ROW_ATTACHMENTS:
      return RECESS_TYPE_ATTACHMENTS_ROW;
    case RECESS_ROW_REASONING:
    case RECESS_ROW_EXCERPT:
      return RECESS_TYPE_FOLD_ROW;
    case RECESS_ROW_EDITOR:
      return RECESS_TYPE_EDITOR_ROW;
    case RECESS_ROW_TOKENS:
      return RECESS_TYPE_TOKENS_ROW;
    case RECESS_ROW_STATUS:
      return RECESS_TYPE_STATUS_ROW;
    case RECESS_ROW_CALLS_HEADING:
      return RECESS_TYPE_CALLS_HEADING;
    case RECESS_ROW_CALLS:
      return RECESS_TYPE_CALLS_ROW;
    case RECESS_ROW_BLOCK:
    default:
      return block_type (recess_row_get_block (row));
    }
}

RecessRowContent *
recess_row_pool_take (RecessRowPool *self,
                      RecessRow     *row)
{
  RecessRowContent *content;
  GPtrArray *kept;
  GType type;

  g_return_val_if_fail (RECESS_IS_ROW_POOL (self), NULL);
  g_return_val_if_fail (RECESS_IS_ROW (row), NULL);

  type = row_type (row);
  kept = g_hash_table_lookup (self->free, GSIZE_TO_POINTER (type));
  if (kept != NULL && kept->len > 0)
    return g_ptr_array_steal_index_fast (kept, kept->len - 1);

  content = g_object_ref_sink (g_object_new (type, NULL));
  g_signal_emit (self, signals[CREATED], 0, content);
  return content;
}

gboolean
recess_row_pool_fits (RecessRowPool    *self,
                      RecessRowContent *content,
                      RecessRow        *row)
{
  g_return_val_if_fail (RECESS_IS_ROW_POOL (self), FALSE);

  return G_OBJECT_TYPE (content) == row_type (row);
}

void
recess_row_pool_give (RecessRowPool    *self,
                      RecessRowContent *content)
{
  GPtrArray *kept;
  GType type;

  g_return_if_fail (RECESS_IS_ROW_POOL (self));
  g_return_if_fail (RECESS_IS_ROW_CONTENT (content));

  type = G_OBJECT_TYPE (content);
  kept = g_hash_table_lookup (self->free, GSIZE_TO_POINTER (type));
  if (kept == NULL)
    {
      kept = g_ptr_array_new_with_free_func (g_object_unref);
      g_hash_table_insert (self->free, GSIZE_TO_POINTER (type), kept);
    }
  if (kept->len < MOST_KEPT)
    g_ptr_array_add (kept, g_object_ref (content));
}

GPtrArray *
recess_row_pool_get_shells (RecessRowPool *self)
{
  g_return_val_if_fail (RECESS_IS_ROW_POOL (self), NULL);

  return self->shells;
}
