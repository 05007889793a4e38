/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "recess-practice-fill.h"
#include "recess-practice-words.h"

/* What a phrase must be worth for a slot that may stay empty */
#define OPTIONAL_BAR 1.1f
#define REQUIRED_BAR 0.2f

/* Some words that stand together
 * @lead: the preposition before them, or NULL
 * @left: the stem of the word before them that names what they are, or NULL
 * @right: that of the word after them */
typedef struct
{
  guint       first;
  guint       end;
  const char *lead;
  const char *left;
  const char *right;
  gboolean    tail;
} Phrase;

typedef struct
{
  RecessPracticeReading    *reading;
  const RecessPracticeTool *tool;
  guint                     first;
  guint                     end;
  GArray                   *phrases;
} Cutter;

gboolean
recess_practice_slot_is_long (const RecessPracticeSlot *slot)
{
  const char *const *stems = (const char *const *) recess_practice_stems_of (
    "message text body content note reminder task description reason question prompt comment "
    "phrase sentence instruction todo what query detail summary caption complaint feedback memo "
    "answer");

  for (guint i = 0; i < slot->names->len; i++)
    {
      if (g_strv_contains (stems, g_ptr_array_index (slot->names, i)))
        return TRUE;
    }

  return FALSE;
}

static const RecessPracticeToken *
token_at (const Cutter *cutter,
          int           index)
{
  return recess_practice_text_at (cutter->reading->text, index);
}

static gboolean
is_name (const RecessPracticeToken *token)
{
  return token->kind == RECESS_PRACTICE_TOKEN_WORD && token->capital && !token->first;
}

static gboolean
names_slot (const Cutter              *cutter,
            const RecessPracticeToken *token)
{
  for (guint i = 0; i < cutter->tool->slots->len && token->kind == RECESS_PRACTICE_TOKEN_WORD; i++)
    {
      if (recess_practice_slot_is_named (g_ptr_array_index (cutter->tool->slots, i), token->stem)
          >= 0.8f)
        return TRUE;
    }

  return FALSE;
}

/* Whether a word only says what its neighbour is, or what is to be done. */
static gboolean
is_label (const Cutter              *cutter,
          const RecessPracticeToken *token,
          gboolean                   before)
{
  if (token->kind != RECESS_PRACTICE_TOKEN_WORD || is_name (token))
    return FALSE;

  if (names_slot (cutter, token))
    return TRUE;
  for (guint i = 0; i < cutter->tool->core->len; i++)
    {
      float kin = recess_practice_stem_kinship (g_ptr_array_index (cutter->tool->core, i),
                                                token->stem);

      if (kin >= 0.8f || (before && kin > 0))
        return TRUE;
    }

  return FALSE;
}

static const char *
label_of (const Cutter *cutter,
          int           index,
          gboolean      before)
{
  const RecessPracticeToken *token = token_at (cutter, index);

  if (index < (int) cutter->first || index >= (int) cutter->end
      || cutter->reading->used[index] || !is_label (cutter, token, before))
    return NULL;

  return token->stem;
}

static void
add_phrase (Cutter     *cutter,
            guint       first,
            guint       end,
            const char *lead)
{
  Phrase phrase = { first, end, lead, NULL, NULL, FALSE };
  gboolean named = first + 1 < end && names_slot (cutter, token_at (cutter, first));

  while (phrase.first < phrase.end && is_label (cutter, token_at (cutter, phrase.first), TRUE))
    phrase.first++;
  while (phrase.end > phrase.first && is_label (cutter, token_at (cutter, phrase.end - 1), FALSE))
    phrase.end--;
  if (phrase.first == phrase.end && named)
    {
      phrase.first = first + 1;
      phrase.end = end;
    }
  if (phrase.first == phrase.end)
    return;

  phrase.left = label_of (cutter, (int) phrase.first - 1, TRUE);
  phrase.right = label_of (cutter, phrase.end, FALSE);
  g_array_append_val (cutter->phrases, phrase);
}

static gboolean
is_apart (const Cutter *cutter,
          guint         index)
{
  if (cutter->reading->used[index])
    return TRUE;

  for (guint i = 0; i < cutter->reading->values->len; i++)
    {
      const RecessPracticeValue *value = &g_array_index (cutter->reading->values,
                                                         RecessPracticeValue, i);

      if (value->first > index)
        break;
      if (value->end > index)
        return value->kind != RECESS_PRACTICE_VALUE_CODE
               && value->kind != RECESS_PRACTICE_VALUE_QUOTED
               && !(value->kind == RECESS_PRACTICE_VALUE_NUMBER && value->unit == NULL);
    }

  return FALSE;
}

/* "Lord of the Rings", "The Who": small words within a name */
static gboolean
is_within_name (const Cutter *cutter,
                guint         index)
{
  const RecessPracticeToken *token = token_at (cutter, index);
  static const char *const links[] = { "of", "the", "de", "la", "von", "van", "and", NULL };
  guint next = index;

  if (is_name (token))
    return is_name (token_at (cutter, (int) index + 1))
           || is_name (token_at (cutter, (int) index - 1));
  if (!is_name (token_at (cutter, (int) index - 1)))
    return FALSE;

  while (next < index + 2 && g_strv_contains (links, token_at (cutter, next)->lower))
    next++;
  return next > index && next < cutter->end && is_name (token_at (cutter, next))
         && !cutter->reading->used[next];
}

static void
cut (Cutter *cutter)
{
  const char *lead = NULL;
  guint start = cutter->first;
  guint i;

  for (i = cutter->first; i < cutter->end; i++)
    {
      const RecessPracticeToken *token = token_at (cutter, i);
      gboolean word = token->kind == RECESS_PRACTICE_TOKEN_WORD;
      gboolean stop = word && (recess_practice_word_is_stop (token->lower)
                               || recess_practice_word_leads (token->lower));

      if (!is_apart (cutter, i) && token->kind == RECESS_PRACTICE_TOKEN_QUOTED)
        {
          add_phrase (cutter, start, i, lead);
          add_phrase (cutter, i, i + 1, start < i ? NULL : lead);
          lead = NULL;
          start = i + 1;
        }
      else if (is_apart (cutter, i) || token->kind == RECESS_PRACTICE_TOKEN_SIGN
               || token->kind == RECESS_PRACTICE_TOKEN_BREAK
               || (stop && !is_within_name (cutter, i)))
        {
          gboolean article = word && recess_practice_word_is_article (token->lower);
          gboolean leads = word && !article && recess_practice_word_leads (token->lower);

          add_phrase (cutter, start, i, lead);
          if (!(article && start == i))
            lead = leads ? token->lower : NULL;
          start = i + 1;
        }
    }
  add_phrase (cutter, start, i, lead);
}

/* What follows "saying", "that" or a colon to the end */
static void
add_tail (Cutter *cutter)
{
  static const char *const markers[] = { "saying", "says", "reads", "reading", "that", ":", NULL };
  Phrase phrase = { 0, cutter->end, NULL, NULL, NULL, TRUE };

  for (guint i = cutter->first; i + 1 < cutter->end; i++)
    {
      const RecessPracticeToken *token = token_at (cutter, i);

      if (cutter->reading->used[i] || !g_strv_contains (markers, token->lower))
        continue;

      phrase.first = i + 1 + g_str_equal (token_at (cutter, (int) i + 1)->lower, "that");
      if (phrase.first < phrase.end
          && token_at (cutter, phrase.first)->kind != RECESS_PRACTICE_TOKEN_QUOTED)
        g_array_append_val (cutter->phrases, phrase);
      return;
    }
}

static gboolean
is_number (const Cutter *cutter,
           const Phrase *phrase)
{
  return phrase->end - phrase->first == 1
         && token_at (cutter, phrase->first)->kind == RECESS_PRACTICE_TOKEN_NUMBER;
}

static float
weigh_lead (const RecessPracticeSlot *slot,
            const char               *lead)
{
  float best = 0;

  for (guint i = 0; i < slot->names->len; i++)
    best = MAX (best, recess_practice_preposition_fit (lead, g_ptr_array_index (slot->names, i)));
  for (guint i = 0; i < slot->about->len && best < 0.7f; i++)
    best = MAX (best, 0.6f * recess_practice_preposition_fit (lead,
                                                              g_ptr_array_index (slot->about, i)));
  for (guint i = 0; i < slot->outer->len && best < 0.6f; i++)
    best = MAX (best, 0.6f * recess_practice_preposition_fit (lead,
                                                              g_ptr_array_index (slot->outer, i)));

  return best;
}

static float
weigh_kind (const Cutter             *cutter,
            const RecessPracticeSlot *slot,
            const Phrase             *phrase)
{
  const RecessPracticeToken *token = token_at (cutter, phrase->first);
  float coded = recess_practice_slot_has_any (slot, "id code number key reference postcode zip sku "
                                              "isbn serial tracking plate symbol ticker flight vin "
                                              "iban channel tag path file filename");

  if (token->kind == RECESS_PRACTICE_TOKEN_QUOTED)
    return recess_practice_slot_is_long (slot)
           || recess_practice_slot_has_any (slot, "title name subject film movie song book word "
                                            "sql label headline") >= 1 ? 1.2f : 0.9f;
  if (token->kind == RECESS_PRACTICE_TOKEN_CODE && phrase->end - phrase->first <= 2)
    return coded > 0 ? 1.2f : 0.2f;
  if (is_number (cutter, phrase))
    return coded > 0 ? 0.8f : -0.3f;
  if (is_name (token))
    return coded >= 1 ? 0 : recess_practice_slot_is_long (slot) ? 0.1f : 0.3f;

  return coded >= 1 ? -0.3f : 0;
}

/* "Compare the prices": a word at the beginning and something else behind it */
static gboolean
is_verb (const Cutter *cutter,
         const Phrase *phrase)
{
  const RecessPracticeToken *token = token_at (cutter, phrase->first);
  const RecessPracticeToken *after = token_at (cutter, phrase->end);

  return phrase->end == phrase->first + 1 && token->first
         && token->kind == RECESS_PRACTICE_TOKEN_WORD
         && (recess_practice_word_is_article (after->lower) || g_str_equal (after->lower, "me")
             || recess_practice_word_leads (after->lower) || is_label (cutter, after, TRUE));
}

/* "to call the dentist": what is to be done */
static gboolean
is_deed (const Cutter *cutter,
         const Phrase *phrase)
{
  const RecessPracticeToken *token = token_at (cutter, phrase->first);

  return g_strcmp0 (phrase->lead, "to") == 0 && !token->capital
         && token->kind == RECESS_PRACTICE_TOKEN_WORD
         && recess_practice_text_is (cutter->reading->text, (int) phrase->first - 1, "to");
}

static float
weigh (const Cutter *cutter,
       guint         index,
       guint         n_before,
       const Phrase *phrase)
{
  const RecessPracticeSlot *slot = g_ptr_array_index (cutter->tool->slots, index);
  float score = slot->required ? 0.5f : 0.2f;
  float named = 0;

  if (phrase->tail)
    return recess_practice_slot_is_long (slot) ? 2.2f : -1;
  if (is_verb (cutter, phrase))
    score -= 1;
  if (phrase->left != NULL)
    named = recess_practice_slot_is_named (slot, phrase->left) * 1.5f;
  if (phrase->right != NULL)
    named = MAX (named, recess_practice_slot_is_named (slot, phrase->right) * 1.2f);
  if (named >= 1.1f || (phrase->left == NULL && named >= 0.9f))
    score += named;
  if (is_deed (cutter, phrase) && recess_practice_slot_is_long (slot))
    {
      score += 1.3f;
    }
  else if (phrase->lead != NULL)
    {
      float fit = weigh_lead (slot, phrase->lead);

      score += fit > 0 ? fit : -0.15f;
    }
  else if (n_before == 0
           && token_at (cutter, phrase->first)->kind != RECESS_PRACTICE_TOKEN_QUOTED)
    {
      score += 0.4f;
    }

  return score + weigh_kind (cutter, slot, phrase) - 0.03f * n_before;
}

/* Long texts go on to the next value or the end; "to" before a verb belongs to neither. */
static guint
extend (const Cutter *cutter,
        const Phrase *phrase)
{
  guint end = phrase->end;

  if (token_at (cutter, phrase->first)->kind == RECESS_PRACTICE_TOKEN_QUOTED)
    return end;
  while (end < cutter->end && !is_apart (cutter, end)
         && token_at (cutter, end)->kind != RECESS_PRACTICE_TOKEN_SIGN
         && token_at (cutter, end)->kind != RECESS_PRACTICE_TOKEN_QUOTED)
    end++;
  while (end > phrase->end && (recess_practice_word_leads (token_at (cutter, end - 1)->lower)
                               || recess_practice_word_is_stop (token_at (cutter, end - 1)->lower)))
    end--;

  return end;
}

static void
take_phrase (Cutter *cutter,
             guint   index,
             Phrase *phrase,
             GArray *filled)
{
  const RecessPracticeSlot *slot = g_ptr_array_index (cutter->tool->slots, index);
  RecessPracticeFilled row = { index, 0, NULL, phrase->first, phrase->end };
  g_autofree char *text = NULL;
  g_autoptr(JsonNode) node = NULL;

  if (recess_practice_slot_is_long (slot))
    row.end = extend (cutter, phrase);
  text = recess_practice_text_dup (cutter->reading->text, row.first, row.end);
  node = json_node_init_string (json_node_alloc (), text);
  row.node = node;
  recess_practice_filled_add (filled, &row);
  for (guint i = row.first; i < row.end; i++)
    cutter->reading->used[i] = TRUE;
}

static gboolean
wants_phrase (const RecessPracticeSlot *slot,
              const GArray             *filled,
              guint                     index)
{
  return (slot->types & RECESS_JSON_TYPE_STRING) != 0
         && recess_json_schema_node_get_enum (slot->node) == NULL
         && (slot->list || !recess_practice_filled_has (filled, index));
}

static gboolean
is_taken (const Cutter *cutter,
          const Phrase *phrase)
{
  for (guint i = phrase->first; i < phrase->end; i++)
    {
      if (cutter->reading->used[i] && !phrase->tail)
        return TRUE;
      if (cutter->reading->used[i] && i + 1 == phrase->end)
        return TRUE;
    }

  return FALSE;
}

static gboolean
suits (const Cutter             *cutter,
       const RecessPracticeSlot *slot,
       const Phrase             *phrase)
{
  g_autofree char *text = NULL;

  if (recess_json_schema_node_get_format (slot->node) == NULL
      && recess_json_schema_node_get_pattern (slot->node) == NULL)
    return TRUE;

  text = recess_practice_text_dup (cutter->reading->text, phrase->first, phrase->end);
  return recess_practice_slot_takes_text (slot, text);
}

/* The best phrase for the best slot, until nothing suits any more */
static void
take_phrases (Cutter *cutter,
              int     previous,
              float   ease,
              GArray *filled)
{
  for (;;)
    {
      guint n_before = 0;
      float top = 0;
      int slot_index = -1;
      Phrase *chosen = NULL;

      for (guint s = 0; s < cutter->tool->slots->len; s++)
        {
          const RecessPracticeSlot *slot = g_ptr_array_index (cutter->tool->slots, s);
          float bar = slot->required || ((int) s == previous) ? REQUIRED_BAR : OPTIONAL_BAR - ease;

          if (!wants_phrase (slot, filled, s))
            continue;

          for (guint p = 0; p < cutter->phrases->len; p++)
            {
              Phrase *phrase = &g_array_index (cutter->phrases, Phrase, p);
              float score = weigh (cutter, s, n_before, phrase) + ((int) s == previous ? 1 : 0);

              if (score < bar || score <= top || is_taken (cutter, phrase)
                  || !suits (cutter, slot, phrase))
                continue;
              top = score;
              slot_index = s;
              chosen = phrase;
            }
          n_before++;
        }
      if (chosen == NULL)
        return;

      take_phrase (cutter, slot_index, chosen, filled);
    }
}

/* Whether no string is required, so that the first one is what the tool is about. */
static gboolean
is_all_optional (const RecessPracticeTool *tool)
{
  for (guint i = 0; i < tool->slots->len; i++)
    {
      const RecessPracticeSlot *slot = g_ptr_array_index (tool->slots, i);

      if (slot->required && (slot->types & RECESS_JSON_TYPE_STRING) != 0
          && recess_json_schema_node_get_enum (slot->node) == NULL)
        return FALSE;
    }

  return TRUE;
}

void
recess_practice_fill_phrases (RecessPracticeReading    *reading,
                              const RecessPracticeTool *tool,
                              guint                     first,
                              guint                     end,
                              int                       previous,
                              GArray                   *filled)
{
  Cutter cutter = { reading, tool, first, end, NULL };

  cutter.phrases = g_array_new (FALSE, FALSE, sizeof (Phrase));
  add_tail (&cutter);
  cut (&cutter);
  take_phrases (&cutter, previous, is_all_optional (tool) ? 0.3f : 0, filled);
  g_array_unref (cutter.phrases);
}

static gboolean
add_remaining (Cutter   *cutter,
               guint     index,
               gboolean  labels,
               GArray   *filled)
{
  gboolean begun = FALSE;
  g_autoptr(GString) text = g_string_new (NULL);
  RecessPracticeFilled row = { index, 0, NULL, cutter->first, cutter->first };
  g_autoptr(JsonNode) node = NULL;

  for (guint i = cutter->first; i < cutter->end; i++)
    {
      const RecessPracticeToken *token = token_at (cutter, i);
      g_autofree char *word = recess_practice_text_dup (cutter->reading->text, i, i + 1);

      if (cutter->reading->used[i] || token->kind >= RECESS_PRACTICE_TOKEN_SIGN
          || recess_practice_word_is_stop (token->lower))
        continue;
      if (is_label (cutter, token, TRUE) && (!labels || !begun))
        {
          begun = TRUE;
          continue;
        }

      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", word);
      cutter->reading->used[i] = TRUE;
    }
  if (text->len == 0)
    return FALSE;

  node = json_node_init_string (json_node_alloc (), text->str);
  row.node = node;
  recess_practice_filled_add (filled, &row);
  return TRUE;
}

void
recess_practice_fill_left (RecessPracticeReading    *reading,
                           const RecessPracticeTool *tool,
                           guint                     first,
                           guint                     end,
                           GArray                   *filled)
{
  Cutter cutter = { reading, tool, first, end, NULL };

  for (guint i = 0; i < tool->slots->len; i++)
    {
      const RecessPracticeSlot *slot = g_ptr_array_index (tool->slots, i);

      if (slot->required && wants_phrase (slot, filled, i)
          && !recess_practice_filled_has (filled, i)
          && recess_json_schema_node_get_format (slot->node) == NULL
          && recess_json_schema_node_get_pattern (slot->node) == NULL)
        {
          if (!add_remaining (&cutter, i, FALSE, filled))
            add_remaining (&cutter, i, TRUE, filled);
        }
    }
}
