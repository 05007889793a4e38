/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <adwaita.h>
#include <gtksourceview/gtksource.h>

#include "recess-json-excerpt.h"

#define SHORT_LINE 40

typedef struct
{
  GString *out;
  guint depth;
  gboolean one_line;
} Format;

static void
break_line (Format *format)
{
  if (format->one_line)
    return;

  g_string_append_c (format->out, '\n');
  for (guint i = 0; i < format->depth; i++)
    g_string_append (format->out, "  ");
}

static const char *
skip_space (const char *at,
            const char *end)
{
  while (at < end && g_ascii_isspace (*at))
    at++;

  return at;
}

static const char *
add_string (Format     *format,
            const char *at,
            const char *end)
{
  const char *start = at++;

  while (at < end && *at != '"')
    at += *at == '\\' && at + 1 < end ? 2 : 1;
  at = MIN (at + 1, end);
  g_string_append_len (format->out, start, at - start);

  return at;
}

static const char *
add_bracket (Format     *format,
             const char *at,
             const char *end)
{
  char bracket = *at++;

  if (bracket == '{' || bracket == '[')
    {
      g_string_append_c (format->out, bracket);
      at = skip_space (at, end);
      if (at < end && (*at == '}' || *at == ']'))
        {
          g_string_append_c (format->out, *at);
          return at + 1;
        }
      format->depth++;
      break_line (format);
    }
  else
    {
      format->depth -= format->depth > 0;
      break_line (format);
      g_string_append_c (format->out, bracket);
    }

  return at;
}

static const char *
add_token (Format     *format,
           const char *at,
           const char *end)
{
  switch (*at)
    {
    case '"':
      return add_string (format, at, end);

    case '{':
    case '[':
    case '}':
    case ']':
      return add_bracket (format, at, end);

    case ',':
      g_string_append (format->out, format->one_line ? ", " : ",");
      break_line (format);
      return at + 1;

    case ':':
      g_string_append (format->out, ": ");
      return at + 1;

    default:
      g_string_append_c (format->out, *at);
      return at + 1;
    }
}

char *
recess_json_excerpt_format (const char *text,
                            gsize       length,
                            gsize       most)
{
  Format format = { g_string_new (NULL), 0, length <= SHORT_LINE };
  const char *end = text + length;
  const char *at = skip_space (text, end);

  g_return_val_if_fail (text != NULL, NULL);

  while (at < end && format.out->len < most)
    {
      at = add_token (&format, at, end);
      at = skip_space (at, end);
    }

  return g_string_free (format.out, FALSE);
}

gboolean
recess_json_excerpt_cut (char  **text,
                         gsize   bytes,
                         guint   lines)
{
  gsize length = strlen (*text);
  const char *end;
  char *place = *text;

  for (guint i = 0; i < lines && place != NULL; i++)
    {
      place = strchr (place, '\n');
      if (place != NULL && i + 1 < lines)
        place++;
    }
  if (place != NULL)
    length = MIN (length, (gsize) (place - *text));
  length = MIN (length, bytes);
  if ((*text)[length] == '\0')
    return FALSE;

  /* Not in the middle of a character. */
  end = *text + length;
  while (end > *text && ((guchar) *end & 0xc0) == 0x80)
    end--;
  (*text)[end - *text] = '\0';

  return TRUE;
}

static void
add_color (PangoAttrList        *list,
           GtkSourceStyleScheme *scheme,
           const char           *style_name,
           gsize                 start,
           gsize                 end)
{
  GtkSourceStyle *style = gtk_source_style_scheme_get_style (scheme, style_name);
  g_autofree char *name = NULL;
  PangoAttribute *attribute;
  GdkRGBA color;

  if (style == NULL)
    return;

  g_object_get (style, "foreground", &name, NULL);
  if (name == NULL || !gdk_rgba_parse (&color, name))
    return;

  attribute = pango_attr_foreground_new (color.red * 65535, color.green * 65535,
                                         color.blue * 65535);
  attribute->start_index = start;
  attribute->end_index = end;
  pango_attr_list_insert (list, attribute);
}

static gsize
find_token_end (const char *text,
                gsize       start)
{
  gsize end = start + 1;

  if (text[start] == '"')
    {
      while (text[end] != '\0' && text[end] != '"')
        end += text[end] == '\\' && text[end + 1] != '\0' ? 2 : 1;
      return text[end] == '"' ? end + 1 : end;
    }

  while (g_ascii_isalnum (text[end]) || text[end] == '.' || text[end] == '+' || text[end] == '-')
    end++;

  return end;
}

static void
add_fault (PangoAttrList *list,
           const char    *text,
           gsize          fault)
{
  PangoAttribute *attribute = pango_attr_underline_new (PANGO_UNDERLINE_ERROR);
  gsize length = strlen (text);

  /* What is missing at the end is marked at the last character. */
  attribute->start_index = MIN (fault, length > 0 ? length - 1 : 0);
  attribute->end_index = attribute->start_index + MAX (strcspn (text + attribute->start_index,
                                                                "\n"), 1);
  pango_attr_list_insert (list, attribute);
}

PangoAttrList *
recess_json_excerpt_color (const char *text,
                           gssize      fault)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  GtkSourceStyleSchemeManager *manager = gtk_source_style_scheme_manager_get_default ();
  GtkSourceStyleScheme *scheme;
  PangoAttrList *list = pango_attr_list_new ();

  g_return_val_if_fail (text != NULL, list);

  scheme = gtk_source_style_scheme_manager_get_scheme (manager, dark ? "Adwaita-dark" : "Adwaita");
  for (gsize at = 0; scheme != NULL && text[at] != '\0'; )
    {
      gsize end = at + 1;

      if (text[at] == '"')
        {
          end = find_token_end (text, at);
          if (text[end] != ':')
            add_color (list, scheme, "def:string", at, end);
        }
      else if (g_ascii_isalnum (text[at]) || text[at] == '-')
        {
          end = find_token_end (text, at);
          add_color (list, scheme, "def:number", at, end);
        }
      at = end;
    }
  if (fault >= 0)
    add_fault (list, text, fault);

  return list;
}

gssize
recess_json_excerpt_find_fault (const char *text,
                                const char *message)
{
  guint line = 0;
  guint column = 0;
  const char *at = text;

  g_return_val_if_fail (text != NULL, -1);

  if (message == NULL || sscanf (message, "Line %u, column %u", &line, &column) != 2)
    return -1;

  for (; line > 1 && (at = strchr (at, '\n')) != NULL; line--)
    at++;
  for (; at != NULL && column > 1 && *at != '\0'; column--)
    at = g_utf8_next_char (at);

  return at == NULL ? -1 : at - text;
}
