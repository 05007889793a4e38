/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Texts for people, with the separators of their locale. All return (transfer full). */

/* "just now", "10:12", "yesterday", "Friday", "12 Mar", "12 Mar 2025"; both in seconds. */
char *recess_format_when     (double  when,
                              double  now);
/* "0.04 s", "12 s", "2 min 5 s"; "–" below 0, which is unknown. */
char *recess_format_duration (gint64  milliseconds);
/* "1,234"; "–" below 0. */
char *recess_format_count    (gint64  count);
/* "$0.0123", "$1.23", "under $0.0001"; "–" below 0. */
char *recess_format_cost     (double  dollars);
/* The digits of @value without trailing zeros, with a point, as JSON and people write them. */
char *recess_format_number   (double  value);
/* An id shortened in its middle: "conv_a1b2…9xyz". */
char *recess_format_id       (const char *id);

G_END_DECLS
