/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "recess-practice-terms.h"
#include "recess-practice-words.h"

#define NUMBERS (RECESS_JSON_TYPE_NUMBER | RECESS_JSON_TYPE_INTEGER)

#define FUNCTIONS "(?:sqrt|cbrt|sin|cos|tan|asin|acos|atan|log2|log10|log|ln|exp|abs|min|max|pow" \
                  "|round|floor|ceil)"

/* What may follow one another in a calculation, with its words */
#define TERM "(?:" FUNCTIONS "\\s*(?=\\()|pi\\b|\\d+(?:\\.\\d+)?|\\.\\d+|%\\s+of\\b|\\s+(?:plus|" \
             "minus|times|divided by|multiplied by|to the power of)\\b|[-+*/^%()]" \
             "|\\x{2212}|\\x{d7}|\\x{f7}|\\s)"

static const struct
{
  const char *pattern;
  const char *sign;
} signs[] = {
  { "%\\s+of\\b", "/100*" },
  { "\\s+plus\\b", " +" },
  { "\\s+minus\\b|\\x{2212}", " -" },
  { "\\s+(?:times|multiplied by)\\b|\\x{d7}", " *" },
  { "\\s+divided by\\b|\\x{f7}", " /" },
  { "\\s+to the power of\\b", " ^" },
};

static void
take (RecessPracticeReading *reading,
      GArray                *filled,
      guint                  slot,
      guint                  first,
      guint                  end,
      const char            *text)
{
  g_autoptr(JsonNode) node = json_node_init_string (json_node_alloc (), text);
  RecessPracticeFilled row = { slot, 0, node, first, end };

  recess_practice_filled_add (filled, &row);
  for (guint i = first; i < end; i++)
    reading->used[i] = TRUE;
}

static gboolean
is_open_text (const RecessPracticeSlot *slot)
{
  return slot->types == RECESS_JSON_TYPE_STRING && !slot->list
         && slot->group == RECESS_PRACTICE_NO_LIST
         && recess_json_schema_node_get_enum (slot->node) == NULL
         && recess_json_schema_node_get_format (slot->node) == NULL
         && recess_json_schema_node_get_pattern (slot->node) == NULL;
}

static gboolean
wants_number (const RecessPracticeTool *tool)
{
  for (guint i = 0; i < tool->slots->len; i++)
    {
      const RecessPracticeSlot *slot = g_ptr_array_index (tool->slots, i);

      if ((slot->types & NUMBERS) != 0 && slot->required)
        return TRUE;
    }

  return FALSE;
}

static gboolean
has_name (const RecessPracticeSlot *slot,
          const char               *words)
{
  const char *const *stems = (const char *const *) recess_practice_stems_of (words);

  for (guint i = 0; i < slot->names->len; i++)
    {
      if (g_strv_contains (stems, g_ptr_array_index (slot->names, i)))
        return TRUE;
    }

  return FALSE;
}

/* Returns: the free place for a unit, the one that is asked for or the one that is given, or -1 */
static int
find_unit_slot (const RecessPracticeTool *tool,
                const GArray             *filled,
                gboolean                  asked)
{
  for (guint i = 0; wants_number (tool) && i < tool->slots->len; i++)
    {
      const RecessPracticeSlot *slot = g_ptr_array_index (tool->slots, i);

      if (is_open_text (slot) && slot->required && !recess_practice_filled_has (filled, i)
          && recess_practice_slot_has_any (slot, "unit units") > 0
          && has_name (slot, "to into target output desired new") == asked)
        return i;
    }

  return -1;
}

/* Returns: where the unit or the noun behind a number ends, or 0 */
static guint
find_unit_behind (const RecessPracticeText *text,
                  guint                     index)
{
  const RecessPracticeToken *token = recess_practice_text_at (text, index);

  if (recess_practice_unit_of (token->lower) != NULL && !g_str_equal (token->lower, "in"))
    return recess_practice_unit_of (recess_practice_text_at (text, index + 1)->lower) != NULL
           && recess_practice_word_value (recess_practice_text_at (text, index + 1)->lower) > 0
             ? index + 2 : index + 1;
  if (token->kind == RECESS_PRACTICE_TOKEN_WORD && !recess_practice_word_is_stop (token->lower)
      && !recess_practice_word_leads (token->lower))
    return index + 1;

  return 0;
}

/* "26.2 miles" */
static void
fill_given_unit (RecessPracticeReading    *reading,
                 const RecessPracticeTool *tool,
                 guint                     first,
                 guint                     end,
                 GArray                   *filled)
{
  int slot = find_unit_slot (tool, filled, FALSE);

  for (guint i = first; slot >= 0 && i < end; i++)
    {
      double number;
      guint n = recess_practice_read_number (reading->text, i, &number);
      guint behind = n > 0 ? find_unit_behind (reading->text, i + n) : 0;
      g_autofree char *unit = NULL;

      if (behind == 0 || behind > end || reading->used[i + n])
        continue;

      unit = recess_practice_text_dup (reading->text, behind - 1, behind);
      take (reading, filled, slot, i + n, behind, unit);
      return;
    }
}

/* "How many kilometres are" */
static void
fill_asked_unit (RecessPracticeReading    *reading,
                 const RecessPracticeTool *tool,
                 guint                     first,
                 guint                     end,
                 GArray                   *filled)
{
  int slot = find_unit_slot (tool, filled, TRUE);

  for (guint i = first; slot >= 0 && i + 2 < end; i++)
    {
      g_autofree char *unit = NULL;

      if (!recess_practice_text_is (reading->text, i, "how")
          || !(recess_practice_text_is (reading->text, i + 1, "many")
               || recess_practice_text_is (reading->text, i + 1, "much"))
          || recess_practice_text_at (reading->text, i + 2)->kind != RECESS_PRACTICE_TOKEN_WORD
          || recess_practice_word_is_stop (recess_practice_text_at (reading->text, i + 2)->lower))
        continue;

      unit = recess_practice_text_dup (reading->text, i + 2, i + 3);
      take (reading, filled, slot, i, i + 3, unit);
      return;
    }
}

static GRegex *
calculation_regex (void)
{
  static GRegex *regex;

  if (g_once_init_enter (&regex))
    {
      GRegex *compiled = g_regex_new (TERM "++", G_REGEX_OPTIMIZE | G_REGEX_CASELESS, 0, NULL);

      g_assert (compiled != NULL);
      g_once_init_leave (&regex, compiled);
    }

  return regex;
}

/* Returns: (transfer full): a calculation with signs in place of its words */
static char *
write_signs (const char *words)
{
  char *text = g_strdup (words);

  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    {
      g_autoptr(GRegex) regex = g_regex_new (signs[i].pattern, G_REGEX_CASELESS, 0, NULL);
      char *next = g_regex_replace_literal (regex, text, -1, 0, signs[i].sign, 0, NULL);

      if (next != NULL)
        {
          g_free (text);
          text = next;
        }
    }

  return text;
}

/* What ends in a sign is cut off from something, and what is joined by two dashes is a date. */
static gboolean
is_whole (const char *text)
{
  gsize length = strlen (text);

  return length > 0 && strchr ("+-*/^(", text[length - 1]) == NULL
         && !g_regex_match_simple ("^\\d+-\\d+-\\d+$", text, 0, 0);
}

/* Whether there is something to compute, and every bracket has its partner. */
static gboolean
is_calculation (const char *text)
{
  gboolean digit = FALSE;
  gboolean sign = FALSE;
  int depth = 0;

  for (const char *p = text; *p != '\0' && depth >= 0; p++)
    {
      sign |= digit && strchr ("+-*/^%", *p) != NULL;
      sign |= *p == '(' && p > text && g_ascii_isalpha (p[-1]);
      digit |= g_ascii_isdigit (*p);
      depth += (*p == '(') - (*p == ')');
    }

  return digit && sign && depth == 0;
}

static void
take_calculation (RecessPracticeReading *reading,
                  GArray                *filled,
                  guint                  slot,
                  gsize                  start,
                  gsize                  stop,
                  const char            *text)
{
  guint first = 0;
  guint end;

  while (recess_practice_text_at (reading->text, first)->end <= start)
    first++;
  for (end = first; end < reading->text->tokens->len
                    && recess_practice_text_at (reading->text, end)->start < stop;)
    end++;
  take (reading, filled, slot, first, end, text);
}

/* Returns: (transfer full) (nullable): the first calculation, and where it stands */
static char *
find_calculation (const RecessPracticeText *text,
                  guint                     first,
                  guint                     end,
                  gsize                    *start,
                  gsize                    *stop)
{
  gsize from = recess_practice_text_at (text, first)->start;
  gsize to = recess_practice_text_at (text, (int) end - 1)->end;
  g_autofree char *part = g_strndup (text->text + from, to - from);
  g_autoptr(GMatchInfo) match = NULL;

  g_regex_match (calculation_regex (), part, 0, &match);
  while (g_match_info_matches (match))
    {
      g_autofree char *found = g_match_info_fetch (match, 0);
      g_autofree char *calculation = g_strstrip (write_signs (found));
      int begin;
      int finish;

      if (is_calculation (calculation) && is_whole (calculation)
          && g_match_info_fetch_pos (match, 0, &begin, &finish)
          && (begin == 0 || *found == ' ' || !g_ascii_isalnum (part[begin - 1])))
        {
          *start = from + begin + strspn (found, " \t\r\n");
          *stop = from + finish;
          return g_steal_pointer (&calculation);
        }
      if (!g_match_info_next (match, NULL))
        break;
    }

  return NULL;
}

static gboolean
wants_calculation (const RecessPracticeSlot *slot)
{
  return is_open_text (slot) && recess_practice_slot_has_any (slot, "expression formula") > 0;
}

gboolean
recess_practice_tool_computes (const RecessPracticeTool *tool)
{
  for (guint i = 0; i < tool->slots->len; i++)
    {
      if (wants_calculation (g_ptr_array_index (tool->slots, i)))
        return TRUE;
    }

  return FALSE;
}

gboolean
recess_practice_has_calculation (const RecessPracticeText *text,
                                 guint                     first,
                                 guint                     end)
{
  gsize start;
  gsize stop;
  g_autofree char *calculation = NULL;

  if (first < end)
    calculation = find_calculation (text, first, end, &start, &stop);

  return calculation != NULL;
}

static void
fill_calculation (RecessPracticeReading *reading,
                  guint                  slot,
                  guint                  first,
                  guint                  end,
                  GArray                *filled)
{
  gsize start;
  gsize stop;
  g_autofree char *calculation = find_calculation (reading->text, first, end, &start, &stop);

  if (calculation != NULL)
    take_calculation (reading, filled, slot, start, stop, calculation);
}

void
recess_practice_fill_terms (RecessPracticeReading    *reading,
                            const RecessPracticeTool *tool,
                            guint                     first,
                            guint                     end,
                            GArray                   *filled)
{
  g_return_if_fail (reading != NULL);
  g_return_if_fail (tool != NULL);
  g_return_if_fail (filled != NULL);

  if (first >= end)
    return;

  for (guint i = 0; i < tool->slots->len; i++)
    {
      if (wants_calculation (g_ptr_array_index (tool->slots, i)))
        fill_calculation (reading, i, first, end, filled);
    }
  fill_asked_unit (reading, tool, first, end, filled);
  fill_given_unit (reading, tool, first, end, filled);
}
