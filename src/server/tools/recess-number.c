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

/* The one integer whose negative is none. */
#define LEAST (-((((RecessInteger) 1 << 126) - 1) * 2 + 1) - 1)

RecessNumber
recess_number_from_integer (RecessInteger integer)
{
  return (RecessNumber) { .exact = TRUE, .integer = integer };
}

RecessNumber
recess_number_from_real (double real)
{
  return (RecessNumber) { .real = real };
}

double
recess_number_get_real (RecessNumber number)
{
  return number.exact ? (double) number.integer : number.real;
}

static gboolean
set_real (RecessNumber  *number,
          double         real,
          const char   **reason)
{
  *number = recess_number_from_real (real);
  if (isfinite (real))
    return TRUE;

  *reason = isnan (real) ? "The result is not a number." : "The result is too large.";
  return FALSE;
}

gboolean
recess_number_add (RecessNumber  *a,
                   RecessNumber   b,
                   const char   **reason)
{
  RecessInteger result;

  if (a->exact && b.exact && !__builtin_add_overflow (a->integer, b.integer, &result))
    {
      a->integer = result;
      return TRUE;
    }

  return set_real (a, recess_number_get_real (*a) + recess_number_get_real (b), reason);
}

gboolean
recess_number_subtract (RecessNumber  *a,
                        RecessNumber   b,
                        const char   **reason)
{
  RecessInteger result;

  if (a->exact && b.exact && !__builtin_sub_overflow (a->integer, b.integer, &result))
    {
      a->integer = result;
      return TRUE;
    }

  return set_real (a, recess_number_get_real (*a) - recess_number_get_real (b), reason);
}

gboolean
recess_number_multiply (RecessNumber  *a,
                        RecessNumber   b,
                        const char   **reason)
{
  RecessInteger result;

  if (a->exact && b.exact && !__builtin_mul_overflow (a->integer, b.integer, &result))
    {
      a->integer = result;
      return TRUE;
    }

  return set_real (a, recess_number_get_real (*a) * recess_number_get_real (b), reason);
}

gboolean
recess_number_divide (RecessNumber  *a,
                      RecessNumber   b,
                      const char   **reason)
{
  if (recess_number_get_real (b) == 0)
    {
      *reason = "Nothing can be divided by zero.";
      return FALSE;
    }

  /* The one quotient that overflows has no place here either. */
  if (a->exact && b.exact && b.integer != -1 && a->integer % b.integer == 0)
    {
      a->integer /= b.integer;
      return TRUE;
    }

  if (a->exact && b.exact && b.integer == -1)
    return recess_number_multiply (a, b, reason);

  return set_real (a, recess_number_get_real (*a) / recess_number_get_real (b), reason);
}

gboolean
recess_number_modulo (RecessNumber  *a,
                      RecessNumber   b,
                      const char   **reason)
{
  double rest, divisor = recess_number_get_real (b);

  if (divisor == 0)
    {
      *reason = "Nothing can be divided by zero.";
      return FALSE;
    }

  if (a->exact && b.exact)
    {
      RecessInteger remainder = b.integer == -1 ? 0 : a->integer % b.integer;

      if (remainder != 0 && (remainder < 0) != (b.integer < 0))
        remainder += b.integer;
      a->integer = remainder;
      return TRUE;
    }

  rest = fmod (recess_number_get_real (*a), divisor);
  if (rest != 0 && (rest < 0) != (divisor < 0))
    rest += divisor;
  return set_real (a, rest, reason);
}

gboolean
recess_number_power (RecessNumber  *a,
                     RecessNumber   b,
                     const char   **reason)
{
  RecessInteger result = 1;
  RecessInteger factor = a->integer;
  gboolean fits = a->exact && b.exact && b.integer >= 0 && b.integer <= 1000000;

  for (RecessInteger left = b.integer; fits && left > 0; left >>= 1)
    {
      if (left & 1)
        fits = !__builtin_mul_overflow (result, factor, &result);
      if (left > 1 && fits)
        fits = !__builtin_mul_overflow (factor, factor, &factor);
    }

  if (fits)
    {
      *a = recess_number_from_integer (result);
      return TRUE;
    }

  if (recess_number_get_real (*a) == 0 && recess_number_get_real (b) < 0)
    {
      *reason = "Nothing can be divided by zero.";
      return FALSE;
    }

  return set_real (a, pow (recess_number_get_real (*a), recess_number_get_real (b)), reason);
}

gboolean
recess_number_factorial (RecessNumber  *a,
                         const char   **reason)
{
  RecessNumber result = recess_number_from_integer (1);

  if (!a->exact || a->integer < 0 || a->integer > 170)
    {
      *reason = "A factorial is there of whole numbers from 0 to 170.";
      return FALSE;
    }

  for (RecessInteger i = 2; i <= a->integer; i++)
    {
      if (!recess_number_multiply (&result, recess_number_from_integer (i), reason))
        return FALSE;
    }

  *a = result;
  return TRUE;
}

static RecessInteger
find_divisor (RecessInteger a,
              RecessInteger b)
{
  while (b != 0)
    {
      RecessInteger rest = a % b;

      a = b;
      b = rest;
    }

  return a < 0 ? -a : a;
}

static double
to_degrees (double x)
{
  return x * 180 / G_PI;
}

static double
to_radians (double x)
{
  return x * G_PI / 180;
}

static double
find_sign (double x)
{
  return (x > 0) - (x < 0);
}

static const struct
{
  const char *name;
  double    (*function) (double x);
} real_functions[] = {
  { "sqrt", sqrt }, { "cbrt", cbrt }, { "exp", exp }, { "ln", log }, { "log2", log2 },
  { "log10", log10 }, { "sin", sin }, { "cos", cos }, { "tan", tan }, { "asin", asin },
  { "acos", acos }, { "atan", atan }, { "sinh", sinh }, { "cosh", cosh }, { "tanh", tanh },
  { "degrees", to_degrees }, { "radians", to_radians },
};

/* Those that give whole numbers: exact where they are not too large. */
static const struct
{
  const char *name;
  double    (*function) (double x);
} whole_functions[] = {
  { "floor", floor }, { "ceil", ceil }, { "round", round }, { "trunc", trunc },
  { "sign", find_sign },
};

static RecessNumber
from_whole (double real)
{
  if (fabs (real) < 1e15 && real == floor (real))
    return recess_number_from_integer ((RecessInteger) real);

  return recess_number_from_real (real);
}

static gboolean
call_with_one (const char    *name,
               RecessNumber   x,
               RecessNumber  *result,
               gboolean      *known,
               const char   **reason)
{
  double real = recess_number_get_real (x);

  *result = x;
  *known = TRUE;
  if (g_str_equal (name, "abs"))
    return real >= 0 || recess_number_multiply (result, recess_number_from_integer (-1), reason);
  if (g_str_equal (name, "factorial"))
    return recess_number_factorial (result, reason);
  if (g_str_equal (name, "log"))
    return set_real (result, log10 (real), reason);

  for (guint i = 0; i < G_N_ELEMENTS (whole_functions); i++)
    {
      if (!g_str_equal (name, whole_functions[i].name))
        continue;

      if (!x.exact || g_str_equal (name, "sign"))
        *result = from_whole (whole_functions[i].function (real));
      return TRUE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (real_functions); i++)
    {
      if (g_str_equal (name, real_functions[i].name))
        {
          if (!set_real (result, real_functions[i].function (real), reason))
            return FALSE;
          if (g_str_equal (name, "sqrt") || g_str_equal (name, "cbrt"))
            *result = from_whole (result->real);
          return TRUE;
        }
    }

  *known = FALSE;
  return FALSE;
}

static gboolean
round_to (RecessNumber  *number,
          double         digits,
          const char   **reason)
{
  double factor = pow (10, CLAMP (trunc (digits), -300, 300));

  return set_real (number, round (recess_number_get_real (*number) * factor) / factor, reason);
}

static gboolean
call_with_two (const char    *name,
               RecessNumber   x,
               RecessNumber   y,
               RecessNumber  *result,
               gboolean      *known,
               const char   **reason)
{
  double a = recess_number_get_real (x);
  double b = recess_number_get_real (y);

  *result = x;
  *known = TRUE;
  if (g_str_equal (name, "pow"))
    return recess_number_power (result, y, reason);
  if (g_str_equal (name, "mod"))
    return recess_number_modulo (result, y, reason);
  if (g_str_equal (name, "log"))
    return set_real (result, log (a) / log (b), reason);
  if (g_str_equal (name, "atan2"))
    return set_real (result, atan2 (a, b), reason);
  if (g_str_equal (name, "hypot"))
    return set_real (result, hypot (a, b), reason);
  if (g_str_equal (name, "round"))
    return round_to (result, b, reason);

  if (g_str_equal (name, "gcd") || g_str_equal (name, "lcm"))
    {
      RecessInteger divisor;

      if (!x.exact || !y.exact || x.integer == LEAST || y.integer == LEAST)
        {
          *reason = "That is there of whole numbers only, of up to 38 digits.";
          return FALSE;
        }

      divisor = find_divisor (x.integer, y.integer);
      if (g_str_equal (name, "gcd") || divisor == 0)
        {
          *result = recess_number_from_integer (divisor);
          return TRUE;
        }

      result->integer = x.integer / divisor;
      return recess_number_multiply (result, y, reason) &&
             call_with_one ("abs", *result, result, known, reason);
    }

  *known = FALSE;
  return FALSE;
}

static gboolean
call_with_many (const char          *name,
                const RecessNumber  *arguments,
                guint                n,
                RecessNumber        *result,
                gboolean            *known,
                const char         **reason)
{
  gboolean sums = g_str_equal (name, "sum") || g_str_equal (name, "avg");
  int direction = g_str_equal (name, "max") - g_str_equal (name, "min");

  *known = sums || direction != 0;
  if (!*known)
    return FALSE;

  *result = arguments[0];
  for (guint i = 1; i < n; i++)
    {
      double difference = recess_number_get_real (arguments[i]) - recess_number_get_real (*result);

      if (direction != 0 && difference * direction > 0)
        *result = arguments[i];
      if (sums && !recess_number_add (result, arguments[i], reason))
        return FALSE;
    }

  return !g_str_equal (name, "avg") ||
         recess_number_divide (result, recess_number_from_integer (n), reason);
}

gboolean
recess_number_call (const char          *name,
                    const RecessNumber  *arguments,
                    guint                n,
                    RecessNumber        *result,
                    gboolean            *known,
                    const char         **reason)
{
  g_return_val_if_fail (n > 0, FALSE);

  if (call_with_many (name, arguments, n, result, known, reason) || *known)
    return *reason == NULL;

  if (n == 1)
    return call_with_one (name, arguments[0], result, known, reason);

  return n == 2 && call_with_two (name, arguments[0], arguments[1], result, known, reason);
}

static void
append_integer (RecessInteger  integer,
                GString       *json)
{
  char digits[48];
  guint at = sizeof digits - 1;
  gboolean negative = integer < 0;

  digits[at] = '\0';
  do
    {
      int digit = (int) (integer % 10);

      digits[--at] = (char) ('0' + ABS (digit));
      integer /= 10;
    }
  while (integer != 0);

  if (negative)
    digits[--at] = '-';
  g_string_append (json, digits + at);
}

void
recess_number_append (RecessNumber  number,
                      GString      *json)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_return_if_fail (json != NULL);

  /* What the arithmetic of doubles adds behind the fourteenth digit is not told. */
  if (number.exact)
    append_integer (number.integer, json);
  else
    recess_json_append_double (json, g_ascii_strtod (g_ascii_formatd (text, sizeof text, "%.14g",
                                                                      number.real), NULL));
}
