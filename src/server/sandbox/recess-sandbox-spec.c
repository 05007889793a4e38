/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "recess-sandbox-spec-private.h"

#define MAX_FILES 256

const RecessSandboxLimits recess_sandbox_default_limits = {
  .wall_ms = 60 * 1000,
  .cpu_s = 60,
  .memory_bytes = (guint64) 512 * RECESS_SANDBOX_MIB,
  .processes = 64,
  .file_bytes = (guint64) 256 * RECESS_SANDBOX_MIB,
  .output_bytes = RECESS_SANDBOX_MIB,
};

const RecessSandboxLimits recess_sandbox_highest_limits = {
  .wall_ms = 60 * 60 * 1000,
  .cpu_s = 4 * 60 * 60,
  .memory_bytes = (guint64) 16 * 1024 * RECESS_SANDBOX_MIB,
  .processes = 1024,
  .file_bytes = (guint64) 4 * 1024 * RECESS_SANDBOX_MIB,
  .output_bytes = (guint64) 64 * RECESS_SANDBOX_MIB,
};

static guint64
resolve (guint64 value,
         guint64 usual,
         guint64 highest)
{
  return value == 0 ? usual : MIN (value, highest);
}

void
recess_sandbox_limits_resolve (RecessSandboxLimits *limits)
{
  const RecessSandboxLimits *usual = &recess_sandbox_default_limits;
  const RecessSandboxLimits *highest = &recess_sandbox_highest_limits;

  g_return_if_fail (limits != NULL);

  limits->wall_ms = resolve (limits->wall_ms, usual->wall_ms, highest->wall_ms);
  limits->cpu_s = resolve (limits->cpu_s, usual->cpu_s, highest->cpu_s);
  limits->memory_bytes = resolve (limits->memory_bytes, usual->memory_bytes,
                                  highest->memory_bytes);
  limits->processes = resolve (limits->processes, usual->processes, highest->processes);
  limits->file_bytes = resolve (limits->file_bytes, usual->file_bytes, highest->file_bytes);
  limits->output_bytes = resolve (limits->output_bytes, usual->output_bytes,
                                  highest->output_bytes);
}

char *
recess_sandbox_format_size (guint64 bytes)
{
  static const char *units[] = { "bytes", "KiB", "MiB", "GiB" };
  guint unit = 0;

  while (unit < G_N_ELEMENTS (units) - 1 && bytes >= 1024 && bytes % 1024 == 0)
    {
      bytes /= 1024;
      unit++;
    }

  return g_strdup_printf ("%" G_GUINT64_FORMAT " %s", bytes, units[unit]);
}

void
recess_sandbox_file_free (RecessSandboxFile *file)
{
  g_free (file->name);
  g_bytes_unref (file->content);
  g_free (file);
}

RecessSandboxSpec *
recess_sandbox_spec_new (RecessSandboxLanguage  language,
                         GBytes                *code)
{
  RecessSandboxSpec *self;

  g_return_val_if_fail (code != NULL, NULL);

  self = g_rc_box_new0 (RecessSandboxSpec);
  self->language = language;
  self->code = g_bytes_ref (code);
  self->files = g_ptr_array_new_with_free_func ((GDestroyNotify) recess_sandbox_file_free);
  self->limits = recess_sandbox_default_limits;
  return self;
}

RecessSandboxSpec *
recess_sandbox_spec_ref (RecessSandboxSpec *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  RecessSandboxSpec *self = data;

  g_clear_pointer (&self->code, g_bytes_unref);
  g_clear_pointer (&self->input, g_bytes_unref);
  g_clear_pointer (&self->files, g_ptr_array_unref);
}

void
recess_sandbox_spec_unref (RecessSandboxSpec *self)
{
  g_return_if_fail (self != NULL);

  g_rc_box_release_full (self, clear);
}

void
recess_sandbox_spec_set_stdin (RecessSandboxSpec *self,
                               GBytes            *bytes)
{
  g_return_if_fail (self != NULL);

  if (bytes != NULL)
    g_bytes_ref (bytes);
  g_clear_pointer (&self->input, g_bytes_unref);
  self->input = bytes;
}

void
recess_sandbox_spec_set_limits (RecessSandboxSpec         *self,
                                const RecessSandboxLimits *limits)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (limits != NULL);

  self->limits = *limits;
  recess_sandbox_limits_resolve (&self->limits);
}

void
recess_sandbox_spec_set_reply (RecessSandboxSpec *self,
                               gboolean           reply)
{
  g_return_if_fail (self != NULL);

  self->reply = reply;
}

void
recess_sandbox_spec_set_collect (RecessSandboxSpec *self,
                                 guint64            max_bytes)
{
  g_return_if_fail (self != NULL);

  self->collect_bytes = max_bytes;
}

static gboolean
is_file_name (const char *name)
{
  return *name != '\0' && strlen (name) <= 255 && g_utf8_validate (name, -1, NULL) &&
         strchr (name, '/') == NULL && !g_str_equal (name, ".") && !g_str_equal (name, "..");
}

static gboolean
has_file (RecessSandboxSpec *self,
          const char        *name)
{
  for (guint i = 0; i < self->files->len; i++)
    {
      RecessSandboxFile *file = g_ptr_array_index (self->files, i);

      if (g_str_equal (file->name, name))
        return TRUE;
    }

  return FALSE;
}

gboolean
recess_sandbox_spec_add_file (RecessSandboxSpec  *self,
                              const char         *name,
                              GBytes             *content,
                              GError            **error)
{
  RecessSandboxFile *file;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (name != NULL && content != NULL, FALSE);

  if (!is_file_name (name))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 "“%s” is no file name without folders.", name);
  else if (has_file (self, name))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 "There are two files with the name “%s”.", name);
  else if (self->files->len >= MAX_FILES)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 "A program gets at most %u files.", MAX_FILES);
  else
    {
      file = g_new0 (RecessSandboxFile, 1);
      file->name = g_strdup (name);
      file->content = g_bytes_ref (content);
      g_ptr_array_add (self->files, file);
      return TRUE;
    }

  return FALSE;
}
