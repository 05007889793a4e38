/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "recess-row-json.h"
#include "recess-tool-calls.h"

#include "common/recess-json.h"

typedef struct
{
  gsize id;
  gsize name;
  gsize arguments;
} Extent;

typedef struct
{
  /* As the provider counts; -1 where it does not. */
  gint64   given;
  guint    place;
  char    *id;
  char    *name;
  GString *arguments;
  /* Bytes of each that are on disk, and those that are on their way there. */
  Extent   written;
  Extent   sent;
} Call;

struct _RecessToolCalls
{
  GPtrArray  *calls;
  gsize       size;
  const char *problem;
  gboolean    full;
  gboolean    dropping;
};

static void
call_free (Call *call)
{
  g_free (call->id);
  g_free (call->name);
  g_string_free (call->arguments, TRUE);
  g_free (call);
}

static gsize
length_of (const char *text)
{
  return text != NULL ? strlen (text) : 0;
}

static Extent
measure (const Call *call)
{
  return (Extent) { length_of (call->id), length_of (call->name), call->arguments->len };
}

static const char *
get_filled (const char *text)
{
  return text != NULL && *text != '\0' ? text : NULL;
}

RecessToolCalls *
recess_tool_calls_new (void)
{
  RecessToolCalls *self = g_new0 (RecessToolCalls, 1);

  self->calls = g_ptr_array_new_with_free_func ((GDestroyNotify) call_free);
  return self;
}

void
recess_tool_calls_free (RecessToolCalls *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->calls);
  g_free (self);
}

static Call *
get_last (RecessToolCalls *self)
{
  return self->calls->len > 0 ? g_ptr_array_index (self->calls, self->calls->len - 1) : NULL;
}

/* The newest call that @piece can mean, or NULL where it begins one. */
static Call *
find_numbered (RecessToolCalls       *self,
               const RecessCallPiece *piece)
{
  for (guint i = self->calls->len; i > 0; i--)
    {
      Call *call = g_ptr_array_index (self->calls, i - 1);

      if (call->given != piece->index)
        continue;

      /* Another call under the same number. */
      if (piece->id != NULL && piece->name != NULL && call->id != NULL &&
          !g_str_equal (piece->id, call->id))
        return NULL;

      return call;
    }

  return NULL;
}

static Call *
find_unnumbered (RecessToolCalls       *self,
                 const RecessCallPiece *piece)
{
  Call *last = get_last (self);

  for (guint i = 0; piece->id != NULL && i < self->calls->len; i++)
    {
      Call *call = g_ptr_array_index (self->calls, i);

      if (g_strcmp0 (call->id, piece->id) == 0)
        return call;
    }

  if (piece->id != NULL)
    return NULL;

  if (last != NULL && piece->name != NULL && last->name != NULL && last->arguments->len > 0)
    return NULL;

  return last;
}

static Call *
add_call (RecessToolCalls       *self,
          const RecessCallPiece *piece)
{
  Call *call;

  if (self->calls->len == RECESS_TOOL_CALLS_MAX)
    {
      self->problem = "The model made more than 128 calls. The first 128 are kept.";
      self->dropping = TRUE;
      return NULL;
    }

  call = g_new0 (Call, 1);
  call->given = piece->index;
  call->place = self->calls->len;
  call->arguments = g_string_new (NULL);
  g_ptr_array_add (self->calls, call);
  return call;
}

static Call *
find_call (RecessToolCalls       *self,
           const RecessCallPiece *piece)
{
  gboolean numbered = piece->index >= 0;
  Call *call = numbered ? find_numbered (self, piece) : find_unnumbered (self, piece);

  /* What belongs to a call that was refused. */
  if (self->dropping && !numbered && piece->id == NULL)
    return NULL;

  return call != NULL ? call : add_call (self, piece);
}

/* The name comes whole, again with each piece, or itself in pieces. */
static gboolean
add_name (Call       *call,
          const char *name)
{
  char *whole;

  if (name == NULL || (call->name != NULL && call->arguments->len > 0) ||
      g_strcmp0 (call->name, name) == 0)
    return FALSE;

  whole = g_strconcat (call->name != NULL ? call->name : "", name, NULL);
  g_free (call->name);
  call->name = whole;
  return TRUE;
}

static gboolean
fits (RecessToolCalls       *self,
      const RecessCallPiece *piece)
{
  gsize length = length_of (piece->id) + length_of (piece->name) + length_of (piece->arguments);

  if (!self->full && self->size + length <= RECESS_TOOL_CALLS_MAX_BYTES)
    return TRUE;

  self->full = TRUE;
  self->problem = "The arguments of the calls are over 8 MiB. What came after that is not kept.";
  return FALSE;
}

gboolean
recess_tool_calls_append (RecessToolCalls *self,
                          RecessCallPiece *piece)
{
  Call *call;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (piece != NULL, FALSE);

  piece->id = get_filled (piece->id);
  piece->name = get_filled (piece->name);
  piece->arguments = get_filled (piece->arguments);
  if ((piece->id == NULL && piece->name == NULL && piece->arguments == NULL) ||
      !fits (self, piece) || (call = find_call (self, piece)) == NULL)
    return FALSE;

  if (piece->id != NULL && call->id == NULL)
    call->id = g_strdup (piece->id);
  else
    piece->id = NULL;
  if (!add_name (call, piece->name))
    piece->name = NULL;
  if (piece->arguments != NULL)
    g_string_append (call->arguments, piece->arguments);

  piece->index = call->place;
  self->size += length_of (piece->id) + length_of (piece->name) + length_of (piece->arguments);
  return piece->id != NULL || piece->name != NULL || piece->arguments != NULL;
}

void
recess_tool_calls_append_text (RecessToolCalls *self,
                               const char      *text)
{
  g_autoptr(JsonNode) node = NULL;
  JsonArray *array;

  g_return_if_fail (self != NULL);
  g_return_if_fail (text != NULL);

  node = recess_json_parse (text, strlen (text), NULL);
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return;

  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *object = json_array_get_object_element (array, i);
      JsonObject *function = recess_json_object_get_object (object, "function");
      RecessCallPiece piece = {
        .index = recess_json_object_get_int (object, "index", -1),
        .id = recess_json_object_get_string (object, "id", NULL),
      };

      if (function != NULL)
        {
          piece.name = recess_json_object_get_string (function, "name", NULL);
          piece.arguments = recess_json_object_get_string (function, "arguments", NULL);
        }
      recess_tool_calls_append (self, &piece);
    }
}

guint
recess_tool_calls_get_n (RecessToolCalls *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->calls->len;
}

gsize
recess_tool_calls_get_size (RecessToolCalls *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->size;
}

const char *
recess_tool_calls_get_problem (RecessToolCalls *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->problem;
}

static int
compare_calls (gconstpointer a,
               gconstpointer b)
{
  const Call *left = *(Call *const *) a;
  const Call *right = *(Call *const *) b;

  if (left->given != right->given && left->given >= 0 && right->given >= 0)
    return left->given < right->given ? -1 : 1;

  return (int) left->place - (int) right->place;
}

char *
recess_tool_calls_to_text (RecessToolCalls *self,
                           gboolean         sorted)
{
  g_autoptr(GPtrArray) calls = NULL;
  GString *json;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->calls->len == 0)
    return NULL;

  calls = g_ptr_array_copy (self->calls, NULL, NULL);
  g_ptr_array_set_free_func (calls, NULL);
  if (sorted)
    g_ptr_array_sort (calls, compare_calls);

  json = g_string_new ("[");
  for (guint i = 0; i < calls->len; i++)
    {
      const Call *call = g_ptr_array_index (calls, i);

      if (i > 0)
        g_string_append_c (json, ',');
      recess_row_json_add_call (json, call->id, call->name, call->arguments->str);
    }
  g_string_append_c (json, ']');

  return g_string_free (json, FALSE);
}

static gboolean
is_pending (const Call *call)
{
  Extent all = measure (call);

  return call->written.id < all.id || call->written.name < all.name ||
         call->written.arguments < all.arguments;
}

gboolean
recess_tool_calls_has_pending (RecessToolCalls *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < self->calls->len; i++)
    {
      if (is_pending (g_ptr_array_index (self->calls, i)))
        return TRUE;
    }

  return FALSE;
}

void
recess_call_piece_append_to (const RecessCallPiece *piece,
                             GString               *json)
{
  g_return_if_fail (piece != NULL);
  g_return_if_fail (json != NULL);

  g_string_append_printf (json, "{\"index\":%" G_GINT64_FORMAT, piece->index);
  if (piece->id != NULL)
    {
      recess_row_json_add_string (json, "id", piece->id);
      recess_row_json_add_string (json, "type", "function");
    }
  if (piece->name != NULL || piece->arguments != NULL)
    {
      g_string_append (json, ",\"function\":{");
      if (piece->name != NULL)
        recess_row_json_add_string (json, "name", piece->name);
      if (piece->arguments != NULL)
        recess_row_json_add_string (json, "arguments", piece->arguments);
      g_string_append_c (json, '}');
    }
  g_string_append_c (json, '}');
}

static void
take_call (Call    *call,
           GString *json)
{
  RecessCallPiece piece = { .index = call->place };

  call->sent = measure (call);
  if (call->written.id < call->sent.id)
    piece.id = call->id;
  if (call->written.name < call->sent.name)
    piece.name = call->name + call->written.name;
  if (call->written.arguments < call->sent.arguments)
    piece.arguments = call->arguments->str + call->written.arguments;

  if (json->len > 1)
    g_string_append_c (json, ',');
  recess_call_piece_append_to (&piece, json);
}

char *
recess_tool_calls_take_pending (RecessToolCalls *self)
{
  GString *json;

  g_return_val_if_fail (self != NULL, NULL);

  if (!recess_tool_calls_has_pending (self))
    return NULL;

  json = g_string_new ("[");
  for (guint i = 0; i < self->calls->len; i++)
    {
      Call *call = g_ptr_array_index (self->calls, i);

      if (is_pending (call))
        take_call (call, json);
    }
  g_string_append_c (json, ']');

  return g_string_free (json, FALSE);
}

void
recess_tool_calls_settle_pending (RecessToolCalls *self,
                                  gboolean         written)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; written && i < self->calls->len; i++)
    {
      Call *call = g_ptr_array_index (self->calls, i);

      call->written = call->sent;
    }
}
