/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define RECESS_TYPE_ALIASES (recess_aliases_get_type ())

/**
 * RecessAliases:
 *
 * What bare model names mean. Immutable, counted.
 */
typedef struct _RecessAliases RecessAliases;

GType          recess_aliases_get_type             (void);
RecessAliases *recess_aliases_new                  (void);
RecessAliases *recess_aliases_ref                  (RecessAliases *self);
void           recess_aliases_unref                (RecessAliases *self);

/* @base with the members that @settings has; an %RECESS_API_ERROR names the wrong one. */
RecessAliases *recess_aliases_new_changed          (RecessAliases *base,
                                                    JsonObject    *settings,
                                                    GError       **error);
RecessAliases *recess_aliases_new_with             (RecessAliases *base,
                                                    const char    *name,
                                                    const char    *model);
char          *recess_aliases_to_json              (RecessAliases *self);

/* Returns: (nullable) */
const char    *recess_aliases_lookup               (RecessAliases *self,
                                                    const char    *name);
const char    *recess_aliases_get_default_model    (RecessAliases *self);
const char    *recess_aliases_get_default_provider (RecessAliases *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessAliases, recess_aliases_unref)

G_END_DECLS
