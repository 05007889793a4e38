/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-api-error.h"
#include "common/recess-sse-parser.h"

/* Writes events down as "name|id|data;", control characters made visible. */
static void
note (const RecessSseEvent *event,
      gpointer              user_data)
{
  GString *log = user_data;

  g_assert_true (g_utf8_validate (event->event, -1, NULL));
  g_assert_cmpint (event->data[event->length], ==, '\0');
  g_string_append_printf (log, "%s|%s|", event->event, event->id != NULL ? event->id : "-");
  for (gsize i = 0; i < event->length; i++)
    {
      if (event->data[i] == '\n')
        g_string_append (log, "\\n");
      else if (event->data[i] == '\0')
        g_string_append (log, "\\0");
      else
        g_string_append_c (log, event->data[i]);
    }
  g_string_append_c (log, ';');
}

static char *
parse_in_pieces (const char *bytes,
                 gsize       length,
                 gsize       first,
                 gsize       size)
{
  GString *log = g_string_new (NULL);
  g_autoptr (RecessSseParser) parser = recess_sse_parser_new (note, log);
  gsize offset = 0;

  while (offset < length)
    {
      gsize n = MIN (offset == 0 && first > 0 ? first : size, length - offset);
      g_autofree char *piece = g_memdup2 (bytes + offset, n);
      g_autoptr (GError) error = NULL;

      g_assert_true (recess_sse_parser_push (parser, piece, n, &error));
      g_assert_no_error (error);
      offset += n;
    }

  return g_string_free (log, FALSE);
}

static void
assert_same_at_every_split (const char *bytes,
                            gsize       length,
                            const char *expected)
{
  for (gsize size = 1; size < 4; size++)
    {
      g_autofree char *log = parse_in_pieces (bytes, length, 0, size);

      g_assert_cmpstr (log, ==, expected);
    }

  for (gsize first = 1; first < length; first++)
    {
      g_autofree char *log = parse_in_pieces (bytes, length, first, length);

      g_assert_cmpstr (log, ==, expected);
    }
}

static void
test_nasty (void)
{
  static const struct
  {
    const char *bytes;
    const char *events;
  } cases[] = {
    { "", "" },
    { "\n\n\r\n\r\r", "" },
    { "data: a\n\n", "message|-|a;" },
    { "data: a\r\n\r\n", "message|-|a;" },
    { "data: a\r\r", "message|-|a;" },
    { "data: a\r\n\ndata:b\n\r\n", "message|-|a;message|-|b;" },
    { "data:  two\ndata:lines\ndata\ndata:\n\n", "message|-| two\\nlines\\n\\n;" },
    { "event: e\r\ndata: a\r\ndata: b\r\n\r\n", "e|-|a\\nb;" },
    { "event: e\rdata: a\rdata: b\r\r", "e|-|a\\nb;" },
    { "data\n\ndata:\n\n", "message|-|;message|-|;" },
    { "\xef\xbb\xbf" "data: bom\n\n", "message|-|bom;" },
    { "\xef\xbb\xbf\xef\xbb\xbf" "data: no\n\n", "" },
    { "\xef\xbb" "data: no\n\ndata: yes\n\n", "message|-|yes;" },
    { "data: \xef\xbb\xbf" "x\n\n", "message|-|\xef\xbb\xbf" "x;" },
    { ": comment\n:\n:data: x\ndata: y\n: z\n\n", "message|-|y;" },
    { "event: e\nid: 7\ndata: x\n\ndata: y\n\n", "e|7|x;message|7|y;" },
    { "id: 7\ndata: x\n\nid\ndata: y\n\n", "message|7|x;message|-|y;" },
    { "id: 7\n\nevent: e\n\ndata: y\n\n", "message|7|y;" },
    { "event: a\nevent: b\nevent\ndata: x\n\n", "message|-|x;" },
    { "retry: 10\ndata: x\nunknown: y\nData: z\n data: w\ndata : v\n\n", "message|-|x;" },
    { "data: cut off\n", "" },
    { "data: cut off", "" },
    { "data: a\n\ndata: b\n", "message|-|a;" },
    { "data: {\"a\":\"x: y\"}\n\ndata: [DONE]\n\n", "message|-|{\"a\":\"x: y\"};message|-|[DONE];" },
    { "data: é€😀\n\n", "message|-|é€😀;" },
    { "data: \xff" "a\xc3\n\n", "message|-|\xef\xbf\xbd" "a\xef\xbf\xbd;" },
    { "data: \xf0\x9f\x98" "b\xe2\x82\xe2\x82\xac\n\n", "message|-|\xef\xbf\xbd" "b\xef\xbf\xbd€;" },
    { "data: \xed\xa0\x80\xc0\xaf\n\n",
      "message|-|\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd;" },
    { "event: \xff\ndata: x\n\n", "\xef\xbf\xbd|-|x;" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *log = parse_in_pieces (cases[i].bytes, strlen (cases[i].bytes), 0,
                                              G_MAXSIZE);

      g_assert_cmpstr (log, ==, cases[i].events);
      assert_same_at_every_split (cases[i].bytes, strlen (cases[i].bytes), cases[i].events);
    }

  assert_same_at_every_split ("data: a\0b\nid: 1\0\n\n", 18, "message|-|a\\0b;");
}

/* A recorded stream, as it is and with its line ends changed. */
static void
test_recorded (void)
{
  static const char * const names[] = {
    "chat-stream", "chat-stream-usage", "tools-called-stream", "tools-called-length-stream",
    "tools-parallel-stream", "tools-required-stream",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *file = g_strconcat ("fixtures/llama-server/", names[i], ".txt", NULL);
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, file, NULL);
      g_autofree char *text = NULL;
      g_autofree char *expected = NULL;
      g_auto (GStrv) lines = NULL;
      const char *body;

      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      body = strstr (text, "data: {");
      g_assert_nonnull (body);
      expected = parse_in_pieces (body, strlen (body), 0, G_MAXSIZE);
      g_assert_nonnull (strstr (expected, "chat.completion.chunk"));
      g_assert_true (g_str_has_suffix (expected, "message|-|[DONE];"));
      assert_same_at_every_split (body, strlen (body), expected);

      lines = g_strsplit (body, "\n", -1);
      for (guint j = 0; j < 2; j++)
        {
          g_autofree char *changed = g_strjoinv (j == 0 ? "\r\n" : "\r", lines);
          g_autofree char *log = parse_in_pieces (changed, strlen (changed), 0, 1);

          g_assert_cmpstr (log, ==, expected);
        }
    }
}

static void
count (const RecessSseEvent *event,
       gpointer              user_data)
{
  gsize *bytes = user_data;

  *bytes += event->length;
}

static void
test_big_event (void)
{
  static const gsize sizes[] = { 1, 4096, 1024 * 1024, G_MAXSIZE };
  gsize length = 10 * 1024 * 1024;
  g_autofree char *bytes = g_malloc (length + 8);

  memcpy (bytes, "data: ", 6);
  memset (bytes + 6, 'x', length);
  memcpy (bytes + 6 + length, "\n\n", 2);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      gsize seen = 0;
      g_autoptr (RecessSseParser) parser = recess_sse_parser_new (count, &seen);

      for (gsize offset = 0; offset < length + 8; )
        {
          gsize n = MIN (sizes[i], length + 8 - offset);

          g_assert_true (recess_sse_parser_push (parser, bytes + offset, n, NULL));
          offset += n;
        }
      g_assert_cmpint (seen, ==, length);
    }
}

/* One line, many data lines, a comment: none may grow without end. */
static void
test_too_big (void)
{
  gsize size = 1024 * 1024;
  g_autofree char *piece = g_malloc (size);

  for (guint kind = 0; kind < 3; kind++)
    {
      gsize seen = 0;
      g_autoptr (RecessSseParser) parser = recess_sse_parser_new (count, &seen);
      g_autoptr (GError) error = NULL;
      guint i;

      g_assert_true (recess_sse_parser_push (parser, "data: small\n\n", 13, NULL));
      memset (piece, kind == 2 ? ':' : 'x', size);
      if (kind == 1)
        {
          memcpy (piece, "data:", 5);
          piece[size - 1] = '\n';
        }
      else if (kind == 0)
        {
          g_assert_true (recess_sse_parser_push (parser, "data: ", 6, NULL));
        }

      for (i = 0; i < 100; i++)
        if (!recess_sse_parser_push (parser, piece, size, &error))
          break;

      g_assert_cmpint (i, >=, 63);
      g_assert_cmpint (i, <=, 65);
      g_assert_error (error, RECESS_API_ERROR, 0);
      g_assert_false (recess_sse_parser_push (parser, "\n\n", 2, NULL));
      g_assert_cmpint (seen, ==, 5);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sse-parser/nasty", test_nasty);
  g_test_add_func ("/sse-parser/recorded", test_recorded);
  g_test_add_func ("/sse-parser/big-event", test_big_event);
  g_test_add_func ("/sse-parser/too-big", test_too_big);
  return g_test_run ();
}
