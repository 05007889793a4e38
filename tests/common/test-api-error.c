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

static void
test_new (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) copy = NULL;
  g_autofree char *json = NULL;

  recess_set_api_error (NULL, 400, NULL, NULL, "%s", "nobody listens");
  recess_set_api_error (&error, 400, "messages[2].content", NULL, "“%s” is wrong", "a\"b");
  recess_api_error_set_retry_ms (error, 1500);
  recess_api_error_set_final (error, TRUE);
  copy = g_error_copy (error);
  g_clear_error (&error);

  g_assert_error (copy, RECESS_API_ERROR, 400);
  g_assert_cmpint (recess_api_error_get_status (copy), ==, 400);
  g_assert_cmpstr (recess_api_error_get_param (copy), ==, "messages[2].content");
  g_assert_null (recess_api_error_get_code (copy));
  g_assert_cmpint (recess_api_error_get_retry_ms (copy), ==, 1500);
  g_assert_true (recess_api_error_get_final (copy));

  json = recess_api_error_to_json (copy);
  g_assert_cmpstr (json, ==,
                   "{\"error\":{\"message\":\"“a\\\"b” is wrong\",\"type\":\"invalid_request_error\","
                   "\"param\":\"messages[2].content\",\"code\":null}}");
}

static void
test_types (void)
{
  static const struct
  {
    guint       status;
    const char *type;
    const char *code;
  } cases[] = {
    { 0, "server_error", NULL },
    { 400, "invalid_request_error", NULL },
    { 401, "invalid_request_error", "invalid_api_key" },
    { 404, "invalid_request_error", NULL },
    { 413, "invalid_request_error", NULL },
    { 429, "rate_limit_error", NULL },
    { 500, "server_error", NULL },
    { 503, "server_error", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = recess_api_error_new (cases[i].status, NULL, NULL, "x");

      g_assert_cmpstr (recess_api_error_get_type (error), ==, cases[i].type);
      g_assert_cmpstr (recess_api_error_get_code (error), ==, cases[i].code);
      g_assert_cmpint (recess_api_error_get_retry_ms (error), ==, -1);
      g_assert_false (recess_api_error_get_final (error));
    }
}

static void
test_foreign (void)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "x");
  g_autofree char *json = recess_api_error_to_json (error);

  g_assert_cmpint (recess_api_error_get_status (error), ==, 0);
  g_assert_null (recess_api_error_get_code (error));
  g_assert_cmpint (recess_api_error_get_retry_ms (error), ==, -1);
  g_assert_cmpstr (json, ==,
                   "{\"error\":{\"message\":\"x\",\"type\":\"server_error\","
                   "\"param\":null,\"code\":null}}");
}

static void
test_shapes (void)
{
  static const struct
  {
    guint       status;
    const char *body;
    const char *message;
    const char *param;
    const char *code;
  } cases[] = {
    { 400,
      "{\"error\":{\"message\":\"m\",\"type\":\"invalid_request_error\",\"param\":\"p\",\"code\":\"c\"}}",
      "m", "p", "c" },
    { 404, "{\"error\":\"model 'x' not found\"}", "model 'x' not found", NULL, NULL },
    { 422, "{\"detail\":\"no\"}", "no", NULL, NULL },
    { 422,
      "{\"detail\":[{\"loc\":[\"body\",\"messages\",0],\"msg\":\"field required\",\"type\":\"missing\"}]}",
      "body.messages.0: field required", NULL, "missing" },
    { 400,
      "{\"object\":\"error\",\"message\":\"m\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}",
      "m", NULL, "BadRequestError" },
    { 429, "{\"error\":{\"message\":\"m\",\"code\":1302}}", "m", NULL, "1302" },
    { 429, "{\"error\":{\"message\":\"m\",\"code\":429,\"type\":null}}", "m", NULL, NULL },
    { 503, "[{\"error\":{\"code\":503,\"message\":\"overloaded\",\"status\":\"UNAVAILABLE\"}}]",
      "overloaded", NULL, NULL },
    { 529, "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"m\"}}",
      "m", NULL, "overloaded_error" },
    { 401, "{\"error\":{\"message\":\"m\",\"type\":\"authentication_error\",\"code\":401}}",
      "m", NULL, "invalid_api_key" },
    { 400, "{\"error\":true,\"message\":\"m\"}", "m", NULL, NULL },
    { 400, "{\"errors\":[\"first\",\"second\"]}", "first", NULL, NULL },
    { 400, "{\"title\":\"Bad\",\"detail\":\"because\"}", "because", NULL, NULL },
    { 500, "{\"status\":\"fail\"}", "{\"status\":\"fail\"}", NULL, NULL },
    { 500, "null", "null", NULL, NULL },
    { 500, "\"text\"", "text", NULL, NULL },
    { 500, "{\"error\":{\"message\":{\"a\":1}}}",
      "{\"error\":{\"message\":{\"a\":1}}}", NULL, NULL },
    { 500, "  plain text\n", "plain text", NULL, NULL },
    { 502, "", "The server answered with status 502 and no message.", NULL, NULL },
    { 502, " \n", "The server answered with status 502 and no message.", NULL, NULL },
    { 502, "<html>\n<head><TITLE>502 Bad Gateway</TITLE></head></html>",
      "The server answered with a web page (“502 Bad Gateway”) instead of JSON, status 502.", NULL, NULL },
    { 404, "<!DOCTYPE html><p>no title",
      "The server answered with a web page instead of JSON, status 404.",
      NULL, NULL },
    { 404, "<html><title>cut",
      "The server answered with a web page instead of JSON, status 404.", NULL, NULL },
    { 500, "\x1f\x8b\x08\x01\xff",
      "The server answered with status 500 and no readable message.", NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = recess_api_error_parse (cases[i].status, cases[i].body,
                                                         strlen (cases[i].body));

      g_assert_cmpint (error->code, ==, cases[i].status);
      g_assert_cmpstr (error->message, ==, cases[i].message);
      g_assert_cmpstr (recess_api_error_get_param (error), ==, cases[i].param);
      g_assert_cmpstr (recess_api_error_get_code (error), ==, cases[i].code);
    }
}

static void
test_huge (void)
{
  gsize length = 8 * 1024 * 1024;
  g_autofree char *body = g_malloc (length);
  g_autoptr (GString) json = g_string_new ("{\"error\":{\"message\":\"");
  g_autoptr (GError) text = NULL;
  g_autoptr (GError) parsed = NULL;

  memset (body, 'x', length);
  text = recess_api_error_parse (500, body, length);
  g_assert_cmpint (strlen (text->message), <=, 4100);

  for (guint i = 0; i < 100000; i++)
    g_string_append (json, "€");
  g_string_append (json, "\"}}");
  parsed = recess_api_error_parse (500, json->str, json->len);
  g_assert_true (g_str_has_prefix (parsed->message, "€€€"));
  g_assert_true (g_str_has_suffix (parsed->message, "€…"));
  g_assert_true (g_utf8_validate (parsed->message, -1, NULL));
  g_assert_cmpint (strlen (parsed->message), <=, 4100);
}

/* Each recorded answer of a real server: status from its first line, message from its body. */
static void
test_recorded (void)
{
  static const struct
  {
    const char *name;
    guint       status;
    const char *message;
    const char *code;
  } cases[] = {
    { "err-badjson", 400, NULL, NULL },
    { "err-embeddings", 501, "This server does not support embeddings. Start it with `--embeddings`",
      "not_supported_error" },
    { "err-get", 404, "File Not Found", "not_found_error" },
    { "err-image", 500, NULL, NULL },
    { "err-messages-type", 400, "Expected 'messages' to be an array", NULL },
    { "err-no-key", 401, "Invalid API Key", "invalid_api_key" },
    { "err-role-missing", 500, "Failed to parse messages: Missing 'role' in message: {\"content\":\"x\"}", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *file = g_strconcat ("fixtures/llama-server/", cases[i].name, ".txt", NULL);
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, file, NULL);
      g_autofree char *text = NULL;
      g_autoptr (GError) error = NULL;
      const char *head, *body;

      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      head = strstr (text, "HTTP/1.1 ");
      g_assert_nonnull (head);
      body = strstr (head, "\n\n") != NULL ? strstr (head, "\n\n") + 2 : strstr (head, "\r\n\r\n") + 4;
      error = recess_api_error_parse (atoi (head + 9), body, strlen (body));

      g_assert_cmpint (error->code, ==, cases[i].status);
      if (cases[i].message != NULL)
        g_assert_cmpstr (error->message, ==, cases[i].message);
      g_assert_null (strstr (error->message, "\"error\""));
      g_assert_cmpstr (recess_api_error_get_code (error), ==, cases[i].code);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/api-error/new", test_new);
  g_test_add_func ("/api-error/types", test_types);
  g_test_add_func ("/api-error/foreign", test_foreign);
  g_test_add_func ("/api-error/shapes", test_shapes);
  g_test_add_func ("/api-error/huge", test_huge);
  g_test_add_func ("/api-error/recorded", test_recorded);
  return g_test_run ();
}
