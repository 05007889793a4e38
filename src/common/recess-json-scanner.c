/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "recess-json-scanner.h"

enum
{
  EXPECT_VALUE,
  EXPECT_ITEM_OR_END,
  EXPECT_NAME,
  EXPECT_NAME_OR_END,
  EXPECT_COMMA_OR_END,
  EXPECT_NOTHING,
};

#define ONES 0x0101010101010101u
#define HIGH 0x8080808080808080u

static void
count_position (const char *text,
                gsize       offset,
                gsize      *line,
                gsize      *column)
{
  *line = 1;
  *column = 1;

  for (gsize i = 0; i < offset; i++)
    {
      if (text[i] == '\n')
        {
          (*line)++;
          *column = 1;
        }
      else if (((guchar) text[i] & 0xc0) != 0x80)
        {
          (*column)++;
        }
    }
}

static RecessJsonToken
refuse (RecessJsonScanner *self,
        gsize              offset,
        RecessJsonError    code,
        const char        *what,
        GError           **error)
{
  gsize line, column;

  if (error != NULL)
    {
      count_position (self->text, offset, &line, &column);
      g_set_error (error, RECESS_JSON_ERROR, code,
                   "Line %" G_GSIZE_FORMAT ", column %" G_GSIZE_FORMAT ": %s.",
                   line, column, what);
    }

  return RECESS_JSON_TOKEN_ERROR;
}

static RecessJsonToken
refuse_syntax (RecessJsonScanner *self,
               gsize              offset,
               const char        *what,
               GError           **error)
{
  if (offset >= self->length)
    what = self->length == 0 ? "the text is empty" : "the text ends too early";

  return refuse (self, offset, RECESS_JSON_ERROR_SYNTAX, what, error);
}

/* Bytes of the well-formed sequence at @text (Unicode 15, table 3-7), 0 where there is none. */
static gsize
utf8_length (const guchar *text,
             gsize         length)
{
  guchar low = 0x80, high = 0xbf;
  gsize n;

  if (text[0] >= 0xc2 && text[0] <= 0xdf)
    n = 2;
  else if (text[0] >= 0xe0 && text[0] <= 0xef)
    n = 3;
  else if (text[0] >= 0xf0 && text[0] <= 0xf4)
    n = 4;
  else
    return 0;

  if (text[0] == 0xe0)
    low = 0xa0;
  else if (text[0] == 0xed)
    high = 0x9f;
  else if (text[0] == 0xf0)
    low = 0x90;
  else if (text[0] == 0xf4)
    high = 0x8f;

  if (length < n || text[1] < low || text[1] > high)
    return 0;

  for (gsize i = 2; i < n; i++)
    if ((text[i] & 0xc0) != 0x80)
      return 0;

  return n;
}

/* Goes over what needs no look: ASCII but control characters, quote and backslash. */
static gsize
skip_plain (const char *text,
            gsize       offset,
            gsize       length)
{
  while (offset + 8 <= length)
    {
      guint64 word, quote, slash, special;

      memcpy (&word, text + offset, 8);
      quote = word ^ (ONES * '"');
      slash = word ^ (ONES * '\\');
      special = word | (word - ONES * 0x20) | (quote - ONES) | (slash - ONES);
      if ((special & HIGH) != 0)
        break;
      offset += 8;
    }

  while (offset < length)
    {
      guchar c = text[offset];

      if (c < 0x20 || c >= 0x80 || c == '"' || c == '\\')
        break;
      offset++;
    }

  return offset;
}

static gsize
escape_length (const char *text,
               gsize       length)
{
  if (length < 2)
    return 0;

  if (text[1] != 'u')
    return text[1] != '\0' && strchr ("\"\\/bfnrt", text[1]) != NULL ? 2 : 0;

  if (length < 6)
    return 0;

  for (guint i = 2; i < 6; i++)
    if (!g_ascii_isxdigit (text[i]))
      return 0;

  return 6;
}

static RecessJsonToken
scan_string (RecessJsonScanner *self,
             RecessJsonToken    token,
             GError           **error)
{
  gsize offset = self->start + 1;

  self->escaped = FALSE;
  for (;;)
    {
      gsize n;

      offset = skip_plain (self->text, offset, self->length);
      if (offset == self->length)
        return refuse_syntax (self, offset, NULL, error);

      if (self->text[offset] == '"')
        break;

      if (self->text[offset] == '\\')
        {
          n = escape_length (self->text + offset, self->length - offset);
          if (n == 0)
            return refuse_syntax (self, offset, "this is no escape", error);
          self->escaped = TRUE;
        }
      else
        {
          if ((guchar) self->text[offset] < 0x20)
            return refuse_syntax (self, offset, "a control character must be escaped", error);
          n = utf8_length ((const guchar *) self->text + offset, self->length - offset);
          if (n == 0)
            return refuse (self, offset, RECESS_JSON_ERROR_ENCODING,
                           "the text is not UTF-8", error);
        }
      offset += n;
    }

  self->end = offset + 1;
  return token;
}

static gsize
skip_digits (RecessJsonScanner *self,
             gsize              offset)
{
  while (offset < self->length && g_ascii_isdigit (self->text[offset]))
    offset++;

  return offset;
}

static gboolean
has (RecessJsonScanner *self,
     gsize              offset,
     const char        *any)
{
  return offset < self->length && self->text[offset] != '\0' &&
         strchr (any, self->text[offset]) != NULL;
}

static RecessJsonToken
scan_number (RecessJsonScanner *self,
             GError           **error)
{
  gsize offset = self->start;
  gsize from;

  self->integer = TRUE;
  if (self->text[offset] == '-')
    offset++;

  from = offset;
  offset = skip_digits (self, from);
  if (offset == from)
    return refuse_syntax (self, offset, "a digit is missing", error);
  if (self->text[from] == '0' && offset > from + 1)
    return refuse_syntax (self, from, "a number must not begin with 0", error);

  if (has (self, offset, "."))
    {
      self->integer = FALSE;
      from = offset + 1;
      offset = skip_digits (self, from);
      if (offset == from)
        return refuse_syntax (self, offset, "a digit is missing", error);
    }

  if (has (self, offset, "eE"))
    {
      self->integer = FALSE;
      from = offset + 1;
      if (has (self, from, "+-"))
        from++;
      offset = skip_digits (self, from);
      if (offset == from)
        return refuse_syntax (self, offset, "a digit is missing", error);
    }

  self->end = offset;
  return RECESS_JSON_TOKEN_NUMBER;
}

static RecessJsonToken
scan_word (RecessJsonScanner *self,
           const char        *word,
           RecessJsonToken    token,
           GError           **error)
{
  gsize n = strlen (word);

  if (self->length - self->start < n || memcmp (self->text + self->start, word, n) != 0)
    return refuse_syntax (self, self->start, "a value was expected", error);

  self->end = self->start + n;
  return token;
}

static void
expect_after_value (RecessJsonScanner *self)
{
  self->expect = self->depth > 0 ? EXPECT_COMMA_OR_END : EXPECT_NOTHING;
}

static RecessJsonToken
open_container (RecessJsonScanner *self,
                gboolean           is_object,
                GError           **error)
{
  if (self->depth == RECESS_JSON_MAX_DEPTH)
    return refuse (self, self->start, RECESS_JSON_ERROR_DEPTH,
                   "arrays and objects are nested too deeply", error);

  self->is_object[self->depth++] = is_object;
  self->expect = is_object ? EXPECT_NAME_OR_END : EXPECT_ITEM_OR_END;
  self->end = self->start + 1;
  return is_object ? RECESS_JSON_TOKEN_OBJECT_START : RECESS_JSON_TOKEN_ARRAY_START;
}

static RecessJsonToken
close_container (RecessJsonScanner *self)
{
  gboolean is_object = self->is_object[--self->depth];

  expect_after_value (self);
  self->end = self->start + 1;
  return is_object ? RECESS_JSON_TOKEN_OBJECT_END : RECESS_JSON_TOKEN_ARRAY_END;
}

static RecessJsonToken
scan_value (RecessJsonScanner *self,
            GError           **error)
{
  char c = self->text[self->start];

  if (c == '{' || c == '[')
    return open_container (self, c == '{', error);

  expect_after_value (self);
  switch (c)
    {
    case '"':
      return scan_string (self, RECESS_JSON_TOKEN_STRING, error);
    case 't':
      return scan_word (self, "true", RECESS_JSON_TOKEN_TRUE, error);
    case 'f':
      return scan_word (self, "false", RECESS_JSON_TOKEN_FALSE, error);
    case 'n':
      return scan_word (self, "null", RECESS_JSON_TOKEN_NULL, error);
    default:
      if (c == '-' || g_ascii_isdigit (c))
        return scan_number (self, error);
      if (self->start == 0 && self->length >= 3 && memcmp (self->text, "\xef\xbb\xbf", 3) == 0)
        return refuse (self, 0, RECESS_JSON_ERROR_ENCODING,
                       "the text begins with a byte order mark", error);
      return refuse_syntax (self, self->start, "a value was expected", error);
    }
}

static void
skip_space (RecessJsonScanner *self)
{
  while (has (self, self->start, " \t\n\r"))
    self->start++;
}

static RecessJsonToken
scan_name (RecessJsonScanner *self,
           GError           **error)
{
  gsize name = self->start;

  if (!has (self, self->start, "\""))
    return refuse_syntax (self, self->start, "the name of a member was expected", error);

  if (scan_string (self, RECESS_JSON_TOKEN_NAME, error) == RECESS_JSON_TOKEN_ERROR)
    return RECESS_JSON_TOKEN_ERROR;

  /* The colon is read here too; @start and @end stay with the name. */
  self->start = self->end;
  skip_space (self);
  if (!has (self, self->start, ":"))
    return refuse_syntax (self, self->start, "a colon was expected", error);

  self->expect = EXPECT_VALUE;
  self->offset = self->start + 1;
  self->start = name;
  return RECESS_JSON_TOKEN_NAME;
}

static RecessJsonToken
scan_after_value (RecessJsonScanner *self,
                  GError           **error)
{
  gboolean is_object = self->is_object[self->depth - 1];

  if (has (self, self->start, is_object ? "}" : "]"))
    return close_container (self);

  if (!has (self, self->start, ","))
    return refuse_syntax (self, self->start,
                          is_object ? "a comma or } was expected" : "a comma or ] was expected",
                          error);

  self->start++;
  skip_space (self);
  if (is_object)
    return scan_name (self, error);
  if (self->start == self->length)
    return refuse_syntax (self, self->start, NULL, error);
  return scan_value (self, error);
}

static RecessJsonToken
scan_token (RecessJsonScanner *self,
            GError           **error)
{
  if (self->expect == EXPECT_NOTHING)
    {
      if (self->start == self->length)
        return RECESS_JSON_TOKEN_END;
      return refuse_syntax (self, self->start, "nothing was expected after the value", error);
    }

  if (self->start == self->length)
    return refuse_syntax (self, self->start, NULL, error);

  switch (self->expect)
    {
    case EXPECT_ITEM_OR_END:
      return has (self, self->start, "]") ? close_container (self) : scan_value (self, error);
    case EXPECT_NAME_OR_END:
      return has (self, self->start, "}") ? close_container (self) : scan_name (self, error);
    case EXPECT_COMMA_OR_END:
      return scan_after_value (self, error);
    default:
      return scan_value (self, error);
    }
}

void
recess_json_scanner_init (RecessJsonScanner *self,
                          const char        *text,
                          gsize              length)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (text != NULL || length == 0);

  self->start = 0;
  self->end = 0;
  self->depth = 0;
  self->escaped = FALSE;
  self->integer = FALSE;
  self->text = text;
  self->length = length;
  self->offset = 0;
  self->expect = EXPECT_VALUE;
}

RecessJsonToken
recess_json_scanner_next (RecessJsonScanner *self,
                          GError           **error)
{
  RecessJsonToken token;

  g_return_val_if_fail (self != NULL, RECESS_JSON_TOKEN_ERROR);

  self->start = self->offset;
  skip_space (self);
  token = scan_token (self, error);
  if (token != RECESS_JSON_TOKEN_NAME)
    self->offset = self->end;

  return token;
}

static gunichar
hex_value (const char *digits)
{
  gunichar value = 0;

  for (guint i = 0; i < 4; i++)
    value = value << 4 | g_ascii_xdigit_value (digits[i]);

  return value;
}

static gsize
unescape_unicode (GString    *string,
                  const char *text,
                  gsize       length)
{
  gunichar c = hex_value (text + 2);

  if (c >= 0xd800 && c <= 0xdbff && length >= 12 && text[6] == '\\' && text[7] == 'u')
    {
      gunichar low = hex_value (text + 8);

      if (low >= 0xdc00 && low <= 0xdfff)
        {
          g_string_append_unichar (string, 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00));
          return 12;
        }
    }

  if (c == 0 || (c >= 0xd800 && c <= 0xdfff))
    c = 0xfffd;

  g_string_append_unichar (string, c);
  return 6;
}

void
recess_json_unescape (GString    *string,
                      const char *text,
                      gsize       length)
{
  static const char from[] = "bfnrt";
  static const char to[] = "\b\f\n\r\t";
  gsize offset = 0;

  while (offset < length)
    {
      const char *slash = memchr (text + offset, '\\', length - offset);
      gsize plain = slash != NULL ? (gsize) (slash - text) - offset : length - offset;

      g_string_append_len (string, text + offset, plain);
      offset += plain;
      if (slash == NULL)
        break;

      if (slash[1] == 'u')
        {
          offset += unescape_unicode (string, slash, length - offset);
        }
      else
        {
          const char *found = strchr (from, slash[1]);

          g_string_append_c (string, found != NULL ? to[found - from] : slash[1]);
          offset += 2;
        }
    }
}
