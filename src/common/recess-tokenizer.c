/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gio/gio.h>

#include "recess-token-cache.h"
#include "recess-token-merge.h"
#include "recess-token-split.h"
#include "recess-tokenizer.h"

#define HIGH_BITS   G_GUINT64_CONSTANT (0x8080808080808080)
#define REPLACEMENT "\xef\xbf\xbd"

struct _RecessTokenizer
{
  RecessTokenTable table;
};

static const char *const names[RECESS_N_ENCODINGS] = {
  [RECESS_ENCODING_O200K_BASE] = "o200k_base",
  [RECESS_ENCODING_CL100K_BASE] = "cl100k_base",
};

RecessTokenizer *
recess_tokenizer_new (const char  *path,
                      GError     **error)
{
  g_autofree RecessTokenizer *self = g_new0 (RecessTokenizer, 1);

  g_return_val_if_fail (path != NULL, NULL);

  if (!recess_token_table_map (&self->table, path, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
recess_tokenizer_free (RecessTokenizer *self)
{
  g_return_if_fail (self != NULL);

  recess_token_table_clear (&self->table);
  g_free (self);
}

const RecessTokenizer *
recess_tokenizer_get (RecessEncoding   encoding,
                      GError         **error)
{
  static RecessTokenizer *tokenizers[RECESS_N_ENCODINGS];
  static GMutex mutex;
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail ((guint) encoding < RECESS_N_ENCODINGS, NULL);

  locker = g_mutex_locker_new (&mutex);
  if (tokenizers[encoding] == NULL)
    {
      const char *folder = g_getenv ("RECESS_TOKENS_DIR");
      g_autofree char *name = g_strconcat (names[encoding], ".tokens", NULL);
      g_autofree char *path =
        g_build_filename (folder != NULL ? folder : PKGDATADIR "/tokens", name, NULL);

      tokenizers[encoding] = recess_tokenizer_new (path, error);
    }

  return tokenizers[encoding];
}

/* How many bytes of a character are at @at: all (positive), or those that are the longest beginning
 * of one (negative), as in table 3-7 of the Unicode standard. */
static int
measure_character (const guint8 *at,
                   const guint8 *end)
{
  guint8 low = 0x80;
  guint8 high = 0xbf;
  int wanted;

  if (*at < 0x80)
    return 1;
  if (*at < 0xc2 || *at > 0xf4)
    return -1;

  wanted = *at < 0xe0 ? 2 : *at < 0xf0 ? 3 : 4;
  if (*at == 0xe0)
    low = 0xa0;
  else if (*at == 0xed)
    high = 0x9f;
  else if (*at == 0xf0)
    low = 0x90;
  else if (*at == 0xf4)
    high = 0x8f;

  for (int i = 1; i < wanted; i++)
    {
      if (at + i == end || at[i] < low || at[i] > high)
        return -i;
      low = 0x80;
      high = 0xbf;
    }

  return wanted;
}

/* Where the first bytes are that are no UTF-8, or @end. */
static const guint8 *
skip_valid (const guint8 *at,
            const guint8 *end)
{
  while (at < end)
    {
      int length;

      while (end - at >= 8 && (recess_token_load (at, 8) & HIGH_BITS) == 0)
        at += 8;
      if (at == end)
        break;
      length = measure_character (at, end);
      if (length < 0)
        break;
      at += length;
    }

  return at;
}

static GString *
repair (const guint8 *text,
        const guint8 *end)
{
  GString *whole = g_string_sized_new (end - text + 16);

  while (text < end)
    {
      const guint8 *bad = skip_valid (text, end);

      g_string_append_len (whole, (const char *) text, bad - text);
      text = bad;
      if (bad < end)
        {
          g_string_append (whole, REPLACEMENT);
          text -= measure_character (bad, end);
        }
    }

  return whole;
}

/* Returns: the id where the piece is one token, else minus how many it has, which @ids got */
static gint32
look_up_or_merge (const RecessTokenTable *table,
                  const guint8           *piece,
                  gsize                   length,
                  GArray                 *ids)
{
  guint32 id = recess_token_lookup (table, piece, length);

  if (id != RECESS_TOKEN_NONE)
    return id;

  return -(gint32) recess_token_merge (table, piece, length, ids);
}

static gint32
tokenize_piece (const RecessTokenTable *table,
                RecessTokenCached      *cache,
                const guint8           *piece,
                gsize                   length,
                GArray                 *ids)
{
  RecessTokenCached *entry;
  RecessTokenCached key;

  if (length > RECESS_TOKEN_CACHE_LENGTH)
    return look_up_or_merge (table, piece, length, ids);

  entry = recess_token_cache_find (cache, table, piece, length, &key);
  if (recess_token_cache_holds (entry, &key) && (ids == NULL || entry->result >= 0))
    return entry->result;

  key.result = look_up_or_merge (table, piece, length, ids);
  *entry = key;
  return key.result;
}

static gsize
tokenize (const RecessTokenTable *table,
          const guint8           *at,
          const guint8           *end,
          GArray                 *ids)
{
  RecessTokenCached *cache = recess_token_cache_get ();
  gsize n = 0;

  while (at < end)
    {
      const guint8 *next = recess_token_split (table, at, end);
      gint32 result = tokenize_piece (table, cache, at, next - at, ids);

      n += result < 0 ? -result : 1;
      if (ids != NULL && result >= 0)
        g_array_append_val (ids, result);
      at = next;
    }

  return n;
}

static gsize
tokenize_any (const RecessTokenizer *self,
              const char            *text,
              gssize                 length,
              GArray                *ids)
{
  const guint8 *start = (const guint8 *) text;
  const guint8 *end = start + (length < 0 ? strlen (text) : (gsize) length);
  g_autoptr (GString) whole = NULL;

  if (skip_valid (start, end) < end)
    {
      whole = repair (start, end);
      start = (const guint8 *) whole->str;
      end = start + whole->len;
    }

  return tokenize (&self->table, start, end, ids);
}

gsize
recess_tokenizer_count (const RecessTokenizer *self,
                        const char            *text,
                        gssize                 length)
{
  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (text != NULL || length == 0, 0);
  g_return_val_if_fail (length < (gssize) G_MAXINT32, 0);

  return tokenize_any (self, text, length, NULL);
}

GArray *
recess_tokenizer_encode (const RecessTokenizer *self,
                         const char            *text,
                         gssize                 length)
{
  GArray *ids;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (text != NULL || length == 0, NULL);
  g_return_val_if_fail (length < (gssize) G_MAXINT32, NULL);

  ids = g_array_new (FALSE, FALSE, sizeof (guint32));
  tokenize_any (self, text, length, ids);

  return ids;
}

const char *
recess_tokenizer_get_bytes (const RecessTokenizer *self,
                            guint32                id,
                            gsize                 *length)
{
  const RecessTokenTable *table;
  guint32 start;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (length != NULL, NULL);

  table = &self->table;
  if (id >= table->n_tokens)
    return NULL;

  start = GUINT32_FROM_LE (table->offsets[id]);
  *length = GUINT32_FROM_LE (table->offsets[id + 1]) - start;
  return (const char *) table->text + start;
}

GBytes *
recess_tokenizer_decode (const RecessTokenizer *self,
                         const guint32         *ids,
                         gsize                  n_ids)
{
  g_autoptr (GByteArray) bytes = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (ids != NULL || n_ids == 0, NULL);

  bytes = g_byte_array_new ();
  for (gsize i = 0; i < n_ids; i++)
    {
      gsize length;
      const char *piece = recess_tokenizer_get_bytes (self, ids[i], &length);

      if (piece == NULL)
        return NULL;
      g_byte_array_append (bytes, (const guint8 *) piece, length);
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

const char *
recess_encoding_get_name (RecessEncoding encoding)
{
  g_return_val_if_fail ((guint) encoding < RECESS_N_ENCODINGS, NULL);

  return names[encoding];
}

/* The longest prefix that fits decides. */
static const struct
{
  const char     *prefix;
  RecessEncoding  encoding;
} models[] = {
  { "chatgpt-4o", RECESS_ENCODING_O200K_BASE },
  { "gpt-3.5", RECESS_ENCODING_CL100K_BASE },
  { "gpt-35", RECESS_ENCODING_CL100K_BASE },
  { "gpt-4", RECESS_ENCODING_CL100K_BASE },
  { "gpt-4.1", RECESS_ENCODING_O200K_BASE },
  { "gpt-4.5", RECESS_ENCODING_O200K_BASE },
  { "gpt-4o", RECESS_ENCODING_O200K_BASE },
  { "gpt-5", RECESS_ENCODING_O200K_BASE },
  { "gpt-oss", RECESS_ENCODING_O200K_BASE },
  { "o1", RECESS_ENCODING_O200K_BASE },
  { "o3", RECESS_ENCODING_O200K_BASE },
  { "o4", RECESS_ENCODING_O200K_BASE },
  { "davinci-002", RECESS_ENCODING_CL100K_BASE },
  { "babbage-002", RECESS_ENCODING_CL100K_BASE },
  { "text-embedding-3-", RECESS_ENCODING_CL100K_BASE },
  { "text-embedding-ada-002", RECESS_ENCODING_CL100K_BASE },
};

gboolean
recess_encoding_of_model (const char     *model,
                          RecessEncoding *encoding)
{
  const char *slash;
  gsize best = 0;

  g_return_val_if_fail (model != NULL, FALSE);
  g_return_val_if_fail (encoding != NULL, FALSE);

  slash = strrchr (model, '/');
  if (slash != NULL)
    model = slash + 1;
  if (g_str_has_prefix (model, "ft:"))
    model += strlen ("ft:");

  for (gsize i = 0; i < G_N_ELEMENTS (models); i++)
    if (g_str_has_prefix (model, models[i].prefix) && strlen (models[i].prefix) > best)
      {
        best = strlen (models[i].prefix);
        *encoding = models[i].encoding;
      }

  return best > 0;
}
