/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-json.h"
#include "recess-practice-build.h"
#include "recess-practice-clauses.h"
#include "recess-practice-fill.h"
#include "recess-practice-plan.h"
#include "recess-practice-words.h"

#define MOST_CALLS 64

typedef struct
{
  RecessPracticeReading  reading;
  GArray                *clauses;
  GPtrArray             *tools;
  GPtrArray             *calls;
  gboolean               one;
} Plan;

static void
call_free (gpointer data)
{
  RecessPracticeCall *call = data;

  g_array_unref (call->filled);
  g_free (call);
}

static const RecessPracticeClause *
clause_at (const Plan *plan,
           guint       index)
{
  return &g_array_index (plan->clauses, RecessPracticeClause, index);
}

static RecessPracticeCall *
last_call (const Plan *plan)
{
  return plan->calls->len > 0 ? g_ptr_array_index (plan->calls, plan->calls->len - 1) : NULL;
}

/* The slot that got the last value of a call, or -1 */
static int
last_slot (const RecessPracticeCall *call,
           guint                     end)
{
  int slot = -1;
  guint last = 0;

  for (guint i = 0; call != NULL && i < call->filled->len; i++)
    {
      const RecessPracticeFilled *row = &g_array_index (call->filled, RecessPracticeFilled, i);

      if (row->end >= last)
        {
          last = row->end;
          slot = row->slot;
        }
    }

  return last >= end ? slot : -1;
}

static const RecessPracticeSlot *
slot_of (const RecessPracticeCall *call,
         guint                     index)
{
  return g_ptr_array_index (call->tool->slots, index);
}

static guint
last_item (const RecessPracticeCall *call)
{
  guint item = 0;

  for (guint i = 0; i < call->filled->len; i++)
    item = MAX (item, g_array_index (call->filled, RecessPracticeFilled, i).item);

  return item;
}

/* Whether a value is there already, so that another one belongs to another call, or item. */
static gboolean
collides (const RecessPracticeCall *call,
          const GArray             *more,
          gboolean                  items)
{
  for (guint i = 0; i < more->len; i++)
    {
      const RecessPracticeFilled *row = &g_array_index (more, RecessPracticeFilled, i);
      const RecessPracticeSlot *slot = slot_of (call, row->slot);

      if (slot->list || (slot->group != RECESS_PRACTICE_NO_LIST) != items)
        continue;
      for (guint k = 0; k < call->filled->len; k++)
        {
          const RecessPracticeFilled *known = &g_array_index (call->filled, RecessPracticeFilled,
                                                              k);

          if (known->slot == row->slot && (!items || known->item == last_item (call))
              && !json_node_equal (known->node, row->node))
            return TRUE;
        }
    }

  return FALSE;
}

static void
merge (RecessPracticeCall *call,
       const GArray       *more)
{
  guint item = last_item (call) + collides (call, more, TRUE);

  for (guint i = 0; i < more->len; i++)
    {
      RecessPracticeFilled row = g_array_index (more, RecessPracticeFilled, i);
      const RecessPracticeSlot *slot = slot_of (call, row.slot);

      if (slot->group != RECESS_PRACTICE_NO_LIST)
        row.item = item;
      else if (!slot->list && recess_practice_filled_has (call->filled, row.slot))
        continue;
      recess_practice_filled_add (call->filled, &row);
    }
}

/* A clause that begins with a verb of the tool asks anew. */
static gboolean
is_command (const Plan                 *plan,
            const RecessPracticeClause *clause,
            const RecessPracticeTool   *tool)
{
  for (guint i = clause->first; i < clause->end; i++)
    {
      const RecessPracticeToken *token = recess_practice_text_at (plan->reading.text, i);

      if (recess_practice_word_is_article (token->lower))
        return FALSE;
      if (recess_practice_word_is_stop (token->lower))
        continue;

      return token->kind == RECESS_PRACTICE_TOKEN_WORD && i + 1 < clause->end
             && recess_practice_tool_is_core (tool, token->stem);
    }

  return FALSE;
}

static void
add_call (Plan                       *plan,
          const RecessPracticeTool   *tool,
          const RecessPracticeClause *clause,
          GArray                     *filled)
{
  RecessPracticeCall *call;

  if (plan->calls->len == MOST_CALLS)
    {
      g_array_unref (filled);
      return;
    }

  call = g_new0 (RecessPracticeCall, 1);
  call->tool = tool;
  call->filled = filled;
  call->first = clause->first;
  call->end = clause->end;
  g_ptr_array_add (plan->calls, call);
}

/* A long text goes on over "and". */
static gboolean
extend_text (Plan                       *plan,
             RecessPracticeCall         *call,
             const RecessPracticeClause *clause,
             GArray                     *more)
{
  RecessPracticeFilled *row;
  guint end = 0;
  const RecessPracticeToken *token;
  g_autofree char *text = NULL;
  int slot = last_slot (call, call->end);

  if (slot < 0 || clause->joint == RECESS_PRACTICE_JOINT_START
      || !recess_practice_slot_is_long (slot_of (call, slot)))
    return FALSE;

  for (guint i = 0; i < more->len && end == 0; i++)
    {
      if ((int) g_array_index (more, RecessPracticeFilled, i).slot == slot)
        {
          end = g_array_index (more, RecessPracticeFilled, i).end;
          g_array_remove_index (more, i);
        }
    }
  if (end == 0 && more->len > 0)
    return FALSE;

  row = &g_array_index (call->filled, RecessPracticeFilled, call->filled->len - 1);
  token = recess_practice_text_at (plan->reading.text, row->first);
  if ((int) row->slot != slot || token->kind == RECESS_PRACTICE_TOKEN_QUOTED)
    return FALSE;

  end = end > 0 ? end : clause->end;
  text = recess_practice_text_dup (plan->reading.text, row->first, end);
  json_node_unref (row->node);
  row->node = json_node_init_string (json_node_alloc (), text);
  row->end = end;
  merge (call, more);
  return TRUE;
}

/* "how far are A and B apart": where the tool wants a second thing, "and" brings it. */
static int
slot_after (const RecessPracticeCall *call)
{
  int last = last_slot (call, call->end);

  for (guint i = 0; last >= 0 && i < call->tool->slots->len; i++)
    {
      const RecessPracticeSlot *slot = slot_of (call, i);

      if (slot->required && !slot->list && !recess_practice_filled_has (call->filled, i)
          && slot->types == slot_of (call, last)->types
          && recess_practice_slot_has_any (slot, "second b y right other two") >= 1)
        return i;
    }

  return last;
}

static void
read_clause (Plan  *plan,
             guint  index)
{
  const RecessPracticeClause *clause = clause_at (plan, index);
  const RecessPracticeTool *tool = g_ptr_array_index (plan->tools, clause->tool);
  RecessPracticeCall *call = last_call (plan);
  gboolean goes_on = call != NULL && call->tool == tool && index > 0
                     && clause_at (plan, index - 1)->tool == clause->tool;
  g_autoptr(GArray) filled = recess_practice_fill (&plan->reading, tool, clause->first, clause->end,
                                                   goes_on ? slot_after (call) : -1);

  if (goes_on && extend_text (plan, call, clause, filled))
    {
      call->end = clause->end;
    }
  else if (goes_on && !plan->one
           && (collides (call, filled, FALSE)
               || (filled->len > 0 && call->filled->len > 0 && is_command (plan, clause, tool)
                   && clause->joint != RECESS_PRACTICE_JOINT_COMMA)))
    {
      add_call (plan, tool, clause, g_steal_pointer (&filled));
    }
  else if (goes_on)
    {
      merge (call, filled);
      call->end = clause->end;
    }
  else
    {
      add_call (plan, tool, clause, g_steal_pointer (&filled));
    }
}

/* What stands in a clause before or after that speaks of no tool */
static void
borrow (Plan               *plan,
        RecessPracticeCall *call,
        guint               slot)
{
  for (guint i = 0; i < plan->clauses->len; i++)
    {
      const RecessPracticeClause *clause = clause_at (plan, i);
      gboolean before = clause->end <= call->first
                        && i + 1 < plan->clauses->len
                        && clause_at (plan, i + 1)->first == call->first
                        && clause_at (plan, i + 1)->joint != RECESS_PRACTICE_JOINT_START;
      g_autoptr(GArray) more = NULL;

      if (clause->tool >= 0 || !before)
        continue;

      more = recess_practice_fill (&plan->reading, call->tool, clause->first, clause->end, slot);
      for (guint k = 0; k < more->len; k++)
        {
          const RecessPracticeFilled *row = &g_array_index (more, RecessPracticeFilled, k);

          if (row->slot == slot && !recess_practice_filled_has (call->filled, slot))
            recess_practice_filled_add (call->filled, row);
        }
    }
}

static void
copy_slot (RecessPracticeCall       *to,
           const RecessPracticeCall *from,
           guint                     slot)
{
  for (guint i = 0; i < from->filled->len; i++)
    {
      const RecessPracticeFilled *row = &g_array_index (from->filled, RecessPracticeFilled, i);

      if (row->slot == slot)
        recess_practice_filled_add (to->filled, row);
    }
}

/* "for Dover and Calais tomorrow": what is said once holds for both. */
static void
share (Plan *plan)
{
  for (guint i = 1; i < plan->calls->len; i++)
    {
      const RecessPracticeCall *before = g_ptr_array_index (plan->calls, i - 1);
      RecessPracticeCall *call = g_ptr_array_index (plan->calls, i);

      for (guint s = 0; before->tool == call->tool && before->end + 2 >= call->first
                        && s < call->tool->slots->len; s++)
        {
          if (!recess_practice_filled_has (call->filled, s))
            copy_slot (call, before, s);
        }
    }
  for (guint i = plan->calls->len; i > 1; i--)
    {
      const RecessPracticeCall *after = g_ptr_array_index (plan->calls, i - 1);
      RecessPracticeCall *call = g_ptr_array_index (plan->calls, i - 2);

      for (guint s = 0; after->tool == call->tool && call->end + 2 >= after->first
                        && s < call->tool->slots->len; s++)
        {
          if (!recess_practice_filled_has (call->filled, s)
              && (slot_of (call, s)->required || call->filled->len == 1))
            copy_slot (call, after, s);
        }
    }
}

static gboolean
refers_back (const Plan               *plan,
             const RecessPracticeCall *call)
{
  static const char *const words[] = { "it", "that", "this", "them", "there", "those", "result",
                                       "results", "its", "their", "answer", NULL };

  for (guint i = call->first; i < call->end; i++)
    {
      if (g_strv_contains (words, recess_practice_text_at (plan->reading.text, i)->lower))
        return TRUE;
    }

  return FALSE;
}

/* What is required is looked for near by. A tool of which the text tells nothing but words that
 * are like its own is not meant. */
static void
complete (Plan     *plan,
          gboolean  forced)
{
  for (guint i = 0; i < plan->calls->len; i++)
    {
      RecessPracticeCall *call = g_ptr_array_index (plan->calls, i);
      RecessPracticeClause clause = { call->first, call->end, RECESS_PRACTICE_JOINT_START, 0 };
      gboolean lacks = FALSE;

      for (guint s = 0; s < call->tool->slots->len; s++)
        {
          if (!slot_of (call, s)->required || recess_practice_filled_has (call->filled, s))
            continue;
          borrow (plan, call, s);
          lacks |= !recess_practice_filled_has (call->filled, s);
        }
      call->waits = lacks && i > 0 && refers_back (plan, call);
      if (lacks && !call->waits && !forced && call->filled->len == 0
          && !is_command (plan, &clause, call->tool))
        g_ptr_array_remove_index (plan->calls, i--);
      else if (lacks && !call->waits)
        recess_practice_fill_left (&plan->reading, call->tool, call->first, call->end,
                                   call->filled);
    }
}

/* One clause of all */
static void
join_clauses (GArray *clauses)
{
  if (clauses->len < 2)
    return;

  g_array_index (clauses, RecessPracticeClause, 0).end =
    g_array_index (clauses, RecessPracticeClause, clauses->len - 1).end;
  g_array_set_size (clauses, 1);
}

static void
choose_one (GArray                   *clauses,
            const RecessPracticeText *text,
            const GArray             *values,
            GPtrArray                *tools)
{
  int chosen = recess_practice_match_best (clauses, text, values, tools);

  for (guint i = 0; i < clauses->len; i++)
    g_array_index (clauses, RecessPracticeClause, i).tool = chosen;
}

static gboolean
is_matched (const GArray *clauses)
{
  for (guint i = 0; i < clauses->len; i++)
    {
      if (g_array_index (clauses, RecessPracticeClause, i).tool >= 0)
        return TRUE;
    }

  return FALSE;
}

static GPtrArray *
make (const char         *text,
      GPtrArray          *tools,
      GDateTime          *now,
      RecessPracticeNeed  need,
      gboolean            whole)
{
  g_autoptr(RecessPracticeText) read = recess_practice_text_new (text);
  g_autoptr(GArray) values = recess_practice_values_new (read, now);
  g_autoptr(GArray) clauses = recess_practice_clauses_new (read, values);
  g_autofree guint8 *used = g_new0 (guint8, read->tokens->len + 1);
  GPtrArray *calls = g_ptr_array_new_with_free_func (call_free);
  Plan plan = { { read, values, now, used }, clauses, tools, calls, whole };
  RecessPracticeClause none = { 0, 0, RECESS_PRACTICE_JOINT_START, 0 };

  if (tools->len == 0)
    return calls;

  if (whole)
    join_clauses (clauses);
  else
    recess_practice_match (clauses, read, values, tools, RECESS_PRACTICE_BAR);
  if (whole || (need == RECESS_PRACTICE_CALL_ONE_AT_LEAST && !is_matched (clauses)))
    {
      choose_one (clauses, read, values, tools);
      plan.one = TRUE;
    }

  for (guint i = 0; i < clauses->len; i++)
    {
      if (clause_at (&plan, i)->tool >= 0)
        read_clause (&plan, i);
    }
  if (calls->len == 0 && need == RECESS_PRACTICE_CALL_ONE_AT_LEAST)
    add_call (&plan, g_ptr_array_index (tools, 0), &none, recess_practice_filled_new ());
  share (&plan);
  complete (&plan, need == RECESS_PRACTICE_CALL_ONE_AT_LEAST);
  return calls;
}

GPtrArray *
recess_practice_plan (const char         *text,
                      GPtrArray          *tools,
                      GDateTime          *now,
                      RecessPracticeNeed  need)
{
  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (tools != NULL, NULL);
  g_return_val_if_fail (now != NULL, NULL);

  return make (text, tools, now, need, FALSE);
}

GPtrArray *
recess_practice_plan_whole (const char               *text,
                            const RecessPracticeTool *tool,
                            GDateTime                *now)
{
  g_autoptr(GPtrArray) tools = g_ptr_array_new ();

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (tool != NULL, NULL);
  g_return_val_if_fail (now != NULL, NULL);

  g_ptr_array_add (tools, (gpointer) tool);
  return make (text, tools, now, RECESS_PRACTICE_CALL_ONE_AT_LEAST, TRUE);
}

char *
recess_practice_call_write (const RecessPracticeCall *call,
                            GDateTime                *now)
{
  g_autoptr(JsonNode) value = NULL;

  g_return_val_if_fail (call != NULL, NULL);

  value = recess_practice_build (call->tool->schema, call->tool->slots, call->filled, now);
  return recess_json_node_to_text (value, FALSE);
}
