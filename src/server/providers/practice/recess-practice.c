/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gstdio.h>

#include "common/recess-tokenizer.h"

#include "recess-practice.h"
#include "recess-practice-file.h"
#include "recess-practice-trainer.h"
#include "recess-practice-writer.h"

struct _RecessPractice
{
  GObject parent_instance;

  RecessPracticeModel *model;
  char                *fingerprint;
};

G_DEFINE_FINAL_TYPE (RecessPractice, recess_practice, G_TYPE_OBJECT)

static void
recess_practice_finalize (GObject *object)
{
  RecessPractice *self = RECESS_PRACTICE (object);

  g_clear_pointer (&self->model, recess_practice_model_unref);
  g_clear_pointer (&self->fingerprint, g_free);

  G_OBJECT_CLASS (recess_practice_parent_class)->finalize (object);
}

static void
recess_practice_class_init (RecessPracticeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = recess_practice_finalize;
}

static void
recess_practice_init (RecessPractice *self)
{
}

static GBytes *
read_file (const char  *path,
           GError     **error)
{
  GStatBuf status;
  char *contents;
  gsize length;

  if (g_stat (path, &status) == 0 && status.st_size > RECESS_PRACTICE_MAX_FILE)
    {
      g_set_error (error, RECESS_PRACTICE_ERROR, RECESS_PRACTICE_ERROR_FILE,
                   "This is not a file of the practice model.");
      return NULL;
    }

  if (!g_file_get_contents (path, &contents, &length, error))
    return NULL;

  return g_bytes_new_take (contents, length);
}

RecessPractice *
recess_practice_load (const char  *path,
                      GError     **error)
{
  g_autoptr(RecessPracticeModel) model = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autofree char *name = NULL;
  RecessPractice *self;

  g_return_val_if_fail (path != NULL, NULL);

  /* What the pieces are counted by. */
  if (recess_tokenizer_get (RECESS_ENCODING_O200K_BASE, error) == NULL ||
      !(bytes = read_file (path, error)))
    return NULL;

  if (!(model = recess_practice_model_from_bytes (bytes, error)))
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }

  name = recess_practice_fingerprint (bytes);
  self = g_object_new (RECESS_TYPE_PRACTICE, NULL);
  self->model = g_steal_pointer (&model);
  self->fingerprint = g_strconcat ("fp_", name, NULL);

  return self;
}

char *
recess_practice_complete (RecessPractice  *self,
                          JsonObject      *request,
                          const char      *id,
                          gint64           created,
                          GError         **error)
{
  g_autoptr(RecessPracticeRequest) checked = NULL;
  g_autoptr(GPtrArray) answers = NULL;
  RecessPracticeEnvelope envelope = { id, created, NULL };

  g_return_val_if_fail (RECESS_IS_PRACTICE (self), NULL);
  g_return_val_if_fail (request != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  if (!(checked = recess_practice_request_new (request, created, error)))
    return NULL;

  envelope.fingerprint = self->fingerprint;
  answers = recess_practice_answers_new (self->model, checked);
  return recess_practice_write_completion (&envelope, checked, answers);
}

GPtrArray *
recess_practice_complete_stream (RecessPractice  *self,
                                 JsonObject      *request,
                                 const char      *id,
                                 gint64           created,
                                 GError         **error)
{
  g_autoptr(RecessPracticeRequest) checked = NULL;
  g_autoptr(GPtrArray) answers = NULL;
  RecessPracticeEnvelope envelope = { id, created, NULL };

  g_return_val_if_fail (RECESS_IS_PRACTICE (self), NULL);
  g_return_val_if_fail (request != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  if (!(checked = recess_practice_request_new (request, created, error)))
    return NULL;

  envelope.fingerprint = self->fingerprint;
  answers = recess_practice_answers_new (self->model, checked);
  return recess_practice_write_stream (&envelope, checked, answers);
}
