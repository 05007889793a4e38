/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "common/recess-json.h"

#include "recess-number.h"
#include "recess-tool-functions.h"

#define MAX_LENGTH 10000
#define MAX_DEPTH 200
#define MAX_ARGUMENTS 100

#define MAX_NAME 32

/* expression: term (('+' | '-') term)*
 * term: factor (('*' | '/' | '%' | 'of' | nothing) factor)*
 * factor: ('+' | '-') factor | power
 * power: postfix ('^' factor)?
 * postfix: primary ('!' | '%')*
 * primary: number | constant | call | '(' expression ')'
 * call: function '(' expression (',' expression)* ')' */
typedef struct
{
  const char *start;
  const char *at;
  guint       depth;
  GError    **error;
} Parser;

static gboolean parse_expression (Parser       *self,
                                  RecessNumber *value);
static gboolean parse_factor     (Parser       *self,
                                  RecessNumber *value);

static gboolean
fail (Parser     *self,
      const char *reason)
{
  if (self->error == NULL || *self->error == NULL)
    g_set_error (self->error, RECESS_TOOL_ERROR, RECESS_TOOL_ERROR_ARGUMENTS,
                 "%s (At character %ld of the expression.)", reason,
                 g_utf8_pointer_to_offset (self->start, self->at) + 1);
  return FALSE;
}

static void
skip_space (Parser *self)
{
  while (g_unichar_isspace (g_utf8_get_char (self->at)))
    self->at = g_utf8_next_char (self->at);
}

static gboolean
accept (Parser     *self,
        const char *token)
{
  skip_space (self);
  if (!g_str_has_prefix (self->at, token))
    return FALSE;

  self->at += strlen (token);
  return TRUE;
}

static gboolean
accept_word (Parser     *self,
             const char *word)
{
  gsize length = strlen (word);

  skip_space (self);
  if (g_ascii_strncasecmp (self->at, word, length) != 0 || g_ascii_isalnum (self->at[length]))
    return FALSE;

  self->at += length;
  return TRUE;
}

static gboolean
begins_value (Parser *self)
{
  skip_space (self);
  return g_ascii_isdigit (*self->at) || *self->at == '.' || *self->at == '(' ||
         (g_ascii_isalpha (*self->at) &&
          (g_ascii_strncasecmp (self->at, "of", 2) != 0 || g_ascii_isalnum (self->at[2]))) ||
         g_str_has_prefix (self->at, "π") || g_str_has_prefix (self->at, "√");
}

static gboolean
parse_number (Parser       *self,
              RecessNumber *value)
{
  const char *start = self->at;
  const char *at = start;
  RecessInteger integer = 0;
  gboolean exact = TRUE;
  g_autofree char *text = NULL;

  for (; g_ascii_isdigit (*at); at++)
    exact = exact && !__builtin_mul_overflow (integer, 10, &integer) &&
            !__builtin_add_overflow (integer, *at - '0', &integer);

  if (*at == '.')
    {
      exact = FALSE;
      for (at++; g_ascii_isdigit (*at); at++)
        ;
    }

  if (at == start + 1 && *start == '.')
    return fail (self, "A number is expected here.");

  if ((*at == 'e' || *at == 'E') &&
      (g_ascii_isdigit (at[1]) || ((at[1] == '+' || at[1] == '-') && g_ascii_isdigit (at[2]))))
    {
      exact = FALSE;
      for (at += 2; g_ascii_isdigit (*at); at++)
        ;
    }

  self->at = at;
  text = g_strndup (start, (gsize) (at - start));
  *value = exact ? recess_number_from_integer (integer)
                 : recess_number_from_real (g_ascii_strtod (text, NULL));
  return isfinite (recess_number_get_real (*value)) || fail (self, "The number is too large.");
}

static gboolean
parse_arguments (Parser       *self,
                 const char   *name,
                 RecessNumber *value)
{
  g_autofree RecessNumber *arguments = g_new (RecessNumber, MAX_ARGUMENTS);
  const char *reason = NULL;
  gboolean known = FALSE;
  guint n = 0;

  do
    {
      if (n == MAX_ARGUMENTS)
        return fail (self, "A function has at most 100 arguments.");
      if (!parse_expression (self, &arguments[n++]))
        return FALSE;
    }
  while (accept (self, ",") || accept (self, ";"));

  if (!accept (self, ")"))
    return fail (self, "A closing parenthesis is missing here.");

  if (recess_number_call (name, arguments, n, value, &known, &reason))
    return TRUE;

  return fail (self, known ? reason
                           : "There is no such function, or not with so many arguments.");
}

static gboolean
parse_word (Parser       *self,
            RecessNumber *value)
{
  char name[MAX_NAME];
  guint length = 0;

  for (; g_ascii_isalnum (*self->at) && length + 1 < sizeof name; self->at++)
    name[length++] = g_ascii_tolower (*self->at);
  name[length] = '\0';

  if (accept (self, "("))
    return parse_arguments (self, name, value);

  if (g_str_equal (name, "pi"))
    *value = recess_number_from_real (G_PI);
  else if (g_str_equal (name, "tau"))
    *value = recess_number_from_real (2 * G_PI);
  else if (g_str_equal (name, "e"))
    *value = recess_number_from_real (G_E);
  else
    return fail (self, "That word is not known. The constants are pi, tau and e; functions have "
                       "their arguments in parentheses.");
  return TRUE;
}

static gboolean
parse_root (Parser       *self,
            RecessNumber *value)
{
  const char *reason = NULL;
  RecessNumber below;
  gboolean known;

  if (!parse_factor (self, &below))
    return FALSE;

  return recess_number_call ("sqrt", &below, 1, value, &known, &reason) || fail (self, reason);
}

static gboolean
parse_primary (Parser       *self,
               RecessNumber *value)
{
  skip_space (self);
  if (g_ascii_isdigit (*self->at) || *self->at == '.')
    return parse_number (self, value);

  if (accept (self, "("))
    return parse_expression (self, value) &&
           (accept (self, ")") || fail (self, "A closing parenthesis is missing here."));

  if (accept (self, "π"))
    {
      *value = recess_number_from_real (G_PI);
      return TRUE;
    }

  if (accept (self, "√"))
    return parse_root (self, value);

  if (g_ascii_isalpha (*self->at))
    return parse_word (self, value);

  return fail (self, *self->at == '\0' ? "The expression breaks off here."
                                       : "A number is expected here.");
}

/* A percent sign with a value behind it asks for the rest of a division. */
static gboolean
accept_percent (Parser *self)
{
  const char *before = self->at;

  if (!accept (self, "%"))
    return FALSE;

  if (!begins_value (self))
    return TRUE;

  self->at = before;
  return FALSE;
}

static gboolean
parse_postfix (Parser       *self,
               RecessNumber *value)
{
  const char *reason = NULL;

  if (!parse_primary (self, value))
    return FALSE;

  for (;;)
    {
      if (accept (self, "!"))
        {
          if (!recess_number_factorial (value, &reason))
            return fail (self, reason);
        }
      else if (accept_percent (self))
        recess_number_divide (value, recess_number_from_integer (100), &reason);
      else
        return TRUE;
    }
}

static gboolean
parse_power (Parser       *self,
             RecessNumber *value)
{
  const char *reason = NULL;
  RecessNumber exponent;

  if (!parse_postfix (self, value))
    return FALSE;

  if (!accept (self, "^") && !accept (self, "**"))
    return TRUE;

  return parse_factor (self, &exponent) &&
         (recess_number_power (value, exponent, &reason) || fail (self, reason));
}

static gboolean
parse_signed (Parser       *self,
              RecessNumber *value)
{
  const char *reason = NULL;

  if (accept (self, "-") || accept (self, "−"))
    return parse_factor (self, value) &&
           recess_number_multiply (value, recess_number_from_integer (-1), &reason);

  return accept (self, "+") ? parse_factor (self, value) : parse_power (self, value);
}

static gboolean
parse_factor (Parser       *self,
              RecessNumber *value)
{
  gboolean done;

  if (++self->depth > MAX_DEPTH)
    return fail (self, "The expression is nested too deeply.");

  done = parse_signed (self, value);
  self->depth--;
  return done;
}

typedef gboolean (*Operation) (RecessNumber  *a,
                               RecessNumber   b,
                               const char   **reason);

static Operation
accept_product (Parser *self)
{
  if (accept (self, "*") || accept (self, "×") || accept (self, "·") || accept (self, "⋅") ||
      accept_word (self, "of"))
    return recess_number_multiply;

  if (accept (self, "/") || accept (self, "÷"))
    return recess_number_divide;

  if (accept (self, "%") || accept_word (self, "mod"))
    return recess_number_modulo;

  /* "2 pi" and "3 (4 + 5)", but not "3 4". */
  return begins_value (self) && !g_ascii_isdigit (*self->at) && *self->at != '.'
           ? recess_number_multiply : NULL;
}

static Operation
accept_sum (Parser *self)
{
  if (accept (self, "+"))
    return recess_number_add;

  return accept (self, "-") || accept (self, "−") ? recess_number_subtract : NULL;
}

static gboolean
parse_chain (Parser        *self,
             RecessNumber  *value,
             gboolean     (*parse) (Parser *, RecessNumber *),
             Operation    (*accept_one) (Parser *))
{
  const char *reason = NULL;
  Operation operation;
  RecessNumber next;

  if (!parse (self, value))
    return FALSE;

  while ((operation = accept_one (self)) != NULL)
    {
      if (!parse (self, &next))
        return FALSE;
      if (!operation (value, next, &reason))
        return fail (self, reason);
    }

  return TRUE;
}

static gboolean
parse_term (Parser       *self,
            RecessNumber *value)
{
  return parse_chain (self, value, parse_factor, accept_product);
}

static gboolean
parse_expression (Parser       *self,
                  RecessNumber *value)
{
  gboolean done;

  if (++self->depth > MAX_DEPTH)
    return fail (self, "The expression is nested too deeply.");

  done = parse_chain (self, value, parse_term, accept_sum);
  self->depth--;
  return done;
}

char *
recess_tool_calculate (JsonObject  *arguments,
                       GError     **error)
{
  g_autoptr(GError) failure = NULL;
  Parser parser = { .error = &failure };
  RecessNumber value;
  GString *json;

  g_return_val_if_fail (arguments != NULL, NULL);

  parser.start = recess_tool_require_text (arguments, "expression", error);
  if (parser.start == NULL)
    return NULL;

  parser.at = parser.start;
  if (strlen (parser.start) > MAX_LENGTH)
    fail (&parser, "An expression has at most 10000 bytes.");
  else if (parse_expression (&parser, &value) && *parser.at != '\0')
    fail (&parser, "An operator or the end is expected here. A number has no separators of "
                   "thousands, and a point before its decimals.");

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }

  json = g_string_new ("{\"expression\":");
  recess_json_append_string (json, parser.start, -1);
  g_string_append (json, ",\"result\":");
  recess_number_append (value, json);
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}
