/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* What GLib has only after our floor. */

static inline gboolean
recess_set_str (char       **pointer,
                const char  *value)
{
  char *copy;

  if (g_strcmp0 (*pointer, value) == 0)
    return FALSE;

  copy = g_strdup (value);
  g_free (*pointer);
  *pointer = copy;
  return TRUE;
}

G_END_DECLS
