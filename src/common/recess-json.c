/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <string.h>

#include "recess-json-scanner.h"

G_DEFINE_QUARK (recess-json-error-quark, recess_json_error)

typedef struct
{
  JsonNode *root;
  JsonNode *open[RECESS_JSON_MAX_DEPTH];
  guint     depth;
  GString  *name;
} Builder;

gboolean
recess_json_check (const char  *text,
                   gsize        length,
                   GError     **error)
{
  RecessJsonScanner scanner;
  RecessJsonToken token;

  g_return_val_if_fail (text != NULL || length == 0, FALSE);

  recess_json_scanner_init (&scanner, text, length);
  do
    token = recess_json_scanner_next (&scanner, error);
  while (token != RECESS_JSON_TOKEN_ERROR && token != RECESS_JSON_TOKEN_END);

  return token == RECESS_JSON_TOKEN_END;
}

static JsonNode *
make_string (const char              *text,
             const RecessJsonScanner *scanner)
{
  g_autoptr (GString) string = g_string_sized_new (scanner->end - scanner->start);

  recess_json_unescape (string, text + scanner->start + 1, scanner->end - scanner->start - 2);
  return json_node_init_string (json_node_alloc (), string->str);
}

static JsonNode *
make_number (const char              *text,
             const RecessJsonScanner *scanner)
{
  g_autofree char *number = g_strndup (text + scanner->start, scanner->end - scanner->start);
  gint64 value;

  /* Only a double keeps the sign of -0. */
  if (scanner->integer && strcmp (number, "-0") != 0)
    {
      errno = 0;
      value = g_ascii_strtoll (number, NULL, 10);
      if (errno == 0)
        return json_node_init_int (json_node_alloc (), value);
    }

  return json_node_init_double (json_node_alloc (), g_ascii_strtod (number, NULL));
}

/* The tree is made here and not by json-glib's own parser, which at our floor aborts on half
 * surrogates, ends a string at NUL, refuses the empty name and wraps large integers. */
static JsonNode *
make_node (const char              *text,
           const RecessJsonScanner *scanner,
           RecessJsonToken          token)
{
  JsonNode *node = NULL;

  switch (token)
    {
    case RECESS_JSON_TOKEN_OBJECT_START:
      node = json_node_alloc ();
      json_node_init (node, JSON_NODE_OBJECT);
      json_node_take_object (node, json_object_new ());
      break;
    case RECESS_JSON_TOKEN_ARRAY_START:
      node = json_node_alloc ();
      json_node_init (node, JSON_NODE_ARRAY);
      json_node_take_array (node, json_array_new ());
      break;
    case RECESS_JSON_TOKEN_STRING:
      node = make_string (text, scanner);
      break;
    case RECESS_JSON_TOKEN_NUMBER:
      node = make_number (text, scanner);
      break;
    case RECESS_JSON_TOKEN_TRUE:
    case RECESS_JSON_TOKEN_FALSE:
      node = json_node_init_boolean (json_node_alloc (), token == RECESS_JSON_TOKEN_TRUE);
      break;
    default:
      node = json_node_init_null (json_node_alloc ());
      break;
    }

  return node;
}

static void
builder_add (Builder  *builder,
             JsonNode *node)
{
  JsonNode *parent = builder->depth > 0 ? builder->open[builder->depth - 1] : NULL;

  if (parent == NULL)
    builder->root = node;
  else if (JSON_NODE_HOLDS_OBJECT (parent))
    json_object_set_member (json_node_get_object (parent), builder->name->str, node);
  else
    json_array_add_element (json_node_get_array (parent), node);

  if (JSON_NODE_HOLDS_OBJECT (node) || JSON_NODE_HOLDS_ARRAY (node))
    builder->open[builder->depth++] = node;
}

static void
builder_take (Builder                 *builder,
              const char              *text,
              const RecessJsonScanner *scanner,
              RecessJsonToken          token)
{
  switch (token)
    {
    case RECESS_JSON_TOKEN_NAME:
      g_string_truncate (builder->name, 0);
      recess_json_unescape (builder->name, text + scanner->start + 1,
                            scanner->end - scanner->start - 2);
      break;
    case RECESS_JSON_TOKEN_OBJECT_END:
    case RECESS_JSON_TOKEN_ARRAY_END:
      builder->depth--;
      break;
    default:
      builder_add (builder, make_node (text, scanner, token));
      break;
    }
}

JsonNode *
recess_json_parse (const char  *text,
                   gsize        length,
                   GError     **error)
{
  g_autoptr (GString) name = g_string_new (NULL);
  RecessJsonScanner scanner;
  RecessJsonToken token;
  Builder builder = { .name = name };

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  recess_json_scanner_init (&scanner, text, length);
  for (;;)
    {
      token = recess_json_scanner_next (&scanner, error);
      if (token == RECESS_JSON_TOKEN_END)
        return builder.root;
      if (token == RECESS_JSON_TOKEN_ERROR)
        break;
      builder_take (&builder, text, &scanner, token);
    }

  g_clear_pointer (&builder.root, json_node_unref);
  return NULL;
}

JsonObject *
recess_json_parse_object (const char  *text,
                          gsize        length,
                          GError     **error)
{
  g_autoptr (JsonNode) node = recess_json_parse (text, length, error);

  if (node == NULL)
    return NULL;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, RECESS_JSON_ERROR, RECESS_JSON_ERROR_SYNTAX,
                   "Line 1, column 1: an object was expected.");
      return NULL;
    }

  return json_node_dup_object (node);
}

static JsonNode *
get_member (JsonObject *object,
            const char *name)
{
  g_assert (name != NULL);

  return object != NULL ? json_object_get_member (object, name) : NULL;
}

static GType
get_value_type (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node)
                                                      : G_TYPE_INVALID;
}

const char *
recess_json_object_get_string (JsonObject *object,
                               const char *name,
                               const char *fallback)
{
  JsonNode *node = get_member (object, name);

  return get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : fallback;
}

gint64
recess_json_object_get_int (JsonObject *object,
                            const char *name,
                            gint64      fallback)
{
  JsonNode *node = get_member (object, name);
  GType type = get_value_type (node);
  double value;

  if (type == G_TYPE_INT64)
    return json_node_get_int (node);

  if (type != G_TYPE_DOUBLE)
    return fallback;

  value = json_node_get_double (node);
  if (value >= -0x1p63 && value < 0x1p63 && value == (double) (gint64) value)
    return (gint64) value;

  return fallback;
}

double
recess_json_object_get_double (JsonObject *object,
                               const char *name,
                               double      fallback)
{
  JsonNode *node = get_member (object, name);
  GType type = get_value_type (node);

  if (type == G_TYPE_DOUBLE)
    return json_node_get_double (node);

  return type == G_TYPE_INT64 ? (double) json_node_get_int (node) : fallback;
}

gboolean
recess_json_object_get_boolean (JsonObject *object,
                                const char *name,
                                gboolean    fallback)
{
  JsonNode *node = get_member (object, name);

  return get_value_type (node) == G_TYPE_BOOLEAN ? json_node_get_boolean (node) : fallback;
}

JsonObject *
recess_json_object_get_object (JsonObject *object,
                               const char *name)
{
  JsonNode *node = get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonArray *
recess_json_object_get_array (JsonObject *object,
                              const char *name)
{
  JsonNode *node = get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}
