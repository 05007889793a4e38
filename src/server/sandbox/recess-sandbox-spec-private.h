/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-sandbox-spec.h"

G_BEGIN_DECLS

typedef struct
{
  char   *name;
  GBytes *content;
} RecessSandboxFile;

struct _RecessSandboxSpec
{
  RecessSandboxLanguage  language;
  GBytes                *code;
  GBytes                *input;
  GPtrArray             *files;
  RecessSandboxLimits    limits;
  gboolean               reply;
  guint64                collect_bytes;
};

void recess_sandbox_file_free (RecessSandboxFile *file);

G_END_DECLS
