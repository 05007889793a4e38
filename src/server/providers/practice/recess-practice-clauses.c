/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "recess-practice-clauses.h"
#include "recess-practice-fill.h"
#include "recess-practice-terms.h"
#include "recess-practice-words.h"

#define MOST_CLAUSES 256

/* What a word costs that a tool does not know, and more where another one does; what a value tells
 * that it has a place for, or none */
#define STRANGE_WORD   0.3f
#define QUOTABLE_WORD  0.15f
#define TEXT_WORD      0.04f
#define OTHER_WORD     0.4f
#define FITTING_VALUE  0.3f
#define STRANGE_VALUE -0.15f
#define GOING_ON       0.05f
#define SWITCH_WORD    0.4f
#define FITTING_LEAD   0.15f
#define CALCULATION    1.5f

/* What it tells that a clause begins with a word of the tool's name */
#define COMMAND 0.25f

static const RecessPracticeValue *
value_over (const GArray *values,
            guint         index)
{
  for (guint i = 0; i < values->len; i++)
    {
      const RecessPracticeValue *value = &g_array_index (values, RecessPracticeValue, i);

      if (value->first <= index && index < value->end)
        return value;
    }

  return NULL;
}

static gboolean
ends_sentence (const RecessPracticeText *text,
               guint                     index)
{
  const RecessPracticeToken *token = recess_practice_text_at (text, index);
  const RecessPracticeToken *before = recess_practice_text_at (text, (int) index - 1);

  if (token->kind == RECESS_PRACTICE_TOKEN_BREAK)
    return TRUE;
  if (token->kind != RECESS_PRACTICE_TOKEN_SIGN || strchr (".!?;", *token->lower) == NULL)
    return FALSE;

  return *token->lower != '.'
         || !g_strv_contains ((const char *const []) { "mr", "mrs", "ms", "dr", "st", "prof", "no",
                                                       "vs", NULL }, before->lower);
}

/* "between three and five" is one. */
static gboolean
is_within_range (const RecessPracticeText *text,
                 guint                     first,
                 guint                     index)
{
  for (guint i = index; i > first && index - i < 6; i--)
    {
      if (recess_practice_text_is (text, i - 1, "between"))
        return TRUE;
    }

  return FALSE;
}

/* Returns: how many tokens from @index on part two clauses, 0 for none; @joint is how */
static guint
read_joint (const RecessPracticeText *text,
            guint                     first,
            guint                     index,
            RecessPracticeJoint      *joint)
{
  guint i = index;

  if (ends_sentence (text, i))
    {
      *joint = RECESS_PRACTICE_JOINT_START;
      return 1;
    }
  for (;; i++)
    {
      const char *lower = recess_practice_text_at (text, i)->lower;

      if (recess_practice_text_at (text, i)->kind == RECESS_PRACTICE_TOKEN_QUOTED)
        break;
      if (g_str_equal (lower, ","))
        *joint = MAX (*joint, RECESS_PRACTICE_JOINT_COMMA);
      else if (g_str_equal (lower, "and") || g_str_equal (lower, "&") || g_str_equal (lower, "or"))
        *joint = MAX (*joint, RECESS_PRACTICE_JOINT_AND);
      else if (g_str_equal (lower, "then") || g_str_equal (lower, "also")
               || g_str_equal (lower, "afterwards") || g_str_equal (lower, "finally")
               || (g_str_equal (lower, "but") && i > first))
        *joint = RECESS_PRACTICE_JOINT_THEN;
      else
        break;
    }

  if (i > index && *joint == RECESS_PRACTICE_JOINT_AND && is_within_range (text, first, index))
    return 0;
  return i - index;
}

/* "1.", "2)" and dashes at the beginning of a line are no words. */
static guint
skip_bullet (const RecessPracticeText *text,
             guint                     index)
{
  const RecessPracticeToken *token = recess_practice_text_at (text, index);
  const RecessPracticeToken *after = recess_practice_text_at (text, index + 1);

  if (token->kind == RECESS_PRACTICE_TOKEN_NUMBER && after->kind == RECESS_PRACTICE_TOKEN_SIGN
      && (g_str_equal (after->lower, ".") || g_str_equal (after->lower, ")")))
    return 2;
  if (token->kind == RECESS_PRACTICE_TOKEN_SIGN
      && (g_str_equal (token->lower, "-") || g_str_equal (token->lower, "*")
          || g_str_equal (token->lower, "\xe2\x80\xa2")))
    return 1;

  return 0;
}

static void
add_clause (GArray              *clauses,
            guint                first,
            guint                end,
            RecessPracticeJoint  joint)
{
  RecessPracticeClause clause = { first, end, joint, -1 };

  if (first >= end)
    return;

  /* Of very many, the first and the last */
  if (clauses->len == MOST_CLAUSES)
    g_array_remove_index (clauses, MOST_CLAUSES / 2);
  g_array_append_val (clauses, clause);
}

GArray *
recess_practice_clauses_new (const RecessPracticeText *text,
                             const GArray             *values)
{
  GArray *clauses = g_array_new (FALSE, FALSE, sizeof (RecessPracticeClause));
  RecessPracticeJoint joint = RECESS_PRACTICE_JOINT_START;
  guint first = skip_bullet (text, 0);
  guint value = 0;
  guint i = first;

  while (i < text->tokens->len)
    {
      RecessPracticeJoint next = RECESS_PRACTICE_JOINT_START;
      guint n = 0;

      while (value < values->len && g_array_index (values, RecessPracticeValue, value).end <= i)
        value++;
      if (value == values->len || g_array_index (values, RecessPracticeValue, value).first > i)
        n = read_joint (text, first, i, &next);
      if (n == 0)
        {
          i++;
          continue;
        }

      add_clause (clauses, first, i, joint);
      joint = first < i || joint == RECESS_PRACTICE_JOINT_START ? next : MAX (joint, next);
      if (first == i && next == RECESS_PRACTICE_JOINT_THEN)
        joint = next;
      i += n;
      if (next == RECESS_PRACTICE_JOINT_START)
        i += skip_bullet (text, i);
      first = i;
    }
  add_clause (clauses, first, text->tokens->len, joint);

  return clauses;
}

static gboolean
takes (const RecessPracticeSlot  *slot,
       const RecessPracticeValue *value)
{
  const char *format = recess_json_schema_node_get_format (slot->node);

  switch (value->kind)
    {
    case RECESS_PRACTICE_VALUE_NUMBER:
      return (slot->types & (RECESS_JSON_TYPE_NUMBER | RECESS_JSON_TYPE_INTEGER)) != 0;
    case RECESS_PRACTICE_VALUE_DATE:
      return g_strcmp0 (format, "date") == 0 || g_strcmp0 (format, "date-time") == 0
             || recess_practice_slot_has_any (slot, "date day when deadline") > 0;
    case RECESS_PRACTICE_VALUE_TIME:
      return g_strcmp0 (format, "time") == 0 || g_strcmp0 (format, "date-time") == 0
             || recess_practice_slot_has_any (slot, "time start hour when") > 0;
    case RECESS_PRACTICE_VALUE_EMAIL:
      return g_strcmp0 (format, "email") == 0
             || recess_practice_slot_has_any (slot, "email mail recipient to address") > 0;
    case RECESS_PRACTICE_VALUE_URI:
      return g_strcmp0 (format, "uri") == 0
             || recess_practice_slot_has_any (slot, "url uri link website page site") > 0;
    case RECESS_PRACTICE_VALUE_UUID:
      return g_strcmp0 (format, "uuid") == 0 || recess_practice_slot_has_any (slot, "id uuid") > 0;
    case RECESS_PRACTICE_VALUE_CODE:
    case RECESS_PRACTICE_VALUE_QUOTED:
    default:
      return (slot->types & RECESS_JSON_TYPE_STRING) != 0
             && recess_json_schema_node_get_enum (slot->node) == NULL;
    }
}

/* What a word costs that a tool does not know: less where it may belong to an argument. */
static float
strangeness (const RecessPracticeTool *tool)
{
  float least = STRANGE_WORD;

  for (guint i = 0; i < tool->slots->len; i++)
    {
      const RecessPracticeSlot *slot = g_ptr_array_index (tool->slots, i);

      if ((slot->types & RECESS_JSON_TYPE_STRING) == 0
          || recess_json_schema_node_get_enum (slot->node) != NULL
          || recess_json_schema_node_get_format (slot->node) != NULL)
        continue;
      least = MIN (least, recess_practice_slot_is_long (slot) ? TEXT_WORD : QUOTABLE_WORD);
    }

  return least;
}

static float
weigh_value (const RecessPracticeTool  *tool,
             const RecessPracticeValue *value)
{
  for (guint i = 0; i < tool->slots->len; i++)
    {
      if (!takes (g_ptr_array_index (tool->slots, i), value))
        continue;

      switch (value->kind)
        {
        case RECESS_PRACTICE_VALUE_EMAIL:
        case RECESS_PRACTICE_VALUE_URI:
        case RECESS_PRACTICE_VALUE_UUID:
          return 2 * FITTING_VALUE;
        case RECESS_PRACTICE_VALUE_CODE:
        case RECESS_PRACTICE_VALUE_NUMBER:
          return FITTING_VALUE;
        case RECESS_PRACTICE_VALUE_DATE:
        case RECESS_PRACTICE_VALUE_TIME:
        case RECESS_PRACTICE_VALUE_QUOTED:
        default:
          return FITTING_VALUE / 3;
        }
    }

  return strangeness (tool) <= TEXT_WORD ? -TEXT_WORD : STRANGE_VALUE;
}

/* What the words and values of one clause say for each tool */
typedef struct
{
  const RecessPracticeText *text;
  const GArray             *values;
  GPtrArray                *tools;
  GHashTable               *known;
} Match;

/* Returns: for each tool, what a stem tells: less where it speaks for many of them */
static float *
cues_of (Match      *match,
         const char *stem)
{
  float *cues = g_hash_table_lookup (match->known, stem);
  float total = 0;

  if (cues != NULL)
    return cues;

  cues = g_new0 (float, match->tools->len);
  for (guint i = 0; i < match->tools->len; i++)
    {
      cues[i] = recess_practice_tool_cue (g_ptr_array_index (match->tools, i), stem);
      total += cues[i];
    }
  for (guint i = 0; i < match->tools->len; i++)
    cues[i] /= 1 + 0.5f * logf (MAX (total, 1));
  g_hash_table_insert (match->known, g_strdup (stem), cues);
  return cues;
}

static gboolean
is_negated (const RecessPracticeText   *text,
            const RecessPracticeClause *clause)
{
  for (guint i = clause->first; i < MIN (clause->end, clause->first + 4); i++)
    {
      const char *lower = recess_practice_text_at (text, i)->lower;

      if (g_str_equal (lower, "don't") || g_str_equal (lower, "never")
          || g_str_equal (lower, "don\xe2\x80\x99t")
          || (g_str_equal (lower, "do") && recess_practice_text_is (text, i + 1, "not")))
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_name (const RecessPracticeText *text,
         int                       index)
{
  const RecessPracticeToken *token = recess_practice_text_at (text, index);

  return token->kind == RECESS_PRACTICE_TOKEN_WORD && token->capital && !token->first;
}

static void
add_word (Match    *match,
          guint     index,
          gboolean  goes_on,
          float    *sums)
{
  const RecessPracticeToken *token = recess_practice_text_at (match->text, index);
  float value = recess_practice_word_value (token->lower);
  gboolean proper = is_name (match->text, index)
                    || (is_name (match->text, (int) index - 1)
                        && is_name (match->text, (int) index + 1));
  float *cues;
  float best = 0;

  if (value <= 0 && (g_str_equal (token->lower, "on") || g_str_equal (token->lower, "off")))
    {
      value = SWITCH_WORD;
      goes_on = TRUE;
    }
  if (value <= 0)
    return;

  cues = cues_of (match, token->stem);
  for (guint i = 0; i < match->tools->len; i++)
    best = MAX (best, cues[i]);
  for (guint i = 0; i < match->tools->len; i++)
    {
      if (cues[i] > 0)
        sums[i] += cues[i] * value * (proper ? 0.6f : 1);
      else if (!proper && !goes_on)
        sums[i] -= value * strangeness (g_ptr_array_index (match->tools, i));
      if (cues[i] <= 0 && !proper && best >= 0.8f)
        sums[i] -= OTHER_WORD * value;
    }
}

static void
prefer_commanded (Match                     *match,
                  const RecessPracticeToken *token,
                  float                     *sums)
{
  float others = recess_practice_word_value (token->lower) >= 0.8f ? -COMMAND : 0;
  const char *stem = token->stem;
  gboolean any = FALSE;

  for (guint t = 0; t < match->tools->len && !any; t++)
    any = recess_practice_tool_cue (g_ptr_array_index (match->tools, t), stem) >= 0.8f;
  for (guint t = 0; t < match->tools->len && any; t++)
    {
      const RecessPracticeTool *tool = g_ptr_array_index (match->tools, t);

      sums[t] += recess_practice_tool_cue (tool, stem) >= 0.8f ? COMMAND : others;
    }
}

/* Whether a tool's name begins with the word, as that of "roll_dice" does with "roll". */
static gboolean
is_verb_of_any (const Match *match,
                const char  *stem)
{
  gboolean any = FALSE;

  for (guint t = 0; t < match->tools->len && !any; t++)
    {
      const RecessPracticeTool *tool = g_ptr_array_index (match->tools, t);
      g_autoptr(GPtrArray) names = recess_practice_name_stems (tool->name);

      any = names->len > 1 && g_str_equal (g_ptr_array_index (names, 0), stem);
    }

  return any;
}

/* A clause that begins with a word of a tool's name is a command to it. Returns: whether it begins
 * with the verb of one, and so asks anew */
static gboolean
add_command (Match                      *match,
             const RecessPracticeClause *clause,
             float                      *sums)
{
  for (guint i = clause->first; i < clause->end; i++)
    {
      const RecessPracticeToken *token = recess_practice_text_at (match->text, i);

      if (token->kind != RECESS_PRACTICE_TOKEN_WORD)
        return FALSE;
      if (recess_practice_word_is_stop (token->lower))
        continue;

      if (recess_practice_word_value (token->lower) >= 0.5f)
        prefer_commanded (match, token, sums);
      return is_verb_of_any (match, token->stem);
    }

  return FALSE;
}

/* Returns: for each tool, whether it has a place for what a preposition leads to */
static float *
leads_of (Match      *match,
          const char *lead)
{
  g_autofree char *key = g_strconcat (" ", lead, NULL);
  float *fits = g_hash_table_lookup (match->known, key);

  if (fits != NULL)
    return fits;

  fits = g_new0 (float, match->tools->len);
  for (guint t = 0; t < match->tools->len; t++)
    {
      const RecessPracticeTool *tool = g_ptr_array_index (match->tools, t);

      for (guint i = 0; i < tool->slots->len; i++)
        {
          const RecessPracticeSlot *slot = g_ptr_array_index (tool->slots, i);

          for (guint n = 0; n < slot->names->len; n++)
            {
              if ((slot->types & RECESS_JSON_TYPE_STRING) != 0
                  && recess_practice_preposition_fit (lead, g_ptr_array_index (slot->names, n)) > 0)
                fits[t] = FITTING_LEAD;
            }
        }
    }
  g_hash_table_insert (match->known, g_steal_pointer (&key), fits);
  return fits;
}

/* A name behind a preposition tells a little for tools that have a place for it. */
static void
add_lead (Match *match,
          guint  index,
          float *sums)
{
  const RecessPracticeToken *token = recess_practice_text_at (match->text, index);
  float *fits;

  if (!recess_practice_word_leads (token->lower)
      || !(is_name (match->text, (int) index + 1) || is_name (match->text, (int) index + 2)))
    return;

  fits = leads_of (match, token->lower);
  for (guint t = 0; t < match->tools->len; t++)
    sums[t] += fits[t];
}

static gboolean
is_short (const RecessPracticeText   *text,
          const RecessPracticeClause *clause)
{
  guint telling = 0;

  for (guint i = clause->first; i < clause->end; i++)
    telling += !recess_practice_word_is_stop (recess_practice_text_at (text, i)->lower);

  return telling <= 4;
}

static gboolean
is_to_compute (const Match                *match,
               const RecessPracticeClause *clause)
{
  gboolean any = FALSE;

  for (guint t = 0; t < match->tools->len && !any; t++)
    any = recess_practice_tool_computes (g_ptr_array_index (match->tools, t));

  return any && recess_practice_has_calculation (match->text, clause->first, clause->end);
}

/* A calculation is for tools that compute one, and its numbers are for no other tool. */
static void
add_calculation (Match                      *match,
                 const RecessPracticeClause *clause,
                 float                      *sums)
{
  if (!is_to_compute (match, clause))
    return;

  for (guint t = 0; t < match->tools->len; t++)
    sums[t] += recess_practice_tool_computes (g_ptr_array_index (match->tools, t)) ? CALCULATION
                                                                                  : -CALCULATION;
}

static void
weigh_clause (Match                      *match,
              const RecessPracticeClause *clause,
              float                      *sums)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean goes_on = (clause->joint == RECESS_PRACTICE_JOINT_COMMA
                      || clause->joint == RECESS_PRACTICE_JOINT_AND)
                     && is_short (match->text, clause);
  guint i = clause->first;

  while (i < clause->end)
    {
      const RecessPracticeToken *token = recess_practice_text_at (match->text, i);
      const RecessPracticeValue *value = value_over (match->values, i);

      if (value != NULL)
        {
          for (guint t = 0; t < match->tools->len; t++)
            sums[t] += weigh_value (g_ptr_array_index (match->tools, t), value);
          for (; i < MIN (value->end, clause->end); i++)
            {
              const RecessPracticeToken *unit = recess_practice_text_at (match->text, i);

              if ((unit->kind == RECESS_PRACTICE_TOKEN_WORD
                   || unit->kind == RECESS_PRACTICE_TOKEN_CODE)
                  && g_hash_table_add (seen, unit->stem))
                add_word (match, i, TRUE, sums);
            }
          continue;
        }

      if (token->kind == RECESS_PRACTICE_TOKEN_WORD && g_hash_table_add (seen, token->stem))
        {
          add_word (match, i, goes_on, sums);
          add_lead (match, i, sums);
        }
      i++;
    }
  add_calculation (match, clause, sums);
}

/* The best way through: for each clause and tool the best sum up to there, and where it came from.
 * Position 0 stands for no tool. */
static void
find_way (GArray *clauses,
          GArray *weights,
          guint   n_states,
          float   bar)
{
  g_autofree float *best = g_new0 (float, n_states);
  g_autofree float *next = g_new0 (float, n_states);
  g_autofree guint *from = g_new0 (guint, n_states * clauses->len);
  guint state = 0;

  for (guint s = 1; s < n_states; s++)
    best[s] = -INFINITY;
  for (guint c = 0; c < clauses->len; c++)
    {
      const RecessPracticeClause *clause = &g_array_index (clauses, RecessPracticeClause, c);
      gboolean commands = g_array_index (weights, float, c * n_states) > 0;
      guint top = 0;

      for (guint s = 1; s < n_states; s++)
        top = best[s] > best[top] ? s : top;
      for (guint s = 0; s < n_states; s++)
        {
          float weight = s > 0 ? g_array_index (weights, float, c * n_states + s) : 0;
          gboolean goes_on = clause->joint != RECESS_PRACTICE_JOINT_START && !commands;
          float stay = best[s] + (s > 0 ? (goes_on ? GOING_ON : 0) - (commands ? bar : 0) : 0);
          float turn = best[top] - (s > 0 ? bar : 0);

          from[c * n_states + s] = stay >= turn ? s : top;
          next[s] = MAX (stay, turn) + weight;
        }
      memcpy (best, next, n_states * sizeof (float));
    }

  for (guint s = 1; s < n_states; s++)
    state = best[s] > best[state] ? s : state;
  for (guint c = clauses->len; c > 0; c--)
    {
      g_array_index (clauses, RecessPracticeClause, c - 1).tool = (int) state - 1;
      state = from[(c - 1) * n_states + state];
    }
}

/* Returns: for each clause and tool what the words say; the first of each clause, which is for no
 * tool, tells whether the clause begins with a command */
static GArray *
weigh_all (GArray                   *clauses,
           const RecessPracticeText *text,
           const GArray             *values,
           GPtrArray                *tools)
{
  Match match = { text, values, tools, NULL };
  GArray *weights = g_array_new (FALSE, TRUE, sizeof (float));
  guint n_states = tools->len + 1;

  match.known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_array_set_size (weights, n_states * clauses->len);
  for (guint c = 0; c < clauses->len; c++)
    {
      const RecessPracticeClause *clause = &g_array_index (clauses, RecessPracticeClause, c);
      float *sums = &g_array_index (weights, float, c * n_states + 1);

      weigh_clause (&match, clause, sums);
      sums[-1] = add_command (&match, clause, sums);
      for (guint t = 0; is_negated (text, clause) && t < tools->len; t++)
        sums[t] = -1;
    }
  g_hash_table_unref (match.known);

  return weights;
}

void
recess_practice_match (GArray                   *clauses,
                       const RecessPracticeText *text,
                       const GArray             *values,
                       GPtrArray                *tools,
                       float                     bar)
{
  g_autoptr(GArray) weights = NULL;

  if (clauses->len == 0)
    return;

  weights = weigh_all (clauses, text, values, tools);
  find_way (clauses, weights, tools->len + 1, bar);
}

int
recess_practice_match_best (GArray                   *clauses,
                            const RecessPracticeText *text,
                            const GArray             *values,
                            GPtrArray                *tools)
{
  g_autoptr(GArray) weights = weigh_all (clauses, text, values, tools);
  guint n_states = tools->len + 1;
  float best = -INFINITY;
  int chosen = 0;

  for (guint t = 0; t < tools->len; t++)
    {
      float sum = 0;

      for (guint c = 0; c < clauses->len; c++)
        sum += g_array_index (weights, float, c * n_states + t + 1);
      if (sum > best)
        {
          best = sum;
          chosen = t;
        }
    }

  return chosen;
}
