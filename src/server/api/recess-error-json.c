/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-api-error.h"
#include "common/recess-json.h"

#include "recess-error-json.h"

char *
recess_error_json (const GError *error)
{
  g_autofree char *json = NULL;
  RecessJsonSpan span;

  if (error == NULL)
    return g_strdup ("null");

  json = recess_api_error_to_json (error);
  if (!recess_json_find_member (json, strlen (json), "error", &span))
    return g_strdup ("null");

  return g_strndup (json + span.start, span.length);
}
