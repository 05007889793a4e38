/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "recess-title.h"

/* Where to cut: after the last word that fits, or, in one long word, after the last letter. */
static gsize
find_cut (const char *line)
{
  const char *end = line;
  const char *word_end = NULL;

  for (glong n = 0; *end != '\0' && n < RECESS_TITLE_LENGTH; n++)
    {
      if (g_unichar_isspace (g_utf8_get_char (end)))
        word_end = end;
      end = g_utf8_next_char (end);
    }

  if (*end == '\0' || word_end == NULL || g_unichar_isspace (g_utf8_get_char (end)))
    return (gsize) (end - line);

  return (gsize) (word_end - line);
}

char *
recess_title_from_text (const char *text)
{
  g_auto(GStrv) lines = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  lines = g_strsplit_set (text, "\r\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_strstrip (lines[i]);
      if (*lines[i] != '\0')
        return g_strchomp (g_strndup (lines[i], find_cut (lines[i])));
    }

  return NULL;
}
