/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "recess-markdown-line.h"

static const char *
first_ink (const RecessLine *self)
{
  const char *p = self->p;

  while (p < self->end && (*p == ' ' || *p == '\t'))
    p++;

  return p;
}

static guint
left (const RecessLine *self,
      const char       *p)
{
  return self->end - p;
}

static guint
count (const RecessLine *self,
       const char       *p,
       char              c)
{
  const char *start = p;

  while (p < self->end && *p == c)
    p++;

  return p - start;
}

static gboolean
only_blanks (const RecessLine *self,
             const char       *p)
{
  while (p < self->end && (*p == ' ' || *p == '\t'))
    p++;

  return p == self->end;
}

void
recess_line_init (RecessLine *self,
                  const char *text,
                  gsize       length)
{
  *self = (RecessLine) { text, text + length, 0, 0 };
}

guint
recess_line_get_indent (const RecessLine *self)
{
  guint column = self->column + self->tab_rest;

  for (const char *p = self->p; p < self->end; p++)
    {
      if (*p == ' ')
        column++;
      else if (*p == '\t')
        column += 4 - column % 4;
      else
        break;
    }

  return column - self->column;
}

gboolean
recess_line_is_blank (const RecessLine *self)
{
  return first_ink (self) == self->end;
}

char
recess_line_peek (const RecessLine *self)
{
  const char *p = first_ink (self);

  return p == self->end ? '\0' : *p;
}

void
recess_line_skip_columns (RecessLine *self,
                          guint       columns)
{
  while (columns > 0)
    {
      if (self->tab_rest > 0)
        self->tab_rest--;
      else if (self->p < self->end && *self->p == ' ')
        self->p++;
      else if (self->p < self->end && *self->p == '\t')
        {
          self->p++;
          self->tab_rest = 3 - self->column % 4;
        }
      else
        return;

      self->column++;
      columns--;
    }
}

void
recess_line_skip_blanks (RecessLine *self)
{
  recess_line_skip_columns (self, G_MAXUINT);
}

char *
recess_line_dup_rest (const RecessLine *self)
{
  GString *rest = g_string_sized_new (left (self, self->p) + 4);

  for (guint i = 0; i < self->tab_rest; i++)
    g_string_append_c (rest, ' ');
  g_string_append_len (rest, self->p, left (self, self->p));

  return g_string_free (rest, FALSE);
}

gboolean
recess_line_is_rule (const RecessLine *self)
{
  const char *p = first_ink (self);
  guint n = 0;
  char c;

  if (p == self->end || strchr ("*-_", *p) == NULL)
    return FALSE;

  for (c = *p; p < self->end; p++)
    {
      if (*p == c)
        n++;
      else if (*p != ' ' && *p != '\t')
        return FALSE;
    }

  return n >= 3;
}

guint
recess_line_heading_level (const RecessLine *self)
{
  const char *p = first_ink (self);
  guint n = count (self, p, '#');

  if (n == 0 || n > 6)
    return 0;

  return p + n == self->end || p[n] == ' ' || p[n] == '\t' ? n : 0;
}

char
recess_line_setext_char (const RecessLine *self,
                         guint            *n)
{
  const char *p = first_ink (self);

  if (p == self->end || (*p != '=' && *p != '-'))
    return '\0';

  *n = count (self, p, *p);
  return only_blanks (self, p + *n) ? *p : '\0';
}

guint
recess_line_fence (const RecessLine *self,
                   char             *fence)
{
  const char *p = first_ink (self);
  guint n;

  if (p == self->end || (*p != '`' && *p != '~'))
    return 0;

  n = count (self, p, *p);
  if (n < 3 || (*p == '`' && memchr (p + n, '`', left (self, p + n)) != NULL))
    return 0;

  *fence = *p;
  return n;
}

gboolean
recess_line_closes_fence (const RecessLine *self,
                          char              fence,
                          guint             length)
{
  const char *p = first_ink (self);
  guint n = count (self, p, fence);

  return recess_line_get_indent (self) < 4 && n >= length && only_blanks (self, p + n);
}

static gboolean
parse_marker (const RecessLine *self,
              const char       *p,
              RecessListMarker *marker,
              guint            *width)
{
  guint digits = 0;

  if (strchr ("-+*", *p) != NULL)
    {
      *marker = (RecessListMarker) { .delimiter = *p };
      *width = 1;
      return TRUE;
    }

  *marker = (RecessListMarker) { 0 };
  while (p + digits < self->end && digits < 9 && g_ascii_isdigit (p[digits]))
    marker->number = marker->number * 10 + (p[digits++] - '0');

  if (digits == 0 || p + digits == self->end || (p[digits] != '.' && p[digits] != ')'))
    return FALSE;

  marker->delimiter = p[digits];
  *width = digits + 1;
  return TRUE;
}

gboolean
recess_line_take_list_marker (RecessLine       *self,
                              gboolean          in_paragraph,
                              RecessListMarker *marker)
{
  const char *p = first_ink (self);
  guint offset = recess_line_get_indent (self);
  guint spaces;
  guint width;

  if (p == self->end || !parse_marker (self, p, marker, &width))
    return FALSE;
  if (p + width < self->end && p[width] != ' ' && p[width] != '\t')
    return FALSE;

  marker->empty = only_blanks (self, p + width);
  if (in_paragraph &&
      (marker->empty || (strchr (".)", marker->delimiter) != NULL && marker->number != 1)))
    return FALSE;

  recess_line_skip_blanks (self);
  self->p += width;
  self->column += width;

  spaces = recess_line_get_indent (self);
  if (marker->empty || spaces > 4)
    spaces = 1;
  recess_line_skip_columns (self, spaces);
  marker->padding = offset + width + spaces;

  return TRUE;
}

static gboolean
starts_with_tag (const RecessLine *self,
                 const char       *p,
                 const char       *tag)
{
  gsize length = strlen (tag);

  if (left (self, p) < length || g_ascii_strncasecmp (p, tag, length) != 0)
    return FALSE;

  return left (self, p) == length || strchr (" \t/>", p[length]) != NULL;
}

const char *
recess_line_html_end (const RecessLine *self)
{
  static const char *raw[] = { "script", "pre", "style", "textarea" };
  static const char *raw_ends[] = { "</script>", "</pre>", "</style>", "</textarea>" };
  static const char *tags[] = {
    "address", "article", "aside", "blockquote", "body", "button", "canvas", "center", "details",
    "dialog", "div", "dl", "dt", "dd", "fieldset", "figure", "figcaption", "footer", "form", "h1",
    "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "iframe", "img", "legend", "li",
    "link", "main", "menu", "meta", "nav", "ol", "option", "p", "section", "select", "summary",
    "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul", "video", "svg",
  };
  const char *p = first_ink (self);

  if (left (self, p) < 2 || *p != '<')
    return NULL;
  if (left (self, p) >= 4 && memcmp (p, "<!--", 4) == 0)
    return "-->";
  if (p[1] == '?')
    return "?>";
  if (p[1] == '!' && left (self, p) > 2 && g_ascii_isalpha (p[2]))
    return ">";

  for (guint i = 0; i < G_N_ELEMENTS (raw); i++)
    if (starts_with_tag (self, p + 1, raw[i]))
      return raw_ends[i];

  p += p[1] == '/' ? 2 : 1;
  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    if (starts_with_tag (self, p, tags[i]))
      return "";

  return NULL;
}

gboolean
recess_line_contains (const RecessLine *self,
                      const char       *needle)
{
  gsize length = strlen (needle);

  for (const char *p = self->p; p + length <= self->end; p++)
    if (g_ascii_strncasecmp (p, needle, length) == 0)
      return TRUE;

  return FALSE;
}

const char *
recess_line_math_end (const RecessLine *self)
{
  RecessLine rest = *self;
  const char *end;

  rest.p = first_ink (self);
  if (left (self, rest.p) < 2)
    return NULL;
  if (memcmp (rest.p, "$$", 2) == 0)
    end = "$$";
  else if (memcmp (rest.p, "\\[", 2) == 0)
    end = "\\]";
  else
    return NULL;

  rest.p += 2;
  return recess_line_contains (&rest, end) ? NULL : end;
}

char **
recess_line_split_cells (const RecessLine *self)
{
  g_autoptr (GStrvBuilder) cells = g_strv_builder_new ();
  g_autoptr (GString) cell = g_string_new (NULL);
  const char *p = first_ink (self);
  gboolean open = TRUE;

  if (p < self->end && *p == '|')
    p++;

  for (; p < self->end; p++)
    {
      open = TRUE;
      if (*p == '\\' && p + 1 < self->end && p[1] == '|')
        g_string_append_c (cell, *++p);
      else if (*p == '|')
        {
          g_strv_builder_add (cells, g_strstrip (cell->str));
          g_string_truncate (cell, 0);
          open = FALSE;
        }
      else
        g_string_append_c (cell, *p);
    }

  g_strstrip (cell->str);
  if (open && *cell->str != '\0')
    g_strv_builder_add (cells, cell->str);

  return g_strv_builder_end (cells);
}
