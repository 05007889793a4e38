/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-json.h"

#include "recess-upstream-body.h"

static GBytes *
with_member (GBytes     *body,
             const char *name,
             const char *value)
{
  g_autoptr (GBytes) before = body;
  GBytes *after = recess_json_set_member (body, name, value);

  return after != NULL ? after : g_steal_pointer (&before);
}

static GBytes *
with_usage (GBytes *body)
{
  const char *text;
  RecessJsonSpan span;
  gsize length;

  text = g_bytes_get_data (body, &length);
  if (recess_json_find_member (text, length, "stream_options", &span) && text[span.start] == '{')
    {
      g_autoptr (GBytes) options = g_bytes_new_from_bytes (body, span.start, span.length);
      g_autoptr (GBytes) changed = recess_json_set_member (options, "include_usage", "true");
      g_autofree char *value = NULL;

      if (changed == NULL || g_bytes_equal (options, changed))
        return body;

      value = g_strndup (g_bytes_get_data (changed, NULL), g_bytes_get_size (changed));
      return with_member (body, "stream_options", value);
    }

  return with_member (body, "stream_options", "{\"include_usage\":true}");
}

static GBytes *
without_options (GBytes *body)
{
  gsize length;
  const char *text = g_bytes_get_data (body, &length);

  if (!recess_json_find_member (text, length, "stream_options", NULL))
    return body;

  return with_member (body, "stream_options", NULL);
}

GBytes *
recess_upstream_body (GBytes              *body,
                      const char          *model,
                      RecessStreamOptions  options)
{
  g_autofree char *asked = NULL;
  GBytes *result;
  gsize length;
  const char *text;

  g_return_val_if_fail (body != NULL, NULL);

  text = g_bytes_get_data (body, &length);
  asked = recess_json_dup_string (text, length, "model");
  result = g_bytes_ref (body);

  if (model != NULL && g_strcmp0 (asked, model) != 0)
    {
      g_autofree char *value = recess_json_quote (model);

      result = with_member (result, "model", value);
    }

  switch (options)
    {
    case RECESS_STREAM_OPTIONS_USAGE:
      return with_usage (result);

    case RECESS_STREAM_OPTIONS_DROP:
      return without_options (result);

    case RECESS_STREAM_OPTIONS_KEEP:
    default:
      return result;
    }
}
