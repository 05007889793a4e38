/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/recess-engine.h"

G_BEGIN_DECLS

#define RECESS_TYPE_PROVIDERS_PAGE (recess_providers_page_get_type ())

/**
 * RecessProvidersPage:
 *
 * The providers, those found nearby, the presets to add one from, and the form of one.
 */
G_DECLARE_FINAL_TYPE (RecessProvidersPage, recess_providers_page,
                      RECESS, PROVIDERS_PAGE, GtkWidget)

void recess_providers_page_set_engine (RecessProvidersPage *self,
                                       RecessEngine        *engine);

G_END_DECLS
