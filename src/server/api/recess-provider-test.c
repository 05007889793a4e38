/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-json.h"

#include "recess-error-json.h"
#include "recess-provider-test.h"

typedef struct
{
  RecessRequest *request;
  gint64         started_at;
} Test;

static void
refresh_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  RecessProvider *provider = RECESS_PROVIDER (source);
  g_autofree Test *test = user_data;
  g_autoptr (RecessRequest) request = test->request;
  g_autofree char *error_json = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *models = recess_provider_get_models (provider);
  gboolean ok = recess_provider_refresh_finish (provider, result, &error);
  GString *json;

  json = g_string_new (NULL);
  g_string_append_printf (json, "{\"ok\":%s,\"latency_ms\":%" G_GINT64_FORMAT ",\"models\":[",
                          ok ? "true" : "false",
                          (g_get_monotonic_time () - test->started_at) / 1000);
  for (guint i = 0; ok && i < models->len; i++)
    {
      const RecessModelInfo *info = g_ptr_array_index (models, i);

      if (i > 0)
        g_string_append_c (json, ',');
      recess_json_append_string (json, info->id, -1);
    }

  error_json = recess_error_json (error);
  g_string_append_printf (json, "],\"error\":%s}", error_json);
  recess_request_reply_json (request, 200, g_string_free (json, FALSE));
}

void
recess_provider_test_start (RecessProvider *provider,
                            RecessRequest  *request)
{
  Test *test;

  g_return_if_fail (RECESS_IS_PROVIDER (provider));
  g_return_if_fail (RECESS_IS_REQUEST (request));

  test = g_new0 (Test, 1);
  test->request = g_object_ref (request);
  test->started_at = g_get_monotonic_time ();
  recess_provider_refresh_async (provider, 0, NULL, refresh_cb, test);
}
