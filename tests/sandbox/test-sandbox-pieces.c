/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "sandbox/recess-sandbox-command.h"
#include "sandbox/recess-sandbox-filter.h"
#include "sandbox/recess-sandbox-text.h"
#include "sandbox/recess-sandbox-usage.h"
#include "sandbox/recess-sandbox-verdict.h"
#include "sandbox/recess-sandbox-watch.h"

/* In pieces of every size up to its own. */
static void
assert_text (const char *bytes,
             gsize       length,
             const char *expected)
{
  for (gsize piece = 1; piece <= length; piece++)
    {
      RecessSandboxText text = { 0 };
      g_autoptr (GString) got = g_string_new (NULL);

      for (gsize at = 0; at < length; at += piece)
        recess_sandbox_text_push (&text, (const guint8 *) bytes + at, MIN (piece, length - at),
                                  got);
      recess_sandbox_text_end (&text, got);
      g_assert_cmpstr (got->str, ==, expected);
    }
}

#define R "\357\277\275"

static void
test_text (void)
{
  assert_text ("plain", 5, "plain");
  assert_text ("a\xc3\xa4\xe2\x82\xac\xf0\x9f\x8e\x89z", 11, "aä€🎉z");
  assert_text ("a\0b", 3, "a" R "b");
  assert_text ("\xff\xfe", 2, R R);
  assert_text ("\xe2\x82", 2, R R);
  assert_text ("\xe2\x82x", 3, R R "x");
  assert_text ("\xf0\x9f\x8e", 3, R R R);
  assert_text ("\xf0\x9f\x8e\xc3\xa4", 5, R R R "ä");
  assert_text ("\xed\xa0\x80", 3, R R R);
  assert_text ("\xc0\x80", 2, R R);
  assert_text ("\xf8\x88\x80\x80\x80", 5, R R R R R);
  assert_text ("\xf8\x88\x80\x80\x80\x80\x80", 7, R R R R R R R);
  assert_text ("\xfd\xbf\xbf\xbf\xbf\xbfx", 7, R R R R R R "x");
  assert_text ("\xf7\xbf\xbf\xbf", 4, R R R R);
  assert_text ("\xc3\xc3\xa4", 3, R "ä");
}

static void
test_file_names (void)
{
  static const char *wrong[] = { "", ".", "..", "a/b", "/a", "../a", "\xff" };
  g_autofree char *longest = g_strnfill (255, 'x');
  g_autofree char *longer = g_strnfill (256, 'x');
  g_autoptr (GBytes) content = g_bytes_new_static ("", 0);
  g_autoptr (RecessSandboxSpec) spec = recess_sandbox_spec_new (RECESS_SANDBOX_SHELL, content);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_assert_false (recess_sandbox_spec_add_file (spec, wrong[i], content, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
      g_clear_error (&error);
    }

  g_assert_false (recess_sandbox_spec_add_file (spec, longer, content, NULL));
  g_assert_true (recess_sandbox_spec_add_file (spec, longest, content, NULL));
  g_assert_true (recess_sandbox_spec_add_file (spec, "...", content, NULL));
  g_assert_true (recess_sandbox_spec_add_file (spec, "-rf", content, NULL));
  g_assert_false (recess_sandbox_spec_add_file (spec, "-rf", content, &error));
  g_assert_nonnull (strstr (error->message, "two files"));
}

static void
test_limits (void)
{
  RecessSandboxLimits limits = {
    .wall_ms = G_MAXUINT, .memory_bytes = G_MAXUINT64, .processes = 3
  };

  recess_sandbox_limits_resolve (&limits);
  g_assert_cmpuint (limits.wall_ms, ==, recess_sandbox_highest_limits.wall_ms);
  g_assert_cmpuint (limits.memory_bytes, ==, recess_sandbox_highest_limits.memory_bytes);
  g_assert_cmpuint (limits.processes, ==, 3);
  g_assert_cmpuint (limits.cpu_s, ==, recess_sandbox_default_limits.cpu_s);
  g_assert_cmpuint (limits.file_bytes, ==, recess_sandbox_default_limits.file_bytes);
}

static void
test_sizes (void)
{
  static const struct { guint64 bytes; const char *text; } cases[] = {
    { 0, "0 bytes" }, { 1000, "1000 bytes" }, { 1024, "1 KiB" }, { 1536, "1536 bytes" },
    { 512 * 1024 * 1024, "512 MiB" }, { G_GUINT64_CONSTANT (4096) * 1024 * 1024, "4 GiB" },
    { G_GUINT64_CONSTANT (1) << 40, "1024 GiB" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = recess_sandbox_format_size (cases[i].bytes);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

typedef struct
{
  RecessSandboxVerdict  verdict;
  RecessSandboxStatus   status;
  int                   exit_code;
  int                   signal;
  const char           *message;
} Judgement;

static void
test_verdicts (void)
{
  const Judgement cases[] = {
    { { .started = 1, .exit_code = 0 }, RECESS_SANDBOX_COMPLETED, 0, 0, "" },
    { { .started = 1, .exit_code = 2 }, RECESS_SANDBOX_FAILED, 2, 0, "Ended with exit code 2" },
    { { .started = 1, .exit_code = 255 }, RECESS_SANDBOX_FAILED, 255, 0,
      "Ended with exit code 255" },
    { { .started = 1, .exit_code = -1 }, RECESS_SANDBOX_FAILED, -1, 0, "Ended from outside" },
    { { .started = 1, .exit_code = 128 + SIGXCPU }, RECESS_SANDBOX_LIMITED, -1, SIGXCPU,
      "Stopped: processor time limit of 60 s" },
    { { .started = 1, .exit_code = 0, .limit = RECESS_SANDBOX_LIMIT_MEMORY },
      RECESS_SANDBOX_LIMITED, -1, 0, "Stopped: memory limit of 512 MiB" },
    { { .started = 1, .exit_code = 0, .limit = RECESS_SANDBOX_LIMIT_WALL, .cancelled = TRUE },
      RECESS_SANDBOX_CANCELLED, -1, 0, "Stopped" },
    { { .exit_code = 0, .complaint = "bwrap: no\n" }, RECESS_SANDBOX_UNAVAILABLE, -1, 0,
      "Bubblewrap could not set up the sandbox (bwrap: no)." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      RecessSandboxVerdict verdict = cases[i].verdict;
      g_autoptr (RecessSandboxResult) result = NULL;

      verdict.limits = &recess_sandbox_default_limits;
      result = recess_sandbox_verdict_to_result (&verdict);
      g_assert_cmpint (result->status, ==, cases[i].status);
      g_assert_cmpint (result->exit_code, ==, cases[i].exit_code);
      g_assert_cmpint (result->signal, ==, cases[i].signal);
      g_assert_cmpstr (result->message, ==, cases[i].message);
    }
}

static void
test_filter (void)
{
  g_autoptr (GError) error = NULL;
  int fd = recess_sandbox_filter_open (&error);
  char bytes[8 * 4096];
  gssize length;

  g_assert_no_error (error);
  length = read (fd, bytes, sizeof bytes);
  close (fd);
  g_assert_cmpint (length, >, 100 * 8);
  g_assert_cmpint (length % 8, ==, 0);
}

/* Not every process that a confused bwrap names is watched, and ended, as its child. */
static void
test_wrong_process (void)
{
  RecessSandboxLimits limits = recess_sandbox_default_limits;

  g_assert_cmpint (recess_sandbox_usage_get_parent (getpid ()), ==, getppid ());
  g_assert_cmpint (recess_sandbox_usage_get_parent (-1), ==, -1);
  g_assert_null (recess_sandbox_watch_new (getpid (), getpid (), -1, &limits));
  g_assert_null (recess_sandbox_watch_new (1, 0, -1, &limits));
  g_assert_null (recess_sandbox_watch_new (-1, 0, -1, &limits));
  g_assert_cmpint (recess_sandbox_usage_open (getpid ()), ==, -1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sandbox/pieces/text", test_text);
  g_test_add_func ("/sandbox/pieces/file-names", test_file_names);
  g_test_add_func ("/sandbox/pieces/limits", test_limits);
  g_test_add_func ("/sandbox/pieces/sizes", test_sizes);
  g_test_add_func ("/sandbox/pieces/verdicts", test_verdicts);
  g_test_add_func ("/sandbox/pieces/filter", test_filter);
  g_test_add_func ("/sandbox/pieces/wrong-process", test_wrong_process);

  return g_test_run ();
}
