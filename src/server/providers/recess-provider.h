/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "client/recess-client.h"

G_BEGIN_DECLS

typedef enum
{
  RECESS_KEY_STORAGE_NONE,
  RECESS_KEY_STORAGE_SECRET_SERVICE,
  RECESS_KEY_STORAGE_SESSION,
  RECESS_KEY_STORAGE_ENVIRONMENT,
} RecessKeyStorage;

typedef enum
{
  RECESS_PROVIDER_UNKNOWN,
  RECESS_PROVIDER_OK,
  RECESS_PROVIDER_FAILED,
} RecessProviderState;

/**
 * RecessModelInfo:
 * @context_length: tokens, or 0 where the provider does not say
 * @created: seconds since 1970, or 0
 * @shutdown_date: (nullable): "2027-01-06"
 *
 * A row of a provider's list of models.
 */
typedef struct
{
  char   *id;
  char   *owned_by;
  char   *shutdown_date;
  gint64  created;
  gint64  context_length;
} RecessModelInfo;

#define RECESS_TYPE_PROVIDER (recess_provider_get_type ())

/**
 * RecessProvider:
 *
 * One upstream: where it is, how it wants to be asked, and what is known of it. Its settings are
 * changed as a whole, by recess_provider_configure(). #RecessProvider::changed is emitted when its
 * state or its list of models is another.
 */
G_DECLARE_FINAL_TYPE (RecessProvider, recess_provider, RECESS, PROVIDER, GObject)

/* With a new id, not yet configured. */
RecessProvider    *recess_provider_new              (void);
RecessProvider    *recess_provider_new_with_id      (const char      *id,
                                                     double           created_at,
                                                     double           updated_at);

/**
 * recess_provider_configure:
 * @settings: the members to change, as in the API; absent ones stay
 *
 * Checks all of @settings before any is taken. `key` is not looked at.
 *
 * Returns: %FALSE with a %RECESS_API_ERROR that names the member
 */
gboolean           recess_provider_configure        (RecessProvider  *self,
                                                     JsonObject      *settings,
                                                     GError         **error);
/* A copy that may be changed without touching @self: same id and settings, no key. */
RecessProvider    *recess_provider_copy             (RecessProvider  *self);
/* The settings as configure() takes them, with key_storage: what is kept. */
char              *recess_provider_dup_settings     (RecessProvider  *self);
/* The row of the API. */
char              *recess_provider_to_json          (RecessProvider  *self);

const char        *recess_provider_get_id           (RecessProvider  *self);
const char        *recess_provider_get_name         (RecessProvider  *self);
const char        *recess_provider_get_base_url     (RecessProvider  *self);
double             recess_provider_get_created_at   (RecessProvider  *self);
double             recess_provider_get_updated_at   (RecessProvider  *self);
void               recess_provider_set_updated_at   (RecessProvider  *self,
                                                     double           updated_at);
/* Whether it came from the command line: not kept, not to be changed. */
gboolean           recess_provider_get_fixed        (RecessProvider  *self);
void               recess_provider_set_fixed        (RecessProvider  *self,
                                                     gboolean         fixed);

RecessKeyStorage   recess_provider_get_key_storage  (RecessProvider  *self);
gboolean           recess_provider_get_has_key      (RecessProvider  *self);
/* The key is copied, and overwritten when it is replaced. */
void               recess_provider_set_key          (RecessProvider  *self,
                                                     const char      *key,
                                                     RecessKeyStorage storage);
/* A key that is being fetched: requests wait until it is set. */
void               recess_provider_set_key_pending  (RecessProvider  *self,
                                                     RecessKeyStorage storage);
gboolean           recess_provider_is_key_pending   (RecessProvider  *self);
void               recess_provider_wait_key_async   (RecessProvider      *self,
                                                     GCancellable        *cancellable,
                                                     GAsyncReadyCallback  callback,
                                                     gpointer             user_data);
gboolean           recess_provider_wait_key_finish  (RecessProvider      *self,
                                                     GAsyncResult        *result,
                                                     GError             **error);

RecessClient      *recess_provider_get_client       (RecessProvider  *self);
/* "/chat/completions", or below the deployment where the provider has those. */
char              *recess_provider_dup_path         (RecessProvider  *self,
                                                     const char      *path,
                                                     const char      *model);
/* Whether the provider takes `stream_options`; learnt from its refusal. */
gboolean           recess_provider_get_stream_options (RecessProvider *self);
void               recess_provider_set_stream_options (RecessProvider *self,
                                                       gboolean        accepted);

RecessProviderState recess_provider_get_state       (RecessProvider  *self);
/* Returns: (element-type RecessModelInfo): empty until it was asked */
GPtrArray         *recess_provider_get_models       (RecessProvider  *self);
const RecessModelInfo *recess_provider_find_model   (RecessProvider  *self,
                                                     const char      *model);

/**
 * recess_provider_refresh_async:
 * @max_age: seconds; a list younger than this is taken as it is
 *
 * Asks for the list of models. Several callers share one request. A failure is kept as the state,
 * and the earlier list stays.
 */
void               recess_provider_refresh_async    (RecessProvider      *self,
                                                     guint                max_age,
                                                     GCancellable        *cancellable,
                                                     GAsyncReadyCallback  callback,
                                                     gpointer             user_data);
gboolean           recess_provider_refresh_finish   (RecessProvider      *self,
                                                     GAsyncResult        *result,
                                                     GError             **error);

/* Says which provider an error came from, and makes of a failed transport an answer of ours. */
GError            *recess_provider_explain          (RecessProvider      *self,
                                                     const GError        *error);

G_END_DECLS
