/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "engine/recess-engine.h"
#include "engine/recess-models.h"

G_BEGIN_DECLS

#define RECESS_TYPE_PREFERENCES_WINDOW (recess_preferences_window_get_type ())

/**
 * RecessPreferencesWindow:
 *
 * Providers, models, access for scripts, appearance.
 */
G_DECLARE_FINAL_TYPE (RecessPreferencesWindow, recess_preferences_window,
                      RECESS, PREFERENCES_WINDOW, AdwWindow)

GtkWindow *recess_preferences_window_new (RecessEngine *engine,
                                          RecessModels *models,
                                          GSettings    *settings);

G_END_DECLS
