/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "recess-model-name.h"

G_BEGIN_DECLS

#define RECESS_TYPE_COMPLETION (recess_completion_get_type ())

/**
 * RecessCompletion:
 *
 * One chat completion under way: started once, then read to its end as the bytes of an HTTP
 * answer. Dropping it, or cancelling what is under way, ends it.
 */
G_DECLARE_DERIVABLE_TYPE (RecessCompletion, recess_completion, RECESS, COMPLETION, GObject)

struct _RecessCompletionClass
{
  GObjectClass parent_class;

  void        (*start_async)      (RecessCompletion     *self,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
  gboolean    (*start_finish)     (RecessCompletion     *self,
                                   GAsyncResult         *result,
                                   GError              **error);
  void        (*read_async)       (RecessCompletion     *self,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
  GBytes     *(*read_finish)      (RecessCompletion     *self,
                                   GAsyncResult         *result,
                                   GError              **error);
  const char *(*get_content_type) (RecessCompletion     *self);
};

/**
 * recess_completion_new:
 * @model: what recess_model_name_resolve() found
 * @body: the request as the client wrote it, checked
 * @stream: whether it asks for a stream
 */
RecessCompletion *recess_completion_new              (RecessProviders      *providers,
                                                      RecessModelName      *model,
                                                      GBytes               *body,
                                                      gboolean              stream);
/* Completes when the answer begins, or with the %RECESS_API_ERROR that the client is to get. */
void              recess_completion_start_async      (RecessCompletion     *self,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gboolean          recess_completion_start_finish     (RecessCompletion     *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);
/* The next bytes as soon as there are any; an empty #GBytes is the end. */
void              recess_completion_read_async       (RecessCompletion     *self,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
GBytes           *recess_completion_read_finish      (RecessCompletion     *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);
/* Returns: (nullable): as the provider has it */
const char       *recess_completion_get_content_type (RecessCompletion     *self);

G_END_DECLS
