/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "recess-api-error.h"
#include "recess-json.h"

#define MAX_MESSAGE 4096
#define MAX_PARSED  (1024 * 1024)

typedef struct
{
  char     *param;
  char     *code;
  gint64    retry_ms;
  gboolean  final;
} RecessApiErrorPrivate;

static void
recess_api_error_private_init (RecessApiErrorPrivate *priv)
{
  priv->retry_ms = -1;
}

static void
recess_api_error_private_copy (const RecessApiErrorPrivate *source,
                               RecessApiErrorPrivate       *copy)
{
  copy->param = g_strdup (source->param);
  copy->code = g_strdup (source->code);
  copy->retry_ms = source->retry_ms;
  copy->final = source->final;
}

static void
recess_api_error_private_clear (RecessApiErrorPrivate *priv)
{
  g_clear_pointer (&priv->param, g_free);
  g_clear_pointer (&priv->code, g_free);
}

G_DEFINE_EXTENDED_ERROR (RecessApiError, recess_api_error)

static RecessApiErrorPrivate *
get_private (const GError *error)
{
  if (error == NULL || error->domain != RECESS_API_ERROR)
    return NULL;

  return recess_api_error_get_private (error);
}

static GError *
take_error (guint       status,
            const char *param,
            const char *code,
            const char *message)
{
  GError *error = g_error_new_literal (RECESS_API_ERROR, status, message);
  RecessApiErrorPrivate *priv = recess_api_error_get_private (error);

  if (code == NULL && status == 401)
    code = "invalid_api_key";

  priv->param = g_strdup (param);
  priv->code = g_strdup (code);
  return error;
}

GError *
recess_api_error_new (guint       status,
                      const char *param,
                      const char *code,
                      const char *format,
                      ...)
{
  g_autofree char *message = NULL;
  va_list args;

  g_return_val_if_fail (format != NULL, NULL);

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);

  return take_error (status, param, code, message);
}

void
recess_set_api_error (GError     **error,
                      guint        status,
                      const char  *param,
                      const char  *code,
                      const char  *format,
                      ...)
{
  g_autofree char *message = NULL;
  va_list args;

  g_return_if_fail (error == NULL || *error == NULL);
  g_return_if_fail (format != NULL);

  if (error == NULL)
    return;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);

  *error = take_error (status, param, code, message);
}

/* One line of readable text, not too long, or NULL. */
static char *
tidy_message (const char *text,
              gsize       length)
{
  g_autofree char *valid = g_utf8_make_valid (text, MIN (length, 2 * MAX_MESSAGE));
  char *cut;

  g_strstrip (valid);
  if (*valid == '\0')
    return NULL;

  if (strlen (valid) <= MAX_MESSAGE)
    return g_steal_pointer (&valid);

  cut = g_utf8_find_prev_char (valid, valid + MAX_MESSAGE + 1);
  *cut = '\0';
  return g_strconcat (valid, "…", NULL);
}

static char *
dup_value_text (JsonNode *node)
{
  g_autofree char *text = NULL;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return NULL;

  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    text = json_node_dup_string (node);
  else
    text = recess_json_node_to_text (node, FALSE);

  return tidy_message (text, strlen (text));
}

/* FastAPI: {"loc": ["body", "messages", 0], "msg": "field required"} */
static char *
dup_located_message (JsonObject *row)
{
  const char *message = recess_json_object_get_string (row, "msg", NULL);
  JsonArray *places = recess_json_object_get_array (row, "loc");
  g_autoptr (GString) text = NULL;

  if (message == NULL)
    return NULL;

  text = g_string_new (NULL);
  for (guint i = 0; places != NULL && i < json_array_get_length (places); i++)
    {
      g_autofree char *place = dup_value_text (json_array_get_element (places, i));

      if (text->len > 0)
        g_string_append_c (text, '.');
      g_string_append (text, place != NULL ? place : "");
    }
  if (text->len > 0)
    g_string_append (text, ": ");
  g_string_append (text, message);

  return tidy_message (text->str, text->len);
}

typedef struct
{
  char *message;
  char *type;
  char *param;
  char *code;
} Fields;

static void
fields_clear (Fields *fields)
{
  g_free (fields->message);
  g_free (fields->type);
  g_free (fields->param);
  g_free (fields->code);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fields, fields_clear)

static void
read_node (Fields   *fields,
           JsonNode *node,
           guint     depth);

static void
take_field (char **field,
            char  *value)
{
  if (value == NULL)
    return;

  g_free (*field);
  *field = value;
}

static void
read_object (Fields     *fields,
             JsonObject *object,
             guint       depth)
{
  static const char * const names[] = { "error", "message", "detail", "errors", "msg", "title" };

  /* The inner object knows better than what wraps it. */
  take_field (&fields->type, g_strdup (recess_json_object_get_string (object, "type", NULL)));
  take_field (&fields->param, g_strdup (recess_json_object_get_string (object, "param", NULL)));
  if (json_object_has_member (object, "code"))
    take_field (&fields->code, dup_value_text (json_object_get_member (object, "code")));

  fields->message = dup_located_message (object);
  for (guint i = 0; fields->message == NULL && i < G_N_ELEMENTS (names); i++)
    if (json_object_has_member (object, names[i]))
      read_node (fields, json_object_get_member (object, names[i]), depth + 1);
}

static void
read_node (Fields   *fields,
           JsonNode *node,
           guint     depth)
{
  if (depth > 4)
    return;

  if (JSON_NODE_HOLDS_OBJECT (node))
    read_object (fields, json_node_get_object (node), depth);
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      if (json_array_get_length (json_node_get_array (node)) > 0)
        read_node (fields, json_array_get_element (json_node_get_array (node), 0), depth + 1);
    }
  else if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    fields->message = dup_value_text (node);
}

static const char *
find_ignoring_case (const char *text,
                    const char *word)
{
  gsize n = strlen (word);

  for (; *text != '\0'; text++)
    if (g_ascii_strncasecmp (text, word, n) == 0)
      return text;

  return NULL;
}

static char *
dup_html_title (const char *html)
{
  const char *title = find_ignoring_case (html, "<title");
  const char *end;

  title = title != NULL ? strchr (title, '>') : NULL;
  end = title != NULL ? strchr (title, '<') : NULL;

  return end != NULL ? tidy_message (title + 1, MIN (end - title - 1, 200)) : NULL;
}

static gboolean
is_html (const char *text)
{
  static const char * const starts[] = { "<!doctype html", "<html", "<head", "<body", "<?xml" };

  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    if (g_ascii_strncasecmp (text, starts[i], strlen (starts[i])) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
is_readable (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);

      if (c == 0xfffd || (g_unichar_iscntrl (c) && !g_unichar_isspace (c)))
        return FALSE;
    }

  return TRUE;
}

static char *
describe_text (guint       status,
               const char *body,
               gsize       length)
{
  g_autofree char *text = length > 0 ? tidy_message (body, length) : NULL;

  if (text != NULL && is_html (text))
    {
      g_autofree char *title = dup_html_title (text);

      if (title != NULL)
        return g_strdup_printf ("The server answered with a web page (“%s”) instead of JSON, "
                                "status %u.", title, status);
      return g_strdup_printf ("The server answered with a web page instead of JSON, status %u.",
                              status);
    }

  if (text == NULL)
    return g_strdup_printf ("The server answered with status %u and no message.", status);
  if (!is_readable (text))
    return g_strdup_printf ("The server answered with status %u and no readable message.", status);

  return g_steal_pointer (&text);
}

static char *
choose_code (guint         status,
             const Fields *fields)
{
  g_autofree char *number = g_strdup_printf ("%u", status);

  if (fields->code != NULL && strcmp (fields->code, number) != 0)
    return g_strdup (fields->code);

  if (status == 401 || fields->type == NULL ||
      g_str_equal (fields->type, "invalid_request_error") ||
      g_str_equal (fields->type, "server_error"))
    return NULL;

  return g_strdup (fields->type);
}

/**
 * recess_api_error_parse:
 * @status: the HTTP status of an answer
 * @body: (array length=length): its body, of any sort
 *
 * Reads a server's error in the shapes that are about: the four keys, {"error": "text"},
 * {"detail": …}, {"message": …}, lists of these, a web page, plain text, nothing, garbage. Status
 * and message are kept; the message is cut at 4 KiB. A number as code becomes text, or nothing
 * where it only repeats the status; a type that says more than ours becomes the code.
 */
GError *
recess_api_error_parse (guint       status,
                        const char *body,
                        gsize       length)
{
  g_auto (Fields) fields = { NULL };
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *code = NULL;

  g_return_val_if_fail (body != NULL || length == 0, NULL);

  if (length > 0 && length <= MAX_PARSED)
    node = recess_json_parse (body, length, NULL);
  if (node != NULL)
    read_node (&fields, node, 0);

  if (fields.message == NULL)
    fields.message = describe_text (status, body, length);

  code = choose_code (status, &fields);
  return take_error (status, fields.param, code, fields.message);
}

guint
recess_api_error_get_status (const GError *error)
{
  return get_private (error) != NULL ? (guint) error->code : 0;
}

const char *
recess_api_error_get_type (const GError *error)
{
  guint status = recess_api_error_get_status (error);

  if (status == 429)
    return "rate_limit_error";

  return status >= 400 && status < 500 ? "invalid_request_error" : "server_error";
}

const char *
recess_api_error_get_param (const GError *error)
{
  RecessApiErrorPrivate *priv = get_private (error);

  return priv != NULL ? priv->param : NULL;
}

const char *
recess_api_error_get_code (const GError *error)
{
  RecessApiErrorPrivate *priv = get_private (error);

  return priv != NULL ? priv->code : NULL;
}

gint64
recess_api_error_get_retry_ms (const GError *error)
{
  RecessApiErrorPrivate *priv = get_private (error);

  return priv != NULL ? priv->retry_ms : -1;
}

void
recess_api_error_set_retry_ms (GError *error,
                               gint64  milliseconds)
{
  RecessApiErrorPrivate *priv = get_private (error);

  g_return_if_fail (priv != NULL);

  priv->retry_ms = milliseconds;
}

gboolean
recess_api_error_get_final (const GError *error)
{
  RecessApiErrorPrivate *priv = get_private (error);

  return priv != NULL && priv->final;
}

void
recess_api_error_set_final (GError   *error,
                            gboolean  final)
{
  RecessApiErrorPrivate *priv = get_private (error);

  g_return_if_fail (priv != NULL);

  priv->final = final;
}

static void
append_nullable (GString    *json,
                 const char *text)
{
  if (text != NULL)
    recess_json_append_string (json, text, -1);
  else
    g_string_append (json, "null");
}

char *
recess_api_error_to_json (const GError *error)
{
  GString *json;

  g_return_val_if_fail (error != NULL, NULL);

  json = g_string_new ("{\"error\":{\"message\":");
  recess_json_append_string (json, error->message, -1);
  g_string_append_printf (json, ",\"type\":\"%s\",\"param\":", recess_api_error_get_type (error));
  append_nullable (json, recess_api_error_get_param (error));
  g_string_append (json, ",\"code\":");
  append_nullable (json, recess_api_error_get_code (error));
  g_string_append (json, "}}");
  return g_string_free (json, FALSE);
}
