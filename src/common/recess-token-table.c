/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gio/gio.h>

#include "recess-token-table.h"

#define HEAD_SIZE     64
#define N_PLANES_256  (0x110000 / 256)

static const char magic[8] = "RecTok\001";

/* As the head of the file has them, after the magic. */
typedef struct
{
  guint32 pattern;
  guint32 n_tokens;
  guint32 n_slots;
  guint32 max_length;
  guint32 bytes;
  guint32 pairs;
  guint32 slots;
  guint32 offsets;
  guint32 classes;
  guint32 text;
  guint32 end;
} Head;

static void
read_head (Head         *head,
           const guint8 *data)
{
  guint32 *numbers = (guint32 *) head;

  memcpy (head, data + sizeof magic, sizeof *head);
  for (gsize i = 0; i < sizeof *head / sizeof (guint32); i++)
    numbers[i] = GUINT32_FROM_LE (numbers[i]);
}

static gboolean
section_fits (guint32 at,
              guint64 size,
              guint32 next)
{
  return at % 64 == 0 && at + size <= next;
}

static gboolean
head_is_sound (const Head *head,
               gsize       length)
{
  return head->end == length && head->pattern <= 1 &&
         head->n_tokens > 0 && head->n_tokens < RECESS_TOKEN_ID_MASK &&
         head->n_slots > head->n_tokens && (head->n_slots & (head->n_slots - 1)) == 0 &&
         head->max_length > 0 && head->max_length <= 1024 && head->bytes >= HEAD_SIZE &&
         section_fits (head->bytes, 256 * 4, head->pairs) &&
         section_fits (head->pairs, 65536 * 4, head->slots) &&
         section_fits (head->slots, head->n_slots * G_GUINT64_CONSTANT (4), head->offsets) &&
         section_fits (head->offsets, (head->n_tokens + G_GUINT64_CONSTANT (1)) * 4,
                       head->classes) &&
         section_fits (head->classes, N_PLANES_256, head->text) &&
         section_fits (head->text, 0, head->end);
}

/* No offset leads out of the text, and no block out of the classes, whatever is in a file. */
static gboolean
offsets_are_sound (const Head   *head,
                   const guint8 *data)
{
  const guint32 *offsets = (gconstpointer) (data + head->offsets);
  const guint8 *blocks = data + head->classes;
  guint64 n_classes = head->text - head->classes - N_PLANES_256;
  guint32 last = 0;

  for (guint32 i = 0; i <= head->n_tokens; i++)
    {
      guint32 offset = GUINT32_FROM_LE (offsets[i]);

      if (offset < last || offset > head->end - head->text)
        return FALSE;
      last = offset;
    }

  for (guint i = 0; i < N_PLANES_256; i++)
    {
      if ((blocks[i] + G_GUINT64_CONSTANT (1)) * 256 > n_classes)
        return FALSE;
    }

  return TRUE;
}

static void
point_into (RecessTokenTable *self,
            const Head       *head,
            const guint8     *data)
{
  static int last_serial;

  self->serial = g_atomic_int_add (&last_serial, 1) + 1;
  self->splits_case = head->pattern == 1;
  self->n_tokens = head->n_tokens;
  self->max_length = head->max_length;
  self->slot_mask = head->n_slots - 1;
  self->slot_shift = 64 - (g_bit_storage (head->n_slots) - 1);
  self->bytes = (gconstpointer) (data + head->bytes);
  self->pairs = (gconstpointer) (data + head->pairs);
  self->slots = (gconstpointer) (data + head->slots);
  self->offsets = (gconstpointer) (data + head->offsets);
  self->class_blocks = data + head->classes;
  self->classes = data + head->classes + N_PLANES_256;
  self->text = data + head->text;
}

gboolean
recess_token_table_map (RecessTokenTable  *self,
                        const char        *path,
                        GError           **error)
{
  g_autoptr (GMappedFile) file = NULL;
  const guint8 *data;
  gsize length;
  Head head;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  file = g_mapped_file_new (path, FALSE, error);
  if (file == NULL)
    return FALSE;

  data = (const guint8 *) g_mapped_file_get_contents (file);
  length = g_mapped_file_get_length (file);
  if (length >= HEAD_SIZE && memcmp (data, magic, sizeof magic) == 0)
    {
      read_head (&head, data);
      if (head_is_sound (&head, length) && offsets_are_sound (&head, data))
        {
          point_into (self, &head, data);
          self->file = g_steal_pointer (&file);
          return TRUE;
        }
    }

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s is no table of tokens", path);
  return FALSE;
}

void
recess_token_table_clear (RecessTokenTable *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->file, g_mapped_file_unref);
}
