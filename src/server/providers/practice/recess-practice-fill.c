/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "recess-practice-fill.h"
#include "recess-practice-terms.h"
#include "recess-practice-words.h"

#define NUMBERS    (RECESS_JSON_TYPE_NUMBER | RECESS_JSON_TYPE_INTEGER)

/* What a pair of slot and value must be worth at least */
#define REQUIRED_BAR 0.85f
#define NUMBER_BAR  -0.2f
#define OPTIONAL_BAR 1.25f

/* What one is worth that can mean nothing else */
#define CERTAIN 3.0f

typedef struct
{
  guint     slot;
  float     score;
  guint     first;
  guint     end;
  guint     key;
  JsonNode *node;
  gboolean  shares;
} Pair;

typedef struct
{
  RecessPracticeReading    *reading;
  const RecessPracticeTool *tool;
  guint                     first;
  guint                     end;
  int                       previous;
  GArray                   *pairs;
} Fill;

static void
filled_clear (gpointer data)
{
  RecessPracticeFilled *row = data;

  g_clear_pointer (&row->node, json_node_unref);
}

static void
pair_clear (gpointer data)
{
  Pair *pair = data;

  g_clear_pointer (&pair->node, json_node_unref);
}

GArray *
recess_practice_filled_new (void)
{
  GArray *filled = g_array_new (FALSE, FALSE, sizeof (RecessPracticeFilled));

  g_array_set_clear_func (filled, filled_clear);
  return filled;
}

void
recess_practice_filled_add (GArray                     *filled,
                            const RecessPracticeFilled *row)
{
  RecessPracticeFilled copy = *row;

  copy.node = json_node_ref (row->node);
  g_array_append_val (filled, copy);
}

gboolean
recess_practice_filled_has (const GArray *filled,
                            guint         slot)
{
  for (guint i = 0; i < filled->len; i++)
    {
      if (g_array_index (filled, RecessPracticeFilled, i).slot == slot)
        return TRUE;
    }

  return FALSE;
}

static const RecessPracticeSlot *
slot_at (const Fill *fill,
         guint       index)
{
  return g_ptr_array_index (fill->tool->slots, index);
}

/* @node is taken over. */
static void
add_pair (Fill     *fill,
          guint     slot,
          float     score,
          guint     first,
          guint     end,
          guint     key,
          JsonNode *node,
          gboolean  shares)
{
  Pair pair = { slot, score - 0.02f * slot, first, end, key, node, shares };

  if ((int) slot == fill->previous)
    pair.score += 0.5f;
  g_array_append_val (fill->pairs, pair);
}

static JsonNode *
string_node (const char *text)
{
  return json_node_init_string (json_node_alloc (), text);
}

/* What the words before a value say for a slot: its name near by, a preposition that suits it */
static float
weigh_place (const Fill               *fill,
             const RecessPracticeSlot *slot,
             guint                     first)
{
  const RecessPracticeText *text = fill->reading->text;
  float score = 0;

  for (guint i = first; i > fill->first && first - i < 4; i--)
    {
      const RecessPracticeToken *token = recess_practice_text_at (text, (int) i - 1);
      float named = recess_practice_slot_is_named (slot, token->stem);

      if (fill->reading->used[i - 1] || token->kind == RECESS_PRACTICE_TOKEN_SIGN)
        break;
      if (named >= 0.6f && !recess_practice_word_leads (token->lower))
        score = MAX (score, named * (1.3f - 0.25f * (first - i)));
      if (i != first && i + 1 != first)
        continue;
      for (guint n = 0; n < slot->names->len && recess_practice_word_leads (token->lower); n++)
        {
          const char *name = g_ptr_array_index (slot->names, n);

          score = MAX (score, 0.7f * recess_practice_preposition_fit (token->lower, name));
        }
    }

  return score;
}

static float
weigh_unit (const RecessPracticeSlot  *slot,
            const RecessPracticeValue *value,
            double                    *number)
{
  static const struct
  {
    const char *unit;
    const char *stems;
  } kinds[] = {
    { "%", "percent percentage level brightness volume rate humidity opacity intensity discount "
      "tip" },
    { "$", "amount price cost budget total sum fee value money salary pay" },
    { "\xc2\xb0", "temperature temp degree angle heat" },
    { "s", "duration time second minute hour day expire expiry timeout interval length week month "
      "period" },
    { "km", "distance radius range length height width mile depth" },
    { "kg", "weight mass" },
    { "l", "volume amount" },
  };

  if (value->unit == NULL)
    return 0;
  if (slot->unit != NULL)
    return recess_practice_unit_convert (value->unit, slot->unit, number) ? 2 : -2;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      double same = 1;

      if (recess_practice_unit_convert (value->unit, kinds[i].unit, &same))
        return recess_practice_slot_has_any (slot, kinds[i].stems) * 1.2f;
    }

  return 0;
}

static gboolean
is_in_range (const RecessPracticeSlot *slot,
             double                    number)
{
  RecessJsonRange range;

  recess_json_schema_node_get_range (slot->node, &range);
  return number >= range.min && number <= range.max;
}

/* Whether the word before a number names a text, as in "postcode 10115". */
static gboolean
is_part_of_text (const Fill *fill,
                 guint       first)
{
  const RecessPracticeToken *before = recess_practice_text_at (fill->reading->text,
                                                               (int) first - 1);

  for (guint i = 0; i < fill->tool->slots->len && first > fill->first; i++)
    {
      const RecessPracticeSlot *slot = slot_at (fill, i);

      if (slot->types == RECESS_JSON_TYPE_STRING && before->kind == RECESS_PRACTICE_TOKEN_WORD
          && recess_practice_slot_is_named (slot, before->stem) >= 0.8f)
        return TRUE;
    }

  return FALSE;
}

static void
pair_number (Fill                      *fill,
             guint                      index,
             const RecessPracticeValue *value)
{
  const RecessPracticeSlot *slot = slot_at (fill, index);
  double number = value->number;
  float score = 0.9f + weigh_unit (slot, value, &number) + weigh_place (fill, slot, value->first);
  JsonNode *node;

  if ((slot->types & NUMBERS) == 0)
    return;

  if (value->noun != NULL)
    {
      score += 1.5f * recess_practice_slot_tells (slot, value->noun);
    }
  if (value->unit == NULL && slot->unit != NULL && !slot->required)
    score -= 0.4f;
  if (value->unit == NULL && is_part_of_text (fill, value->first))
    score -= 1.5f;
  if (!is_in_range (slot, number))
    score -= 1;
  if ((slot->types & RECESS_JSON_TYPE_NUMBER) == 0 && number != floor (number))
    score -= 1;

  node = json_node_alloc ();
  if (number == floor (number) && fabs (number) < 9e15)
    json_node_init_int (node, (gint64) number);
  else
    json_node_init_double (node, number);
  add_pair (fill, index, score, value->first, value->end, value->key, node, FALSE);
}

/* Returns: (transfer full) (nullable): the date or time in the form that the slot wants */
static char *
shape_time (const RecessPracticeSlot  *slot,
            const RecessPracticeValue *value)
{
  g_autofree char *with_zone = g_strconcat (value->text, "Z", NULL);
  g_autofree char *minutes = g_strndup (value->text, 5);
  const char *format = recess_json_schema_node_get_format (slot->node);
  const char *forms[] = { minutes, with_zone, value->text };

  if (g_strcmp0 (format, "time") == 0)
    forms[0] = value->text;
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      if (recess_practice_slot_takes_text (slot, forms[i]))
        return g_strdup (forms[i]);
    }

  return NULL;
}

static const RecessPracticeValue *
find_free (const Fill              *fill,
           RecessPracticeValueKind  kind)
{
  for (guint i = 0; i < fill->reading->values->len; i++)
    {
      const RecessPracticeValue *value = &g_array_index (fill->reading->values, RecessPracticeValue,
                                                         i);

      if (value->kind == kind && value->first >= fill->first && value->end <= fill->end
          && !fill->reading->used[value->key])
        return value;
    }

  return NULL;
}

/* A date and a time side by side, or one of them with what goes without saying */
static char *
join_moment (const Fill                *fill,
             const RecessPracticeValue *value,
             guint                     *first,
             guint                     *end)
{
  const RecessPracticeValue *date = value;
  const RecessPracticeValue *time = value;
  g_autofree char *today = g_date_time_format (fill->reading->now, "%Y-%m-%d");

  if (value->kind == RECESS_PRACTICE_VALUE_DATE)
    time = find_free (fill, RECESS_PRACTICE_VALUE_TIME);
  else
    date = find_free (fill, RECESS_PRACTICE_VALUE_DATE);
  if (date != NULL && strchr (date->text, 'T') != NULL)
    return strlen (date->text) > 16 ? g_strdup (date->text)
                                    : g_strconcat (date->text, ":00Z", NULL);

  *first = MIN (date != NULL ? date->first : *first, time != NULL ? time->first : *first);
  *end = MAX (date != NULL ? date->end : *end, time != NULL ? time->end : *end);
  return g_strdup_printf ("%.10sT%sZ", date != NULL ? date->text : today,
                          time != NULL ? time->text : "00:00:00");
}

static void
pair_moment (Fill                      *fill,
             guint                      index,
             const RecessPracticeValue *value)
{
  const RecessPracticeSlot *slot = slot_at (fill, index);
  const char *format = recess_json_schema_node_get_format (slot->node);
  gboolean is_date = value->kind == RECESS_PRACTICE_VALUE_DATE;
  const char *stems = is_date
    ? "date day deadline due birthday arrival departure checkin checkout until since yyyy when"
    : "time start end hour hh mm begin at when alarm clock";
  guint first = value->first;
  guint end = value->end;
  g_autofree char *text = NULL;
  float score = recess_practice_slot_has_any (slot, stems) * 1.6f;

  if (g_strcmp0 (format, "date-time") == 0)
    {
      score = 2.2f;
      text = join_moment (fill, value, &first, &end);
    }
  else if (format != NULL && !g_str_equal (format, is_date ? "date" : "time"))
    {
      return;
    }
  else
    {
      score = format != NULL ? 2.5f : score;
      text = is_date ? g_strndup (value->text, 10) : shape_time (slot, value);
    }
  if (score <= 0 || text == NULL || (slot->types & RECESS_JSON_TYPE_STRING) == 0)
    return;

  score += weigh_place (fill, slot, value->first);
  if (!recess_practice_slot_takes_text (slot, text))
    score -= 2;
  add_pair (fill, index, score, first, end, value->key, string_node (text), FALSE);
}

static gboolean
says_evening (const Fill *fill)
{
  for (guint i = fill->first; i < fill->end; i++)
    {
      if (recess_practice_text_is (fill->reading->text, i, "tonight")
          || recess_practice_text_is (fill->reading->text, i, "evening"))
        return TRUE;
    }

  return FALSE;
}

/* "at 8" is a time where one is wanted. */
static void
pair_hour (Fill                      *fill,
           guint                      index,
           const RecessPracticeValue *value)
{
  RecessPracticeValue time = *value;
  char text[] = "00:00:00";
  int hour = (int) value->number;

  if (value->unit != NULL || value->number != hour || hour < 0 || hour > 23
      || !recess_practice_text_is (fill->reading->text, (int) value->first - 1, "at"))
    return;

  hour += hour < 12 && says_evening (fill) ? 12 : 0;
  g_snprintf (text, sizeof text, "%02d:00:00", hour);
  time.kind = RECESS_PRACTICE_VALUE_TIME;
  time.text = text;
  pair_moment (fill, index, &time);
}

static void
pair_plain (Fill                      *fill,
            guint                      index,
            const RecessPracticeValue *value)
{
  const RecessPracticeSlot *slot = slot_at (fill, index);
  const char *format = recess_json_schema_node_get_format (slot->node);
  float score = weigh_place (fill, slot, value->first);

  if ((slot->types & RECESS_JSON_TYPE_STRING) == 0)
    return;

  if (value->kind == RECESS_PRACTICE_VALUE_EMAIL)
    score += g_strcmp0 (format, "email") == 0
               ? 3 : 0.6f + 2.0f * recess_practice_slot_has_any (slot, "email mail recipient to "
                                                                 "address attendee cc");
  else if (value->kind == RECESS_PRACTICE_VALUE_URI)
    score += g_strcmp0 (format, "uri") == 0
               ? 3 : 0.6f + 2.0f * recess_practice_slot_has_any (slot, "url uri link website web "
                                                                 "page site address source href");
  else if (value->kind == RECESS_PRACTICE_VALUE_UUID)
    score += g_strcmp0 (format, "uuid") == 0
               ? 3 : 0.6f + 2.0f * recess_practice_slot_has_any (slot, "id uuid identifier key");
  if (format != NULL && !recess_practice_slot_takes_text (slot, value->text))
    return;

  add_pair (fill, index, score, value->first, value->end, value->key, string_node (value->text),
            FALSE);
}

static void
pair_values (Fill  *fill,
             guint  index)
{
  const RecessPracticeSlot *slot = slot_at (fill, index);

  if (recess_json_schema_node_get_enum (slot->node) != NULL)
    return;

  for (guint i = 0; i < fill->reading->values->len; i++)
    {
      const RecessPracticeValue *value = &g_array_index (fill->reading->values, RecessPracticeValue,
                                                         i);

      if (value->first < fill->first || value->end > fill->end)
        continue;

      switch (value->kind)
        {
        case RECESS_PRACTICE_VALUE_NUMBER:
          pair_number (fill, index, value);
          pair_hour (fill, index, value);
          break;
        case RECESS_PRACTICE_VALUE_DATE:
          if (value->unit != NULL && value->number > 0)
            pair_number (fill, index, value);
          pair_moment (fill, index, value);
          break;
        case RECESS_PRACTICE_VALUE_TIME:
          pair_moment (fill, index, value);
          break;
        case RECESS_PRACTICE_VALUE_EMAIL:
        case RECESS_PRACTICE_VALUE_URI:
        case RECESS_PRACTICE_VALUE_UUID:
          pair_plain (fill, index, value);
          break;
        case RECESS_PRACTICE_VALUE_CODE:
        case RECESS_PRACTICE_VALUE_QUOTED:
        default:
          break;
        }
    }
}

/* Returns: how sure the tokens from @at on are the value @words; @n is their count */
static float
match_words (const RecessPracticeText *text,
             guint                     at,
             guint                     end,
             const char               *stem,
             const char *const        *words,
             guint                    *n)
{
  const RecessPracticeToken *token = recess_practice_text_at (text, at);
  const char *first = words[0];

  *n = g_strv_length ((GStrv) words);
  if (*n == 1 && token->kind != RECESS_PRACTICE_TOKEN_QUOTED)
    {
      if (g_str_equal (token->lower, first))
        return 2.5f;
      if (strlen (first) > 2 && g_str_equal (token->stem, stem))
        return 2.3f;
      if (recess_practice_words_same (token->lower, first))
        return 2;
      return strlen (first) > 3 ? 1.4f * recess_practice_stem_kinship (token->stem, stem) : 0;
    }

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (at + i >= end || !recess_practice_text_is (text, at + i, words[i]))
        return 0;
    }

  return 2.6f;
}

static void
pair_enum_value (Fill               *fill,
                 guint               index,
                 JsonNode           *value,
                 const char *const  *words)
{
  const RecessPracticeSlot *slot = slot_at (fill, index);
  const RecessPracticeText *text = fill->reading->text;
  g_autofree char *stem = recess_practice_stem (words[0] != NULL ? words[0] : "");

  if (words[0] == NULL)
    return;

  for (guint at = fill->first; at < fill->end; at++)
    {
      const RecessPracticeToken *token = recess_practice_text_at (text, at);
      guint n;
      float score = match_words (text, at, fill->end, stem, words, &n);

      if (score <= 0.7f || token->kind == RECESS_PRACTICE_TOKEN_BREAK
          || (recess_practice_word_is_stop (token->lower) && !slot->required && n == 1))
        continue;

      score += weigh_place (fill, slot, at);
      if (score < 1.5f && !slot->required)
        continue;
      add_pair (fill, index, score, at, at + n, at, json_node_ref (value), TRUE);
    }
}

static void
pair_enum (Fill  *fill,
           guint  index)
{
  const RecessPracticeSlot *slot = slot_at (fill, index);
  JsonArray *values = recess_json_schema_node_get_enum (slot->node);

  for (guint i = 0; values != NULL && i < slot->choices->len; i++)
    {
      JsonNode *value = json_array_get_element (values, i);
      GType type = JSON_NODE_HOLDS_VALUE (value) ? json_node_get_value_type (value)
                                                 : G_TYPE_INVALID;

      if (type == G_TYPE_STRING)
        {
          pair_enum_value (fill, index, value, g_ptr_array_index (slot->choices, i));
          continue;
        }

      for (guint v = 0; type == G_TYPE_INT64 && v < fill->reading->values->len; v++)
        {
          const RecessPracticeValue *found = &g_array_index (fill->reading->values,
                                                             RecessPracticeValue, v);

          if (found->kind == RECESS_PRACTICE_VALUE_NUMBER && found->first >= fill->first
              && found->end <= fill->end && found->number == json_node_get_int (value))
            add_pair (fill, index, 2 + weigh_place (fill, slot, found->first), found->first,
                      found->end, found->key, json_node_ref (value), FALSE);
        }
    }
}

static gboolean
is_telling_switch (const char *stem)
{
  const char *const *empty = (const char *const *) recess_practice_stems_of (
    "is has include enable use only want should allow with whether true false set yes if on no in "
    "to be as send add default");

  return !g_strv_contains (empty, stem) && recess_practice_word_value (stem) > 0;
}

/* Returns: what a token says for a switch: 1 on, -1 off, 0 nothing */
static int
read_switch (const Fill               *fill,
             const RecessPracticeSlot *slot,
             guint                     at)
{
  const RecessPracticeText *text = fill->reading->text;
  const RecessPracticeToken *token = recess_practice_text_at (text, at);
  gboolean opposite = g_str_has_prefix (token->stem, "un") && strlen (token->stem) > 4;
  gboolean meant = FALSE;
  gboolean negated = FALSE;

  if (token->kind != RECESS_PRACTICE_TOKEN_WORD)
    return 0;

  for (guint i = 0; i < slot->names->len; i++)
    {
      const char *name = g_ptr_array_index (slot->names, i);

      if (!is_telling_switch (name))
        continue;
      if (opposite && recess_practice_stem_kinship (name, token->stem + 2) >= 0.8f)
        return -1;
      meant |= recess_practice_stem_kinship (name, token->stem) >= 0.8f;
    }
  for (guint i = 0; i < slot->about->len && slot->about->len <= 8 && !meant; i++)
    {
      const char *word = g_ptr_array_index (slot->about, i);

      meant = is_telling_switch (word) && !recess_practice_tool_is_core (fill->tool, word)
              && recess_practice_word_value (word) >= 1
              && recess_practice_stem_kinship (word, token->stem) >= 0.8f;
    }
  for (guint i = at; i > fill->first && at - i < 3; i--)
    negated |= recess_practice_word_negates (recess_practice_text_at (text, (int) i - 1)->lower);

  return meant ? (negated ? -1 : 1) : 0;
}

static int
read_power (const RecessPracticeSlot  *slot,
            const RecessPracticeToken *token)
{
  if (recess_practice_slot_has_any (slot, "on enable enabled power active state open lock") < 1)
    return 0;
  if (g_str_equal (token->lower, "off") || g_str_equal (token->lower, "disable")
      || g_str_equal (token->lower, "deactivate"))
    return -1;

  return g_str_equal (token->lower, "on") || g_str_equal (token->lower, "enable")
         || g_str_equal (token->lower, "activate");
}

static void
pair_switch (Fill  *fill,
             guint  index)
{
  const RecessPracticeSlot *slot = slot_at (fill, index);

  for (guint at = fill->first; at < fill->end; at++)
    {
      int says = read_switch (fill, slot, at);

      if (says == 0)
        says = read_power (slot, recess_practice_text_at (fill->reading->text, at));
      if (says != 0)
        add_pair (fill, index, 2, at, at + 1, at,
                  json_node_init_boolean (json_node_alloc (), says > 0), TRUE);
    }
}

/* What is written, or can be, like an example in the description */
static void
pair_shape (Fill  *fill,
            guint  index)
{
  const RecessPracticeSlot *slot = slot_at (fill, index);
  RecessPracticeSpan span;
  g_autofree char *written = NULL;

  if (slot->shape != NULL)
    written = recess_practice_shape_read (slot->shape, fill->reading->text, fill->first, fill->end,
                                          slot->about, &span);
  if (written != NULL)
    add_pair (fill, index, CERTAIN, span.first, span.end, span.first, string_node (written), TRUE);
}

static int
compare_pairs (gconstpointer a,
               gconstpointer b)
{
  const Pair *first = a;
  const Pair *second = b;

  if (first->score != second->score)
    return first->score < second->score ? 1 : -1;

  return first->first < second->first ? -1 : first->first > second->first;
}

static gboolean
is_free (const GArray *filled,
         const guint8 *used,
         const Pair   *pair)
{
  if (!pair->shares && used[pair->key])
    return FALSE;
  for (guint i = 0; i < filled->len && pair->shares; i++)
    {
      const RecessPracticeFilled *row = &g_array_index (filled, RecessPracticeFilled, i);

      if (row->first == pair->first && row->slot != pair->slot)
        return FALSE;
    }

  return TRUE;
}

/* A number that is out of range is better than none. */
static float
bar_of (const RecessPracticeSlot *slot)
{
  if ((slot->types & NUMBERS) != 0)
    return slot->required ? NUMBER_BAR : REQUIRED_BAR;

  return slot->required ? REQUIRED_BAR : OPTIONAL_BAR;
}

/* The best pair first; a token makes one value, a slot takes one value, a list all. */
static void
take_pairs (Fill   *fill,
            GArray *filled)
{
  g_array_sort (fill->pairs, compare_pairs);
  for (guint i = 0; i < fill->pairs->len; i++)
    {
      const Pair *pair = &g_array_index (fill->pairs, Pair, i);
      const RecessPracticeSlot *slot = slot_at (fill, pair->slot);
      float bar = bar_of (slot);
      RecessPracticeFilled row = { pair->slot, 0, pair->node, pair->key, pair->end };

      if (pair->score < bar - 0.02f * pair->slot
          || (!slot->list && recess_practice_filled_has (filled, pair->slot))
          || !is_free (filled, fill->reading->used, pair))
        continue;

      recess_practice_filled_add (filled, &row);
      for (guint t = pair->first; t < pair->end; t++)
        fill->reading->used[t] = TRUE;
    }
}

GArray *
recess_practice_fill (RecessPracticeReading    *reading,
                      const RecessPracticeTool *tool,
                      guint                     first,
                      guint                     end,
                      int                       previous)
{
  Fill fill = { reading, tool, first, end, previous, NULL };
  GArray *filled = recess_practice_filled_new ();

  fill.pairs = g_array_new (FALSE, FALSE, sizeof (Pair));
  g_array_set_clear_func (fill.pairs, pair_clear);
  recess_practice_fill_terms (reading, tool, first, end, filled);
  for (guint i = 0; i < tool->slots->len; i++)
    {
      const RecessPracticeSlot *slot = g_ptr_array_index (tool->slots, i);

      if (recess_json_schema_node_get_enum (slot->node) != NULL)
        pair_enum (&fill, i);
      else if (slot->types == RECESS_JSON_TYPE_BOOLEAN)
        pair_switch (&fill, i);
      else
        pair_values (&fill, i);
      pair_shape (&fill, i);
    }
  take_pairs (&fill, filled);
  g_array_unref (fill.pairs);

  recess_practice_fill_phrases (reading, tool, first, end, previous, filled);
  return filled;
}
