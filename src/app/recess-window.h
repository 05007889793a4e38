/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-application.h"
#include "engine/recess-engine.h"
#include "engine/recess-models.h"

G_BEGIN_DECLS

#define RECESS_TYPE_WINDOW (recess_window_get_type ())

/**
 * RecessWindow:
 *
 * The one window: a header bar over the panes.
 */
G_DECLARE_FINAL_TYPE (RecessWindow, recess_window, RECESS, WINDOW, AdwApplicationWindow)

RecessWindow *recess_window_new (RecessApplication *app,
                                 RecessEngine      *engine,
                                 RecessModels   *models,
                                 GSettings         *settings);

G_END_DECLS
