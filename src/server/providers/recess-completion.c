/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-completion.h"
#include "recess-practice-completion.h"
#include "recess-upstream-completion.h"

G_DEFINE_ABSTRACT_TYPE (RecessCompletion, recess_completion, G_TYPE_OBJECT)

static void
recess_completion_class_init (RecessCompletionClass *klass)
{
}

static void
recess_completion_init (RecessCompletion *self)
{
}

RecessCompletion *
recess_completion_new (RecessProviders *providers,
                       RecessModelName *model,
                       GBytes          *body,
                       gboolean         stream)
{
  g_return_val_if_fail (RECESS_IS_PROVIDERS (providers), NULL);
  g_return_val_if_fail (model != NULL, NULL);
  g_return_val_if_fail (body != NULL, NULL);

  if (model->provider == NULL)
    return recess_practice_completion_new (providers, body, stream);

  return recess_upstream_completion_new (model->provider, model->upstream, body, stream);
}

void
recess_completion_start_async (RecessCompletion    *self,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (RECESS_IS_COMPLETION (self));

  RECESS_COMPLETION_GET_CLASS (self)->start_async (self, cancellable, callback, user_data);
}

gboolean
recess_completion_start_finish (RecessCompletion  *self,
                                GAsyncResult      *result,
                                GError           **error)
{
  g_return_val_if_fail (RECESS_IS_COMPLETION (self), FALSE);

  return RECESS_COMPLETION_GET_CLASS (self)->start_finish (self, result, error);
}

void
recess_completion_read_async (RecessCompletion    *self,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (RECESS_IS_COMPLETION (self));

  RECESS_COMPLETION_GET_CLASS (self)->read_async (self, cancellable, callback, user_data);
}

GBytes *
recess_completion_read_finish (RecessCompletion  *self,
                               GAsyncResult      *result,
                               GError           **error)
{
  g_return_val_if_fail (RECESS_IS_COMPLETION (self), NULL);

  return RECESS_COMPLETION_GET_CLASS (self)->read_finish (self, result, error);
}

const char *
recess_completion_get_content_type (RecessCompletion *self)
{
  g_return_val_if_fail (RECESS_IS_COMPLETION (self), NULL);

  return RECESS_COMPLETION_GET_CLASS (self)->get_content_type (self);
}
