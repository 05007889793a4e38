/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <signal.h>
#include <string.h>

#include "recess-sandbox-command.h"
#include "recess-sandbox-verdict.h"

/* As a shell tells the signal that ended a program. */
#define SIGNALLED 128

static char *
describe_limit (RecessSandboxLimit         limit,
                const RecessSandboxLimits *limits)
{
  g_autofree char *memory = recess_sandbox_format_size (limits->memory_bytes);
  g_autofree char *file = recess_sandbox_format_size (limits->file_bytes);
  g_autofree char *output = recess_sandbox_format_size (limits->output_bytes);

  switch (limit)
    {
    case RECESS_SANDBOX_LIMIT_WALL:
      return g_strdup_printf ("Stopped: time limit of %g s", limits->wall_ms / 1000.);
    case RECESS_SANDBOX_LIMIT_CPU:
      return g_strdup_printf ("Stopped: processor time limit of %u s", limits->cpu_s);
    case RECESS_SANDBOX_LIMIT_MEMORY:
      return g_strdup_printf ("Stopped: memory limit of %s", memory);
    case RECESS_SANDBOX_LIMIT_PROCESSES:
      return g_strdup_printf ("Stopped: limit of %u processes", limits->processes);
    case RECESS_SANDBOX_LIMIT_OUTPUT:
      return g_strdup_printf ("Stopped: output limit of %s", output);
    case RECESS_SANDBOX_LIMIT_FILE:
      return g_strdup_printf ("Stopped: files beyond %s, or too many of them", file);
    case RECESS_SANDBOX_LIMIT_NONE:
    default:
      g_return_val_if_reached (g_strdup (""));
    }
}

static void
say (RecessSandboxResult *result,
     RecessSandboxStatus  status,
     char                *message)
{
  result->status = status;
  g_free (result->message);
  result->message = message;
}

static void
judge_limit (RecessSandboxResult        *result,
             RecessSandboxLimit          limit,
             const RecessSandboxLimits  *limits)
{
  result->limit = limit;
  say (result, RECESS_SANDBOX_LIMITED, describe_limit (limit, limits));
}

static void
judge_signal (RecessSandboxResult        *result,
              int                         number,
              const RecessSandboxLimits  *limits)
{
  result->signal = number;
  if (number == SIGXCPU)
    judge_limit (result, RECESS_SANDBOX_LIMIT_CPU, limits);
  else if (number == SIGXFSZ)
    judge_limit (result, RECESS_SANDBOX_LIMIT_FILE, limits);
  else
    say (result, RECESS_SANDBOX_FAILED,
         g_strdup_printf ("Ended by signal %d (%s)", number, g_strsignal (number)));
}

static void
judge_exit (RecessSandboxResult        *result,
            int                         code,
            const RecessSandboxLimits  *limits)
{
  if (code > SIGNALLED && code < SIGNALLED + NSIG)
    {
      judge_signal (result, code - SIGNALLED, limits);
      return;
    }

  result->exit_code = code;
  if (code == 0)
    result->status = RECESS_SANDBOX_COMPLETED;
  else if (code > 0)
    say (result, RECESS_SANDBOX_FAILED, g_strdup_printf ("Ended with exit code %d", code));
  else
    say (result, RECESS_SANDBOX_FAILED, g_strdup ("Ended from outside"));
}

RecessSandboxResult *
recess_sandbox_verdict_to_result (const RecessSandboxVerdict *verdict)
{
  RecessSandboxResult *result;

  g_return_val_if_fail (verdict != NULL, NULL);

  result = recess_sandbox_result_new ();
  result->duration_ms = (guint) (MAX (verdict->duration_us, 0) / G_TIME_SPAN_MILLISECOND);
  result->truncated = verdict->truncated;
  result->peak_bytes = verdict->peak_bytes;

  if (verdict->cancelled)
    say (result, RECESS_SANDBOX_CANCELLED, g_strdup ("Stopped"));
  else if (verdict->limit != RECESS_SANDBOX_LIMIT_NONE)
    judge_limit (result, verdict->limit, verdict->limits);
  else if (!verdict->started)
    say (result, RECESS_SANDBOX_UNAVAILABLE, recess_sandbox_command_explain (verdict->complaint));
  else
    judge_exit (result, verdict->exit_code, verdict->limits);

  return result;
}

RecessSandboxResult *
recess_sandbox_verdict_not_run (RecessSandboxStatus  status,
                                char                *message)
{
  RecessSandboxResult *result = recess_sandbox_result_new ();

  say (result, status, message);
  return result;
}
