/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-sandbox-result.h"

RecessSandboxResult *
recess_sandbox_result_new (void)
{
  RecessSandboxResult *self = g_new0 (RecessSandboxResult, 1);

  self->exit_code = -1;
  self->message = g_strdup ("");
  return self;
}

void
recess_sandbox_result_free (RecessSandboxResult *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->written, g_ptr_array_unref);
  g_free (self->message);
  g_free (self);
}

void
recess_sandbox_written_free (RecessSandboxWritten *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_clear_pointer (&self->content, g_bytes_unref);
  g_free (self);
}

const char *
recess_sandbox_status_to_name (RecessSandboxStatus status)
{
  switch (status)
    {
    case RECESS_SANDBOX_COMPLETED:
      return "completed";
    case RECESS_SANDBOX_FAILED:
      return "failed";
    case RECESS_SANDBOX_CANCELLED:
      return "cancelled";
    case RECESS_SANDBOX_LIMITED:
      return "limit";
    case RECESS_SANDBOX_UNAVAILABLE:
      return "unavailable";
    default:
      g_return_val_if_reached ("failed");
    }
}

const char *
recess_sandbox_limit_to_name (RecessSandboxLimit limit)
{
  switch (limit)
    {
    case RECESS_SANDBOX_LIMIT_NONE:
      return NULL;
    case RECESS_SANDBOX_LIMIT_WALL:
      return "wall";
    case RECESS_SANDBOX_LIMIT_CPU:
      return "cpu";
    case RECESS_SANDBOX_LIMIT_MEMORY:
      return "memory";
    case RECESS_SANDBOX_LIMIT_PROCESSES:
      return "processes";
    case RECESS_SANDBOX_LIMIT_OUTPUT:
      return "output";
    case RECESS_SANDBOX_LIMIT_FILE:
      return "file";
    default:
      g_return_val_if_reached (NULL);
    }
}
