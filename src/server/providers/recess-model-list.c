/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "common/recess-api-error.h"
#include "common/recess-json.h"

#include "recess-field.h"
#include "recess-model-list.h"

#define MAX_MODELS 10000

void
recess_model_info_free (RecessModelInfo *self)
{
  g_free (self->id);
  g_free (self->owned_by);
  g_free (self->shutdown_date);
  g_free (self);
}

static gint64
get_positive (JsonObject *object,
              const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !recess_field_node_is (node, RECESS_FIELD_INTEGER))
    return 0;

  return MAX (0, (gint64) json_node_get_double (node));
}

static gint64
read_context_length (JsonObject *row)
{
  static const char *names[] = {
    "context_length", "max_model_len", "context_window", "max_context_length", "max_input_tokens",
  };
  JsonObject *meta = recess_json_object_get_object (row, "meta");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gint64 length = get_positive (row, names[i]);

      if (length > 0)
        return length;
    }

  if (meta == NULL)
    return 0;

  /* What llama.cpp was started with counts, not what the model could. */
  return get_positive (meta, "n_ctx") > 0 ? get_positive (meta, "n_ctx")
                                          : get_positive (meta, "n_ctx_train");
}

static gboolean
is_date (const char *text)
{
  if (strlen (text) != 10 || strspn (text, "0123456789-") != 10 || text[4] != '-' || text[7] != '-')
    return FALSE;

  return g_date_valid_dmy (atoi (text + 8), atoi (text + 5), atoi (text));
}

static char *
read_shutdown_date (JsonObject *row)
{
  static const char *names[] = { "shutdown_date", "deprecation" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *date = g_strndup (recess_json_object_get_string (row, names[i], ""), 10);

      if (is_date (date))
        return g_steal_pointer (&date);
    }

  return NULL;
}

static RecessModelInfo *
read_row (JsonNode *node)
{
  RecessModelInfo *info;
  JsonObject *row;
  const char *id;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return NULL;

  row = json_node_get_object (node);
  id = recess_json_object_get_string (row, "id", NULL);
  if (id == NULL || *id == '\0')
    return NULL;

  info = g_new0 (RecessModelInfo, 1);
  info->id = g_strdup (id);
  info->owned_by = g_strdup (recess_json_object_get_string (row, "owned_by", NULL));
  info->created = get_positive (row, "created");
  info->context_length = read_context_length (row);
  info->shutdown_date = read_shutdown_date (row);
  return info;
}

GPtrArray *
recess_model_list_parse (GBytes  *body,
                         GError **error)
{
  g_autoptr (GPtrArray) models = NULL;
  g_autoptr (JsonObject) object = NULL;
  JsonArray *rows;
  const char *text;
  gsize length;

  g_return_val_if_fail (body != NULL, NULL);

  models = g_ptr_array_new_with_free_func ((GDestroyNotify) recess_model_info_free);
  text = g_bytes_get_data (body, &length);
  object = recess_json_parse_object (text, length, error);
  if (object == NULL)
    return NULL;

  rows = recess_json_object_get_array (object, "data");
  if (rows == NULL)
    {
      recess_set_api_error (error, 502, NULL, NULL, "The answer is not a list of models.");
      return NULL;
    }

  for (guint i = 0; i < MIN (json_array_get_length (rows), MAX_MODELS); i++)
    {
      RecessModelInfo *info = read_row (json_array_get_element (rows, i));

      if (info != NULL)
        g_ptr_array_add (models, info);
    }

  return g_steal_pointer (&models);
}

gboolean
recess_model_list_equal (GPtrArray *a,
                         GPtrArray *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  if (a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++)
    {
      const RecessModelInfo *one = g_ptr_array_index (a, i);
      const RecessModelInfo *other = g_ptr_array_index (b, i);

      if (strcmp (one->id, other->id) != 0 ||
          one->context_length != other->context_length ||
          g_strcmp0 (one->shutdown_date, other->shutdown_date) != 0)
        return FALSE;
    }

  return TRUE;
}
