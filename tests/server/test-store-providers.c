/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-api-error.h"
#include "store/recess-provider-store.h"
#include "store/recess-settings-store.h"

#include "test-store-utils.h"

typedef struct
{
  char        *dir;
  RecessStore *store;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->dir = test_make_dir ();
  fixture->store = test_open (fixture->dir);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  test_close (fixture->store);
  test_remove_dir (fixture->dir);
  g_free (fixture->dir);
}

static gboolean
write_row (Fixture     *fixture,
           const char  *id,
           const char  *name,
           const char  *settings,
           gboolean     is_new,
           GError     **error)
{
  g_autoptr(RecessProviderRow) row = recess_provider_row_new (id, name, settings, 1.5, 2.5);
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  recess_provider_store_save_async (fixture->store, row, is_new, NULL, test_result_cb, &slot);
  result = test_wait_result (&slot);
  return recess_provider_store_save_finish (fixture->store, result, error);
}

static gboolean
save (Fixture     *fixture,
      const char  *id,
      const char  *name,
      const char  *settings,
      GError     **error)
{
  return write_row (fixture, id, name, settings, TRUE, error);
}

static gboolean
delete (Fixture     *fixture,
        const char  *id,
        GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  recess_provider_store_delete_async (fixture->store, id, NULL, test_result_cb, &slot);
  result = test_wait_result (&slot);
  return recess_provider_store_delete_finish (fixture->store, result, error);
}

static char *
list (Fixture *fixture)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;
  GString *text = g_string_new (NULL);

  recess_provider_store_list_async (fixture->store, NULL, test_result_cb, &slot);
  result = test_wait_result (&slot);
  rows = recess_provider_store_list_finish (fixture->store, result, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < rows->len; i++)
    {
      RecessProviderRow *row = g_ptr_array_index (rows, i);

      g_string_append_printf (text, "%s %s %s;", row->id, row->name, row->settings);
      g_assert_cmpfloat (row->created_at, ==, 1.5);
      g_assert_cmpfloat (row->updated_at, ==, 2.5);
    }

  return g_string_free (text, FALSE);
}

static void
test_rows (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *empty = list (fixture);
  g_autofree char *both = NULL;
  g_autofree char *one = NULL;
  g_autofree char *kept = NULL;

  g_assert_cmpstr (empty, ==, "");
  g_assert_true (save (fixture, "prov_b", "beta", "{}", NULL));
  g_assert_true (save (fixture, "prov_a", "alpha", "{\"n\": 0.70}", NULL));
  g_assert_true (save (fixture, "prov_b", "gamma", "{\"x\":1}", NULL));
  both = list (fixture);
  g_assert_cmpstr (both, ==, "prov_b gamma {\"x\":1};prov_a alpha {\"n\": 0.70};");

  g_assert_true (delete (fixture, "prov_b", NULL));
  one = list (fixture);
  g_assert_cmpstr (one, ==, "prov_a alpha {\"n\": 0.70};");

  test_close (fixture->store);
  fixture->store = test_open (fixture->dir);
  kept = list (fixture);
  g_assert_cmpstr (kept, ==, one);
}

/* A change that comes after the deletion must not bring the row back. */
static void
test_changed_after_delete (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *rows = NULL;

  g_assert_true (save (fixture, "prov_a", "alpha", "{}", NULL));
  g_assert_true (write_row (fixture, "prov_a", "beta", "{}", FALSE, NULL));
  g_assert_true (delete (fixture, "prov_a", NULL));
  g_assert_false (write_row (fixture, "prov_a", "gamma", "{}", FALSE, &error));
  g_assert_error (error, RECESS_API_ERROR, 404);
  rows = list (fixture);
  g_assert_cmpstr (rows, ==, "");
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GError) taken = NULL;
  g_autoptr(GError) absent = NULL;

  g_assert_true (save (fixture, "prov_a", "alpha", "{}", NULL));
  g_assert_false (save (fixture, "prov_b", "alpha", "{}", &taken));
  g_assert_error (taken, RECESS_API_ERROR, 400);
  g_assert_cmpstr (recess_api_error_get_param (taken), ==, "name");

  g_assert_false (delete (fixture, "prov_b", &absent));
  g_assert_error (absent, RECESS_API_ERROR, 404);
  g_assert_cmpstr (absent->message, ==, "No provider found with id 'prov_b'.");
}

static void
set (Fixture    *fixture,
     const char *value)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  recess_settings_store_set_async (fixture->store, "aliases", value, "alias", NULL,
                                   test_result_cb, &slot);
  result = test_wait_result (&slot);
  g_assert_true (recess_settings_store_set_finish (fixture->store, result, &error));
  g_assert_no_error (error);
}

static char *
get (Fixture *fixture)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;
  char *value;

  recess_settings_store_get_async (fixture->store, "aliases", NULL, test_result_cb, &slot);
  result = test_wait_result (&slot);
  value = recess_settings_store_get_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  return value;
}

static void
test_settings (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  g_assert_null (get (fixture));
  set (fixture, "{\"a\": 1}");
  set (fixture, "{\"a\": 2}");
  first = get (fixture);
  g_assert_cmpstr (first, ==, "{\"a\": 2}");

  test_close (fixture->store);
  fixture->store = test_open (fixture->dir);
  second = get (fixture);
  g_assert_cmpstr (second, ==, first);
  set (fixture, NULL);
  g_assert_null (get (fixture));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/store/providers/rows", test_rows);
  ADD ("/store/providers/changed-after-delete", test_changed_after_delete);
  ADD ("/store/providers/refused", test_refused);
  ADD ("/store/providers/settings", test_settings);
#undef ADD

  return g_test_run ();
}
