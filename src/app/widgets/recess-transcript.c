/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-transcript-entry.h"
#include "recess-transcript.h"

/* What is shown at first: so many messages, or fewer where they are long. */
#define FIRST_MESSAGES 24
#define FIRST_BYTES    (3 * 1024)

struct _RecessTranscript
{
  GObject parent_instance;

  GListModel *messages;
  GPtrArray *entries;
  GHashTable *by_message;
  RecessMessage *editing;
  guint n_rows;

  /* The messages at the beginning that have no rows yet. */
  guint n_unloaded;
  guint pending : 1;
};

enum {
  PENDING,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GType
recess_transcript_get_item_type (GListModel *model)
{
  return RECESS_TYPE_ROW;
}

static guint
recess_transcript_get_n_items (GListModel *model)
{
  return RECESS_TRANSCRIPT (model)->n_rows;
}

static RecessEntry *
entry_at (RecessTranscript *self,
          guint             row)
{
  guint low = 0;
  guint high = self->entries->len;

  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;
      RecessEntry *entry = g_ptr_array_index (self->entries, middle);

      if (entry->start <= row)
        low = middle;
      else
        high = middle;
    }

  return g_ptr_array_index (self->entries, low);
}

static gpointer
recess_transcript_get_item (GListModel *model,
                            guint       position)
{
  RecessTranscript *self = RECESS_TRANSCRIPT (model);
  RecessEntry *entry;

  if (position >= self->n_rows)
    return NULL;

  entry = entry_at (self, position);
  return recess_entry_get_row (entry, position - entry->start);
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = recess_transcript_get_item_type;
  iface->get_n_items = recess_transcript_get_n_items;
  iface->get_item = recess_transcript_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (RecessTranscript, recess_transcript, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

/* Counts the rows again from the entry at @index on. */
static void
recount (RecessTranscript *self,
         guint             index)
{
  guint start = 0;

  if (index > 0)
    {
      RecessEntry *before = g_ptr_array_index (self->entries, index - 1);

      start = before->start + before->rows->len;
    }

  for (guint i = index; i < self->entries->len; i++)
    {
      RecessEntry *entry = g_ptr_array_index (self->entries, i);

      entry->index = i;
      entry->start = start;
      start += entry->rows->len;
    }

  self->n_rows = start;
}

static void
entry_changed_cb (gpointer owner,
                  gpointer data,
                  guint    position,
                  guint    removed,
                  guint    added)
{
  RecessTranscript *self = RECESS_TRANSCRIPT (owner);
  RecessEntry *entry = data;

  if (removed != added)
    recount (self, entry->index);
  g_list_model_items_changed (G_LIST_MODEL (self), entry->start + position, removed, added);
}

static void
appended_cb (RecessTranscript *self,
             RecessMessage    *message)
{
  RecessEntry *entry = g_hash_table_lookup (self->by_message, message);

  g_assert (RECESS_IS_TRANSCRIPT (self));

  if (entry == NULL)
    return;

  entry->dirty = TRUE;
  if (!self->pending)
    {
      self->pending = TRUE;
      g_signal_emit (self, signals[PENDING], 0);
    }
}

static void
notify_cb (RecessTranscript *self,
           GParamSpec       *pspec,
           RecessMessage    *message)
{
  RecessEntry *entry = g_hash_table_lookup (self->by_message, message);

  g_assert (RECESS_IS_TRANSCRIPT (self));

  if (entry == NULL)
    return;

  if (g_str_equal (pspec->name, "content") || g_str_equal (pspec->name, "reasoning") ||
      g_str_equal (pspec->name, "role") || g_str_equal (pspec->name, "call") ||
      g_str_equal (pspec->name, "tokens"))
    recess_entry_reset (entry);
  else
    {
      if (entry->dirty)
        recess_entry_feed (entry);
      recess_entry_update (entry);
    }
}

static void
attachments_changed_cb (RecessEntry *entry)
{
  recess_entry_update (entry);
}

static void
watch (RecessTranscript *self,
       RecessEntry      *entry)
{
  RecessMessage *message = entry->message;

  g_hash_table_insert (self->by_message, message, entry);
  g_signal_connect_object (message, "appended", G_CALLBACK (appended_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (message, "notify", G_CALLBACK (notify_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_swapped (recess_message_get_attachments (message), "items-changed",
                            G_CALLBACK (attachments_changed_cb), entry);
}

static void
free_entry (gpointer data)
{
  RecessEntry *entry = data;

  if (entry == NULL)
    return;

  if (entry->owner != NULL)
    {
      g_signal_handlers_disconnect_by_data (entry->message, entry->owner);
      g_signal_handlers_disconnect_by_data (recess_message_get_attachments (entry->message), entry);
    }
  recess_entry_free (entry);
}

static guint
remove_entries (RecessTranscript *self,
                guint             position,
                guint             count)
{
  guint n_rows = 0;

  for (guint i = 0; i < count; i++)
    {
      RecessEntry *entry = g_ptr_array_index (self->entries, position + i);

      n_rows += entry->rows->len;
      if (g_hash_table_lookup (self->by_message, entry->message) == entry)
        g_hash_table_remove (self->by_message, entry->message);
      if (self->editing == entry->message)
        g_clear_object (&self->editing);
    }
  if (count > 0)
    g_ptr_array_remove_range (self->entries, position, count);

  return n_rows;
}

static guint
insert_entries (RecessTranscript *self,
                guint             position,
                guint             count)
{
  guint tail = self->entries->len - position;
  guint n_rows = 0;

  if (count == 0)
    return 0;

  g_ptr_array_set_size (self->entries, self->entries->len + count);
  memmove (self->entries->pdata + position + count, self->entries->pdata + position,
           tail * sizeof (gpointer));

  for (guint i = 0; i < count; i++)
    {
      g_autoptr (RecessMessage) message = g_list_model_get_item (self->messages,
                                                                 self->n_unloaded + position + i);
      RecessEntry *entry = recess_entry_new (message, entry_changed_cb, self);

      self->entries->pdata[position + i] = entry;
      watch (self, entry);
      n_rows += entry->rows->len;
    }

  return n_rows;
}

static void
replace_entries (RecessTranscript *self,
                 guint             position,
                 guint             removed,
                 guint             added)
{
  guint start = self->n_rows;
  guint n_removed;
  guint n_added;

  if (position < self->entries->len)
    start = ((RecessEntry *)g_ptr_array_index (self->entries, position))->start;

  n_removed = remove_entries (self, position, removed);
  n_added = insert_entries (self, position, added);
  recount (self, position);
  if (n_removed > 0 || n_added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), start, n_removed, n_added);
}

static guint
count_first_messages (GListModel *messages)
{
  guint n = g_list_model_get_n_items (messages);
  guint first = 0;
  guint shown = 0;
  gsize bytes = 0;

  while (first < n && shown < FIRST_MESSAGES && bytes < FIRST_BYTES)
    {
      g_autoptr (RecessMessage) message = g_list_model_get_item (messages, n - 1 - first);

      first++;
      if (recess_message_get_call (message) != NULL)
        continue;
      bytes += recess_message_get_content_length (message);
      shown++;
    }

  return first;
}

/* What arrives at once is shown from its end; the rest is taken in by recess_transcript_load (). */
static void
begin (RecessTranscript *self)
{
  guint first = count_first_messages (self->messages);

  self->n_unloaded = g_list_model_get_n_items (self->messages) - first;
  replace_entries (self, 0, 0, first);
}

static void
messages_changed_cb (RecessTranscript *self,
                     guint             position,
                     guint             removed,
                     guint             added)
{
  g_assert (RECESS_IS_TRANSCRIPT (self));

  if (self->entries->len == 0 && self->n_unloaded == 0)
    {
      begin (self);
      return;
    }

  if (position < self->n_unloaded)
    {
      guint unseen = MIN (removed, self->n_unloaded - position);

      self->n_unloaded -= unseen;
      removed -= unseen;
      if (position < self->n_unloaded)
        {
          self->n_unloaded += added;
          return;
        }
    }

  replace_entries (self, position - self->n_unloaded, removed, added);
}

static void
recess_transcript_dispose (GObject *object)
{
  RecessTranscript *self = RECESS_TRANSCRIPT (object);

  g_hash_table_remove_all (self->by_message);
  g_ptr_array_set_size (self->entries, 0);
  self->n_rows = 0;
  g_clear_object (&self->editing);
  g_clear_object (&self->messages);

  G_OBJECT_CLASS (recess_transcript_parent_class)->dispose (object);
}

static void
recess_transcript_finalize (GObject *object)
{
  RecessTranscript *self = RECESS_TRANSCRIPT (object);

  g_hash_table_unref (self->by_message);
  g_ptr_array_unref (self->entries);

  G_OBJECT_CLASS (recess_transcript_parent_class)->finalize (object);
}

static void
recess_transcript_class_init (RecessTranscriptClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = recess_transcript_dispose;
  object_class->finalize = recess_transcript_finalize;

  signals[PENDING] =
    g_signal_new ("pending", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  g_cclosure_marshal_VOID__VOID, G_TYPE_NONE, 0);
}

static void
recess_transcript_init (RecessTranscript *self)
{
  self->entries = g_ptr_array_new_with_free_func (free_entry);
  self->by_message = g_hash_table_new (NULL, NULL);
}

RecessTranscript *
recess_transcript_new (GListModel *messages)
{
  RecessTranscript *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (messages), NULL);

  self = g_object_new (RECESS_TYPE_TRANSCRIPT, NULL);
  self->messages = g_object_ref (messages);
  g_signal_connect_object (messages, "items-changed", G_CALLBACK (messages_changed_cb), self,
                           G_CONNECT_SWAPPED);
  begin (self);

  return self;
}

gboolean
recess_transcript_load (RecessTranscript *self,
                        guint             n_messages)
{
  guint n;

  g_return_val_if_fail (RECESS_IS_TRANSCRIPT (self), FALSE);

  n = MIN (n_messages, self->n_unloaded);
  if (n > 0)
    {
      self->n_unloaded -= n;
      replace_entries (self, 0, 0, n);
    }

  return self->n_unloaded > 0;
}

gboolean
recess_transcript_is_complete (RecessTranscript *self)
{
  g_return_val_if_fail (RECESS_IS_TRANSCRIPT (self), TRUE);

  return self->n_unloaded == 0;
}

gboolean
recess_transcript_flush (RecessTranscript *self)
{
  g_return_val_if_fail (RECESS_IS_TRANSCRIPT (self), FALSE);

  if (!self->pending)
    return FALSE;

  self->pending = FALSE;
  for (guint i = self->entries->len; i > 0; i--)
    {
      RecessEntry *entry = g_ptr_array_index (self->entries, i - 1);

      if (entry->dirty)
        recess_entry_feed (entry);
    }

  return TRUE;
}

guint
recess_transcript_find_row (RecessTranscript *self,
                            RecessRow        *row)
{
  RecessEntry *entry;
  guint position;

  g_return_val_if_fail (RECESS_IS_TRANSCRIPT (self), G_MAXUINT);
  g_return_val_if_fail (RECESS_IS_ROW (row), G_MAXUINT);

  entry = g_hash_table_lookup (self->by_message, recess_row_get_message (row));
  if (entry == NULL || !recess_entry_find_row (entry, row, &position))
    return G_MAXUINT;

  return entry->start + position;
}

RecessMessage *
recess_transcript_find_message (RecessTranscript *self,
                                const char       *id)
{
  g_return_val_if_fail (RECESS_IS_TRANSCRIPT (self), NULL);

  recess_transcript_load (self, G_MAXUINT);
  for (guint i = 0; i < self->entries->len; i++)
    {
      RecessEntry *entry = g_ptr_array_index (self->entries, i);

      if (g_strcmp0 (recess_message_get_id (entry->message), id) == 0)
        return entry->message;
    }

  return NULL;
}

guint
recess_transcript_find_header (RecessTranscript *self,
                               RecessMessage    *message)
{
  RecessEntry *entry;

  g_return_val_if_fail (RECESS_IS_TRANSCRIPT (self), G_MAXUINT);

  entry = g_hash_table_lookup (self->by_message, message);
  return entry == NULL ? G_MAXUINT : entry->start;
}

RecessMessage *
recess_transcript_get_editing (RecessTranscript *self)
{
  g_return_val_if_fail (RECESS_IS_TRANSCRIPT (self), NULL);

  return self->editing;
}

void
recess_transcript_set_editing (RecessTranscript *self,
                               RecessMessage    *message)
{
  RecessEntry *entry;

  g_return_if_fail (RECESS_IS_TRANSCRIPT (self));

  if (self->editing == message)
    return;

  entry = self->editing == NULL ? NULL : g_hash_table_lookup (self->by_message, self->editing);
  g_clear_object (&self->editing);
  if (entry != NULL)
    recess_entry_set_editing (entry, FALSE);

  entry = message == NULL ? NULL : g_hash_table_lookup (self->by_message, message);
  if (entry == NULL)
    return;

  self->editing = g_object_ref (message);
  recess_entry_set_editing (entry, TRUE);
}

void
recess_transcript_toggle (RecessTranscript *self,
                          RecessRow        *row)
{
  RecessEntry *entry;

  g_return_if_fail (RECESS_IS_TRANSCRIPT (self));
  g_return_if_fail (RECESS_IS_ROW (row));

  entry = g_hash_table_lookup (self->by_message, recess_row_get_message (row));
  if (entry != NULL)
    recess_entry_toggle (entry, row);
}
