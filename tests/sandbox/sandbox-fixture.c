/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "sandbox-fixture.h"

static RecessSandbox *
get_sandbox (void)
{
  static RecessSandbox *sandbox = NULL;

  if (sandbox == NULL)
    sandbox = recess_sandbox_new ();
  return sandbox;
}

static void
keep_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

gboolean
sandbox_fixture_require (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  recess_sandbox_probe_async (get_sandbox (), NULL, keep_result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  if (recess_sandbox_probe_finish (get_sandbox (), result, &error))
    return TRUE;

  g_test_skip (error->message);
  return FALSE;
}

SandboxFixture *
sandbox_fixture_new (RecessSandboxLanguage  language,
                     const char            *code)
{
  SandboxFixture *self = g_new0 (SandboxFixture, 1);
  g_autoptr (GBytes) bytes = g_bytes_new (code, strlen (code));

  self->spec = recess_sandbox_spec_new (language, bytes);
  self->cancellable = g_cancellable_new ();
  for (guint i = 0; i < G_N_ELEMENTS (self->streams); i++)
    self->streams[i] = g_string_new (NULL);
  return self;
}

static void
output_cb (RecessSandboxStream  stream,
           const char          *text,
           gsize                length,
           gpointer             user_data)
{
  SandboxFixture *self = user_data;

  g_assert_null (self->result);
  g_assert_true (g_utf8_validate_len (text, length, NULL));
  g_assert_cmpint (text[length], ==, '\0');
  g_string_append_len (self->streams[stream], text, (gssize) length);
  if (self->cancel_at != NULL && stream == RECESS_SANDBOX_STDOUT &&
      strstr (self->streams[stream]->str, self->cancel_at) != NULL)
    g_cancellable_cancel (self->cancellable);
}

/* Of all threads: any of them may have started something. */
guint
sandbox_fixture_count_children (void)
{
  g_autoptr (GDir) threads = g_dir_open ("/proc/self/task", 0, NULL);
  const char *thread;
  guint n = 0;

  while ((thread = g_dir_read_name (threads)) != NULL)
    {
      g_autofree char *path = g_strdup_printf ("/proc/self/task/%s/children", thread);
      g_autofree char *text = NULL;
      g_auto (GStrv) pids = NULL;

      if (!g_file_get_contents (path, &text, NULL, NULL))
        continue;
      pids = g_strsplit (g_strstrip (text), " ", -1);
      n += *text == '\0' ? 0 : g_strv_length (pids);
    }

  return n;
}

void
sandbox_fixture_run (SandboxFixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;

  recess_sandbox_run_async (get_sandbox (), self->spec, output_cb, self, self->cancellable,
                            keep_result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  self->result = recess_sandbox_run_finish (get_sandbox (), result);
  g_assert_nonnull (self->result);
  g_assert_cmpuint (sandbox_fixture_count_children (), ==, 0);
}

static SandboxFixture *
run (RecessSandboxLanguage      language,
     const char                *code,
     const RecessSandboxLimits *limits)
{
  SandboxFixture *self = sandbox_fixture_new (language, code);

  if (limits != NULL)
    recess_sandbox_spec_set_limits (self->spec, limits);
  sandbox_fixture_run (self);
  return self;
}

SandboxFixture *
sandbox_fixture_run_python (const char                *code,
                            const RecessSandboxLimits *limits)
{
  return run (RECESS_SANDBOX_PYTHON, code, limits);
}

SandboxFixture *
sandbox_fixture_run_shell (const char                *code,
                           const RecessSandboxLimits *limits)
{
  return run (RECESS_SANDBOX_SHELL, code, limits);
}

void
sandbox_fixture_free (SandboxFixture *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->streams); i++)
    g_string_free (self->streams[i], TRUE);
  g_clear_pointer (&self->result, recess_sandbox_result_free);
  g_object_unref (self->cancellable);
  recess_sandbox_spec_unref (self->spec);
  g_free (self);
}
