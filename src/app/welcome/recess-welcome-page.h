/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/recess-engine.h"
#include "engine/recess-models.h"

G_BEGIN_DECLS

#define RECESS_TYPE_WELCOME_PAGE (recess_welcome_page_get_type ())

/**
 * RecessWelcomePage:
 *
 * The first page: what was found to talk to, and four prompts that are one click away from a
 * running chat.
 *
 * Signal: `ask (const char *text, const char *model)`: begin a conversation; both nullable.
 */
G_DECLARE_FINAL_TYPE (RecessWelcomePage, recess_welcome_page, RECESS, WELCOME_PAGE, GtkWidget)

GtkWidget *recess_welcome_page_new (RecessEngine *engine,
                                    RecessModels *models);

G_END_DECLS
