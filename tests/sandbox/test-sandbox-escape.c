/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "sandbox-fixture.h"

/* Ways out, none of which is taken where it is open. Each program prints "held" when it has found
 * all of them shut, and nothing else. PORT and NAME stand for sockets that listen here, PARENT for
 * this process. */
typedef struct
{
  const char            *name;
  RecessSandboxLanguage  language;
  const char            *code;
} Escape;

static const Escape escapes[] = {
  {
    "read-secrets", RECESS_SANDBOX_PYTHON,
    "import os\n"
    "for path in ('/etc/shadow', '/etc/passwd', '/root', '/home', '/var', '/sys', '/boot', "
    "'/run/user'):\n"
    "  assert not os.path.exists (path), path\n"
    "assert set (os.listdir ('/')) <= {'usr', 'bin', 'sbin', 'lib', 'lib32', 'lib64', "
    "'libx32', 'etc',\n"
    "                                  'proc', 'dev', 'tmp', 'mnt', 'run'}, os.listdir ('/')\n"
    "print ('held')\n",
  },
  {
    "write-system", RECESS_SANDBOX_PYTHON,
    "import os\n"
    "for path in ('/x', '/usr/x', '/usr/bin/env', '/etc/x', '/dev/x', '/run/x', '/run/main.py',\n"
    "             '/proc/sys/kernel/core_pattern', '/proc/sys/kernel/hostname', "
    "'/proc/sysrq-trigger',\n"
    "             '/proc/sys/user/max_user_namespaces'):\n"
    "  try:\n"
    "    open (path, 'a').close ()\n"
    "  except OSError:\n"
    "    continue\n"
    "  raise SystemExit (path)\n"
    "for folder in ('/', '/usr', '/dev', '/run', '/etc'):\n"
    "  try:\n"
    "    os.mkdir (folder + '/y')\n"
    "  except OSError:\n"
    "    continue\n"
    "  raise SystemExit (folder)\n"
    "print ('held')\n",
  },
  {
    "network", RECESS_SANDBOX_PYTHON,
    "import socket\n"
    "for family, address in ((socket.AF_INET, ('127.0.0.1', PORT)), (socket.AF_INET, "
    "('1.1.1.1', 53)),\n"
    "                        (socket.AF_INET6, ('::1', PORT)), (socket.AF_UNIX, NAME),\n"
    "                        (socket.AF_UNIX, '/run/dbus/system_bus_socket'),\n"
    "                        (socket.AF_UNIX, '/tmp/.X11-unix/X0')):\n"
    "  try:\n"
    "    socket.socket (family, socket.SOCK_STREAM).connect (address)\n"
    "  except OSError:\n"
    "    continue\n"
    "  raise SystemExit (repr (address))\n"
    "for family in (socket.AF_NETLINK, socket.AF_PACKET, 38, 40):\n"
    "  try:\n"
    "    socket.socket (family, socket.SOCK_RAW)\n"
    "  except OSError:\n"
    "    continue\n"
    "  raise SystemExit (str (family))\n"
    "print ('held')\n",
  },
  {
    "sockets-of-its-own", RECESS_SANDBOX_PYTHON,
    "import socket, threading\n"
    "server = socket.create_server (('127.0.0.1', 0))\n"
    "client = socket.create_connection (server.getsockname ())\n"
    "client.sendall (b'held')\n"
    "print (server.accept ()[0].recv (4).decode ())\n",
  },
  {
    "other-processes", RECESS_SANDBOX_PYTHON,
    "import os\n"
    "seen = [int (name) for name in os.listdir ('/proc') if name.isdigit ()]\n"
    "assert max (seen) < 20 and len (seen) < 5, seen\n"
    "assert PARENT not in seen\n"
    "for pid in (PARENT, -1 - PARENT, 1):\n"
    "  try:\n"
    "    os.kill (pid, 9)\n"
    "  except OSError:\n"
    "    continue\n"
    "  assert pid == 1 and os.path.exists ('/proc/1'), pid\n"
    "print ('held')\n",
  },
  {
    "system-calls", RECESS_SANDBOX_PYTHON,
    "import ctypes, errno, os, platform\n"
    "libc = ctypes.CDLL (None, use_errno=True)\n"
    "x86 = platform.machine () == 'x86_64'\n"
    "calls = {'unshare': (272, 97, 0x10000000), 'setns': (308, 268, 0), 'mount': (165, 40, 0),\n"
    "         'pivot_root': (155, 41, 0), 'chroot': (161, 51, 0), 'ptrace': (101, 117, 16),\n"
    "         'process_vm_readv': (310, 270, 1), 'pidfd_getfd': (438, 438, 0), 'kcmp': (312, "
    "272, 1),\n"
    "         'bpf': (321, 280, 0), 'keyctl': (250, 219, 0), 'add_key': (248, 217, 0),\n"
    "         'io_uring_setup': (425, 425, 1), 'userfaultfd': (323, 282, 0),\n"
    "         'perf_event_open': (298, 241, 0), 'memfd_create': (319, 279, 0),\n"
    "         'shmget': (29, 194, 0), 'msgget': (68, 186, 0), 'mq_open': (240, 180, 0),\n"
    "         'open_by_handle_at': (304, 265, 0), 'fsopen': (430, 430, 0), "
    "'open_tree': (428, 428, 0),\n"
    "         'syslog': (103, 116, 3), 'clone': (56, 220, 0x10000000 | 17)}\n"
    "for name, (number, other, argument) in calls.items ():\n"
    "  if libc.syscall (number if x86 else other, argument, 0, 0, 0, 0) == 0 and name == 'clone':\n"
    "    os._exit (0)\n"
    "  assert ctypes.get_errno () == errno.EPERM, (name, ctypes.get_errno ())\n"
    "assert libc.syscall (435, 0, 0) == -1 and ctypes.get_errno () == errno.ENOSYS\n"
    "assert libc.ioctl (0, 0x5412, b'x') == -1\n"
    "print ('held')\n",
  },
  {
    "another-architecture", RECESS_SANDBOX_PYTHON,
    "import ctypes, mmap, os, platform\n"
    "if platform.machine () == 'x86_64':\n"
    "  pid = os.fork ()\n"
    "  if pid == 0:\n"
    "    code = mmap.mmap (-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)\n"
    "    code.write (b'\\xb8\\x14\\x00\\x00\\x00\\xcd\\x80\\xc3')\n"
    "    ctypes.CFUNCTYPE (ctypes.c_int) (ctypes.addressof (ctypes.c_char.from_buffer (code))) ()\n"
    "    os._exit (0)\n"
    "  assert os.waitpid (pid, 0)[1] != 0\n"
    "print ('held')\n",
  },
  {
    "privileges", RECESS_SANDBOX_PYTHON,
    "import os, re, subprocess\n"
    "status = open ('/proc/self/status').read ()\n"
    "assert re.findall (r'Cap\\w+:\\s+(\\w+)', status) == ['0' * 16] * 5, status\n"
    "assert re.search (r'NoNewPrivs:\\s+1', status) and re.search (r'Seccomp:\\s+2', status)\n"
    "assert os.getuid () == 1000 and os.getgid () == 1000\n"
    "for path in ('/usr/bin/su', '/usr/bin/sudo', '/usr/bin/passwd', '/usr/bin/newgrp'):\n"
    "  if os.path.exists (path):\n"
    "    assert subprocess.run ([path, '-c', 'id'], capture_output=True).returncode != 0, path\n"
    "for action in (lambda: os.setuid (0), lambda: os.setgid (0), lambda: os.chown ('/tmp', "
    "0, 0),\n"
    "               lambda: os.setgroups ([])):\n"
    "  try:\n"
    "    action ()\n"
    "  except OSError:\n"
    "    continue\n"
    "  raise SystemExit ('got it')\n"
    "print ('held')\n",
  },
  {
    "device-nodes", RECESS_SANDBOX_PYTHON,
    "import os, stat\n"
    "for number in (os.makedev (1, 1), os.makedev (8, 0), os.makedev (254, 0), "
    "os.makedev (1, 3)):\n"
    "  try:\n"
    "    os.mknod ('/tmp/node', 0o666 | stat.S_IFBLK, number)\n"
    "  except OSError:\n"
    "    continue\n"
    "  raise SystemExit ('made it')\n"
    "known = {'null', 'zero', 'full', 'random', 'urandom', 'tty', 'ptmx', 'pts', 'shm', "
    "'fd', 'core',\n"
    "         'stdin', 'stdout', 'stderr', 'console', 'mqueue'}\n"
    "assert set (os.listdir ('/dev')) <= known, os.listdir ('/dev')\n"
    "print ('held')\n",
  },
  {
    "first-process", RECESS_SANDBOX_PYTHON,
    "import os, struct\n"
    "for name in ('mem', 'environ', 'maps'):\n"
    "  try:\n"
    "    data = open ('/proc/1/' + name, 'rb').read (100000) if name != 'mem' else b''\n"
    "  except OSError:\n"
    "    data = b''\n"
    "  assert b'RECESS_SECRET' not in data and b'HOME=' not in data, data\n"
    "assert 'Seccomp:\\t2' in open ('/proc/1/status').read ()\n"
    "try:\n"
    "  os.listdir ('/proc/1/root/home')\n"
    "  raise SystemExit ('outside')\n"
    "except OSError:\n"
    "  pass\n"
    "print ('held')\n",
  },
  {
    "descriptors", RECESS_SANDBOX_PYTHON,
    "import os\n"
    "assert os.listdir ('/proc/self/fd') == ['0', '1', '2', '3'], os.listdir ('/proc/self/fd')\n"
    "assert 'RECESS_SECRET' not in os.environ and 'DISPLAY' not in os.environ\n"
    "print ('held')\n",
  },
  {
    "terminal", RECESS_SANDBOX_SHELL,
    "(echo x > /dev/tty) 2>/dev/null && echo got a terminal\n"
    "test \"$(ps -o sid= $$ 2>/dev/null || echo none)\" != 0\n"
    "echo held\n",
  },
};

typedef struct
{
  GSocketService *service;
  guint16         port;
  char           *name;
} Outside;

static Outside outside;

/* On the loopback device, and by a name that is in no file system. */
static void
listen_outside (void)
{
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;
  GSocketListener *listener;

  outside.service = g_socket_service_new ();
  listener = G_SOCKET_LISTENER (outside.service);
  outside.port = g_socket_listener_add_any_inet_port (listener, NULL, &error);
  g_assert_no_error (error);

  outside.name = g_strdup_printf ("recess-test-%d", (int) getpid ());
  address = g_unix_socket_address_new_with_type (outside.name, -1, G_UNIX_SOCKET_ADDRESS_ABSTRACT);
  g_socket_listener_add_address (listener, address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_DEFAULT, NULL, NULL, &error);
  g_assert_no_error (error);
}

static char *
make_code (const Escape *escape)
{
  if (escape->language == RECESS_SANDBOX_SHELL)
    return g_strdup (escape->code);

  return g_strdup_printf ("PORT = %u; NAME = '\\0%s'; PARENT = %d\n%s", outside.port,
                          outside.name, (int) getpid (), escape->code);
}

static void
test_escape (gconstpointer data)
{
  const Escape *escape = data;
  g_autoptr (SandboxFixture) fixture = NULL;
  g_autofree char *code = NULL;

  if (!sandbox_fixture_require ())
    return;

  code = make_code (escape);
  fixture = sandbox_fixture_new (escape->language, code);
  sandbox_fixture_run (fixture);
  sandbox_fixture_assert_ended (fixture, RECESS_SANDBOX_COMPLETED, RECESS_SANDBOX_LIMIT_NONE);
  sandbox_fixture_assert_printed (fixture, "held\n");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  signal (SIGPIPE, SIG_IGN);
  g_setenv ("RECESS_SECRET", "sk-secret", TRUE);
  listen_outside ();

  for (guint i = 0; i < G_N_ELEMENTS (escapes); i++)
    {
      g_autofree char *path = g_strconcat ("/sandbox/escape/", escapes[i].name, NULL);

      g_test_add_data_func (path, &escapes[i], test_escape);
    }

  return g_test_run ();
}
