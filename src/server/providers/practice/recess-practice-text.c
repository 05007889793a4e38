/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "recess-practice-text.h"

/* Each kind of token, tried in this order. What is quoted is found by hand. */
static const struct
{
  RecessPracticeTokenKind  kind;
  const char              *pattern;
} patterns[] = {
  { RECESS_PRACTICE_TOKEN_BREAK, "\\R" },
  { RECESS_PRACTICE_TOKEN_URI,
    "(?:[a-z][a-z0-9+]{1,15}://|www\\.|mailto:)[^\\s<>\"]*[^\\s<>\".,;:!?)'\\]]" },
  { RECESS_PRACTICE_TOKEN_EMAIL, "[\\p{L}\\d_.+%-]{1,64}@[\\p{L}\\d-]+(?:\\.[\\p{L}\\d-]+)+" },
  { RECESS_PRACTICE_TOKEN_UUID, "(?i)[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?!\\w)" },
  { RECESS_PRACTICE_TOKEN_DATE,
    "\\d{4}-\\d{2}-\\d{2}(?:[T ]\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?(?:Z|[+-]\\d{2}:\\d{2})?)?"
    "(?![\\w-])" },
  { RECESS_PRACTICE_TOKEN_DATE, "\\d{1,2}[./]\\d{1,2}[./](?:\\d{4}|\\d{2})(?!\\w)" },
  { RECESS_PRACTICE_TOKEN_TIME, "\\d{1,2}:\\d{2}(?::\\d{2})?(?!\\d)" },
  { RECESS_PRACTICE_TOKEN_NUMBER, "[-\\x{2212}]?\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?(?![\\w])" },
  { RECESS_PRACTICE_TOKEN_NUMBER,
    "[-\\x{2212}]?\\d+(?:\\.\\d+)?(?=(?i:k|bn|mn|st|nd|rd|th|am|pm|kg|g|mg|lb|lbs|oz|km|m|cm|mm|ft"
    "|in|mi|l|ml|cl|h|hr|hrs|min|mins|s|sec|secs|ms|d|c|f|kb|mb|gb|tb|kmh|kph|mph|px|eur|usd|gbp"
    "|x)\\b)" },
  { RECESS_PRACTICE_TOKEN_CODE, "[#@][\\p{L}\\d_][\\p{L}\\d_-]*" },
  { RECESS_PRACTICE_TOKEN_CODE, "(?:~|\\.{1,2})?/[\\w.-]+(?:/[\\w.-]*\\w)*" },
  { RECESS_PRACTICE_TOKEN_CODE, "[\\w-]+(?:[./][\\w-]+)*\\.[A-Za-z][A-Za-z0-9]{0,4}(?!\\w)" },
  { RECESS_PRACTICE_TOKEN_CODE,
    "(?=[A-Za-z_-]*\\d)(?=[\\d_-]*[A-Za-z])[A-Za-z0-9]+(?:[_-][A-Za-z0-9]+)*" },
  { RECESS_PRACTICE_TOKEN_CODE, "\\d+(?:-\\d+)+(?!\\w)" },
  { RECESS_PRACTICE_TOKEN_NUMBER, "[-\\x{2212}]?(?:\\d+(?:\\.\\d+)?|\\.\\d+)" },
  { RECESS_PRACTICE_TOKEN_WORD,
    "(?:Dr|Mr|Mrs|Ms|Prof|St|Mt|\\p{Lu})\\.(?=\\s*\\p{Lu})" },
  { RECESS_PRACTICE_TOKEN_WORD,
    "[\\p{L}\\p{M}_][\\p{L}\\p{M}\\p{Nd}_]*(?:['\\x{2019}-][\\p{L}\\p{M}]+)*" },
};

#define SHORT_TOKEN 160
#define LONG_TOKEN  8192

static GRegex *
regex_of (guint index)
{
  static GRegex *regexes[G_N_ELEMENTS (patterns)];

  if (g_once_init_enter (&regexes[index]))
    {
      GRegex *regex = g_regex_new (patterns[index].pattern, G_REGEX_OPTIMIZE,
                                   G_REGEX_MATCH_ANCHORED, NULL);

      g_assert (regex != NULL);
      g_once_init_leave (&regexes[index], regex);
    }

  return regexes[index];
}

static gboolean
is_word_before (const char *text,
                const char *p)
{
  return p > text && g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (p)));
}

/* Returns: the sign that ends what @opening begins, or 0 */
static gunichar
closing_of (gunichar opening)
{
  switch (opening)
    {
    case '"':
    case '\'':
    case '`':
      return opening;
    case 0x201c:
    case 0x201e:
      return 0x201d;
    case 0x2018:
      return 0x2019;
    case 0xab:
      return 0xbb;
    default:
      return 0;
    }
}

#define MOST_QUOTED 4096

/* Returns: where what is quoted ends, or NULL */
static const char *
find_closing (const char *text,
              const char *p)
{
  gunichar opening = g_utf8_get_char (p);
  gunichar closing = closing_of (opening);
  gboolean narrow = closing == '\'' || closing == 0x2019;
  const char *start = g_utf8_next_char (p);

  if (closing == 0 || is_word_before (text, p) || g_unichar_isspace (g_utf8_get_char (start)))
    return NULL;

  for (const char *q = start; *q != '\0' && q - start < MOST_QUOTED; q = g_utf8_next_char (q))
    {
      gunichar c = g_utf8_get_char (q);

      if (narrow && c == '\n')
        return NULL;
      if ((c == closing || (opening == 0x201e && c == 0x201c)) && q > start
          && !(narrow && g_unichar_isalnum (g_utf8_get_char (g_utf8_next_char (q)))))
        return q;
    }

  return NULL;
}

static void
token_clear (gpointer data)
{
  RecessPracticeToken *token = data;

  g_free (token->lower);
  g_free (token->stem);
}

/* Whether a sentence ended before the next token. */
static gboolean
begins_sentence (const RecessPracticeText *self)
{
  const RecessPracticeToken *last = recess_practice_text_at (self, (int) self->tokens->len - 1);

  if (last->kind == RECESS_PRACTICE_TOKEN_BREAK)
    return TRUE;

  return last->kind == RECESS_PRACTICE_TOKEN_SIGN && strchr (".!?:", *last->lower) != NULL;
}

static void
add_token (RecessPracticeText      *self,
           RecessPracticeTokenKind  kind,
           gsize                    start,
           gsize                    end)
{
  g_autofree char *piece = g_strndup (self->text + start, end - start);
  RecessPracticeToken token = { kind, start, end, NULL, NULL, FALSE, FALSE };

  token.first = begins_sentence (self);
  token.capital = g_unichar_isupper (g_utf8_get_char (piece));
  if (kind == RECESS_PRACTICE_TOKEN_QUOTED)
    {
      const char *inner = g_utf8_next_char (piece);

      token.lower = g_strndup (inner, g_utf8_prev_char (piece + strlen (piece)) - inner);
    }
  else
    {
      token.lower = g_utf8_strdown (piece, -1);
    }
  token.stem = kind == RECESS_PRACTICE_TOKEN_WORD ? recess_practice_stem (token.lower)
                                                  : g_strdup (token.lower);
  g_array_append_val (self->tokens, token);
}

/* The whole of what is given to a regular expression is checked first: so no more is given than a
 * token needs. Returns: the bytes of the token, 0 for none */
static gsize
match_at (guint       index,
          const char *p,
          gsize       length)
{
  for (gsize window = SHORT_TOKEN; ; window = LONG_TOKEN)
    {
      g_autoptr(GMatchInfo) match = NULL;
      gsize given = length;
      int end = 0;

      if (length > window)
        given = g_utf8_find_prev_char (p, p + window) - p;
      if (g_regex_match_full (regex_of (index), p, given, 0, 0, &match, NULL))
        g_match_info_fetch_pos (match, 0, NULL, &end);
      if ((gsize) end < given || given == length || window == LONG_TOKEN)
        return end;
    }
}

static gsize
read_token (RecessPracticeText *self,
            gsize               offset,
            gsize               length)
{
  const char *p = self->text + offset;
  const char *closing = find_closing (self->text, p);

  if (closing != NULL)
    {
      gsize end = g_utf8_next_char (closing) - self->text;

      add_token (self, RECESS_PRACTICE_TOKEN_QUOTED, offset, end);
      return end;
    }

  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      gsize n = *p == '-' && is_word_before (self->text, p) ? 0 : match_at (i, p, length - offset);

      if (n == 0)
        continue;

      add_token (self, patterns[i].kind, offset, offset + n);
      return offset + n;
    }

  add_token (self, RECESS_PRACTICE_TOKEN_SIGN, offset, g_utf8_next_char (p) - self->text);
  return g_utf8_next_char (p) - self->text;
}

/* Long texts say what they want at their beginning or at their end. */
static char *
shorten (const char *text)
{
  gsize length = strlen (text);
  const char *head_end;
  const char *tail;

  if (length <= RECESS_PRACTICE_MOST_TEXT)
    return g_strdup (text);

  head_end = g_utf8_find_prev_char (text, text + RECESS_PRACTICE_MOST_TEXT / 2);
  tail = g_utf8_find_next_char (text + length - RECESS_PRACTICE_MOST_TEXT / 2, NULL);
  return g_strdup_printf ("%.*s\n%s", (int) (head_end - text), text, tail);
}

RecessPracticeText *
recess_practice_text_new (const char *text)
{
  RecessPracticeText *self;
  gsize length;
  gsize offset = 0;

  g_return_val_if_fail (text != NULL, NULL);

  self = g_new0 (RecessPracticeText, 1);
  self->text = shorten (text);
  self->tokens = g_array_new (FALSE, FALSE, sizeof (RecessPracticeToken));
  g_array_set_clear_func (self->tokens, token_clear);
  length = strlen (self->text);
  while (offset < length)
    {
      gunichar c = g_utf8_get_char (self->text + offset);

      if (g_unichar_isspace (c) && c != '\n' && c != '\r')
        offset = g_utf8_next_char (self->text + offset) - self->text;
      else
        offset = read_token (self, offset, length);
    }

  return self;
}

void
recess_practice_text_free (RecessPracticeText *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->tokens);
  g_free (self->text);
  g_free (self);
}

const RecessPracticeToken *
recess_practice_text_at (const RecessPracticeText *self,
                         int                       index)
{
  static const RecessPracticeToken none = { RECESS_PRACTICE_TOKEN_BREAK, 0, 0, (char *) "\n",
                                            (char *) "\n", FALSE, FALSE };

  if (index < 0 || index >= (int) self->tokens->len)
    return &none;

  return &g_array_index (self->tokens, RecessPracticeToken, index);
}

gboolean
recess_practice_text_is (const RecessPracticeText *self,
                         int                       index,
                         const char               *lower)
{
  const RecessPracticeToken *token = recess_practice_text_at (self, index);

  return token->kind != RECESS_PRACTICE_TOKEN_QUOTED && g_str_equal (token->lower, lower);
}

char *
recess_practice_text_dup (const RecessPracticeText *self,
                          guint                     first,
                          guint                     end)
{
  const RecessPracticeToken *head = recess_practice_text_at (self, first);
  const RecessPracticeToken *tail = recess_practice_text_at (self, (int) end - 1);

  if (first >= end)
    return g_strdup ("");
  if (end - first == 1 && head->kind == RECESS_PRACTICE_TOKEN_QUOTED)
    return g_strdup (head->lower);

  return g_strndup (self->text + head->start, tail->end - head->start);
}

static gboolean
cut_ending (GString    *word,
            const char *ending,
            const char *instead,
            gsize       least)
{
  gsize length = strlen (ending);

  if (word->len < least + length || !g_str_has_suffix (word->str, ending))
    return FALSE;

  g_string_truncate (word, word->len - length);
  g_string_append (word, instead);
  return TRUE;
}

static void
undouble (GString *word)
{
  gsize length = word->len;

  if (length > 3 && word->str[length - 1] == word->str[length - 2]
      && strchr ("bdgmnprt", word->str[length - 1]) != NULL)
    g_string_truncate (word, length - 1);
}

char *
recess_practice_stem (const char *word)
{
  g_autoptr(GString) stem = g_string_new (word);

  g_return_val_if_fail (word != NULL, NULL);

  if (!cut_ending (stem, "'s", "", 1))
    cut_ending (stem, "\xe2\x80\x99s", "", 1);
  if (!cut_ending (stem, "sses", "ss", 1) && !cut_ending (stem, "ies", "y", 2)
      && !cut_ending (stem, "ss", "ss", 1) && !cut_ending (stem, "us", "us", 1)
      && !cut_ending (stem, "is", "is", 1))
    cut_ending (stem, "s", "", 2);
  if (cut_ending (stem, "ing", "", 3) || cut_ending (stem, "ed", "", 3))
    undouble (stem);
  if (!cut_ending (stem, "ation", "at", 4))
    cut_ending (stem, "ion", "", 5);
  cut_ending (stem, "re", "er", 4);
  cut_ending (stem, "our", "or", 3);
  cut_ending (stem, "e", "", 2);

  return g_string_free (g_steal_pointer (&stem), FALSE);
}

GPtrArray *
recess_practice_name_stems (const char *name)
{
  GPtrArray *stems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GString) word = g_string_new (NULL);
  gboolean small = FALSE;

  for (const char *p = name; p != NULL; p = *p != '\0' ? g_utf8_next_char (p) : NULL)
    {
      gunichar c = g_utf8_get_char (p);
      gboolean upper = g_unichar_isupper (c);

      if (word->len > 0 && (!g_unichar_isalnum (c) || (upper && small)))
        {
          g_ptr_array_add (stems, recess_practice_stem (word->str));
          g_string_truncate (word, 0);
        }
      if (g_unichar_isalnum (c))
        g_string_append_unichar (word, g_unichar_tolower (c));
      small = g_unichar_islower (c);
    }

  return stems;
}
