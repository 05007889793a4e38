/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "recess-json-scanner.h"

typedef struct
{
  gsize name;
  gsize value;
  gsize end;
} Member;

typedef void (*MemberFunc) (const Member *member,
                            gboolean      named,
                            gpointer      user_data);

static gboolean
is_named (const RecessJsonScanner *scanner,
          const char              *text,
          const char              *name,
          gsize                    name_length)
{
  const char *found = text + scanner->start + 1;
  gsize length = scanner->end - scanner->start - 2;

  if (scanner->escaped)
    {
      g_autoptr (GString) plain = g_string_new (NULL);

      recess_json_unescape (plain, found, length);
      return plain->len == name_length && memcmp (plain->str, name, name_length) == 0;
    }

  return length == name_length && memcmp (found, name, length) == 0;
}

/* Calls @func for the members of the outermost object, in order. */
static gboolean
visit_members (const char *text,
               gsize       length,
               const char *name,
               MemberFunc  func,
               gpointer    user_data)
{
  gsize name_length = strlen (name);
  RecessJsonScanner scanner;
  RecessJsonToken token;
  Member member = { 0 };
  gboolean named = FALSE;
  gboolean fresh = FALSE;

  recess_json_scanner_init (&scanner, text, length);
  if (recess_json_scanner_next (&scanner, NULL) != RECESS_JSON_TOKEN_OBJECT_START)
    return FALSE;

  for (;;)
    {
      token = recess_json_scanner_next (&scanner, NULL);
      if (token == RECESS_JSON_TOKEN_ERROR)
        return FALSE;
      if (scanner.depth == 0)
        break;

      if (token == RECESS_JSON_TOKEN_NAME && scanner.depth == 1)
        {
          member.name = scanner.start;
          named = is_named (&scanner, text, name, name_length);
          fresh = TRUE;
          continue;
        }

      if (fresh)
        member.value = scanner.start;
      fresh = FALSE;

      if (scanner.depth == 1)
        {
          member.end = scanner.end;
          func (&member, named, user_data);
        }
    }

  return recess_json_scanner_next (&scanner, NULL) == RECESS_JSON_TOKEN_END;
}

static void
keep_named (const Member *member,
            gboolean      named,
            gpointer      user_data)
{
  Member *kept = user_data;

  if (named)
    *kept = *member;
}

gboolean
recess_json_find_member (const char     *object,
                         gsize           length,
                         const char     *name,
                         RecessJsonSpan *value)
{
  Member member = { 0 };

  g_return_val_if_fail (object != NULL || length == 0, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  if (!visit_members (object, length, name, keep_named, &member) || member.end == 0)
    return FALSE;

  if (value != NULL)
    {
      value->start = member.value;
      value->length = member.end - member.value;
    }

  return TRUE;
}

void
recess_json_foreach_item (const char         *array,
                          gsize               length,
                          RecessJsonItemFunc  func,
                          gpointer            user_data)
{
  RecessJsonScanner scanner;
  gsize start = 0;

  g_return_if_fail (array != NULL || length == 0);
  g_return_if_fail (func != NULL);

  if (!recess_json_check (array, length, NULL))
    return;

  recess_json_scanner_init (&scanner, array, length);
  if (recess_json_scanner_next (&scanner, NULL) != RECESS_JSON_TOKEN_ARRAY_START)
    return;

  for (;;)
    {
      gboolean fresh = scanner.depth == 1;

      recess_json_scanner_next (&scanner, NULL);
      if (scanner.depth == 0)
        break;
      if (fresh)
        start = scanner.start;
      if (scanner.depth == 1)
        func (array + start, scanner.end - start, user_data);
    }
}

char *
recess_json_dup_string (const char *object,
                        gsize       length,
                        const char *name)
{
  RecessJsonSpan span;
  GString *string;

  if (!recess_json_find_member (object, length, name, &span) || object[span.start] != '"')
    return NULL;

  string = g_string_sized_new (span.length);
  recess_json_unescape (string, object + span.start + 1, span.length - 2);
  return g_string_free (string, FALSE);
}

typedef struct
{
  Member named;
  Member last;
} Places;

static void
keep_places (const Member *member,
             gboolean      named,
             gpointer      user_data)
{
  Places *places = user_data;

  keep_named (member, named, &places->named);
  places->last = *member;
}

static GBytes *
put_member (GBytes     *object,
            const char *name,
            const char *value)
{
  gsize length;
  const char *text = g_bytes_get_data (object, &length);
  Places places = { 0 };
  GString *json;
  gsize from, to;

  if (!visit_members (text, length, name, keep_places, &places))
    return NULL;

  json = g_string_sized_new (length + strlen (name) + strlen (value) + 8);
  if (places.named.end > 0)
    {
      from = places.named.value;
      to = places.named.end;
      g_string_append_len (json, text, from);
    }
  else
    {
      const char *brace = memchr (text, '{', length);

      from = places.last.end > 0 ? places.last.end : (gsize) (brace - text) + 1;
      to = from;
      g_string_append_len (json, text, from);
      if (places.last.end > 0)
        g_string_append_c (json, ',');
      recess_json_append_string (json, name, -1);
      g_string_append_c (json, ':');
    }
  g_string_append (json, value);
  g_string_append_len (json, text + to, length - to);

  return g_string_free_to_bytes (json);
}

typedef struct
{
  const char *text;
  GString    *json;
  gsize       end;
  gsize       gap;
  gsize       gap_end;
  gboolean    first;
  gboolean    kept;
  gboolean    any_named;
} Removal;

/* With a member go the comma and white space behind it, or before it where it is the last. */
static void
copy_unless_named (const Member *member,
                   gboolean      named,
                   gpointer      user_data)
{
  Removal *removal = user_data;

  if (removal->first)
    {
      g_string_append_len (removal->json, removal->text, member->name);
    }
  else if (removal->kept)
    {
      removal->gap = removal->end;
      removal->gap_end = member->name;
    }

  if (!named)
    {
      g_string_append_len (removal->json, removal->text + removal->gap,
                           removal->gap_end - removal->gap);
      g_string_append_len (removal->json, removal->text + member->name,
                           member->end - member->name);
    }

  removal->first = FALSE;
  removal->kept = !named;
  removal->any_named |= named;
  removal->end = member->end;
}

static GBytes *
remove_members (GBytes     *object,
                const char *name)
{
  gsize length;
  const char *text = g_bytes_get_data (object, &length);
  g_autoptr (GString) json = g_string_sized_new (length + 1);
  Removal removal = { .text = text, .json = json, .first = TRUE };

  if (!visit_members (text, length, name, copy_unless_named, &removal))
    return NULL;

  if (!removal.any_named)
    return g_bytes_ref (object);

  g_string_append_len (json, text + removal.end, length - removal.end);
  return g_string_free_to_bytes (g_steal_pointer (&json));
}

GBytes *
recess_json_set_member (GBytes     *object,
                        const char *name,
                        const char *value)
{
  g_return_val_if_fail (object != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (value == NULL || recess_json_check (value, strlen (value), NULL), NULL);

  return value != NULL ? put_member (object, name, value) : remove_members (object, name);
}
