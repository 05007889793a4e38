/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-provider.h"
#include "recess-provider-settings.h"

G_BEGIN_DECLS

struct _RecessProvider
{
  GObject                 parent_instance;

  char                   *id;
  double                  created_at;
  double                  updated_at;
  RecessProviderSettings *settings;

  /* The key, and who waits for it */
  char                   *key;
  RecessKeyStorage        key_storage;
  GPtrArray              *key_waiters;

  /* Asked without retries for its models, with them for the rest */
  RecessClient           *client;
  RecessClient           *list_client;

  /* What is known of it */
  RecessProviderState     state;
  char                   *message;
  double                  checked_at;
  gint64                  asked_at;
  GPtrArray              *models;

  /* The request for its models that is under way */
  GPtrArray              *refresh_waiters;
  GCancellable           *refresh_cancellable;
  guint                   generation;

  guint                   fixed : 1;
  guint                   key_pending : 1;
  guint                   no_stream_options : 1;
};

/* Forgets what was known, after a change of settings or key. */
void _recess_provider_forget (RecessProvider *self);

G_END_DECLS
