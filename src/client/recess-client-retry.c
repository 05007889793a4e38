/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "recess-client-retry.h"

#define MAX_DELAY 8000

gboolean
recess_client_retry_allowed (guint               status,
                             SoupMessageHeaders *headers)
{
  const char *told = soup_message_headers_get_one (headers, "x-should-retry");

  if (told != NULL && g_ascii_strcasecmp (told, "true") == 0)
    return TRUE;
  if (told != NULL && g_ascii_strcasecmp (told, "false") == 0)
    return FALSE;

  return status == 408 || status == 429 || (status >= 500 && status != 501);
}

/* Returns: @text as a number of units of @unit milliseconds, or -1. */
static gint64
parse_duration (const char *text,
                double      unit)
{
  char *end;
  double value = g_ascii_strtod (text, &end);

  if (end == text || *end != '\0' || !isfinite (value) || value < 0)
    return -1;

  return (gint64) MIN (value * unit + 0.5, (double) G_MAXINT);
}

gint64
recess_client_retry_told (SoupMessageHeaders *headers,
                          GDateTime          *now)
{
  const char *text = soup_message_headers_get_one (headers, "retry-after-ms");
  gint64 told = text != NULL ? parse_duration (text, 1) : -1;
  g_autoptr (GDateTime) date = NULL;

  if (told >= 0)
    return told;

  text = soup_message_headers_get_one (headers, "Retry-After");
  if (text == NULL)
    return -1;

  told = parse_duration (text, 1000);
  if (told >= 0)
    return told;

  date = soup_date_time_new_from_http_string (text);
  return date != NULL ? MAX (0, g_date_time_difference (date, now) / 1000) : -1;
}

guint
recess_client_retry_delay (guint base,
                           guint attempt)
{
  guint64 delay = MIN ((guint64) base << MIN (attempt, 16), MAX_DELAY);

  return (guint) (delay * g_random_double_range (0.75, 1.0));
}
