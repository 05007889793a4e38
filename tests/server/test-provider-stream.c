/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "providers/recess-stream-filter.h"

#define CHUNK(text) "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" text "\"},\"finish_reason\":null}]}\n\n"
#define FINISH "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
#define USAGE "data: {\"choices\" : [ ],\"usage\":{\"prompt_tokens\":3, \"total_tokens\":0.70}}\n\n"
#define DONE "data: [DONE]\n\n"

/* Pushes the text in pieces of @step bytes. */
static char *
filter (RecessStreamFilter *self,
        const char         *text,
        gsize               length,
        gsize               step)
{
  GString *out = g_string_new (NULL);

  for (gsize i = 0; i < length; i += step)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (text + i, MIN (step, length - i));
      g_autoptr (GBytes) passed = recess_stream_filter_push (self, bytes);

      g_string_append_len (out, g_bytes_get_data (passed, NULL), g_bytes_get_size (passed));
    }

  return g_string_free (out, FALSE);
}

static void
check (const char *text,
       const char *expected,
       gboolean    with_usage)
{
  for (gsize step = 1; step <= strlen (text); step++)
    {
      g_autoptr (RecessStreamFilter) self = recess_stream_filter_new (with_usage);
      g_autofree char *out = filter (self, text, strlen (text), step);

      g_assert_cmpstr (out, ==, expected);
    }
}

static void
test_usage (void)
{
  static const char stream[] = ": hello\n\n" CHUNK ("a") CHUNK ("b") FINISH USAGE DONE;
  g_autoptr (RecessStreamFilter) self = recess_stream_filter_new (FALSE);
  g_autofree char *out = filter (self, stream, strlen (stream), 7);

  check (stream, ": hello\n\n" CHUNK ("a") CHUNK ("b") FINISH, FALSE);
  check (stream, ": hello\n\n" CHUNK ("a") CHUNK ("b") FINISH USAGE, TRUE);
  g_assert_true (recess_stream_filter_is_done (self));
  g_assert_true (recess_stream_filter_is_finished (self));
  g_assert_false (recess_stream_filter_is_inside (self));
  g_assert_cmpstr (recess_stream_filter_get_usage (self), ==,
                   "{\"prompt_tokens\":3, \"total_tokens\":0.70}");
}

static void
test_line_ends (void)
{
  check ("data: {\"a\":1}\r\n\r\ndata: {\"choices\":[]}\r\n\r\ndata: {\"b\":2}\r\n\r\n",
         "data: {\"a\":1}\r\n\r\ndata: {\"b\":2}\r\n\r\n", FALSE);
  check ("data: {\"a\":1}\r\rdata: {\"choices\":[]}\r\rdata: {\"b\":2}\r\r",
         "data: {\"a\":1}\r\rdata: {\"b\":2}\r\r", FALSE);
  check ("event: x\nid: 1\ndata: {\"choices\":\ndata: []}\n\ndata:\n\n", "data:\n\n", FALSE);
}

static void
test_untouched (void)
{
  /* Words that look like what is searched for, inside strings and deeper down. */
  static const char stream[] =
    "data: {\"choices\":[{\"delta\":{\"content\":\"\\\"choices\\\":[] \\\"usage\\\":{\"}}]}\n\n"
    "data: {\"choices\":[{\"x\":{\"choices\":[],\"usage\":{\"a\":1},\"error\":{\"a\":1}}}]}\n\n"
    "data: {\"big\":12345678901234567890,\"n\":1e2,\"usage\":null,\"error\":null}\n\n"
    "data: broken \xff\xfe bytes\n\n"
    "data: {\"choices\":[]\n\n";
  g_autoptr (RecessStreamFilter) self = recess_stream_filter_new (FALSE);
  g_autofree char *out = filter (self, stream, strlen (stream), 5);

  check (stream, stream, FALSE);
  g_assert_null (recess_stream_filter_get_usage (self));
  g_assert_null (recess_stream_filter_get_error (self));
  g_assert_false (recess_stream_filter_is_finished (self));
}

static void
test_cut (void)
{
  g_autoptr (RecessStreamFilter) self = recess_stream_filter_new (FALSE);
  static const char stream[] = CHUNK ("a") "data: {\"choices\":[{\"del";
  g_autofree char *out = filter (self, stream, strlen (stream), 10);

  g_assert_cmpstr (out, ==, CHUNK ("a"));
  g_assert_false (recess_stream_filter_is_done (self));
  g_assert_false (recess_stream_filter_is_inside (self));
}

static void
test_error (void)
{
  g_autoptr (RecessStreamFilter) self = recess_stream_filter_new (FALSE);
  static const char stream[] = CHUNK ("a") "data: {\"error\":{\"code\":500}}\n\n" CHUNK ("b") DONE;
  g_autofree char *out = filter (self, stream, strlen (stream), 10);

  g_assert_cmpstr (out, ==, CHUNK ("a"));
  g_assert_cmpstr (recess_stream_filter_get_error (self), ==, "{\"error\":{\"code\":500}}");
  g_assert_false (recess_stream_filter_is_done (self));
}

static void
test_after_done (void)
{
  g_autoptr (RecessStreamFilter) self = recess_stream_filter_new (FALSE);
  static const char stream[] = CHUNK ("a") "data:[DONE]\n\n" CHUNK ("b");
  g_autofree char *out = filter (self, stream, strlen (stream), strlen (stream));

  g_assert_cmpstr (out, ==, CHUNK ("a"));
  g_assert_true (recess_stream_filter_is_done (self));
}

static void
test_huge (void)
{
  g_autoptr (RecessStreamFilter) self = recess_stream_filter_new (FALSE);
  g_autoptr (GString) stream = g_string_new ("data: {\"choices\":[{\"delta\":{\"content\":\"");
  g_autofree char *out = NULL;
  gsize size = 10 * 1024 * 1024;

  g_string_set_size (stream, stream->len + size);
  memset (stream->str + stream->len - size, 'x', size);
  out = filter (self, stream->str, stream->len, 8191);
  g_assert_cmpuint (strlen (out), ==, stream->len);
  g_assert_true (recess_stream_filter_is_inside (self));

  g_free (out);
  out = filter (self, "\"}}]}\n\n" USAGE DONE, strlen ("\"}}]}\n\n" USAGE DONE), 1);
  g_assert_cmpstr (out, ==, "\"}}]}\n\n");
  g_assert_false (recess_stream_filter_is_inside (self));
  g_assert_true (recess_stream_filter_is_done (self));
  g_assert_nonnull (recess_stream_filter_get_usage (self));
}

static void
test_deep (void)
{
  g_autoptr (RecessStreamFilter) self = recess_stream_filter_new (FALSE);
  g_autoptr (GString) stream = g_string_new ("data: {\"usage\":{},\"error\":{},\"choices\":[],\"x\":");
  g_autofree char *out = NULL;

  for (guint i = 0; i < 20000; i++)
    g_string_append_c (stream, '[');
  g_string_append (stream, "\n\n");

  /* What the guard refuses is not looked into, and passes. */
  out = filter (self, stream->str, stream->len, 4096);
  g_assert_cmpstr (out, ==, stream->str);
  g_assert_null (recess_stream_filter_get_error (self));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/provider-stream/usage", test_usage);
  g_test_add_func ("/provider-stream/line-ends", test_line_ends);
  g_test_add_func ("/provider-stream/untouched", test_untouched);
  g_test_add_func ("/provider-stream/cut", test_cut);
  g_test_add_func ("/provider-stream/error", test_error);
  g_test_add_func ("/provider-stream/after-done", test_after_done);
  g_test_add_func ("/provider-stream/huge", test_huge);
  g_test_add_func ("/provider-stream/deep", test_deep);
  return g_test_run ();
}
