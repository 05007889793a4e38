/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-providers.h"

G_BEGIN_DECLS

struct _RecessProviders
{
  GObject         parent_instance;

  RecessStore    *store;
  GPtrArray      *items;

  /* What is kept, what the command line puts before it, and both together */
  RecessAliases  *kept_aliases;
  GPtrArray      *alias_options;
  RecessAliases  *aliases;
  char           *default_option;

  /* The practice model, and who waits for it */
  RecessPractice *practice;
  GError         *practice_error;
  GPtrArray      *practice_waiters;

  guint           secret_service : 1;
};

void _recess_providers_add           (RecessProviders *self,
                                      RecessProvider  *provider);
void _recess_providers_remove        (RecessProviders *self,
                                      RecessProvider  *provider);
void _recess_providers_take_aliases  (RecessProviders *self,
                                      RecessAliases   *kept);

G_END_DECLS
