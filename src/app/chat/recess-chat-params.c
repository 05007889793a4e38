/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <math.h>

#include "common/recess-json.h"
#include "widgets/recess-format.h"

#include "recess-chat-params.h"

#define MAX_STOPS 4

static const char *const efforts[] = { "none", "minimal", "low", "medium", "high", "xhigh", NULL };

static const RecessChatParam params[] = {
  { "temperature", N_("Temperature"),
    N_("Low is steady, high is surprising. Between 0 and 2."),
    RECESS_PARAM_NUMBER, RECESS_PARAM_GROUP_SAMPLING, 0, 2, 0.1 },
  { "top_p", N_("Top P"),
    N_("Only the likeliest tokens that together reach this probability. Between 0 and 1."),
    RECESS_PARAM_NUMBER, RECESS_PARAM_GROUP_SAMPLING, 0, 1, 0.05 },
  { "seed", N_("Seed"),
    N_("The same seed gives the same answer, where the model can do that."),
    RECESS_PARAM_INTEGER, RECESS_PARAM_GROUP_SAMPLING, -9007199254740991.0, 9007199254740991.0, 1 },
  { "max_tokens", N_("Max Tokens"),
    N_("The answer is cut after so many tokens."),
    RECESS_PARAM_INTEGER, RECESS_PARAM_GROUP_ANSWER, 1, 10000000, 64 },
  { "max_completion_tokens", N_("Max Completion"),
    N_("As Max Tokens, reasoning included; newer models want this one."),
    RECESS_PARAM_INTEGER, RECESS_PARAM_GROUP_ANSWER, 1, 10000000, 64 },
  { "stop", N_("Stop"),
    N_("The answer ends before one of these. Up to four, separated by commas; \\n is a new line, "
       "\\, a comma."),
    RECESS_PARAM_STRINGS, RECESS_PARAM_GROUP_ANSWER, 0, 0, 0 },
  { "reasoning_effort", N_("Reasoning Effort"),
    N_("How long a reasoning model thinks before it answers."),
    RECESS_PARAM_CHOICE, RECESS_PARAM_GROUP_ANSWER, 0, 0, 0, efforts },
  { "n", N_("Choices"),
    N_("So many answers at once; those beyond the first become siblings."),
    RECESS_PARAM_INTEGER, RECESS_PARAM_GROUP_ANSWER, 1, 128, 1 },
  { "logprobs", N_("Token Probabilities"),
    N_("The answer tells how likely each of its tokens was; its menu shows them."),
    RECESS_PARAM_FLAG, RECESS_PARAM_GROUP_ANSWER, 0, 0, 0 },
  { "top_logprobs", N_("Alternatives"),
    N_("So many likely tokens at each place; needs Token Probabilities. Between 0 and 20."),
    RECESS_PARAM_INTEGER, RECESS_PARAM_GROUP_ANSWER, 0, 20, 1 },
  { "stream", N_("Stream"),
    N_("The answer is shown as it is written."),
    RECESS_PARAM_BOOLEAN, RECESS_PARAM_GROUP_ANSWER, 0, 0, 0 },
  { "frequency_penalty", N_("Frequency Penalty"),
    N_("Above 0, words that were said often become less likely. Between −2 and 2."),
    RECESS_PARAM_NUMBER, RECESS_PARAM_GROUP_PENALTIES, -2, 2, 0.1 },
  { "presence_penalty", N_("Presence Penalty"),
    N_("Above 0, words that were said at all become less likely. Between −2 and 2."),
    RECESS_PARAM_NUMBER, RECESS_PARAM_GROUP_PENALTIES, -2, 2, 0.1 },
};

const RecessChatParam *
recess_chat_params_get (guint *n_params)
{
  g_return_val_if_fail (n_params != NULL, NULL);

  *n_params = G_N_ELEMENTS (params);
  return params;
}

const RecessChatParam *
recess_chat_params_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (params); i++)
    if (g_strcmp0 (params[i].name, name) == 0)
      return &params[i];

  return NULL;
}

const char *
recess_chat_params_get_group (RecessParamGroup group)
{
  static const char *const titles[] = { N_("Sampling"), N_("Answer"), N_("Penalties") };

  g_return_val_if_fail (group < RECESS_PARAM_N_GROUPS, NULL);

  return _(titles[group]);
}

static char *
out_of_range (const RecessChatParam *param)
{
  g_autofree char *low = recess_format_number (param->minimum);
  g_autofree char *high = recess_format_number (param->maximum);

  return g_strdup_printf (_("Between %s and %s"), low, high);
}

/* The digits that were typed are the digits that are sent; only a decimal comma is mended. */
static char *
parse_number (const RecessChatParam *param,
              const char            *text,
              char                 **message)
{
  g_autofree char *json = g_strdelimit (g_strdup (text), ",", '.');
  double value;
  char *end;

  errno = 0;
  value = g_ascii_strtod (json, &end);
  if (end == json || *end != '\0' || errno != 0 || !isfinite (value) ||
      !recess_json_check (json, strlen (json), NULL))
    {
      *message = g_strdup (_("Not a number"));
      return NULL;
    }

  if (value < param->minimum || value > param->maximum)
    {
      *message = out_of_range (param);
      return NULL;
    }

  return g_steal_pointer (&json);
}

static char *
parse_integer (const RecessChatParam *param,
               const char            *text,
               char                 **message)
{
  gint64 value;
  char *end;

  errno = 0;
  value = g_ascii_strtoll (text, &end, 10);
  if (end == text || *end != '\0')
    {
      *message = g_strdup (_("Not a whole number"));
      return NULL;
    }

  if (errno != 0 || (double) value < param->minimum || (double) value > param->maximum)
    {
      *message = out_of_range (param);
      return NULL;
    }

  return g_strdup_printf ("%" G_GINT64_FORMAT, value);
}

static void
append_unescaped (GString *part,
                  char     letter)
{
  switch (letter)
    {
    case 'n':
      g_string_append_c (part, '\n');
      break;

    case 't':
      g_string_append_c (part, '\t');
      break;

    case ',':
    case '\\':
      g_string_append_c (part, letter);
      break;

    default:
      g_string_append_c (part, '\\');
      g_string_append_c (part, letter);
    }
}

static char *
parse_strings (const char  *text,
               char       **message)
{
  g_autoptr(GString) json = g_string_new ("[");
  g_autoptr(GString) part = g_string_new (NULL);
  guint count = 0;

  for (const char *at = text; ; at++)
    {
      if (*at == '\\' && at[1] != '\0')
        append_unescaped (part, *++at);
      else if (*at != ',' && *at != '\0')
        g_string_append_c (part, *at);
      else
        {
          /* A blank after a comma belongs to the writing, not to the sequence. */
          const char *start = part->str + (count > 0 && *part->str == ' ' && part->len > 1);

          if (*start != '\0')
            {
              if (count++ > 0)
                g_string_append_c (json, ',');
              recess_json_append_string (json, start, -1);
            }
          g_string_truncate (part, 0);
        }

      if (*at == '\0')
        break;
    }

  if (count > MAX_STOPS)
    {
      *message = g_strdup_printf (_("No more than %d"), MAX_STOPS);
      return NULL;
    }

  g_string_append_c (json, ']');
  return count > 0 ? g_strdup (json->str) : NULL;
}

char *
recess_chat_param_parse (const RecessChatParam *param,
                         const char            *text,
                         char                 **message)
{
  g_autofree char *trimmed = NULL;

  g_return_val_if_fail (param != NULL && text != NULL && message != NULL, NULL);

  *message = NULL;
  if (param->kind == RECESS_PARAM_STRINGS)
    return parse_strings (text, message);

  trimmed = g_strstrip (g_strdup (text));
  if (*trimmed == '\0')
    return NULL;

  switch (param->kind)
    {
    case RECESS_PARAM_NUMBER:
      return parse_number (param, trimmed, message);

    case RECESS_PARAM_INTEGER:
      return parse_integer (param, trimmed, message);

    case RECESS_PARAM_CHOICE:
      return recess_json_quote (trimmed);

    case RECESS_PARAM_BOOLEAN:
    case RECESS_PARAM_FLAG:
      return g_strdup (g_str_equal (trimmed, "true") ? "true" : "false");

    case RECESS_PARAM_STRINGS:
    default:
      g_return_val_if_reached (NULL);
    }
}

static void
append_escaped (GString    *text,
                const char *part)
{
  for (; *part != '\0'; part++)
    {
      if (*part == '\n')
        g_string_append (text, "\\n");
      else if (*part == '\t')
        g_string_append (text, "\\t");
      else if (*part == ',' || *part == '\\')
        g_string_append_printf (text, "\\%c", *part);
      else
        g_string_append_c (text, *part);
    }
}

static char *
format_strings (JsonNode *node)
{
  g_autoptr(GString) text = g_string_new (NULL);
  JsonArray *array;

  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    append_escaped (text, json_node_get_string (node));
  else if (!JSON_NODE_HOLDS_ARRAY (node))
    return NULL;
  else
    {
      array = json_node_get_array (node);
      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          JsonNode *element = json_array_get_element (array, i);

          if (json_node_get_value_type (element) != G_TYPE_STRING)
            continue;
          if (text->len > 0)
            g_string_append (text, ", ");
          append_escaped (text, json_node_get_string (element));
        }
    }

  return g_strdup (text->str);
}

char *
recess_chat_param_format (const RecessChatParam *param,
                          const char            *json)
{
  g_autoptr(JsonNode) node = NULL;

  g_return_val_if_fail (param != NULL && json != NULL, NULL);

  if (param->kind == RECESS_PARAM_NUMBER || param->kind == RECESS_PARAM_INTEGER)
    return g_ascii_isdigit (*json) || *json == '-' ? g_strdup (json) : NULL;

  node = recess_json_parse (json, strlen (json), NULL);
  if (node == NULL)
    return NULL;
  if (param->kind == RECESS_PARAM_STRINGS)
    return format_strings (node);
  if (!JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return g_strdup (json_node_get_string (node));

  return g_strdup (json);
}
