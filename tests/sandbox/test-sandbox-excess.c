/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <signal.h>

#include "sandbox-fixture.h"

/* Programs that want too much, or that do not want to end: each ends as it should, with everything
 * that it started. */
typedef struct
{
  const char            *name;
  RecessSandboxLanguage  language;
  RecessSandboxLimits    limits;
  RecessSandboxStatus    status;
  RecessSandboxLimit     limit;
  const char            *code;
} Excess;

static const Excess excesses[] = {
  {
    "processor", RECESS_SANDBOX_PYTHON, { .cpu_s = 1 },
    RECESS_SANDBOX_LIMITED, RECESS_SANDBOX_LIMIT_CPU,
    "while True: pass\n",
  },
  {
    "processors", RECESS_SANDBOX_SHELL, { .cpu_s = 1 },
    RECESS_SANDBOX_LIMITED, RECESS_SANDBOX_LIMIT_CPU,
    "for i in 1 2 3 4; do (while :; do :; done) & done; wait\n",
  },
  {
    "sleep", RECESS_SANDBOX_SHELL, { .wall_ms = 300 },
    RECESS_SANDBOX_LIMITED, RECESS_SANDBOX_LIMIT_WALL,
    "sleep 1000000\n",
  },
  {
    "sleep-without-streams", RECESS_SANDBOX_PYTHON, { .wall_ms = 500 },
    RECESS_SANDBOX_LIMITED, RECESS_SANDBOX_LIMIT_WALL,
    "import os, time\n"
    "for fd in (0, 1, 2): os.close (fd)\n"
    "time.sleep (1000000)\n",
  },
  {
    "signals-ignored", RECESS_SANDBOX_SHELL, { .wall_ms = 500 },
    RECESS_SANDBOX_LIMITED, RECESS_SANDBOX_LIMIT_WALL,
    "trap \"\" TERM INT HUP QUIT XCPU USR1 USR2 PIPE ALRM\n"
    "while :; do sleep 1000; done\n",
  },
  {
    "memory", RECESS_SANDBOX_PYTHON, { .memory_bytes = 128 * RECESS_SANDBOX_MIB },
    RECESS_SANDBOX_LIMITED, RECESS_SANDBOX_LIMIT_MEMORY,
    "held = []\n"
    "while True: held.append (b'x' * (1 << 20))\n",
  },
  {
    "memory-at-once", RECESS_SANDBOX_PYTHON, { .memory_bytes = 128 * RECESS_SANDBOX_MIB },
    RECESS_SANDBOX_FAILED, RECESS_SANDBOX_LIMIT_NONE,
    "bytearray (1 << 40)\n",
  },
  {
    "memory-of-twenty", RECESS_SANDBOX_PYTHON, { .memory_bytes = 256 * RECESS_SANDBOX_MIB },
    RECESS_SANDBOX_LIMITED, RECESS_SANDBOX_LIMIT_MEMORY,
    "import os, time\n"
    "for i in range (20):\n"
    "  if os.fork () == 0:\n"
    "    held = b'x' * (20 << 20)\n"
    "    time.sleep (1000000)\n"
    "time.sleep (1000000)\n",
  },
  {
    "memory-that-is-shared", RECESS_SANDBOX_PYTHON, { .memory_bytes = 256 * RECESS_SANDBOX_MIB },
    RECESS_SANDBOX_COMPLETED, RECESS_SANDBOX_LIMIT_NONE,
    "import os, time\n"
    "held = b'x' * (64 << 20)\n"
    "children = []\n"
    "for i in range (10):\n"
    "  children.append (os.fork ())\n"
    "  if children[-1] == 0:\n"
    "    time.sleep (.3)\n"
    "    os._exit (0)\n"
    "for child in children: os.waitpid (child, 0)\n",
  },
  {
    "memory-hidden", RECESS_SANDBOX_PYTHON, { .memory_bytes = 128 * RECESS_SANDBOX_MIB },
    RECESS_SANDBOX_LIMITED, RECESS_SANDBOX_LIMIT_MEMORY,
    "import ctypes, mmap\n"
    "ctypes.CDLL (None).prctl (4, 0, 0, 0, 0)\n"
    "held = []\n"
    "while True:\n"
    "  held.append (mmap.mmap (-1, 1 << 20))\n"
    "  held[-1].write (b'x' * (1 << 20))\n",
  },
  {
    "fork-bomb", RECESS_SANDBOX_SHELL, { .processes = 32 },
    RECESS_SANDBOX_LIMITED, RECESS_SANDBOX_LIMIT_PROCESSES,
    "bomb () { bomb | bomb & }\n"
    "bomb\n"
    "sleep 1000000\n",
  },
  {
    "threads", RECESS_SANDBOX_PYTHON, { .processes = 32 },
    RECESS_SANDBOX_LIMITED, RECESS_SANDBOX_LIMIT_PROCESSES,
    "import threading, time\n"
    "try:\n"
    "  for i in range (1000): threading.Thread (target=time.sleep, args=(1000000,)).start ()\n"
    "except RuntimeError: time.sleep (1000000)\n",
  },
  {
    "zombies", RECESS_SANDBOX_PYTHON, { .processes = 32 },
    RECESS_SANDBOX_LIMITED, RECESS_SANDBOX_LIMIT_PROCESSES,
    "import os, time\n"
    "try:\n"
    "  for i in range (1000):\n"
    "    if os.fork () == 0: os._exit (0)\n"
    "except OSError: pass\n"
    "time.sleep (1000000)\n",
  },
  {
    "daemons", RECESS_SANDBOX_PYTHON, { .processes = 32, .wall_ms = 20000 },
    RECESS_SANDBOX_COMPLETED, RECESS_SANDBOX_LIMIT_NONE,
    "import os, time\n"
    "for i in range (8):\n"
    "  if os.fork () == 0:\n"
    "    os.setsid ()\n"
    "    if os.fork () != 0: os._exit (0)\n"
    "    for fd in range (3): os.close (fd)\n"
    "    time.sleep (1000000)\n"
    "time.sleep (.1)\n",
  },
  {
    "daemon-with-stream", RECESS_SANDBOX_SHELL, { .wall_ms = 20000 },
    RECESS_SANDBOX_COMPLETED, RECESS_SANDBOX_LIMIT_NONE,
    "setsid sleep 1000000 &\n"
    "echo left\n",
  },
  {
    "flood", RECESS_SANDBOX_SHELL, { .output_bytes = 64 * 1024 },
    RECESS_SANDBOX_LIMITED, RECESS_SANDBOX_LIMIT_OUTPUT,
    "yes\n",
  },
  {
    "flood-of-errors", RECESS_SANDBOX_SHELL, { .output_bytes = 64 * 1024 },
    RECESS_SANDBOX_LIMITED, RECESS_SANDBOX_LIMIT_OUTPUT,
    "yes >&2\n",
  },
  {
    "flood-of-nothing", RECESS_SANDBOX_PYTHON, { .output_bytes = 64 * 1024 },
    RECESS_SANDBOX_LIMITED, RECESS_SANDBOX_LIMIT_OUTPUT,
    "import os\n"
    "while True: os.write (1, bytes (65536))\n",
  },
  {
    "huge-file", RECESS_SANDBOX_SHELL, { .file_bytes = 16 * RECESS_SANDBOX_MIB },
    RECESS_SANDBOX_LIMITED, RECESS_SANDBOX_LIMIT_FILE,
    "exec dd if=/dev/zero of=big bs=1M count=10240 2>/dev/null\n",
  },
  {
    "full-folders", RECESS_SANDBOX_PYTHON, { .file_bytes = 16 * RECESS_SANDBOX_MIB },
    RECESS_SANDBOX_COMPLETED, RECESS_SANDBOX_LIMIT_NONE,
    "import errno, os\n"
    "for folder in ('/mnt/data', '/tmp', '/dev/shm'):\n"
    "  written = 0\n"
    "  try:\n"
    "    for i in range (1000):\n"
    "      with open (f'{folder}/{i}', 'wb') as file:\n"
    "        written += file.write (b'x' * (1 << 20))\n"
    "        file.flush ()\n"
    "  except OSError as error:\n"
    "    assert error.errno == errno.ENOSPC, error\n"
    "  assert written <= 64 << 20, (folder, written)\n",
  },
  {
    "sparse-file", RECESS_SANDBOX_PYTHON, { .file_bytes = 16 * RECESS_SANDBOX_MIB },
    RECESS_SANDBOX_FAILED, RECESS_SANDBOX_LIMIT_NONE,
    "open ('big', 'wb').truncate (10 << 30)\n",
  },
  {
    "many-files", RECESS_SANDBOX_PYTHON, { .wall_ms = 30000 },
    RECESS_SANDBOX_LIMITED, RECESS_SANDBOX_LIMIT_FILE,
    "import os\n"
    "for i in range (10 ** 7): os.close (os.open (f'/tmp/{i}', os.O_CREAT))\n",
  },
  {
    "killed-by-itself", RECESS_SANDBOX_SHELL, { .wall_ms = 20000 },
    RECESS_SANDBOX_FAILED, RECESS_SANDBOX_LIMIT_NONE,
    "kill -9 -1; kill -9 $$\n",
  },
};

static void
test_excess (gconstpointer data)
{
  const Excess *excess = data;
  g_autoptr (SandboxFixture) fixture = NULL;

  if (!sandbox_fixture_require ())
    return;

  fixture = sandbox_fixture_new (excess->language, excess->code);
  recess_sandbox_spec_set_limits (fixture->spec, &excess->limits);
  sandbox_fixture_run (fixture);
  sandbox_fixture_assert_ended (fixture, excess->status, excess->limit);
  g_test_message ("%u ms, %" G_GUINT64_FORMAT " MiB: %s", fixture->result->duration_ms,
                  fixture->result->peak_bytes / RECESS_SANDBOX_MIB, fixture->result->message);
}

/* What is shown is the limit and a note, however much was written. */
static void
test_cut (void)
{
  const RecessSandboxLimits limits = { .output_bytes = 1000 };
  g_autoptr (SandboxFixture) fixture = NULL;

  if (!sandbox_fixture_require ())
    return;

  fixture = sandbox_fixture_run_python ("print ('ä' * 4000, end='')", &limits);
  sandbox_fixture_assert_ended (fixture, RECESS_SANDBOX_COMPLETED, RECESS_SANDBOX_LIMIT_NONE);
  g_assert_true (fixture->result->truncated);
  g_assert_true (g_str_has_suffix (fixture->streams[RECESS_SANDBOX_STDOUT]->str,
                                   "ä\n[The output was cut here: more than 1000 bytes.]\n"));
  g_assert_cmpuint (fixture->streams[RECESS_SANDBOX_STDOUT]->len, <, 1100);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  signal (SIGPIPE, SIG_IGN);

  for (guint i = 0; i < G_N_ELEMENTS (excesses); i++)
    {
      g_autofree char *path = g_strconcat ("/sandbox/excess/", excesses[i].name, NULL);

      g_test_add_data_func (path, &excesses[i], test_excess);
    }
  g_test_add_func ("/sandbox/excess/cut", test_cut);

  return g_test_run ();
}
