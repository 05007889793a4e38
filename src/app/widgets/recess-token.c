/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "common/recess-json.h"

#include "recess-token.h"

void
recess_token_free (RecessToken *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->text);
  g_clear_pointer (&self->alternatives, g_ptr_array_unref);
  g_free (self);
}

/* Bytes are given where a token is not a text by itself. */
static GByteArray *
read_bytes (JsonObject *object)
{
  JsonArray *numbers = recess_json_object_get_array (object, "bytes");
  const char *text = recess_json_object_get_string (object, "token", "");
  GByteArray *bytes = g_byte_array_new ();

  for (guint i = 0; numbers != NULL && i < json_array_get_length (numbers); i++)
    {
      JsonNode *node = json_array_get_element (numbers, i);
      guint8 byte = JSON_NODE_HOLDS_VALUE (node) ? (guint8) json_node_get_int (node) : 0;

      g_byte_array_append (bytes, &byte, 1);
    }

  if (bytes->len == 0)
    g_byte_array_append (bytes, (const guint8 *) text, (guint) strlen (text));

  return bytes;
}

static char *
to_text (const GByteArray *bytes)
{
  if (bytes->len == 0)
    return g_strdup ("");

  return g_utf8_make_valid ((const char *) bytes->data, (gssize) bytes->len);
}

static RecessToken *
read_token (JsonObject *object)
{
  RecessToken *token = g_new0 (RecessToken, 1);
  g_autoptr (GByteArray) bytes = read_bytes (object);
  double logprob = recess_json_object_get_double (object, "logprob", -INFINITY);

  token->text = to_text (bytes);
  token->probability = CLAMP (exp (logprob), 0, 1);
  token->alternatives = g_ptr_array_new_with_free_func ((GDestroyNotify) recess_token_free);

  return token;
}

static void
read_alternatives (RecessToken *token,
                   JsonObject  *object)
{
  JsonArray *others = recess_json_object_get_array (object, "top_logprobs");

  for (guint i = 0; others != NULL && i < json_array_get_length (others); i++)
    {
      JsonNode *node = json_array_get_element (others, i);

      if (JSON_NODE_HOLDS_OBJECT (node))
        g_ptr_array_add (token->alternatives, read_token (json_node_get_object (node)));
    }
}

static gboolean
is_begun_character (const GByteArray *bytes)
{
  const char *end;
  gsize rest;

  if (bytes->len == 0 ||
      g_utf8_validate ((const char *) bytes->data, (gssize) bytes->len, &end))
    return FALSE;

  rest = bytes->len - (gsize) (end - (const char *) bytes->data);
  return rest < 4 && g_utf8_get_char_validated (end, (gssize) rest) == (gunichar) -2;
}

GPtrArray *
recess_tokens_parse (JsonArray *tokens)
{
  GPtrArray *parsed = g_ptr_array_new_with_free_func ((GDestroyNotify) recess_token_free);
  g_autoptr (GByteArray) begun = NULL;
  RecessToken *open = NULL;

  g_return_val_if_fail (tokens != NULL, NULL);

  for (guint i = 0; i < json_array_get_length (tokens); i++)
    {
      JsonNode *node = json_array_get_element (tokens, i);
      g_autoptr (GByteArray) bytes = NULL;
      RecessToken *token;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;

      token = read_token (json_node_get_object (node));
      read_alternatives (token, json_node_get_object (node));
      bytes = read_bytes (json_node_get_object (node));
      if (open != NULL)
        {
          g_byte_array_append (begun, bytes->data, bytes->len);
          open->probability *= token->probability;
          recess_token_free (token);
        }
      else
        {
          begun = g_steal_pointer (&bytes);
          open = token;
          g_ptr_array_add (parsed, token);
        }

      if (is_begun_character (begun))
        continue;

      g_free (open->text);
      open->text = to_text (begun);
      open = NULL;
      g_clear_pointer (&begun, g_byte_array_unref);
    }

  return parsed;
}
