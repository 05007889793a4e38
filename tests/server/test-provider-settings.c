/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-api-error.h"
#include "common/recess-json.h"
#include "providers/recess-aliases.h"
#include "providers/recess-model-list.h"
#include "providers/recess-provider-settings.h"
#include "providers/recess-provider.h"
#include "providers/recess-upstream-body.h"

static JsonObject *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonObject *object = recess_json_parse_object (text, strlen (text), &error);

  g_assert_no_error (error);
  return object;
}

static RecessProvider *
make_provider (const char *settings)
{
  g_autoptr (JsonObject) object = parse (settings);
  g_autoptr (GError) error = NULL;
  RecessProvider *provider = recess_provider_new ();

  recess_provider_configure (provider, object, &error);
  g_assert_no_error (error);
  return provider;
}

static void
check_refused (const char *settings,
               const char *param)
{
  g_autoptr (RecessProvider) provider = recess_provider_new ();
  g_autoptr (JsonObject) object = parse (settings);
  g_autoptr (GError) error = NULL;

  g_assert_false (recess_provider_configure (provider, object, &error));
  g_assert_error (error, RECESS_API_ERROR, 400);
  g_assert_cmpstr (recess_api_error_get_param (error), ==, param);
}

static void
test_refused (void)
{
  check_refused ("{}", "name");
  check_refused ("{\"name\":\"a\"}", "base_url");
  check_refused ("{\"name\":1}", "name");
  check_refused ("{\"name\":\"Ab\",\"base_url\":\"http://x\"}", "name");
  check_refused ("{\"name\":\"-a\",\"base_url\":\"http://x\"}", "name");
  check_refused ("{\"name\":\"recess\",\"base_url\":\"http://x\"}", "name");
  check_refused ("{\"name\":\"a123456789012345678901234567890123\",\"base_url\":\"http://x\"}", "name");
  check_refused ("{\"name\":\"a\",\"base_url\":\"ftp://x\"}", "base_url");
  check_refused ("{\"name\":\"a\",\"base_url\":\"x\"}", "base_url");
  check_refused ("{\"name\":\"a\",\"base_url\":\"http://u:p@x\"}", "base_url");
  check_refused ("{\"name\":\"a\",\"base_url\":\"http://x\\n/v1\"}", "base_url");
  check_refused ("{\"name\":\"a\",\"base_url\":\"http://x/v1\\r\\nX: y\"}", "base_url");
  check_refused ("{\"name\":\"a\",\"base_url\":\"http://%0d%0ax/v1\"}", "base_url");
  check_refused ("{\"name\":\"a\",\"base_url\":\"http://x y/v1\"}", "base_url");
  check_refused ("{\"name\":\"a\",\"base_url\":\"http://x/?key=1\"}", "base_url");
  check_refused ("{\"name\":\"a\",\"base_url\":\"http://x\",\"auth\":\"basic\"}", "auth");
  check_refused ("{\"name\":\"a\",\"base_url\":\"http://x\",\"headers\":[]}", "headers");
  check_refused ("{\"name\":\"a\",\"base_url\":\"http://x\",\"headers\":{\"X\":\"a\\r\\nY: b\"}}",
                 "headers.X");
  check_refused ("{\"name\":\"a\",\"base_url\":\"http://x\",\"headers\":{\"X\":\"a\\u0001\"}}",
                 "headers.X");
  check_refused ("{\"name\":\"a\",\"base_url\":\"http://x\",\"headers\":{\"Recess-Via\":\"b\"}}",
                 "headers.Recess-Via");
  check_refused ("{\"name\":\"a\",\"base_url\":\"http://x\",\"headers\":{\"Authorization\":\"b\"}}",
                 "headers.Authorization");
  check_refused ("{\"name\":\"a\",\"base_url\":\"http://x\",\"key_env\":\"A B\"}", "key_env");
  check_refused ("{\"name\":\"a\",\"base_url\":\"http://x\",\"idle_limit_ms\":1}", "idle_limit_ms");
  check_refused ("{\"name\":\"a\",\"base_url\":\"http://x\",\"idle_limit_ms\":1.5}", "idle_limit_ms");
}

static void
test_kept (void)
{
  g_autoptr (RecessProvider) provider = NULL;
  g_autoptr (RecessProvider) again = NULL;
  g_autofree char *settings = NULL;
  g_autofree char *same = NULL;
  g_autofree char *row = NULL;

  provider = make_provider ("{\"name\":\"a-1\",\"base_url\":\" http://x:1/v1// \",\"auth\":\"api-key\","
                            "\"headers\":{\"X-A\":\"\\u00fc\"},\"api_version\":\"2024-10-21\","
                            "\"deployment_paths\":true,\"idle_limit_ms\":1e3,\"unknown\":1}");
  g_assert_cmpstr (recess_provider_get_base_url (provider), ==, "http://x:1/v1");
  recess_provider_set_key (provider, "secret", RECESS_KEY_STORAGE_SESSION);

  settings = recess_provider_dup_settings (provider);
  row = recess_provider_to_json (provider);
  g_assert_null (strstr (settings, "secret"));
  g_assert_null (strstr (row, "secret"));
  g_assert_nonnull (strstr (row, "\"has_key\":true"));
  g_assert_nonnull (strstr (row, "\"key_storage\":\"session\""));

  again = make_provider (settings);
  recess_provider_set_key (again, NULL, RECESS_KEY_STORAGE_SESSION);
  same = recess_provider_dup_settings (again);
  g_assert_cmpstr (same, ==, settings);
}

static void
test_key_env (void)
{
  g_autoptr (RecessProvider) provider = NULL;
  g_autoptr (JsonObject) without = parse ("{\"key_env\":null}");

  g_setenv ("RECESS_TEST_KEY", "k", TRUE);
  provider = make_provider ("{\"name\":\"a\",\"base_url\":\"http://x\",\"key_env\":\"RECESS_TEST_KEY\"}");
  g_assert_true (recess_provider_get_has_key (provider));
  g_assert_cmpint (recess_provider_get_key_storage (provider), ==, RECESS_KEY_STORAGE_ENVIRONMENT);

  g_assert_true (recess_provider_configure (provider, without, NULL));
  g_assert_false (recess_provider_get_has_key (provider));
  g_assert_cmpint (recess_provider_get_key_storage (provider), ==, RECESS_KEY_STORAGE_NONE);
}

static void
waited_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GError **error = user_data;

  g_assert_false (recess_provider_wait_key_finish (RECESS_PROVIDER (source), result, error));
}

/* A keyring that is locked lets nobody wait who has left. */
static void
test_wait_key_cancelled (void)
{
  g_autoptr (RecessProvider) provider = make_provider ("{\"name\":\"a\",\"base_url\":\"http://x\"}");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) late = NULL;

  recess_provider_set_key_pending (provider, RECESS_KEY_STORAGE_SECRET_SERVICE);
  recess_provider_wait_key_async (provider, cancellable, waited_cb, &error);
  g_cancellable_cancel (cancellable);
  while (error == NULL && g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  recess_provider_wait_key_async (provider, cancellable, waited_cb, &late);
  while (late == NULL && g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_error (late, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  recess_provider_set_key (provider, "k", RECESS_KEY_STORAGE_SECRET_SERVICE);
}

static void
test_key_refused (void)
{
  g_autoptr (JsonObject) good = parse ("{\"key\":\"sk-1\"}");
  g_autoptr (JsonObject) bad = parse ("{\"key\":\"sk-1\\n\"}");
  g_autoptr (GError) error = NULL;

  g_assert_true (recess_provider_settings_check_key (good, NULL));
  g_assert_false (recess_provider_settings_check_key (bad, &error));
  g_assert_cmpstr (recess_api_error_get_param (error), ==, "key");
}

static void
test_paths (void)
{
  g_autoptr (RecessProvider) plain = make_provider ("{\"name\":\"a\",\"base_url\":\"http://x/v1\"}");
  g_autoptr (RecessProvider) azure = NULL;
  g_autofree char *chat = recess_provider_dup_path (plain, "/chat/completions", "m");
  g_autofree char *deployment = NULL;
  g_autofree char *models = NULL;

  g_assert_cmpstr (chat, ==, "/chat/completions");
  azure = make_provider ("{\"name\":\"a\",\"base_url\":\"http://x\",\"deployment_paths\":true}");
  deployment = recess_provider_dup_path (azure, "/chat/completions", "my/model");
  models = recess_provider_dup_path (azure, "/models", NULL);
  g_assert_cmpstr (deployment, ==, "/openai/deployments/my%2Fmodel/chat/completions");
  g_assert_cmpstr (models, ==, "/openai/models");
}

/* A client would take it for an answer, or for a redirect to nowhere. */
static void
test_odd_status (void)
{
  g_autoptr (RecessProvider) provider = make_provider ("{\"name\":\"far\",\"base_url\":\"http://x\"}");
  static const guint odd[] = { 199, 302, 304, 600, 999 };

  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autoptr (GError) error = recess_api_error_new (odd[i], NULL, NULL, "odd");
      g_autoptr (GError) explained = recess_provider_explain (provider, error);

      g_assert_error (explained, RECESS_API_ERROR, 502);
    }
}

static void
test_explain (void)
{
  g_autoptr (RecessProvider) provider = make_provider ("{\"name\":\"far\",\"base_url\":\"http://x\"}");
  g_autoptr (GError) key = recess_api_error_new (401, NULL, NULL, "bad key");
  g_autoptr (GError) lost = recess_api_error_new (0, NULL, "connection_lost", "gone");
  g_autoptr (GError) late = recess_api_error_new (0, NULL, "timeout", "late");
  g_autoptr (GError) bad = recess_api_error_new (400, "n", NULL, "n is bad");
  g_autoptr (GError) explained = NULL;

  recess_provider_set_key (provider, "secret", RECESS_KEY_STORAGE_SESSION);
  explained = recess_provider_explain (provider, key);
  g_assert_error (explained, RECESS_API_ERROR, 401);
  g_assert_cmpstr (explained->message, ==, "The provider 'far' refused its key: bad key");

  g_clear_error (&explained);
  explained = recess_provider_explain (provider, lost);
  g_assert_error (explained, RECESS_API_ERROR, 502);
  g_assert_true (recess_api_error_get_final (explained));

  g_clear_error (&explained);
  explained = recess_provider_explain (provider, late);
  g_assert_error (explained, RECESS_API_ERROR, 504);

  g_clear_error (&explained);
  explained = recess_provider_explain (provider, bad);
  g_assert_error (explained, RECESS_API_ERROR, 400);
  g_assert_cmpstr (explained->message, ==, "n is bad");
  g_assert_cmpstr (recess_api_error_get_param (explained), ==, "n");
}

static void
test_aliases (void)
{
  g_autoptr (RecessAliases) none = recess_aliases_new ();
  g_autoptr (JsonObject) changes = parse ("{\"default_provider\":\"a\",\"aliases\":{\"gpt\":\"a/b\"}}");
  g_autoptr (JsonObject) clear = parse ("{\"default_provider\":null}");
  g_autoptr (JsonObject) wrong = parse ("{\"aliases\":{\"gpt\":1}}");
  g_autoptr (RecessAliases) some = recess_aliases_new_changed (none, changes, NULL);
  g_autoptr (RecessAliases) cleared = recess_aliases_new_changed (some, clear, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *json = recess_aliases_to_json (cleared);

  g_assert_cmpstr (recess_aliases_lookup (some, "gpt"), ==, "a/b");
  g_assert_cmpstr (recess_aliases_get_default_provider (some), ==, "a");
  g_assert_cmpstr (json, ==, "{\"default_model\":null,\"default_provider\":null,\"aliases\":{\"gpt\":\"a/b\"}}");
  g_assert_null (recess_aliases_new_changed (none, wrong, &error));
  g_assert_error (error, RECESS_API_ERROR, 400);
  g_assert_cmpstr (recess_api_error_get_param (error), ==, "aliases.gpt");
}

static void
check_body (const char          *before,
            const char          *model,
            RecessStreamOptions  options,
            const char          *after)
{
  g_autoptr (GBytes) body = g_bytes_new (before, strlen (before));
  g_autoptr (GBytes) changed = recess_upstream_body (body, model, options);
  g_autofree char *text = g_strndup (g_bytes_get_data (changed, NULL), g_bytes_get_size (changed));

  g_assert_cmpstr (text, ==, after);
}

static void
test_body (void)
{
  check_body ("{\"t\": 0.70, \"model\" : \"a/b\",\"x\":1e2}", "b", RECESS_STREAM_OPTIONS_KEEP,
              "{\"t\": 0.70, \"model\" : \"b\",\"x\":1e2}");
  check_body ("{ \"model\":\"b\" }", "b", RECESS_STREAM_OPTIONS_KEEP, "{ \"model\":\"b\" }");
  check_body ("{\"stream_options\":{\"z\":1,\"include_usage\":false}}", NULL,
              RECESS_STREAM_OPTIONS_KEEP, "{\"stream_options\":{\"z\":1,\"include_usage\":false}}");
  check_body ("{\"stream_options\":{\"z\":1,\"include_usage\":false}}", NULL,
              RECESS_STREAM_OPTIONS_USAGE, "{\"stream_options\":{\"z\":1,\"include_usage\":true}}");
  check_body ("{\"a\":1,\"stream_options\":null}", NULL, RECESS_STREAM_OPTIONS_USAGE,
              "{\"a\":1,\"stream_options\":{\"include_usage\":true}}");
  check_body ("{\"stream_options\":{\"include_usage\":true}}", NULL, RECESS_STREAM_OPTIONS_USAGE,
              "{\"stream_options\":{\"include_usage\":true}}");
  check_body ("{\"stream_options\":{\"include_usage\":true},\"a\":1}", NULL,
              RECESS_STREAM_OPTIONS_DROP, "{\"a\":1}");
}

static void
test_models (void)
{
  static const char text[] =
    "{\"data\":[{\"id\":\"a\",\"created\":5,\"owned_by\":\"o\",\"shutdown_date\":\"2027-01-06\","
    "\"context_length\":4096},{\"id\":\"b\",\"meta\":{\"n_ctx\":512,\"n_ctx_train\":2048},"
    "\"shutdown_date\":\"soon\",\"created\":\"x\"},{\"id\":\"\"},{\"id\":7},3,null,"
    "{\"id\":\"c\",\"max_model_len\":-1,\"deprecation\":\"2026-12-31T00:00:00Z\"}]}";
  g_autoptr (GBytes) body = g_bytes_new_static (text, strlen (text));
  g_autoptr (GBytes) wrong = g_bytes_new_static ("{\"data\":{}}", 11);
  g_autoptr (GPtrArray) models = recess_model_list_parse (body, NULL);
  g_autoptr (GError) error = NULL;
  const RecessModelInfo *info;

  g_assert_cmpuint (models->len, ==, 3);
  info = g_ptr_array_index (models, 0);
  g_assert_cmpint (info->context_length, ==, 4096);
  g_assert_cmpstr (info->shutdown_date, ==, "2027-01-06");
  info = g_ptr_array_index (models, 1);
  g_assert_cmpint (info->context_length, ==, 512);
  g_assert_cmpint (info->created, ==, 0);
  g_assert_null (info->shutdown_date);
  info = g_ptr_array_index (models, 2);
  g_assert_cmpint (info->context_length, ==, 0);
  g_assert_cmpstr (info->shutdown_date, ==, "2026-12-31");

  g_assert_null (recess_model_list_parse (wrong, &error));
  g_assert_error (error, RECESS_API_ERROR, 502);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/provider-settings/refused", test_refused);
  g_test_add_func ("/provider-settings/kept", test_kept);
  g_test_add_func ("/provider-settings/key-env", test_key_env);
  g_test_add_func ("/provider-settings/wait-key-cancelled", test_wait_key_cancelled);
  g_test_add_func ("/provider-settings/key-refused", test_key_refused);
  g_test_add_func ("/provider-settings/odd-status", test_odd_status);
  g_test_add_func ("/provider-settings/paths", test_paths);
  g_test_add_func ("/provider-settings/explain", test_explain);
  g_test_add_func ("/provider-settings/aliases", test_aliases);
  g_test_add_func ("/provider-settings/body", test_body);
  g_test_add_func ("/provider-settings/models", test_models);
  return g_test_run ();
}
