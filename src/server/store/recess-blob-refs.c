/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "recess-blob-refs.h"
#include "recess-blobs.h"

#include "common/recess-api-error.h"
#include "common/recess-json-scanner.h"

/* { "messages": [ { "content": [ { "image_url": { "url": … } } ] } ] } */
#define MESSAGE_DEPTH 3
#define PART_DEPTH 5
#define URL_DEPTH 6

typedef struct
{
  const char     *text;
  /* Whether the last name at this depth is the one that leads to the place */
  gboolean        named[URL_DEPTH + 1];
  RecessImageRef  ref;
  GArray         *refs;
} Search;

static const char *const names[URL_DEPTH + 1] = {
  [1] = "messages", [3] = "content", [5] = "image_url", [6] = "url",
};

static void
take_name (Search                  *search,
           const RecessJsonScanner *scanner)
{
  const char *name = names[scanner->depth];
  gsize length = scanner->end - scanner->start - 2;

  search->named[scanner->depth] =
    name != NULL && length == strlen (name) &&
    memcmp (search->text + scanner->start + 1, name, length) == 0;
}

static void
take_object (Search                  *search,
             const RecessJsonScanner *scanner)
{
  search->named[scanner->depth] = FALSE;
  if (scanner->depth == MESSAGE_DEPTH && search->named[1])
    {
      search->ref.message++;
      search->ref.part = G_MAXUINT;
    }
  else if (scanner->depth == PART_DEPTH)
    search->ref.part++;
}

static void
take_string (Search                  *search,
             const RecessJsonScanner *scanner)
{
  if (!search->named[1] || !search->named[3] || !search->named[5] || !search->named[6])
    return;

  search->ref.url.start = scanner->start + 1;
  search->ref.url.length = scanner->end - scanner->start - 2;
  search->ref.escaped = scanner->escaped;
  g_array_append_val (search->refs, search->ref);
}

GArray *
recess_image_refs_find (const char *text,
                        gsize       length)
{
  Search search = { .text = text, .ref = { .message = G_MAXUINT, .part = G_MAXUINT } };
  RecessJsonScanner scanner;
  RecessJsonToken token;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  search.refs = g_array_new (FALSE, FALSE, sizeof (RecessImageRef));
  recess_json_scanner_init (&scanner, text, length);
  while ((token = recess_json_scanner_next (&scanner, NULL)) > RECESS_JSON_TOKEN_END)
    {
      if (scanner.depth > URL_DEPTH)
        continue;

      if (token == RECESS_JSON_TOKEN_NAME)
        take_name (&search, &scanner);
      else if (token == RECESS_JSON_TOKEN_OBJECT_START)
        take_object (&search, &scanner);
      else if (token == RECESS_JSON_TOKEN_STRING && scanner.depth == URL_DEPTH)
        take_string (&search, &scanner);
    }

  return search.refs;
}

gboolean
recess_blob_refs_exist (GBytes *body)
{
  gsize length;
  const char *text = g_bytes_get_data (body, &length);

  return length > 0 &&
         memmem (text, length, RECESS_BLOB_SCHEME, strlen (RECESS_BLOB_SCHEME)) != NULL;
}

static char *
dup_hash (const char           *text,
          const RecessImageRef *ref)
{
  gsize scheme = strlen (RECESS_BLOB_SCHEME);
  g_autofree char *hash = NULL;

  if (ref->url.length != scheme + RECESS_BLOB_HASH_LENGTH ||
      memcmp (text + ref->url.start, RECESS_BLOB_SCHEME, scheme) != 0)
    return NULL;

  hash = g_strndup (text + ref->url.start + scheme, RECESS_BLOB_HASH_LENGTH);
  return recess_blob_is_hash (hash) ? g_steal_pointer (&hash) : NULL;
}

static void
append_data_url (GString    *json,
                 RecessBlob *blob)
{
  gsize length, n_encoded;
  const guchar *data = g_bytes_get_data (blob->bytes, &length);
  int state = 0;
  int save = 0;

  g_string_append_printf (json, "data:%s;base64,", blob->content_type);
  n_encoded = json->len;
  g_string_set_size (json, n_encoded + (length / 3 + 1) * 4 + 4);
  n_encoded += g_base64_encode_step (data, length, FALSE, json->str + n_encoded, &state, &save);
  n_encoded += g_base64_encode_close (FALSE, json->str + n_encoded, &state, &save);
  g_string_truncate (json, n_encoded);
}

static gboolean
append_blob (sqlite3               *db,
             GString               *json,
             const char            *hash,
             const RecessImageRef  *ref,
             gsize                  limit,
             GError               **error)
{
  g_autofree char *param = g_strdup_printf ("messages[%u].content[%u].image_url.url",
                                            ref->message, ref->part);
  g_autoptr(GError) failure = NULL;
  g_autoptr(RecessBlob) blob = recess_blobs_read (db, hash, &failure);

  if (blob == NULL && recess_api_error_get_status (failure) != 404)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  if (blob == NULL)
    {
      recess_set_api_error (error, 400, param, NULL,
                            "The image of '%s' is not kept any more. Attach it again.", param);
      return FALSE;
    }

  if (json->len + g_bytes_get_size (blob->bytes) / 3 * 4 > limit)
    {
      g_autofree char *size = g_format_size_full (limit, G_FORMAT_SIZE_IEC_UNITS);

      recess_set_api_error (error, 400, param, NULL,
                            "With the image of '%s' the request is over the limit of %s.", param,
                            size);
      return FALSE;
    }

  append_data_url (json, blob);
  return TRUE;
}

GBytes *
recess_blob_refs_splice (sqlite3  *db,
                         GBytes   *body,
                         gsize     limit,
                         GError  **error)
{
  gsize length;
  const char *text = g_bytes_get_data (body, &length);
  g_autoptr(GArray) refs = recess_image_refs_find (text, length);
  g_autoptr(GString) json = g_string_sized_new (length);
  gsize end = 0;

  for (guint i = 0; i < refs->len; i++)
    {
      const RecessImageRef *ref = &g_array_index (refs, RecessImageRef, i);
      g_autofree char *hash = dup_hash (text, ref);

      if (hash == NULL)
        continue;

      g_string_append_len (json, text + end, (gssize) (ref->url.start - end));
      end = ref->url.start + ref->url.length;
      if (!append_blob (db, json, hash, ref, limit, error))
        return NULL;
    }

  g_string_append_len (json, text + end, (gssize) (length - end));
  return g_string_free_to_bytes (g_steal_pointer (&json));
}

typedef struct
{
  GBytes *body;
  gsize   limit;
} Splice;

static void
splice_free (Splice *splice)
{
  g_bytes_unref (splice->body);
  g_free (splice);
}

static gpointer
splice_func (sqlite3   *db,
             gpointer   user_data,
             GError   **error)
{
  const Splice *splice = user_data;

  return recess_blob_refs_splice (db, splice->body, splice->limit, error);
}

void
recess_blob_refs_splice_async (RecessStore         *store,
                               GBytes              *body,
                               gsize                limit,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  Splice *splice;

  g_return_if_fail (body != NULL);

  splice = g_new0 (Splice, 1);
  splice->body = g_bytes_ref (body);
  splice->limit = limit;
  recess_store_read_async (store, splice_func, splice, (GDestroyNotify) splice_free,
                           (GDestroyNotify) g_bytes_unref, cancellable, callback, user_data);
}

GBytes *
recess_blob_refs_splice_finish (RecessStore   *store,
                                GAsyncResult  *result,
                                GError       **error)
{
  return recess_store_read_finish (store, result, error);
}
