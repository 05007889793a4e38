/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "common/recess-json.h"

#include "recess-tool-functions.h"

#define MAX_DICE 1000
#define MAX_SIDES 1000000
#define MAX_NUMBER 1000000000

typedef struct
{
  const char *at;
  GString    *rolls;
  guint       n_rolls;
  gint64      modifier;
  gint64      total;
} Roll;

/* Fair, and not to be foreseen. */
static guint32
throw_die (guint32 sides)
{
  guint32 limit = G_MAXUINT32 - G_MAXUINT32 % sides;
  guint32 number;

  do
    {
      while (getrandom (&number, sizeof number, 0) != sizeof number)
        g_assert (errno == EINTR);
    }
  while (number >= limit);

  return number % sides + 1;
}

static gboolean
refuse (const char  *words,
        GError     **error)
{
  g_set_error (error, RECESS_TOOL_ERROR, RECESS_TOOL_ERROR_ARGUMENTS,
               "%s Dice are written like d20, 2d6 or 3d8+2.", words);
  return FALSE;
}

static void
skip_space (Roll *roll)
{
  while (g_ascii_isspace (*roll->at))
    roll->at++;
}

/* Returns: -1 where there is no number, or one that is too large */
static gint64
read_number (Roll *roll)
{
  gint64 number = 0;

  if (!g_ascii_isdigit (*roll->at))
    return -1;

  for (; g_ascii_isdigit (*roll->at); roll->at++)
    number = MIN (number * 10 + (*roll->at - '0'), MAX_NUMBER + 1);

  return number <= MAX_NUMBER ? number : -1;
}

static gboolean
throw_dice (Roll    *roll,
            gint64   n_dice,
            gint64   sides,
            int      sign,
            GError **error)
{
  if (n_dice < 1 || n_dice + roll->n_rolls > MAX_DICE)
    return refuse ("From 1 to 1000 dice can be rolled.", error);

  if (sides < 2 || sides > MAX_SIDES)
    return refuse ("A die has from 2 to 1000000 sides.", error);

  for (gint64 i = 0; i < n_dice; i++)
    {
      guint32 number = throw_die ((guint32) sides);

      g_string_append_printf (roll->rolls, "%s%u", roll->n_rolls > 0 ? "," : "", number);
      roll->n_rolls++;
      roll->total += sign * (gint64) number;
    }

  return TRUE;
}

/* "2d6", "d20", "d%", or a number. */
static gboolean
read_term (Roll    *roll,
           int      sign,
           GError **error)
{
  gboolean has_number = g_ascii_isdigit (*roll->at);
  gint64 number = read_number (roll);
  gint64 sides;

  if (has_number && number < 0)
    return refuse ("A number is too large.", error);

  if (*roll->at == 'd' || *roll->at == 'D')
    {
      roll->at++;
      if (*roll->at == '%')
        {
          sides = 100;
          roll->at++;
        }
      else
        sides = read_number (roll);
      return throw_dice (roll, has_number ? number : 1, sides, sign, error);
    }

  if (!has_number)
    return refuse ("That cannot be read as dice.", error);

  roll->modifier += sign * number;
  roll->total += sign * number;
  return TRUE;
}

static gboolean
read_terms (Roll    *roll,
            GError **error)
{
  int sign = 1;

  for (;;)
    {
      skip_space (roll);
      if (!read_term (roll, sign, error))
        return FALSE;

      skip_space (roll);
      if (*roll->at == '\0')
        return TRUE;

      if (*roll->at != '+' && *roll->at != '-')
        return refuse ("That cannot be read as dice.", error);
      sign = *roll->at++ == '+' ? 1 : -1;
    }
}

char *
recess_tool_roll_dice (JsonObject  *arguments,
                       GError     **error)
{
  g_autoptr(GString) rolls = NULL;
  Roll roll = { 0 };
  const char *dice;
  GString *json;

  g_return_val_if_fail (arguments != NULL, NULL);

  dice = recess_tool_require_text (arguments, "dice", error);
  if (dice == NULL)
    return NULL;

  if (strlen (dice) > 1000)
    {
      refuse ("That is too long.", error);
      return NULL;
    }

  rolls = g_string_new (NULL);
  roll.at = dice;
  roll.rolls = rolls;
  if (!read_terms (&roll, error))
    return NULL;

  json = g_string_new ("{\"dice\":");
  recess_json_append_string (json, dice, -1);
  g_string_append_printf (json, ",\"rolls\":[%s],\"modifier\":%" G_GINT64_FORMAT
                          ",\"total\":%" G_GINT64_FORMAT "}",
                          rolls->str, roll.modifier, roll.total);
  return g_string_free (json, FALSE);
}
