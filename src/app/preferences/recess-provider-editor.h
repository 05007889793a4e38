/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "common/recess-json.h"
#include "engine/recess-engine.h"

#include "recess-provider-preset.h"

G_BEGIN_DECLS

#define RECESS_TYPE_PROVIDER_EDITOR (recess_provider_editor_get_type ())

/**
 * RecessProviderEditor:
 *
 * The form of one provider. Signal: `done ()`: it was saved or deleted, or is not wanted.
 */
G_DECLARE_FINAL_TYPE (RecessProviderEditor, recess_provider_editor,
                      RECESS, PROVIDER_EDITOR, GtkWidget)

void recess_provider_editor_set_engine (RecessProviderEditor       *self,
                                        RecessEngine               *engine);
/* A provider that is there, as the engine told it. */
void recess_provider_editor_edit       (RecessProviderEditor       *self,
                                        JsonObject                 *provider);
void recess_provider_editor_begin      (RecessProviderEditor       *self,
                                        const RecessProviderPreset *preset);

G_END_DECLS
