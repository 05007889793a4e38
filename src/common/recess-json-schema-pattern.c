/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "recess-json-schema-private.h"

#define MAX_PATTERN 4096
#define MAX_SUBJECT 4096

/* PCRE2 counts its steps anew at each place where a match may begin. The limit makes that at most
 * some 80 million steps for the longest text, and a pattern that runs away ends at the first one.
 */
#define LIMITS "(*LIMIT_MATCH=20000)(*LIMIT_DEPTH=20000)"

static gunichar
hex_value (const char *text)
{
  gunichar value = 0;

  for (guint i = 0; i < 4; i++)
    {
      if (!g_ascii_isxdigit (text[i]))
        return 0;
      value = value * 16 + g_ascii_xdigit_value (text[i]);
    }

  return value;
}

/* \uD83D\uDE00 is one character; returns the bytes read. */
static gsize
append_code_point (GString    *pattern,
                   const char *escape)
{
  gunichar c = hex_value (escape + 2);
  gsize length = 6;

  if (c >= 0xd800 && c < 0xdc00 && escape[6] == '\\' && escape[7] == 'u')
    {
      gunichar low = hex_value (escape + 8);

      if (low >= 0xdc00 && low < 0xe000)
        {
          c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
          length = 12;
        }
    }

  g_string_append_printf (pattern, "\\x{%X}", c);
  return length;
}

/* Digits and words are ASCII in ECMA 262, and all of Unicode in GRegex. */
static const char *
ascii_class (char     letter,
             gboolean in_class)
{
  switch (letter)
    {
    case 'd':
      return in_class ? "0-9" : "[0-9]";
    case 'w':
      return in_class ? "A-Za-z0-9_" : "[A-Za-z0-9_]";
    case 'D':
      return in_class ? NULL : "[^0-9]";
    case 'W':
      return in_class ? NULL : "[^A-Za-z0-9_]";
    default:
      return NULL;
    }
}

static gsize
append_escape (GString    *pattern,
               const char *escape,
               gboolean    in_class)
{
  const char *class = ascii_class (escape[1], in_class);

  if (class != NULL)
    {
      g_string_append (pattern, class);
      return 2;
    }

  if (escape[1] == 'u' && hex_value (escape + 2) != 0)
    return append_code_point (pattern, escape);

  g_string_append_len (pattern, escape, escape[1] != '\0' ? 2 : 1);
  return escape[1] != '\0' ? 2 : 1;
}

static char *
translate (const char *source)
{
  GString *pattern = g_string_new (LIMITS);
  gboolean in_class = FALSE;

  while (*source != '\0')
    {
      if (*source == '\\')
        {
          source += append_escape (pattern, source, in_class);
          continue;
        }

      if (*source == '[' && in_class)
        g_string_append_c (pattern, '\\');
      else if (*source == '[')
        in_class = TRUE;
      else if (*source == ']')
        in_class = FALSE;
      g_string_append_c (pattern, *source++);
    }

  return g_string_free (pattern, FALSE);
}

/* GRegex puts the pattern, with what was added to it, before the reason. */
static void
set_error (GError       **error,
           const GError  *reason)
{
  const char *why = strstr (reason->message, "’ at char ");
  const char *colon = why != NULL ? strstr (why, ": ") : NULL;

  g_set_error_literal (error, G_REGEX_ERROR, reason->code,
                       colon != NULL ? colon + 2 : reason->message);
}

GRegex *
recess_json_pattern_new (const char  *source,
                         GError     **error)
{
  g_autoptr (GError) reason = NULL;
  g_autofree char *pattern = NULL;
  GRegex *regex;

  g_return_val_if_fail (source != NULL, NULL);

  if (strlen (source) > MAX_PATTERN)
    {
      g_set_error (error, G_REGEX_ERROR, G_REGEX_ERROR_COMPILE,
                   "it is longer than %d bytes", MAX_PATTERN);
      return NULL;
    }

  pattern = translate (source);
  regex = g_regex_new (pattern, G_REGEX_DOLLAR_ENDONLY, 0, &reason);
  if (regex == NULL)
    set_error (error, reason);

  return regex;
}

RecessJsonPatternResult
recess_json_pattern_match (GRegex     *pattern,
                           const char *text,
                           gint64     *effort)
{
  g_autoptr (GError) error = NULL;
  gsize length = strlen (text);

  g_return_val_if_fail (pattern != NULL && effort != NULL, RECESS_JSON_PATTERN_NO_MATCH);

  if (length > MAX_SUBJECT)
    return RECESS_JSON_PATTERN_TOO_LONG;

  *effort -= length + length * length / 16;
  if (*effort < 0)
    return RECESS_JSON_PATTERN_TOO_HARD;

  if (g_regex_match_full (pattern, text, length, 0, 0, NULL, &error))
    return RECESS_JSON_PATTERN_MATCH;

  return error != NULL ? RECESS_JSON_PATTERN_TOO_HARD : RECESS_JSON_PATTERN_NO_MATCH;
}
