/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

#include "recess-sandbox-memory.h"

static gboolean
write_all (int         fd,
           const char *bytes,
           gsize       length)
{
  while (length > 0)
    {
      gssize n = write (fd, bytes, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;

      bytes += n;
      length -= (gsize) n;
    }

  return lseek (fd, 0, SEEK_SET) == 0;
}

int
recess_sandbox_memory_open (const char     *name,
                            gconstpointer   bytes,
                            gsize           length,
                            GError        **error)
{
  int fd = memfd_create (name, MFD_CLOEXEC);
  int code;

  if (fd >= 0 && write_all (fd, bytes, length))
    return fd;

  code = errno;
  if (fd >= 0)
    close (fd);
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
               "There is no memory for what the program is given: %s.", g_strerror (code));
  return -1;
}
