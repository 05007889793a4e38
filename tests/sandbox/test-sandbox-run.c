/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <signal.h>
#include <string.h>

#include "sandbox-fixture.h"

static void
test_python (void)
{
  g_autoptr (SandboxFixture) fixture = NULL;

  if (!sandbox_fixture_require ())
    return;

  fixture = sandbox_fixture_run_python ("import sys\n"
                                        "print ('out', 6 * 7)\n"
                                        "print ('err', file=sys.stderr)\n", NULL);
  sandbox_fixture_assert_ended (fixture, RECESS_SANDBOX_COMPLETED, RECESS_SANDBOX_LIMIT_NONE);
  sandbox_fixture_assert_printed (fixture, "out 42\n");
  g_assert_cmpstr (fixture->streams[RECESS_SANDBOX_STDERR]->str, ==, "err\n");
  g_assert_cmpstr (fixture->result->message, ==, "");
  g_assert_cmpint (fixture->result->exit_code, ==, 0);
  g_assert_cmpuint (fixture->result->duration_ms, >, 0);
  g_assert_false (fixture->result->truncated);
}

static void
test_shell (void)
{
  g_autoptr (SandboxFixture) fixture = NULL;

  if (!sandbox_fixture_require ())
    return;

  fixture = sandbox_fixture_run_shell ("pwd; for i in 1 2 3; do echo $i; done; exit 3", NULL);
  sandbox_fixture_assert_ended (fixture, RECESS_SANDBOX_FAILED, RECESS_SANDBOX_LIMIT_NONE);
  sandbox_fixture_assert_printed (fixture, "/mnt/data\n1\n2\n3\n");
  g_assert_cmpint (fixture->result->exit_code, ==, 3);
  g_assert_cmpint (fixture->result->signal, ==, 0);
  g_assert_cmpstr (fixture->result->message, ==, "Ended with exit code 3");
}

static void
test_signal (void)
{
  g_autoptr (SandboxFixture) fixture = NULL;

  if (!sandbox_fixture_require ())
    return;

  fixture = sandbox_fixture_run_shell ("kill -SEGV $$", NULL);
  sandbox_fixture_assert_ended (fixture, RECESS_SANDBOX_FAILED, RECESS_SANDBOX_LIMIT_NONE);
  g_assert_cmpint (fixture->result->exit_code, ==, -1);
  g_assert_cmpint (fixture->result->signal, ==, 11);
}

static void
test_exception (void)
{
  g_autoptr (SandboxFixture) fixture = NULL;

  if (!sandbox_fixture_require ())
    return;

  fixture = sandbox_fixture_run_python ("def f ():\n  return 1 / 0\nf ()\n", NULL);
  sandbox_fixture_assert_ended (fixture, RECESS_SANDBOX_FAILED, RECESS_SANDBOX_LIMIT_NONE);
  g_assert_cmpint (fixture->result->exit_code, ==, 1);
  g_assert_nonnull (strstr (fixture->streams[RECESS_SANDBOX_STDERR]->str,
                            "File \"/run/main.py\", line 2, in f\n    return 1 / 0"));
}

static void
test_input (void)
{
  g_autoptr (SandboxFixture) fixture = NULL;
  g_autoptr (GBytes) input = NULL;
  g_autofree char *text = g_strnfill (3 * RECESS_SANDBOX_MIB, 'a');

  if (!sandbox_fixture_require ())
    return;

  input = g_bytes_new (text, strlen (text));
  fixture = sandbox_fixture_new (RECESS_SANDBOX_SHELL, "wc -c");
  recess_sandbox_spec_set_stdin (fixture->spec, input);
  sandbox_fixture_run (fixture);
  sandbox_fixture_assert_printed (fixture, "3145728\n");
}

static void
test_input_is_at_its_end (void)
{
  g_autoptr (SandboxFixture) fixture = NULL;

  if (!sandbox_fixture_require ())
    return;

  fixture = sandbox_fixture_run_python ("import sys; print (repr (sys.stdin.read ()))", NULL);
  sandbox_fixture_assert_printed (fixture, "''\n");
}

static void
test_input_is_not_read (void)
{
  g_autoptr (SandboxFixture) fixture = NULL;
  g_autoptr (GBytes) input = NULL;
  g_autofree char *text = g_strnfill (3 * RECESS_SANDBOX_MIB, 'a');

  if (!sandbox_fixture_require ())
    return;

  input = g_bytes_new (text, strlen (text));
  fixture = sandbox_fixture_new (RECESS_SANDBOX_SHELL, "echo done");
  recess_sandbox_spec_set_stdin (fixture->spec, input);
  sandbox_fixture_run (fixture);
  sandbox_fixture_assert_ended (fixture, RECESS_SANDBOX_COMPLETED, RECESS_SANDBOX_LIMIT_NONE);
  sandbox_fixture_assert_printed (fixture, "done\n");
}

static void
test_reply (void)
{
  g_autoptr (SandboxFixture) fixture = NULL;

  if (!sandbox_fixture_require ())
    return;

  fixture = sandbox_fixture_new (RECESS_SANDBOX_PYTHON,
                                 "import os\n"
                                 "print ('printed')\n"
                                 "with os.fdopen (3, 'w') as reply:\n"
                                 "  reply.write ('replied')\n");
  recess_sandbox_spec_set_reply (fixture->spec, TRUE);
  sandbox_fixture_run (fixture);
  sandbox_fixture_assert_ended (fixture, RECESS_SANDBOX_COMPLETED, RECESS_SANDBOX_LIMIT_NONE);
  sandbox_fixture_assert_printed (fixture, "printed\n");
  g_assert_cmpstr (fixture->streams[RECESS_SANDBOX_REPLY]->str, ==, "replied");
}

static void
test_files (void)
{
  g_autoptr (SandboxFixture) fixture = NULL;
  g_autoptr (GBytes) table = g_bytes_new_static ("a,b\n1,2\n", 8);
  g_autoptr (GBytes) module = g_bytes_new_static ("answer = 42\n", 12);
  g_autoptr (GError) error = NULL;

  if (!sandbox_fixture_require ())
    return;

  fixture = sandbox_fixture_new (RECESS_SANDBOX_PYTHON,
                                 "import os, own\n"
                                 "print (sorted (os.listdir ()), open ('tä ble.csv').read (),\n"
                                 "       own.answer)\n"
                                 "open ('own.py', 'a').write ('x')\n");
  g_assert_true (recess_sandbox_spec_add_file (fixture->spec, "tä ble.csv", table, &error));
  g_assert_true (recess_sandbox_spec_add_file (fixture->spec, "own.py", module, &error));
  sandbox_fixture_run (fixture);
  sandbox_fixture_assert_ended (fixture, RECESS_SANDBOX_COMPLETED, RECESS_SANDBOX_LIMIT_NONE);
  sandbox_fixture_assert_printed (fixture, "['own.py', 'tä ble.csv'] a,b\n1,2\n 42\n");
}

static const RecessSandboxWritten *
get_written (SandboxFixture *fixture,
             guint           index)
{
  g_assert_nonnull (fixture->result->written);
  g_assert_cmpuint (index, <, fixture->result->written->len);
  return g_ptr_array_index (fixture->result->written, index);
}

static void
assert_written (SandboxFixture *fixture,
                guint           index,
                const char     *name,
                const char     *content)
{
  const RecessSandboxWritten *written = get_written (fixture, index);

  g_assert_cmpstr (written->name, ==, name);
  g_assert_cmpmem (g_bytes_get_data (written->content, NULL), g_bytes_get_size (written->content),
                   content, strlen (content));
  g_assert_cmpuint (written->size, ==, strlen (content));
}

/* What is no plain file stays where it is, and nothing outside is read through a link. */
static void
test_written (void)
{
  g_autoptr (SandboxFixture) fixture = NULL;
  g_autoptr (GBytes) same = g_bytes_new_static ("same", 4);
  g_autoptr (GBytes) changed = g_bytes_new_static ("before", 6);

  if (!sandbox_fixture_require ())
    return;

  fixture = sandbox_fixture_new (RECESS_SANDBOX_SHELL,
                                 "printf after > changed; mkdir -p a/b; printf deep > a/b/c\n"
                                 "ln -s /etc/passwd link; ln -s a folder-link; mkfifo pipe\n"
                                 "printf x > $'broken\\xff'; : > empty; printf no > shut\n"
                                 "ln changed hard; chmod 0 shut; sleep 100000 &\n");
  recess_sandbox_spec_add_file (fixture->spec, "same", same, NULL);
  recess_sandbox_spec_add_file (fixture->spec, "changed", changed, NULL);
  recess_sandbox_spec_set_collect (fixture->spec, RECESS_SANDBOX_MIB);
  sandbox_fixture_run (fixture);
  sandbox_fixture_assert_ended (fixture, RECESS_SANDBOX_COMPLETED, RECESS_SANDBOX_LIMIT_NONE);

  assert_written (fixture, 0, "a/b/c", "deep");
  assert_written (fixture, 1, "broken\357\277\275", "x");
  assert_written (fixture, 2, "changed", "after");
  assert_written (fixture, 3, "empty", "");
  assert_written (fixture, 4, "hard", "after");
}

static void
test_written_too_much (void)
{
  g_autoptr (SandboxFixture) fixture = NULL;
  const RecessSandboxWritten *written;

  if (!sandbox_fixture_require ())
    return;

  fixture = sandbox_fixture_new (RECESS_SANDBOX_PYTHON,
                                 "open ('a', 'w').write ('x' * 600000)\n"
                                 "open ('b', 'wb').truncate (1 << 27)\n"
                                 "for i in range (1000): open (f'c{i:03}', 'w')\n"
                                 "raise SystemExit (1)\n");
  recess_sandbox_spec_set_collect (fixture->spec, RECESS_SANDBOX_MIB);
  sandbox_fixture_run (fixture);
  g_assert_cmpuint (fixture->result->written->len, ==, 256);
  for (guint i = 0; i < 256; i++)
    {
      written = get_written (fixture, i);
      if (g_str_equal (written->name, "b"))
        g_assert_null (written->content);
      else
        g_assert_nonnull (written->content);
    }
}

static void
test_written_until_limit (void)
{
  const RecessSandboxLimits limits = { .wall_ms = 500 };
  g_autoptr (SandboxFixture) fixture = NULL;

  if (!sandbox_fixture_require ())
    return;

  fixture = sandbox_fixture_new (RECESS_SANDBOX_SHELL, "printf part > part; sleep 100000");
  recess_sandbox_spec_set_limits (fixture->spec, &limits);
  recess_sandbox_spec_set_collect (fixture->spec, RECESS_SANDBOX_MIB);
  sandbox_fixture_run (fixture);
  sandbox_fixture_assert_ended (fixture, RECESS_SANDBOX_LIMITED, RECESS_SANDBOX_LIMIT_WALL);
  g_assert_cmpuint (fixture->result->written->len, ==, 1);
  assert_written (fixture, 0, "part", "part");
}

/* As much as a reader may read until it has it all. */
static void
test_huge_code (void)
{
  g_autoptr (SandboxFixture) fixture = NULL;
  g_autofree char *filler = g_strnfill (RECESS_SANDBOX_MIB, 'x');
  g_autofree char *code = g_strdup_printf ("print (len (\"%s\"))", filler);

  if (!sandbox_fixture_require ())
    return;

  fixture = sandbox_fixture_run_python (code, NULL);
  sandbox_fixture_assert_printed (fixture, "1048576\n");
}

static void
test_broken_code (void)
{
  static const char *codes[] = { "", "\xff\xfe", "print (", "\xef\xbb\xbfprint ('mark')" };

  if (!sandbox_fixture_require ())
    return;

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr (SandboxFixture) fixture = sandbox_fixture_run_python (codes[i], NULL);
      gboolean good = i == 0 || i == 3;

      sandbox_fixture_assert_ended (fixture,
                                    good ? RECESS_SANDBOX_COMPLETED : RECESS_SANDBOX_FAILED,
                                    RECESS_SANDBOX_LIMIT_NONE);
    }
}

static void
test_broken_output (void)
{
  g_autoptr (SandboxFixture) fixture = NULL;

  if (!sandbox_fixture_require ())
    return;

  fixture = sandbox_fixture_run_python ("import sys\n"
                                        "for b in b'a\\xff\\xc3\\xa4\\x00\\xe2\\x82':\n"
                                        "  sys.stdout.buffer.write (bytes ([b]))\n"
                                        "  sys.stdout.buffer.flush ()\n", NULL);
  sandbox_fixture_assert_printed (fixture, "a\357\277\275ä\357\277\275"
                                           "\357\277\275\357\277\275");
}

static void
test_cancel (void)
{
  g_autoptr (SandboxFixture) fixture = NULL;
  gint64 start;

  if (!sandbox_fixture_require ())
    return;

  fixture = sandbox_fixture_new (RECESS_SANDBOX_PYTHON,
                                 "import signal\n"
                                 "for s in range (1, 65):\n"
                                 "  try: signal.signal (s, signal.SIG_IGN)\n"
                                 "  except (OSError, ValueError): pass\n"
                                 "print ('begun')\n"
                                 "while True: pass\n");
  fixture->cancel_at = "begun";
  start = g_get_monotonic_time ();
  sandbox_fixture_run (fixture);
  sandbox_fixture_assert_ended (fixture, RECESS_SANDBOX_CANCELLED, RECESS_SANDBOX_LIMIT_NONE);
  g_test_message ("%" G_GINT64_FORMAT " ms in all",
                  (g_get_monotonic_time () - start) / G_TIME_SPAN_MILLISECOND);
}

/* Before the loop has turned once, and before it is anybody's turn. */
static void
test_cancel_early (void)
{
  g_autoptr (SandboxFixture) fixture = NULL;

  if (!sandbox_fixture_require ())
    return;

  fixture = sandbox_fixture_new (RECESS_SANDBOX_PYTHON, "print ('here')");
  g_cancellable_cancel (fixture->cancellable);
  sandbox_fixture_run (fixture);
  sandbox_fixture_assert_ended (fixture, RECESS_SANDBOX_CANCELLED, RECESS_SANDBOX_LIMIT_NONE);
  sandbox_fixture_assert_printed (fixture, "");
}

typedef struct
{
  RecessSandbox *sandbox;
  guint          n_left;
  guint          n_completed;
} Crowd;

static void
crowd_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Crowd *crowd = user_data;
  g_autoptr (RecessSandboxResult) found = recess_sandbox_run_finish (RECESS_SANDBOX (source),
                                                                     result);

  crowd->n_left--;
  if (found->status == RECESS_SANDBOX_COMPLETED)
    crowd->n_completed++;
}

static void
test_many_at_once (void)
{
  g_autoptr (RecessSandbox) sandbox = recess_sandbox_new ();
  Crowd crowd = { sandbox, 32, 0 };
  g_autoptr (GBytes) code = g_bytes_new_static ("echo x", 6);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  if (!sandbox_fixture_require ())
    return;

  for (guint i = 0; i < 32; i++)
    {
      g_autoptr (RecessSandboxSpec) spec = recess_sandbox_spec_new (RECESS_SANDBOX_SHELL, code);

      recess_sandbox_run_async (sandbox, spec, NULL, NULL, i % 8 == 7 ? cancellable : NULL,
                                crowd_cb, &crowd);
    }
  g_assert_cmpuint (recess_sandbox_get_n_runs (sandbox), ==, 32);
  g_assert_cmpuint (sandbox_fixture_count_children (), ==, 4);
  g_cancellable_cancel (cancellable);

  while (crowd.n_left > 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (crowd.n_completed, ==, 28);
  g_assert_cmpuint (recess_sandbox_get_n_runs (sandbox), ==, 0);
  g_assert_cmpuint (sandbox_fixture_count_children (), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  signal (SIGPIPE, SIG_IGN);

  g_test_add_func ("/sandbox/run/python", test_python);
  g_test_add_func ("/sandbox/run/shell", test_shell);
  g_test_add_func ("/sandbox/run/signal", test_signal);
  g_test_add_func ("/sandbox/run/exception", test_exception);
  g_test_add_func ("/sandbox/run/input", test_input);
  g_test_add_func ("/sandbox/run/input-is-at-its-end", test_input_is_at_its_end);
  g_test_add_func ("/sandbox/run/input-is-not-read", test_input_is_not_read);
  g_test_add_func ("/sandbox/run/reply", test_reply);
  g_test_add_func ("/sandbox/run/files", test_files);
  g_test_add_func ("/sandbox/run/written", test_written);
  g_test_add_func ("/sandbox/run/written-too-much", test_written_too_much);
  g_test_add_func ("/sandbox/run/written-until-limit", test_written_until_limit);
  g_test_add_func ("/sandbox/run/huge-code", test_huge_code);
  g_test_add_func ("/sandbox/run/broken-code", test_broken_code);
  g_test_add_func ("/sandbox/run/broken-output", test_broken_output);
  g_test_add_func ("/sandbox/run/cancel", test_cancel);
  g_test_add_func ("/sandbox/run/cancel-early", test_cancel_early);
  g_test_add_func ("/sandbox/run/many-at-once", test_many_at_once);

  return g_test_run ();
}
