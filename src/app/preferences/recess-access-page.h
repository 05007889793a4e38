/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/recess-engine.h"

G_BEGIN_DECLS

#define RECESS_TYPE_ACCESS_PAGE (recess_access_page_get_type ())

/**
 * RecessAccessPage:
 *
 * Whether scripts may use the engine, and the two lines that lead them to it.
 */
G_DECLARE_FINAL_TYPE (RecessAccessPage, recess_access_page, RECESS, ACCESS_PAGE, GtkWidget)

void recess_access_page_set_engine (RecessAccessPage *self,
                                    RecessEngine     *engine);

G_END_DECLS
