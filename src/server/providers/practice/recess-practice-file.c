/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "recess-practice-buffer.h"
#include "recess-practice-file.h"
#include "recess-practice-model-private.h"
#include "recess-practice-trainer.h"

#define MAGIC         "RECESSPM"
#define MAGIC_LENGTH  8
#define VERSION       1
#define DIGEST_LENGTH 32
#define MAX_DIMENSION 4096

static void
digest (const guint8 *data,
        gsize         length,
        guint8       *result)
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize result_length = DIGEST_LENGTH;

  g_checksum_update (checksum, data, length);
  g_checksum_get_digest (checksum, result, &result_length);
}

/* Which bucket each row is of, in the order of the rows */
static void
put_buckets (GByteArray                *buffer,
             const RecessPracticeModel *self)
{
  guint n_rows = _recess_practice_model_n_rows (self);
  g_autofree guint32 *bucket_of_row = g_new0 (guint32, MAX (n_rows, 1));

  for (guint32 bucket = 0; bucket < RECESS_PRACTICE_BUCKETS; bucket++)
    {
      if (self->row_of_bucket[bucket] != RECESS_PRACTICE_NO_ROW)
        bucket_of_row[self->row_of_bucket[bucket]] = bucket;
    }

  recess_practice_put_uint32 (buffer, n_rows);
  for (guint i = 0; i < n_rows; i++)
    recess_practice_put_uint32 (buffer, bucket_of_row[i]);
}

GBytes *
recess_practice_model_to_bytes (const RecessPracticeModel *self)
{
  GByteArray *buffer;
  guint8 sum[DIGEST_LENGTH];
  guint32 limit;

  g_return_val_if_fail (self != NULL, NULL);

  buffer = g_byte_array_new ();
  g_byte_array_append (buffer, (const guint8 *) MAGIC, MAGIC_LENGTH);
  recess_practice_put_uint32 (buffer, VERSION);
  recess_practice_put_uint32 (buffer, RECESS_PRACTICE_BUCKET_BITS);
  recess_practice_put_uint32 (buffer, self->dimension);
  memcpy (&limit, &self->limit, sizeof limit);
  recess_practice_put_uint32 (buffer, limit);

  recess_practice_put_uint32 (buffer, self->replies->len);
  for (guint class = 1; class < self->replies->len; class++)
    {
      recess_practice_put_text (buffer, recess_practice_model_get_title (self, class));
      recess_practice_put_text (buffer, recess_practice_model_get_reply (self, class));
    }
  recess_practice_put_floats (buffer, self->vectors);
  recess_practice_put_floats (buffer, self->biases);
  put_buckets (buffer, self);
  recess_practice_put_floats (buffer, self->rarities);
  recess_practice_put_floats (buffer, self->rows);

  digest (buffer->data, buffer->len, sum);
  g_byte_array_append (buffer, sum, sizeof sum);

  return g_byte_array_free_to_bytes (buffer);
}

static gboolean
get_replies (RecessPracticeReader *reader,
             RecessPracticeModel  *self)
{
  guint32 n_classes = recess_practice_get_uint32 (reader);

  for (guint32 class = 1; class < n_classes && !reader->failed; class++)
    {
      g_autofree char *title = recess_practice_get_text (reader);
      g_autofree char *reply = recess_practice_get_text (reader);

      if (reply == NULL || recess_practice_model_add_reply (self, title, reply) != class)
        reader->failed = TRUE;
    }

  return !reader->failed && n_classes > 0;
}

static gboolean
get_rows (RecessPracticeReader *reader,
          RecessPracticeModel  *self)
{
  guint32 n_rows = recess_practice_get_uint32 (reader);

  if (reader->failed || n_rows > RECESS_PRACTICE_BUCKETS)
    return FALSE;

  for (guint32 row = 0; row < n_rows; row++)
    {
      guint32 bucket = recess_practice_get_uint32 (reader);

      if (reader->failed || bucket >= RECESS_PRACTICE_BUCKETS
          || self->row_of_bucket[bucket] != RECESS_PRACTICE_NO_ROW)
        return FALSE;

      self->row_of_bucket[bucket] = row;
    }

  return recess_practice_get_floats (reader, self->rarities, n_rows)
         && recess_practice_get_floats (reader, self->rows, (gsize) n_rows * self->dimension);
}

static RecessPracticeModel *
get_model (RecessPracticeReader *reader)
{
  g_autoptr(RecessPracticeModel) self = NULL;
  guint32 bits = recess_practice_get_uint32 (reader);
  guint32 dimension = recess_practice_get_uint32 (reader);
  guint32 limit = recess_practice_get_uint32 (reader);

  if (reader->failed || bits != RECESS_PRACTICE_BUCKET_BITS
      || dimension == 0 || dimension > MAX_DIMENSION)
    return NULL;

  self = recess_practice_model_new (dimension);
  memcpy (&self->limit, &limit, sizeof limit);
  if (!(self->limit >= 0)
      || !get_replies (reader, self)
      || !recess_practice_get_floats (reader, self->vectors, self->vectors->len)
      || !recess_practice_get_floats (reader, self->biases, self->biases->len)
      || !get_rows (reader, self)
      || reader->length != 0)
    return NULL;

  return g_steal_pointer (&self);
}

RecessPracticeModel *
recess_practice_model_from_bytes (GBytes  *bytes,
                                  GError **error)
{
  RecessPracticeModel *self;
  RecessPracticeReader reader = { 0, };
  guint8 sum[DIGEST_LENGTH];
  guint32 version;

  g_return_val_if_fail (bytes != NULL, NULL);

  reader.data = g_bytes_get_data (bytes, &reader.length);
  if (reader.length < MAGIC_LENGTH + sizeof version + DIGEST_LENGTH
      || memcmp (reader.data, MAGIC, MAGIC_LENGTH) != 0)
    {
      g_set_error (error, RECESS_PRACTICE_ERROR, RECESS_PRACTICE_ERROR_FILE,
                   "This is not a file of the practice model.");
      return NULL;
    }

  reader.length -= DIGEST_LENGTH;
  digest (reader.data, reader.length, sum);
  if (memcmp (sum, reader.data + reader.length, DIGEST_LENGTH) != 0)
    {
      g_set_error (error, RECESS_PRACTICE_ERROR, RECESS_PRACTICE_ERROR_FILE,
                   "The file of the practice model is cut off or damaged.");
      return NULL;
    }

  reader.data += MAGIC_LENGTH;
  reader.length -= MAGIC_LENGTH;
  version = recess_practice_get_uint32 (&reader);
  if (version != VERSION)
    {
      g_set_error (error, RECESS_PRACTICE_ERROR, RECESS_PRACTICE_ERROR_FILE,
                   "The file of the practice model has version %u; this program reads version %u.",
                   version, VERSION);
      return NULL;
    }

  if (!(self = get_model (&reader)))
    g_set_error (error, RECESS_PRACTICE_ERROR, RECESS_PRACTICE_ERROR_FILE,
                 "The file of the practice model contradicts itself.");

  return self;
}

char *
recess_practice_fingerprint (GBytes *bytes)
{
  g_autofree char *sum = NULL;

  g_return_val_if_fail (bytes != NULL, NULL);

  sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  return g_strndup (sum, 10);
}
