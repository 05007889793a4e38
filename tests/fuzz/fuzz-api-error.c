/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-api-error.h"
#include "common/recess-json.h"
#include "fuzz.h"

#define LONGEST_MESSAGE 4200

/* Whatever a server answers, a person gets a message of bearable length, and a client our shape. */
void
fuzz_target (const guint8 *data,
             gsize         size)
{
  g_autoptr(GError) error = recess_api_error_parse (502, (const char *) data, size);
  g_autofree char *json = recess_api_error_to_json (error);

  g_assert_error (error, RECESS_API_ERROR, 502);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_cmpuint (strlen (error->message), >, 0);
  g_assert_cmpuint (strlen (error->message), <, LONGEST_MESSAGE);
  g_assert_true (recess_json_check (json, strlen (json), NULL));
}
