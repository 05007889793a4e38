/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-calls-row.h"
#include "recess-transcript-entry.h"

static guint
part_start (RecessEntry *self,
            RecessPart   part)
{
  guint start = 0;

  for (guint i = 0; i < part; i++)
    start += self->counts[i];

  return start;
}

static void
clear_row (gpointer data)
{
  if (data != NULL)
    g_object_unref (data);
}

static void
splice (RecessEntry *self,
        RecessPart   part,
        guint        offset,
        guint        removed,
        guint        added)
{
  guint position = part_start (self, part) + offset;

  if (removed == 0 && added == 0)
    return;

  if (removed > 0)
    g_ptr_array_remove_range (self->rows, position, removed);
  if (added > 0 && position == self->rows->len)
    g_ptr_array_set_size (self->rows, self->rows->len + added);
  else
    for (guint i = 0; i < added; i++)
      g_ptr_array_insert (self->rows, position, NULL);

  self->counts[part] += added;
  self->counts[part] -= removed;
  if (self->changed != NULL)
    self->changed (self->owner, self, position, removed, added);
}

/* Shows blocks from @first on as what they are now. */
static void
sync_blocks (RecessEntry    *self,
             RecessPart      part,
             RecessMarkdown *markdown,
             guint           first)
{
  guint start = part_start (self, part);
  guint before = self->counts[part];
  guint after = recess_markdown_get_n_blocks (markdown);

  for (guint i = first; i < MIN (before, after); i++)
    {
      RecessRow *row = g_ptr_array_index (self->rows, start + i);

      if (row != NULL)
        recess_row_set_block (row, recess_markdown_get_block (markdown, i));
    }

  if (after > before)
    splice (self, part, before, 0, after - before);
  else
    splice (self, part, after, before - after, 0);
}

static gboolean
is_generated (RecessEntry *self)
{
  return g_str_equal (recess_message_get_role (self->message), "assistant");
}

static gboolean
is_excerpt (RecessEntry *self)
{
  return !is_generated (self) &&
         recess_message_get_content_length (self->message) > RECESS_TRANSCRIPT_EXCERPT_LENGTH;
}

/* The output of a call is shown by the card of the call. */
static gboolean
is_on_card (RecessEntry *self)
{
  return !self->editing && recess_message_get_call (self->message) != NULL;
}

static gboolean
shows_tokens (RecessEntry *self)
{
  return !self->editing && recess_message_get_tokens (self->message) != NULL;
}

static gboolean
shows_body (RecessEntry *self)
{
  return !self->editing && !is_excerpt (self) && !is_on_card (self) && !shows_tokens (self);
}

static void
set_count (RecessEntry *self,
           RecessPart   part,
           guint        count)
{
  if (self->counts[part] < count)
    splice (self, part, self->counts[part], 0, count - self->counts[part]);
  else
    splice (self, part, count, self->counts[part] - count, 0);
}

static void
refresh_row (RecessEntry *self,
             RecessPart   part,
             guint        offset)
{
  RecessRow *row = g_ptr_array_index (self->rows, part_start (self, part) + offset);

  if (row != NULL)
    recess_row_changed (row);
}

static void
refresh_part (RecessEntry *self,
              RecessPart   part)
{
  for (guint i = 0; i < self->counts[part]; i++)
    refresh_row (self, part, i);
}

static void
update_front (RecessEntry *self)
{
  RecessRowKind front[G_N_ELEMENTS (self->front)] = { RECESS_ROW_HEADER };
  guint n = 1;

  if (is_on_card (self))
    {
      set_count (self, RECESS_PART_FRONT, 0);
      return;
    }

  if (g_list_model_get_n_items (recess_message_get_attachments (self->message)) > 0)
    front[n++] = RECESS_ROW_ATTACHMENTS;
  if (recess_message_get_reasoning_length (self->message) > 0)
    front[n++] = RECESS_ROW_REASONING;

  if (n == self->counts[RECESS_PART_FRONT] && memcmp (front, self->front, sizeof front) == 0)
    {
      refresh_part (self, RECESS_PART_FRONT);
      return;
    }

  memcpy (self->front, front, sizeof front);
  if (self->counts[RECESS_PART_FRONT] == 0)
    splice (self, RECESS_PART_FRONT, 0, 0, n);
  else
    {
      splice (self, RECESS_PART_FRONT, 1, self->counts[RECESS_PART_FRONT] - 1, n - 1);
      refresh_part (self, RECESS_PART_FRONT);
    }
}

static gboolean
has_state (RecessEntry *self)
{
  RecessMessageStatus status = recess_message_get_status (self->message);

  if (self->editing || is_on_card (self) || status == RECESS_MESSAGE_IN_PROGRESS ||
      status == RECESS_MESSAGE_WAITING)
    return FALSE;

  return status != RECESS_MESSAGE_COMPLETE || recess_message_is_cut (self->message) ||
         recess_message_get_check (self->message) != NULL;
}

static void
update_back (RecessEntry *self)
{
  set_count (self, RECESS_PART_BACK, has_state (self) ? 1 : 0);
  refresh_part (self, RECESS_PART_BACK);
}

static void
update_calls (RecessEntry *self)
{
  guint n_calls = recess_message_get_n_calls (self->message);
  guint n_rows = (n_calls + RECESS_CALLS_ROW_CARDS - 1) / RECESS_CALLS_ROW_CARDS;

  guint first = MIN (n_calls, self->n_calls) / RECESS_CALLS_ROW_CARDS;

  set_count (self, RECESS_PART_CALLS, n_calls == 0 ? 0 : 1 + n_rows);
  if (n_calls > 0)
    refresh_row (self, RECESS_PART_CALLS, 0);

  /* Cards follow their calls by themselves. */
  for (guint i = first; n_calls != self->n_calls && i < n_rows; i++)
    refresh_row (self, RECESS_PART_CALLS, 1 + i);
  self->n_calls = n_calls;
}

static void
update_excerpt (RecessEntry *self)
{
  guint count = 0;

  g_clear_pointer (&self->excerpt, recess_block_unref);
  if (self->editing || shows_tokens (self))
    count = 1;
  else if (is_excerpt (self) && !is_on_card (self))
    {
      self->excerpt = recess_block_new (RECESS_BLOCK_CODE);
      g_string_append_len (self->excerpt->source, recess_message_get_content (self->message),
                           recess_message_get_content_length (self->message));
      count = self->excerpt_open ? 2 : 1;
    }

  /* Another kind of row, not the same one changed. */
  splice (self, RECESS_PART_EXCERPT, 0, self->counts[RECESS_PART_EXCERPT], count);
}

static gsize
feed (RecessMarkdown *markdown,
      const char     *text,
      gsize           length,
      gsize           fed,
      guint          *first)
{
  *first = recess_markdown_append (markdown, text + fed, length - fed);
  return length;
}

static void
feed_reasoning (RecessEntry *self)
{
  gsize length = recess_message_get_reasoning_length (self->message);
  guint first;

  if (!self->reasoning_open || length == self->reasoning_fed)
    return;

  self->reasoning_fed = feed (self->reasoning, recess_message_get_reasoning (self->message), length,
                              self->reasoning_fed, &first);
  sync_blocks (self, RECESS_PART_REASONING, self->reasoning, first);
}

/* What begins as JSON is shown as code. Where it is too short to say, more has to come. */
static gboolean
begin_body (RecessEntry *self)
{
  const char *content = recess_message_get_content (self->message);
  guint first;

  if (self->body_fed > 0 || !is_generated (self))
    return TRUE;

  content += strspn (content, " \t\r\n");
  if (*content != '{')
    return TRUE;

  content += 1 + strspn (content + 1, " \t\r\n");
  if (*content == '\0')
    return recess_message_get_status (self->message) != RECESS_MESSAGE_IN_PROGRESS;
  if (*content == '"' || *content == '}')
    feed (self->body, "```json\n", strlen ("```json\n"), 0, &first);

  return TRUE;
}

static void
feed_body (RecessEntry *self)
{
  gsize length = recess_message_get_content_length (self->message);
  guint first;

  if (!shows_body (self))
    {
      set_count (self, RECESS_PART_BODY, 0);
      return;
    }

  first = self->counts[RECESS_PART_BODY];
  if (length != self->body_fed && begin_body (self))
    self->body_fed = feed (self->body, recess_message_get_content (self->message), length,
                           self->body_fed, &first);
  sync_blocks (self, RECESS_PART_BODY, self->body, first);
}

/* For a text that is another one. */
static void
refeed_body (RecessEntry *self)
{
  feed_body (self);
  if (shows_body (self))
    sync_blocks (self, RECESS_PART_BODY, self->body, 0);
}

void
recess_entry_feed (RecessEntry *self)
{
  gboolean thinking = self->body_fed == 0;

  self->dirty = FALSE;
  if (thinking || recess_message_get_reasoning_length (self->message) != self->reasoning_fed)
    update_front (self);
  if (is_excerpt (self) && self->excerpt == NULL && !self->editing && !is_on_card (self))
    update_excerpt (self);
  feed_reasoning (self);
  feed_body (self);
}

void
recess_entry_reset (RecessEntry *self)
{
  g_clear_pointer (&self->body, recess_markdown_free);
  g_clear_pointer (&self->reasoning, recess_markdown_free);
  self->body = recess_markdown_new (!is_generated (self));
  self->reasoning = recess_markdown_new (FALSE);
  self->body_fed = 0;
  self->reasoning_fed = 0;
  self->dirty = FALSE;

  update_front (self);
  feed_reasoning (self);
  if (!self->reasoning_open)
    set_count (self, RECESS_PART_REASONING, 0);
  update_excerpt (self);
  refeed_body (self);
  update_calls (self);
  update_back (self);
}

void
recess_entry_update (RecessEntry *self)
{
  /* A text that waited for more of it may be all there is. */
  if (self->body_fed == 0)
    feed_body (self);
  update_front (self);
  update_calls (self);
  update_back (self);
}

static RecessRow *
make_block_row (RecessEntry *self,
                RecessBlock *block,
                gboolean     dim)
{
  RecessRow *row = recess_row_new (RECESS_ROW_BLOCK, self->message);

  recess_row_set_dim (row, dim);
  recess_row_set_block (row, block);

  return row;
}

static RecessRow *
make_excerpt_row (RecessEntry *self,
                  guint        offset)
{
  RecessRow *row;

  if (self->editing)
    return recess_row_new (RECESS_ROW_EDITOR, self->message);
  if (shows_tokens (self))
    return recess_row_new (RECESS_ROW_TOKENS, self->message);
  if (offset == 1)
    return make_block_row (self, self->excerpt, FALSE);

  row = recess_row_new (RECESS_ROW_EXCERPT, self->message);
  recess_row_set_expanded (row, self->excerpt_open);
  return row;
}

static RecessRow *
make_row (RecessEntry *self,
          RecessPart   part,
          guint        offset)
{
  RecessRow *row;

  switch (part)
    {
    case RECESS_PART_FRONT:
      row = recess_row_new (self->front[offset], self->message);
      recess_row_set_expanded (row, self->reasoning_open);
      return row;

    case RECESS_PART_REASONING:
      return make_block_row (self, recess_markdown_get_block (self->reasoning, offset), TRUE);

    case RECESS_PART_EXCERPT:
      return make_excerpt_row (self, offset);

    case RECESS_PART_BODY:
      return make_block_row (self, recess_markdown_get_block (self->body, offset), FALSE);

    case RECESS_PART_CALLS:
      row = recess_row_new (offset == 0 ? RECESS_ROW_CALLS_HEADING : RECESS_ROW_CALLS,
                            self->message);
      recess_row_set_index (row, offset == 0 ? 0 : offset - 1);
      return row;

    case RECESS_PART_BACK:
    case RECESS_N_PARTS:
    default:
      return recess_row_new (RECESS_ROW_STATUS, self->message);
    }
}

RecessRow *
recess_entry_get_row (RecessEntry *self,
                      guint        position)
{
  RecessPart part = RECESS_PART_FRONT;
  guint offset = position;

  g_assert (position < self->rows->len);

  while (offset >= self->counts[part])
    offset -= self->counts[part++];

  if (g_ptr_array_index (self->rows, position) == NULL)
    g_ptr_array_index (self->rows, position) = make_row (self, part, offset);

  recess_row_set_first (g_ptr_array_index (self->rows, position), position == 1);
  return g_object_ref (g_ptr_array_index (self->rows, position));
}

gboolean
recess_entry_find_row (RecessEntry *self,
                       RecessRow   *row,
                       guint       *position)
{
  return g_ptr_array_find (self->rows, row, position);
}

void
recess_entry_set_editing (RecessEntry *self,
                          gboolean     editing)
{
  if (self->editing == !!editing)
    return;

  self->editing = !!editing;
  update_excerpt (self);
  feed_body (self);
  recess_entry_update (self);
}

void
recess_entry_toggle (RecessEntry *self,
                     RecessRow   *row)
{
  if (recess_row_get_kind (row) == RECESS_ROW_REASONING)
    {
      self->reasoning_open = !self->reasoning_open;
      recess_row_set_expanded (row, self->reasoning_open);
      if (!self->reasoning_open)
        set_count (self, RECESS_PART_REASONING, 0);
      else if (recess_message_get_reasoning_length (self->message) == self->reasoning_fed)
        set_count (self, RECESS_PART_REASONING, recess_markdown_get_n_blocks (self->reasoning));
      else
        feed_reasoning (self);
    }
  else if (recess_row_get_kind (row) == RECESS_ROW_EXCERPT && self->excerpt != NULL)
    {
      self->excerpt_open = !self->excerpt_open;
      recess_row_set_expanded (row, self->excerpt_open);
      set_count (self, RECESS_PART_EXCERPT, self->excerpt_open ? 2 : 1);
    }
}

RecessEntry *
recess_entry_new (RecessMessage      *message,
                  RecessEntryChanged  changed,
                  gpointer            owner)
{
  RecessEntry *self = g_new0 (RecessEntry, 1);

  self->message = g_object_ref (message);
  self->rows = g_ptr_array_new_with_free_func (clear_row);
  recess_entry_reset (self);
  self->changed = changed;
  self->owner = owner;

  return self;
}

void
recess_entry_free (RecessEntry *self)
{
  g_clear_pointer (&self->body, recess_markdown_free);
  g_clear_pointer (&self->reasoning, recess_markdown_free);
  g_clear_pointer (&self->excerpt, recess_block_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_object (&self->message);
  g_free (self);
}
