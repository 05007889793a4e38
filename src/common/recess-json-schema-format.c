/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <arpa/inet.h>
#include <string.h>

#include "recess-json-schema-private.h"

static const struct
{
  const char *name;
  const char *description;
} formats[] = {
  [RECESS_JSON_FORMAT_DATE] = { "date", "a date such as 2026-11-22" },
  [RECESS_JSON_FORMAT_DATE_TIME] = { "date-time", "a time such as 2026-11-22T18:30:00Z" },
  [RECESS_JSON_FORMAT_DURATION] = { "duration", "a duration such as P3DT4H" },
  [RECESS_JSON_FORMAT_EMAIL] = { "email", "an e-mail address such as ada@example.org" },
  [RECESS_JSON_FORMAT_HOSTNAME] = { "hostname", "a host name such as www.example.org" },
  [RECESS_JSON_FORMAT_IPV4] = { "ipv4", "an IPv4 address such as 192.0.2.1" },
  [RECESS_JSON_FORMAT_IPV6] = { "ipv6", "an IPv6 address such as 2001:db8::1" },
  [RECESS_JSON_FORMAT_JSON_POINTER] = { "json-pointer", "a JSON pointer such as /items/0" },
  [RECESS_JSON_FORMAT_REGEX] = { "regex", "a regular expression" },
  [RECESS_JSON_FORMAT_TIME] = { "time", "a time such as 18:30:00Z" },
  [RECESS_JSON_FORMAT_URI] = { "uri", "a URI such as https://example.org/a" },
  [RECESS_JSON_FORMAT_URI_REFERENCE] = { "uri-reference", "a URI such as /a?b=c" },
  [RECESS_JSON_FORMAT_UUID] = { "uuid", "a UUID such as 0b8f9a52-6d1c-4f0e-9a53-2f6b5d9f7c11" },
};

RecessJsonFormat
recess_json_format_from_name (const char *name)
{
  g_return_val_if_fail (name != NULL, RECESS_JSON_FORMAT_NONE);

  for (guint i = RECESS_JSON_FORMAT_NONE + 1; i < G_N_ELEMENTS (formats); i++)
    if (strcmp (formats[i].name, name) == 0)
      return i;

  return RECESS_JSON_FORMAT_NONE;
}

const char *
recess_json_format_describe (RecessJsonFormat format)
{
  return formats[format].description;
}

/* Reads exactly @count digits. */
static gboolean
take_digits (const char **text,
             guint        count,
             guint       *value)
{
  *value = 0;
  for (guint i = 0; i < count; i++)
    {
      if (!g_ascii_isdigit (**text))
        return FALSE;
      *value = *value * 10 + (*(*text)++ - '0');
    }

  return TRUE;
}

static gboolean
take_char (const char **text,
           char         c)
{
  if (**text != c)
    return FALSE;

  (*text)++;
  return TRUE;
}

static gboolean
take_date (const char **text)
{
  guint year, month, day;

  return take_digits (text, 4, &year) && take_char (text, '-') &&
         take_digits (text, 2, &month) && take_char (text, '-') &&
         take_digits (text, 2, &day) &&
         month >= 1 && month <= 12 && day >= 1 &&
         day <= g_date_get_days_in_month (month, year != 0 ? year : 4);
}

/* Z or an offset; @minutes is what the local time is ahead. */
static gboolean
take_offset (const char **text,
             int         *minutes)
{
  gboolean behind = **text == '-';
  guint hour, minute;

  *minutes = 0;
  if (take_char (text, 'Z') || take_char (text, 'z'))
    return TRUE;

  if (!(take_char (text, '+') || take_char (text, '-')) ||
      !take_digits (text, 2, &hour) || !take_char (text, ':') || !take_digits (text, 2, &minute) ||
      hour > 23 || minute > 59)
    return FALSE;

  *minutes = (int) (hour * 60 + minute) * (behind ? -1 : 1);
  return TRUE;
}

static gboolean
take_time (const char **text)
{
  guint hour, minute, second;
  int ahead;

  if (!take_digits (text, 2, &hour) || !take_char (text, ':') ||
      !take_digits (text, 2, &minute) || !take_char (text, ':') ||
      !take_digits (text, 2, &second) ||
      hour > 23 || minute > 59 || second > 60)
    return FALSE;

  if (take_char (text, '.'))
    {
      if (!g_ascii_isdigit (**text))
        return FALSE;
      while (g_ascii_isdigit (**text))
        (*text)++;
    }

  if (!take_offset (text, &ahead))
    return FALSE;

  /* A leap second ends a day of UTC. */
  return second < 60 || ((int) (hour * 60 + minute) - ahead + 1440) % 1440 == 1439;
}

static gboolean
is_date_time (const char *text)
{
  return take_date (&text) && (take_char (&text, 'T') || take_char (&text, 't')) &&
         take_time (&text) && *text == '\0';
}

static gboolean
is_date (const char *text)
{
  return take_date (&text) && *text == '\0';
}

static gboolean
is_time (const char *text)
{
  return take_time (&text) && *text == '\0';
}

/* Numbers each followed by one of @units, in that order. */
static gboolean
take_amounts (const char **text,
              const char  *units,
              guint       *count)
{
  while (g_ascii_isdigit (**text))
    {
      while (g_ascii_isdigit (**text))
        (*text)++;
      units = **text != '\0' ? strchr (units, **text) : NULL;
      if (units == NULL)
        return FALSE;
      units++;
      (*text)++;
      (*count)++;
    }

  return TRUE;
}

static gboolean
is_duration (const char *text)
{
  gboolean weeks = strchr (text, 'W') != NULL;
  guint count = 0, of_day = 0;

  if (!take_char (&text, 'P') || !take_amounts (&text, weeks ? "W" : "YMD", &count))
    return FALSE;

  if (!weeks && take_char (&text, 'T'))
    {
      if (!take_amounts (&text, "HMS", &of_day) || of_day == 0)
        return FALSE;
    }

  return *text == '\0' && count + of_day > 0;
}

static gboolean
is_label (const char *start,
          gsize       length)
{
  if (length == 0 || length > 63 || start[0] == '-' || start[length - 1] == '-')
    return FALSE;

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (start[i]) && start[i] != '-')
      return FALSE;

  return TRUE;
}

static gboolean
is_hostname (const char *text)
{
  if (strlen (text) > 253)
    return FALSE;

  for (;;)
    {
      gsize length = strcspn (text, ".");

      if (!is_label (text, length))
        return FALSE;
      if (text[length] == '\0')
        return TRUE;
      text += length + 1;
    }
}

static gboolean
is_address (int         family,
            const char *text)
{
  guint8 address[16];

  return inet_pton (family, text, address) == 1;
}

/* The dot-atom of RFC 5322, or anything between quotes. */
static gboolean
is_local_part (const char *start,
               gsize       length)
{
  if (length == 0 || length > 64)
    return FALSE;

  if (start[0] == '"')
    return length > 2 && start[length - 1] == '"';

  for (gsize i = 0; i < length; i++)
    {
      if (start[i] == '.' && (i == 0 || i == length - 1 || start[i - 1] == '.'))
        return FALSE;
      if (!g_ascii_isalnum (start[i]) && strchr (".!#$%&'*+-/=?^_`{|}~", start[i]) == NULL)
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_email (const char *text)
{
  const char *at = strrchr (text, '@');

  return at != NULL && is_local_part (text, at - text) && is_hostname (at + 1);
}

static gboolean
has_uri_characters (const char *text)
{
  for (; *text != '\0'; text++)
    {
      if (*text == '%')
        {
          if (!g_ascii_isxdigit (text[1]) || !g_ascii_isxdigit (text[2]))
            return FALSE;
        }
      else if (!g_ascii_isalnum (*text) && strchr ("-._~:/?#[]@!$&'()*+,;=", *text) == NULL)
        {
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
is_uri_reference (const char *text)
{
  g_autoptr (GUri) base = g_uri_parse ("a://b/c", G_URI_FLAGS_NONE, NULL);
  g_autoptr (GUri) uri = NULL;

  if (!has_uri_characters (text))
    return FALSE;

  uri = g_uri_parse_relative (base, text, G_URI_FLAGS_NONE, NULL);
  return uri != NULL;
}

static gboolean
is_uri (const char *text)
{
  return has_uri_characters (text) && g_uri_is_valid (text, G_URI_FLAGS_NONE, NULL);
}

static gboolean
is_json_pointer (const char *text)
{
  if (*text != '\0' && *text != '/')
    return FALSE;

  while ((text = strchr (text, '~')) != NULL)
    {
      if (text[1] != '0' && text[1] != '1')
        return FALSE;
      text++;
    }

  return TRUE;
}

static gboolean
is_uuid (const char *text)
{
  if (strlen (text) != 36)
    return FALSE;

  for (guint i = 0; i < 36; i++)
    {
      gboolean dash = i == 8 || i == 13 || i == 18 || i == 23;

      if (dash ? text[i] != '-' : !g_ascii_isxdigit (text[i]))
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_regex (const char *text)
{
  g_autoptr (GRegex) regex = recess_json_pattern_new (text, NULL);

  return regex != NULL;
}

gboolean
recess_json_format_check (RecessJsonFormat  format,
                          const char       *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  switch (format)
    {
    case RECESS_JSON_FORMAT_DATE:
      return is_date (text);
    case RECESS_JSON_FORMAT_DATE_TIME:
      return is_date_time (text);
    case RECESS_JSON_FORMAT_DURATION:
      return is_duration (text);
    case RECESS_JSON_FORMAT_EMAIL:
      return is_email (text);
    case RECESS_JSON_FORMAT_HOSTNAME:
      return is_hostname (text);
    case RECESS_JSON_FORMAT_IPV4:
      return is_address (AF_INET, text);
    case RECESS_JSON_FORMAT_IPV6:
      return is_address (AF_INET6, text);
    case RECESS_JSON_FORMAT_JSON_POINTER:
      return is_json_pointer (text);
    case RECESS_JSON_FORMAT_REGEX:
      return is_regex (text);
    case RECESS_JSON_FORMAT_TIME:
      return is_time (text);
    case RECESS_JSON_FORMAT_URI:
      return is_uri (text);
    case RECESS_JSON_FORMAT_URI_REFERENCE:
      return is_uri_reference (text);
    case RECESS_JSON_FORMAT_UUID:
      return is_uuid (text);
    case RECESS_JSON_FORMAT_NONE:
    default:
      return TRUE;
    }
}
