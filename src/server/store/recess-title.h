/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define RECESS_TITLE_LENGTH 60

/* Returns: (transfer full) (nullable): the first line of @text that says something, cut at a word
 * so that it has at most %RECESS_TITLE_LENGTH characters; %NULL where there is none */
char *recess_title_from_text (const char *text);

G_END_DECLS
