/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <md4c.h>
#include <string.h>

#include "recess-markdown-inline.h"
#include "recess-tex.h"

/* md4c is given the text as one heading, which has inline structure only. Both marks are removed
 * again: a vertical tab is white space to it, but neither ends the heading nor is trimmed. */
#define NEWLINE   '\v'
#define MATH_MARK '\x1d'

#define PARSER_FLAGS (MD_FLAG_PERMISSIVEAUTOLINKS | MD_FLAG_STRIKETHROUGH | MD_FLAG_NOHTML)

typedef struct
{
  GString *text;
  GArray *runs;
  GQueue urls;
  guint depth[7];
} Sink;

static const struct
{
  const char *entity;
  const char *text;
} entities[] = {
  { "&amp;", "&" },      { "&lt;", "<" },       { "&gt;", ">" },       { "&quot;", "\"" },
  { "&apos;", "'" },     { "&nbsp;", "\u00a0" }, { "&copy;", "©" },    { "&reg;", "®" },
  { "&trade;", "™" },    { "&hellip;", "…" },   { "&mdash;", "—" },    { "&ndash;", "–" },
  { "&larr;", "←" },     { "&rarr;", "→" },     { "&uarr;", "↑" },     { "&darr;", "↓" },
  { "&times;", "×" },    { "&divide;", "÷" },   { "&plusmn;", "±" },   { "&deg;", "°" },
  { "&euro;", "€" },     { "&pound;", "£" },    { "&middot;", "·" },   { "&bull;", "•" },
  { "&laquo;", "«" },    { "&raquo;", "»" },    { "&lsquo;", "‘" },    { "&rsquo;", "’" },
  { "&ldquo;", "“" },    { "&rdquo;", "”" },    { "&le;", "≤" },       { "&ge;", "≥" },
  { "&ne;", "≠" },       { "&infin;", "∞" },    { "&micro;", "µ" },    { "&sect;", "§" },
};

static void
clear_run (gpointer data)
{
  RecessRun *run = data;

  g_clear_pointer (&run->url, g_free);
}

static RecessInline *
take_inline (GString *text,
             GArray  *runs)
{
  RecessInline *self = g_new0 (RecessInline, 1);

  self->length = text->len;
  self->text = g_string_free (text, FALSE);
  self->runs = runs;

  return self;
}

static GArray *
new_runs (void)
{
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (RecessRun));

  g_array_set_clear_func (runs, clear_run);
  return runs;
}

static void
append_entity (GString    *text,
               const char *entity,
               gsize       length)
{
  gunichar c = 0;

  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    if (strlen (entities[i].entity) == length && memcmp (entities[i].entity, entity, length) == 0)
      {
        g_string_append (text, entities[i].text);
        return;
      }

  if (length > 4 && entity[1] == '#' && (entity[2] | 0x20) == 'x')
    c = g_ascii_strtoull (entity + 3, NULL, 16);
  else if (length > 3 && entity[1] == '#')
    c = g_ascii_strtoull (entity + 2, NULL, 10);

  if (c >= ' ' && g_unichar_validate (c))
    g_string_append_unichar (text, c);
  else
    g_string_append_len (text, entity, length);
}

static char *
dup_attribute (const MD_ATTRIBUTE *attribute)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; attribute->size > 0 && attribute->substr_offsets[i] < attribute->size; i++)
    {
      const char *start = attribute->text + attribute->substr_offsets[i];
      gsize length = attribute->substr_offsets[i + 1] - attribute->substr_offsets[i];

      if (attribute->substr_types[i] == MD_TEXT_ENTITY)
        append_entity (text, start, length);
      else
        g_string_append_len (text, start, length);
    }

  return g_string_free (text, FALSE);
}

static int
block_cb (MD_BLOCKTYPE  type,
          void         *detail,
          void         *user_data)
{
  return 0;
}

static int
enter_span_cb (MD_SPANTYPE  type,
               void        *detail,
               void        *user_data)
{
  Sink *sink = user_data;

  if (type == MD_SPAN_A)
    g_queue_push_tail (&sink->urls, dup_attribute (&((MD_SPAN_A_DETAIL *)detail)->href));
  else if (type == MD_SPAN_IMG)
    g_queue_push_tail (&sink->urls, dup_attribute (&((MD_SPAN_IMG_DETAIL *)detail)->src));

  if (type < G_N_ELEMENTS (sink->depth))
    sink->depth[type]++;

  return 0;
}

static int
leave_span_cb (MD_SPANTYPE  type,
               void        *detail,
               void        *user_data)
{
  Sink *sink = user_data;

  if (type == MD_SPAN_A || type == MD_SPAN_IMG)
    g_free (g_queue_pop_tail (&sink->urls));

  if (type < G_N_ELEMENTS (sink->depth))
    sink->depth[type]--;

  return 0;
}

static RecessRunFlags
current_flags (Sink *sink)
{
  static const struct
  {
    MD_SPANTYPE span;
    RecessRunFlags flag;
  } map[] = {
    { MD_SPAN_STRONG, RECESS_RUN_BOLD },  { MD_SPAN_EM, RECESS_RUN_ITALIC },
    { MD_SPAN_DEL, RECESS_RUN_STRIKE },   { MD_SPAN_CODE, RECESS_RUN_CODE },
    { MD_SPAN_A, RECESS_RUN_LINK },       { MD_SPAN_IMG, RECESS_RUN_IMAGE },
  };
  RecessRunFlags flags = 0;

  for (guint i = 0; i < G_N_ELEMENTS (map); i++)
    if (sink->depth[map[i].span] > 0)
      flags |= map[i].flag;

  return flags;
}

static void
add_run (Sink           *sink,
         gsize           start,
         RecessRunFlags  flags)
{
  const char *url = g_queue_peek_tail (&sink->urls);
  RecessRun run = { start, sink->text->len - start, flags, NULL };

  if (flags == 0 || run.length == 0)
    return;

  if (sink->runs->len > 0)
    {
      RecessRun *last = &g_array_index (sink->runs, RecessRun, sink->runs->len - 1);

      if (last->start + last->length == start && last->flags == flags &&
          g_strcmp0 (last->url, url) == 0)
        {
          last->length += run.length;
          return;
        }
    }

  run.url = g_strdup (url);
  g_array_append_val (sink->runs, run);
}

static void
append_text (GString    *text,
             const char *piece,
             gsize       length)
{
  for (gsize i = 0; i < length; i++)
    g_string_append_c (text, piece[i] == NEWLINE ? '\n' : piece[i]);
}

static int
text_cb (MD_TEXTTYPE    type,
         const MD_CHAR *text,
         MD_SIZE        size,
         void          *user_data)
{
  Sink *sink = user_data;
  gsize start = sink->text->len;
  RecessRunFlags flags = current_flags (sink);

  if (type == MD_TEXT_CODE && size > 0 && *text == MATH_MARK)
    {
      g_autofree char *set = recess_tex_set (text + 1, size - 1);

      flags &= ~RECESS_RUN_CODE;
      if (set != NULL)
        g_string_append (sink->text, set);
      else
        append_text (sink->text, text + 1, size - 1);
      flags |= set != NULL ? 0 : RECESS_RUN_MATH;
    }
  else if (type == MD_TEXT_ENTITY)
    append_entity (sink->text, text, size);
  else if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR)
    g_string_append_c (sink->text, '\n');
  else if (type == MD_TEXT_NULLCHAR)
    g_string_append (sink->text, "\ufffd");
  else
    append_text (sink->text, text, size);

  add_run (sink, start, flags);
  return 0;
}

static gsize
count_run (const char *p,
           char        c)
{
  gsize n = 0;

  while (p[n] == c)
    n++;

  return n;
}

/* The end of the code span that begins at @p, or NULL. */
static const char *
skip_code_span (const char *p)
{
  gsize n = count_run (p, '`');

  for (const char *end = strchr (p + n, '`'); end != NULL; end = strchr (end, '`'))
    {
      gsize length = count_run (end, '`');

      if (length == n)
        return end + n;
      end += length;
    }

  return NULL;
}

/* The end of the TeX that begins at @p, or NULL. */
static const char *
skip_math (const char *p,
           char        before)
{
  const char *end = NULL;

  if (g_str_has_prefix (p, "$$"))
    end = strstr (p + 2, "$$");
  else if (*p == '$')
    return recess_tex_find_dollar (p, before);
  else if (g_str_has_prefix (p, "\\("))
    end = strstr (p + 2, "\\)");
  else if (g_str_has_prefix (p, "\\["))
    end = strstr (p + 2, "\\]");

  return end == NULL || end == p + 2 ? NULL : end + 2;
}

static void
append_math (GString    *out,
             const char *start,
             const char *end)
{
  gsize fence = 1;

  for (const char *p = start; p < end; p++)
    if (*p == '`')
      {
        gsize n = count_run (p, '`');

        fence = MAX (fence, n + 1);
        p += n - 1;
      }

  for (gsize i = 0; i < fence; i++)
    g_string_append_c (out, '`');
  g_string_append_c (out, MATH_MARK);
  for (const char *p = start; p < end; p++)
    g_string_append_c (out, *p == '\n' ? NEWLINE : *p);
  for (gsize i = 0; i < fence; i++)
    g_string_append_c (out, '`');
}

static gsize
break_tag_length (const char *p)
{
  static const char *tags[] = { "<br>", "<br/>", "<br />" };

  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    if (g_ascii_strncasecmp (p, tags[i], strlen (tags[i])) == 0)
      return strlen (tags[i]);

  return 0;
}

static void
append_newline (GString *out)
{
  /* What makes a break a hard one elsewhere: here each is. */
  if (out->len > 3 && out->str[out->len - 1] == '\\' && out->str[out->len - 2] != '\\')
    g_string_truncate (out, out->len - 1);
  while (out->len > 2 && out->str[out->len - 1] == ' ')
    g_string_truncate (out, out->len - 1);
  g_string_append_c (out, NEWLINE);
}

static void
append_code_span (GString    *out,
                  const char *start,
                  const char *end)
{
  for (const char *p = start; p < end; p++)
    g_string_append_c (out, *p == '\n' ? ' ' : *p);
}

static GString *
prepare (const char *source)
{
  GString *out = g_string_new ("# ");
  gsize failed_run = 0;

  for (const char *p = source; *p != '\0'; )
    {
      const char *end = NULL;
      gsize n = *p == '`' ? count_run (p, '`') : 0;

      if (n > 0 && n != failed_run && (end = skip_code_span (p)) != NULL)
        append_code_span (out, p, end);
      else if ((*p == '$' || *p == '\\') &&
               (end = skip_math (p, p > source ? p[-1] : '\0')) != NULL)
        append_math (out, p, end);
      else if (*p == '\\' && g_ascii_ispunct (p[1]))
        g_string_append_len (out, p, (end = p + 2) - p);
      else if (*p == '<' && break_tag_length (p) > 0)
        {
          append_newline (out);
          end = p + break_tag_length (p);
        }
      else if (*p == '\n')
        {
          append_newline (out);
          end = p + 1;
        }
      else
        {
          failed_run = n > 0 ? n : failed_run;
          end = p + MAX (n, 1);
          g_string_append_len (out, p, end - p);
        }
      p = end;
    }

  g_string_append_c (out, NEWLINE);
  return out;
}

static void
trim_end (Sink *sink)
{
  while (sink->text->len > 0 && g_ascii_isspace (sink->text->str[sink->text->len - 1]))
    g_string_truncate (sink->text, sink->text->len - 1);

  while (sink->runs->len > 0)
    {
      RecessRun *last = &g_array_index (sink->runs, RecessRun, sink->runs->len - 1);

      if (last->start < sink->text->len)
        {
          last->length = MIN (last->length, sink->text->len - last->start);
          break;
        }
      g_array_set_size (sink->runs, sink->runs->len - 1);
    }
}

RecessInline *
recess_inline_new (const char *source)
{
  static const MD_PARSER parser = {
    .flags = PARSER_FLAGS,
    .enter_block = block_cb,
    .leave_block = block_cb,
    .enter_span = enter_span_cb,
    .leave_span = leave_span_cb,
    .text = text_cb,
  };
  Sink sink = { g_string_new (NULL), new_runs (), G_QUEUE_INIT, { 0 } };
  GString *heading = NULL;

  g_return_val_if_fail (source != NULL, NULL);

  heading = prepare (source);
  md_parse (heading->str, heading->len, &parser, &sink);
  g_string_free (heading, TRUE);
  g_queue_clear_full (&sink.urls, g_free);
  trim_end (&sink);

  return take_inline (sink.text, sink.runs);
}

RecessInline *
recess_inline_new_literal (const char     *source,
                           RecessRunFlags  flags)
{
  Sink sink = { NULL, new_runs (), G_QUEUE_INIT, { 0 } };

  g_return_val_if_fail (source != NULL, NULL);

  sink.text = g_string_new (source);
  add_run (&sink, 0, flags);

  return take_inline (sink.text, sink.runs);
}

void
recess_inline_free (RecessInline *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->text);
  g_array_unref (self->runs);
  g_free (self);
}
