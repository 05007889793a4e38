/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-json.h"
#include "practice-generated.h"

#define FEWEST_TOOLS 3
#define MOST_TOOLS   9
#define MOST_CALLS   3

/* 2026-03-11, a Wednesday */
#define NOW G_GINT64_CONSTANT (1773221400)

typedef enum
{
  KIND_PLACE,
  KIND_COUNT,
  KIND_CHOICE,
  KIND_DATE,
  KIND_EMAIL,
  KIND_TEXT,
  KIND_DISTANCE,
  KIND_SWITCH,
  N_KINDS,
} Kind;

/* @word: the name, or what is counted; @choices: what may be chosen */
typedef struct
{
  Kind      kind;
  char     *name;
  char     *word;
  char     *choices[3];
  gboolean  required;
} Parameter;

typedef struct
{
  char      *name;
  char      *verb;
  char      *noun;
  GPtrArray *parameters;
} Tool;

struct _PracticeToolSet
{
  GRand     *random;
  GPtrArray *tools;
  JsonArray *json;
};

static guint
pick (PracticeToolSet *self,
      guint            n)
{
  return g_rand_int_range (self->random, 0, n);
}

static const char *
pick_of (PracticeToolSet   *self,
         const char *const *words,
         guint              n)
{
  return words[pick (self, n)];
}

/* A word that nobody knows */
static char *
invent (PracticeToolSet *self,
        guint            syllables)
{
  static const char *const heads[] = { "b", "br", "d", "dr", "f", "g", "gl", "h", "k", "kr", "l",
                                       "m", "n", "p", "pl", "qu", "r", "t", "tr", "v", "w", "z" };
  static const char *const cores[] = { "a", "e", "i", "o", "u", "ai", "oo", "ia" };
  static const char *const tails[] = { "", "", "n", "l", "m", "k", "x", "nd", "rt", "lb" };
  GString *word = g_string_new (NULL);

  for (guint i = 0; i < syllables; i++)
    g_string_append_printf (word, "%s%s%s", pick_of (self, heads, G_N_ELEMENTS (heads)),
                            pick_of (self, cores, G_N_ELEMENTS (cores)),
                            pick_of (self, tails, G_N_ELEMENTS (tails)));

  return g_string_free (word, FALSE);
}

static char *
invent_name (PracticeToolSet *self)
{
  char *name = invent (self, 2);

  *name = g_ascii_toupper (*name);
  return name;
}

static void
parameter_free (gpointer data)
{
  Parameter *parameter = data;

  g_free (parameter->name);
  g_free (parameter->word);
  for (guint i = 0; i < G_N_ELEMENTS (parameter->choices); i++)
    g_free (parameter->choices[i]);
  g_free (parameter);
}

static void
tool_free (gpointer data)
{
  Tool *tool = data;

  g_free (tool->name);
  g_free (tool->verb);
  g_free (tool->noun);
  g_ptr_array_unref (tool->parameters);
  g_free (tool);
}

static Parameter *
parameter_new (PracticeToolSet *self,
               Kind             kind)
{
  static const char *const places[] = { "city", "town", "location", "place" };
  static const char *const dates[] = { "date", "day", "due_date" };
  static const char *const emails[] = { "email", "recipient", "contact_email" };
  static const char *const texts[] = { "message", "text", "note", "comment" };
  static const char *const distances[] = { "distance_km", "radius_km", "range_km" };
  Parameter *parameter = g_new0 (Parameter, 1);

  parameter->kind = kind;
  parameter->required = pick (self, 3) > 0;
  parameter->word = invent (self, 2);
  switch (kind)
    {
    case KIND_PLACE:
      parameter->name = g_strdup (pick_of (self, places, G_N_ELEMENTS (places)));
      break;
    case KIND_COUNT:
      parameter->name = g_strconcat (pick (self, 2) ? "number_of_" : "", parameter->word, "s",
                                     NULL);
      break;
    case KIND_CHOICE:
      parameter->name = g_strdup (parameter->word);
      for (guint i = 0; i < G_N_ELEMENTS (parameter->choices); i++)
        parameter->choices[i] = invent (self, 2);
      break;
    case KIND_DATE:
      parameter->name = g_strdup (pick_of (self, dates, G_N_ELEMENTS (dates)));
      break;
    case KIND_EMAIL:
      parameter->name = g_strdup (pick_of (self, emails, G_N_ELEMENTS (emails)));
      break;
    case KIND_TEXT:
      parameter->name = g_strdup (pick_of (self, texts, G_N_ELEMENTS (texts)));
      break;
    case KIND_DISTANCE:
      parameter->name = g_strdup (pick_of (self, distances, G_N_ELEMENTS (distances)));
      break;
    case KIND_SWITCH:
      parameter->name = g_strdup (parameter->word);
      parameter->required = FALSE;
      break;
    case N_KINDS:
    default:
      g_assert_not_reached ();
    }

  return parameter;
}

static Tool *
tool_new (PracticeToolSet *self)
{
  Tool *tool = g_new0 (Tool, 1);
  guint first = pick (self, N_KINDS);
  guint n_parameters = pick (self, 4);

  tool->verb = invent (self, 2);
  tool->noun = invent (self, 2);
  tool->name = pick (self, 2) ? g_strdup_printf ("%s_%s", tool->verb, tool->noun)
                              : g_strdup_printf ("%s%c%s", tool->verb,
                                                 g_ascii_toupper (*tool->noun), tool->noun + 1);
  tool->parameters = g_ptr_array_new_with_free_func (parameter_free);
  for (guint i = 0; i < n_parameters; i++)
    g_ptr_array_add (tool->parameters, parameter_new (self, (first + i) % N_KINDS));

  return tool;
}

static void
append_type (GString         *json,
             const Parameter *parameter)
{
  switch (parameter->kind)
    {
    case KIND_COUNT:
      g_string_append_printf (json, "{\"type\":\"integer\",\"minimum\":0,\"description\":"
                              "\"How many %ss\"}", parameter->word);
      break;
    case KIND_CHOICE:
      g_string_append_printf (json, "{\"type\":\"string\",\"enum\":[\"%s\",\"%s\",\"%s\"]}",
                              parameter->choices[0], parameter->choices[1], parameter->choices[2]);
      break;
    case KIND_DATE:
      g_string_append (json, "{\"type\":\"string\",\"format\":\"date\"}");
      break;
    case KIND_EMAIL:
      g_string_append (json, "{\"type\":\"string\",\"format\":\"email\"}");
      break;
    case KIND_DISTANCE:
      g_string_append (json, "{\"type\":\"number\"}");
      break;
    case KIND_SWITCH:
      g_string_append_printf (json, "{\"type\":\"boolean\",\"description\":\"Whether it is %s\"}",
                              parameter->word);
      break;
    case KIND_PLACE:
    case KIND_TEXT:
    case N_KINDS:
    default:
      g_string_append (json, "{\"type\":\"string\"}");
      break;
    }
}

static JsonNode *
describe (PracticeToolSet *self,
          const Tool      *tool)
{
  g_autoptr(GString) json = g_string_new (NULL);
  g_autoptr(GString) required = g_string_new (NULL);

  g_string_append_printf (json, "{\"name\":\"%s\",\"description\":\"%s the %s%s\",\"parameters\":"
                          "{\"type\":\"object\",\"properties\":{", tool->name, tool->verb,
                          tool->noun, pick (self, 2) ? " of somebody" : "");
  for (guint i = 0; i < tool->parameters->len; i++)
    {
      const Parameter *parameter = g_ptr_array_index (tool->parameters, i);

      g_string_append_printf (json, "%s\"%s\":", i > 0 ? "," : "", parameter->name);
      append_type (json, parameter);
      if (parameter->required)
        g_string_append_printf (required, "%s\"%s\"", required->len > 0 ? "," : "",
                                parameter->name);
    }
  g_string_append_printf (json, "},\"required\":[%s]}}", required->str);

  return recess_json_parse (json->str, json->len, NULL);
}

PracticeToolSet *
practice_tool_set_new (guint seed)
{
  PracticeToolSet *self = g_new0 (PracticeToolSet, 1);
  guint n_tools;

  self->random = g_rand_new_with_seed (seed);
  self->tools = g_ptr_array_new_with_free_func (tool_free);
  self->json = json_array_new ();
  n_tools = FEWEST_TOOLS + pick (self, MOST_TOOLS - FEWEST_TOOLS + 1);
  for (guint i = 0; i < n_tools; i++)
    {
      g_ptr_array_add (self->tools, tool_new (self));
      json_array_add_element (self->json, describe (self, g_ptr_array_index (self->tools, i)));
    }

  return self;
}

void
practice_tool_set_free (PracticeToolSet *self)
{
  if (self == NULL)
    return;

  json_array_unref (self->json);
  g_ptr_array_unref (self->tools);
  g_rand_free (self->random);
  g_free (self);
}

JsonArray *
practice_tool_set_get_tools (PracticeToolSet *self)
{
  return self->json;
}

static void
say_count (PracticeToolSet *self,
           const Parameter *parameter,
           GString         *text,
           JsonObject      *arguments)
{
  static const char *const words[] = { "two", "three", "seven", "twelve", "twenty-four" };
  static const int numbers[] = { 2, 3, 7, 12, 24 };
  guint chosen = pick (self, G_N_ELEMENTS (words));

  if (pick (self, 2))
    g_string_append_printf (text, " with %s %ss", words[chosen], parameter->word);
  else
    g_string_append_printf (text, " with %d %ss", numbers[chosen], parameter->word);
  json_object_set_int_member (arguments, parameter->name, numbers[chosen]);
}

static void
say_date (PracticeToolSet *self,
          const Parameter *parameter,
          GString         *text,
          JsonObject      *arguments)
{
  static const char *const said[] = { "tomorrow", "on 2026-04-01", "on May 5th", "next Friday",
                                      "on 24 December 2026" };
  static const char *const meant[] = { "2026-03-12", "2026-04-01", "2026-05-05", "2026-03-13",
                                       "2026-12-24" };
  guint chosen = pick (self, G_N_ELEMENTS (said));

  g_string_append_printf (text, " %s", said[chosen]);
  json_object_set_string_member (arguments, parameter->name, meant[chosen]);
}

static void
say (PracticeToolSet *self,
     const Parameter *parameter,
     GString         *text,
     JsonObject      *arguments)
{
  g_autofree char *word = NULL;
  int number = 1 + pick (self, 90);

  switch (parameter->kind)
    {
    case KIND_PLACE:
      word = invent_name (self);
      g_string_append_printf (text, " in %s", word);
      break;
    case KIND_COUNT:
      say_count (self, parameter, text, arguments);
      return;
    case KIND_CHOICE:
      word = g_strdup (parameter->choices[pick (self, 3)]);
      g_string_append_printf (text, pick (self, 2) ? " as %s" : " with %s", word);
      break;
    case KIND_DATE:
      say_date (self, parameter, text, arguments);
      return;
    case KIND_EMAIL:
      word = invent (self, 2);
      g_string_append_printf (text, " to %s@example.com", word);
      word = (g_free (word), g_strdup (strrchr (text->str, ' ') + 1));
      break;
    case KIND_TEXT:
      word = g_strdup_printf ("%d is enough, no more", number);
      g_string_append_printf (text, " saying \"%s\"", word);
      break;
    case KIND_DISTANCE:
      g_string_append_printf (text, pick (self, 2) ? " within %d km" : " for %d kilometres",
                              number);
      json_object_set_int_member (arguments, parameter->name, number);
      return;
    case KIND_SWITCH:
      g_string_append_printf (text, " and %s", parameter->word);
      json_object_set_boolean_member (arguments, parameter->name, TRUE);
      return;
    case N_KINDS:
    default:
      g_assert_not_reached ();
    }

  json_object_set_string_member (arguments, parameter->name, word);
}

/* One clause: "Verb the noun in Place …" */
static void
ask_one (PracticeToolSet *self,
         const Tool      *tool,
         GString         *text,
         JsonArray       *wanted)
{
  JsonObject *arguments = json_object_new ();
  JsonObject *call = json_object_new ();

  g_string_append_printf (text, pick (self, 4) ? "%s the %s" : "please %s my %s", tool->verb,
                          tool->noun);
  for (guint i = 0; i < tool->parameters->len; i++)
    {
      const Parameter *parameter = g_ptr_array_index (tool->parameters, i);

      if (parameter->required || pick (self, 2))
        say (self, parameter, text, arguments);
    }
  json_object_set_string_member (call, "name", tool->name);
  json_object_set_object_member (call, "arguments", arguments);
  json_array_add_object_element (wanted, call);
}

char *
practice_tool_set_ask (PracticeToolSet  *self,
                       JsonArray       **wanted)
{
  static const char *const joints[] = { ", then ", " and ", "; ", ". ", ", ", "\n", " and also " };
  GString *text = g_string_new (NULL);
  guint n_calls = pick (self, MOST_CALLS + 1);
  guint first = pick (self, self->tools->len);

  *wanted = json_array_new ();
  if (n_calls == 0)
    g_string_append (text, pick (self, 2) ? "How are you today?" : "Write a poem about the sea");
  for (guint i = 0; i < n_calls; i++)
    {
      if (i > 0)
        g_string_append (text, pick_of (self, joints, G_N_ELEMENTS (joints)));
      ask_one (self, g_ptr_array_index (self->tools, (first + i) % self->tools->len), text,
               *wanted);
    }

  return g_string_free (text, FALSE);
}

void
practice_tool_sets_measure (RecessPractice    *practice,
                            guint              n_sets,
                            guint              n_requests,
                            PracticeCallTally *tally,
                            PracticeCallFunc   missed,
                            gpointer           user_data)
{
  *tally = (PracticeCallTally) { 0, };
  for (guint i = 0; i < n_sets; i++)
    {
      g_autoptr(PracticeToolSet) set = practice_tool_set_new (1000 + i);

      for (guint k = 0; k < n_requests; k++)
        {
          g_autoptr(JsonArray) wanted = NULL;
          g_autofree char *text = practice_tool_set_ask (set, &wanted);
          g_autoptr(JsonArray) made = practice_calls_ask (practice, text, set->json, NOW);
          guint right = tally->arguments;

          practice_calls_count (tally, wanted, made);
          if (missed != NULL && tally->arguments == right)
            missed (text, wanted, made, user_data);
        }
    }
}
