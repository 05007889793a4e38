/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-json.h"

#include "recess-content.h"
#include "recess-stream-reducer.h"

#define FILE_MARK "[File: "

static void
begin_part (GString *content)
{
  if (content->len > 1)
    g_string_append_c (content, ',');
}

static void
append_text (GString    *content,
             const char *text)
{
  begin_part (content);
  g_string_append (content, "{\"type\":\"text\",\"text\":");
  recess_json_append_string (content, text, -1);
  g_string_append_c (content, '}');
}

static void
append_file (GString    *content,
             const char *name,
             const char *text)
{
  g_autofree char *line = g_strdelimit (g_strdup (name), "\r\n", ' ');
  g_autofree char *all = g_strconcat (FILE_MARK, line, "]\n", text, NULL);

  append_text (content, all);
}

static void
append_attachment (GString          *content,
                   RecessAttachment *attachment)
{
  const char *text = recess_attachment_get_text (attachment);
  const char *uri = recess_attachment_get_uri (attachment);

  if (text != NULL && recess_attachment_is_file (attachment))
    append_file (content, recess_attachment_get_name (attachment), text);
  else if (text != NULL)
    append_text (content, text);
  else if (uri != NULL)
    {
      begin_part (content);
      g_string_append (content, "{\"type\":\"image_url\",\"image_url\":{\"url\":");
      recess_json_append_string (content, uri, -1);
      g_string_append (content, "}}");
    }
}

char *
recess_content_build (const char *text,
                      GListModel *attachments)
{
  guint n_attachments;
  GString *content;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (attachments), NULL);

  n_attachments = g_list_model_get_n_items (attachments);
  if (n_attachments == 0)
    return recess_json_quote (text);

  content = g_string_new ("[");
  if (*text != '\0')
    append_text (content, text);
  for (guint i = 0; i < n_attachments; i++)
    {
      g_autoptr(RecessAttachment) attachment = g_list_model_get_item (attachments, i);

      append_attachment (content, attachment);
    }
  g_string_append_c (content, ']');

  return g_string_free (content, FALSE);
}

/* Returns: (nullable): where the words of a file begin; its name is between the mark and them */
static const char *
find_file_text (const char *text)
{
  const char *end;

  if (!g_str_has_prefix (text, FILE_MARK))
    return NULL;

  end = strchr (text, '\n');
  if (end == NULL || end[-1] != ']' || end - text <= (gssize) strlen (FILE_MARK) + 1)
    return NULL;

  return end + 1;
}

gboolean
recess_content_is_attachment (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  return recess_stream_is_attachment (text) || find_file_text (text) != NULL;
}

static RecessAttachment *
read_text (const char *text)
{
  const char *words = find_file_text (text);
  g_autofree char *name = NULL;

  if (words == NULL)
    return recess_attachment_new_text (NULL, text);

  name = g_strndup (text + strlen (FILE_MARK), (gsize) (words - text) - strlen (FILE_MARK) - 2);
  return recess_attachment_new_text (name, words);
}

static RecessAttachment *
read_image (JsonObject *part)
{
  JsonObject *image = recess_json_object_get_object (part, "image_url");
  RecessAttachment *attachment = recess_attachment_new (NULL, "image", -1);

  if (image != NULL)
    recess_attachment_set_uri (attachment, recess_json_object_get_string (image, "url", NULL));

  return attachment;
}

RecessAttachment *
recess_content_read_part (JsonObject  *part,
                          const char **words)
{
  const char *type;

  g_return_val_if_fail (part != NULL, NULL);
  g_return_val_if_fail (words != NULL, NULL);

  type = recess_json_object_get_string (part, "type", "");
  *words = recess_json_object_get_string (part, "text", NULL);
  if (*words != NULL)
    return recess_content_is_attachment (*words) ? read_text (*words) : NULL;

  return g_str_equal (type, "image_url") ? read_image (part)
                                         : recess_attachment_new (type, "file", -1);
}

static gboolean
is_words (JsonNode *part)
{
  const char *text = NULL;

  if (JSON_NODE_HOLDS_OBJECT (part))
    text = recess_json_object_get_string (json_node_get_object (part), "text", NULL);

  return text != NULL && !recess_content_is_attachment (text);
}

char *
recess_content_set_text (const char *parts,
                         const char *text)
{
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(GString) content = NULL;
  gboolean placed = FALSE;
  JsonArray *array;

  g_return_val_if_fail (parts != NULL && text != NULL, NULL);

  node = recess_json_parse (parts, strlen (parts), NULL);
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return recess_json_quote (text);

  array = json_node_get_array (node);
  for (guint i = 0; !placed && i < json_array_get_length (array); i++)
    if (is_words (json_array_get_element (array, i)))
      {
        json_object_set_string_member (json_array_get_object_element (array, i), "text", text);
        placed = TRUE;
      }

  content = g_string_new ("[");
  if (!placed && *text != '\0')
    append_text (content, text);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *part = recess_json_node_to_text (json_array_get_element (array, i), FALSE);

      begin_part (content);
      g_string_append (content, part);
    }
  g_string_append_c (content, ']');

  return g_string_free (g_steal_pointer (&content), FALSE);
}

char *
recess_content_attachments_to_json (GListModel *attachments)
{
  GString *json = g_string_new ("[");

  g_return_val_if_fail (G_IS_LIST_MODEL (attachments), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (attachments); i++)
    {
      g_autoptr(RecessAttachment) attachment = g_list_model_get_item (attachments, i);
      const char *uri = recess_attachment_get_uri (attachment);
      const char *name = recess_attachment_get_name (attachment);

      if (uri == NULL)
        continue;

      begin_part (json);
      g_string_append_printf (json, "{\"kind\":\"%s\",\"size\":%" G_GINT64_FORMAT ",\"uri\":",
                              recess_attachment_get_kind (attachment),
                              recess_attachment_get_size (attachment));
      recess_json_append_string (json, uri, -1);
      if (recess_attachment_is_file (attachment))
        {
          g_string_append (json, ",\"name\":");
          recess_json_append_string (json, name, -1);
        }
      g_string_append_c (json, '}');
    }
  g_string_append_c (json, ']');

  return g_string_free (json, FALSE);
}

GListStore *
recess_content_attachments_from_json (const char *json)
{
  GListStore *attachments = g_list_store_new (RECESS_TYPE_ATTACHMENT);
  g_autoptr(JsonNode) node = NULL;
  JsonArray *array;

  g_return_val_if_fail (json != NULL, NULL);

  node = recess_json_parse (json, strlen (json), NULL);
  array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *item = json_array_get_element (array, i);
      g_autoptr(RecessAttachment) attachment = NULL;
      JsonObject *object;

      if (!JSON_NODE_HOLDS_OBJECT (item))
        continue;

      object = json_node_get_object (item);
      attachment = recess_attachment_new (recess_json_object_get_string (object, "name", NULL),
                                          recess_json_object_get_string (object, "kind", "file"),
                                          recess_json_object_get_int (object, "size", -1));
      recess_attachment_set_uri (attachment, recess_json_object_get_string (object, "uri", NULL));
      g_list_store_append (attachments, attachment);
    }

  return attachments;
}
