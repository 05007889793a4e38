/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store/recess-schema.h"
#include "store/recess-search.h"

#include "test-conversation-utils.h"

#define HIT(text) "\342\201\250" text "\342\201\251"

static void
test_queries (void)
{
  static const struct
  {
    const char *text;
    const char *query;
  } cases[] = {
    { "", NULL },
    { "  \t ", NULL },
    { "\"", NULL },
    { "* ( ) - + ^ : \"\"", NULL },
    { "hello", "\"hello\"*" },
    { "hello wor", "\"hello\" \"wor\"*" },
    { "title:x OR (y) NOT z*", "\"title:x\" \"OR\" \"(y)\" \"NOT\" \"z*\"*" },
    { "say \"good day\"", "\"say\" \"good\" \"day\"*" },
    { "c++ - ", "\"c++\"*" },
    { "\303\274ber", "\"\303\274ber\"*" },
    { "broken \377\376 x", "\"broken\" \"x\"*" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *query = recess_search_make_query (cases[i].text);

      g_assert_cmpstr (query, ==, cases[i].query);
    }
}

static void
test_hits (TestStores    *stores,
           gconstpointer  data)
{
  g_autofree char *cooking = test_create (stores, "Cooking");
  g_autofree char *birds = test_create (stores, "Birds of the coast");
  g_autofree char *a = test_add (stores, cooking, "user", "How long do I boil an egg?", NULL);
  g_autofree char *b = test_add (stores, birds, "user", "Which bird lays a blue \303\211gg?", NULL);
  g_autofree char *parts = NULL;
  g_autofree char *both = test_list (stores, "egg");
  g_autofree char *one = test_list (stores, "boil EGG");
  g_autofree char *prefix = test_list (stores, "coa");
  g_autofree char *inner = test_list (stores, "boi egg");
  g_autofree char *in_parts = NULL;

  test_assert_query (both, "$.data[1].object", "recess.conversation");
  test_assert_query (one, "$.first_id", cooking);
  test_assert_query (one, "$.last_id", cooking);
  test_assert_query (one, "$.data[0].snippet",
                     "How long do I " HIT ("boil") " an " HIT ("egg") "?");
  test_assert_query (prefix, "$.first_id", birds);
  test_assert_query (prefix, "$.data[0].snippet", "Birds of the " HIT ("coast"));
  test_assert_query (inner, "$.first_id", "null");

  parts = test_add_full (stores, birds, "user",
                         "[{\"type\":\"text\",\"text\":\"a cormorant\"},"
                         "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:gannet\"}},"
                         "{\"type\":\"text\",\"text\":\"dives\"}]", NULL, NULL, NULL);
  in_parts = test_list (stores, "cormorant dives");
  test_assert_query (in_parts, "$.first_id", birds);
  g_clear_pointer (&in_parts, g_free);
  in_parts = test_list (stores, "gannet");
  test_assert_query (in_parts, "$.first_id", "null");
}

static void
test_title_first (TestStores    *stores,
                  gconstpointer  data)
{
  g_autofree char *titled = test_create (stores, "Lanterns");
  g_autofree char *talked = test_create (stores, "Other");
  g_autofree char *row = test_add (stores, talked, "user",
                                   "There were lanterns in the garden that evening", NULL);
  g_autofree char *found = test_list (stores, "lanterns");

  test_assert_query (found, "$.data[0].id", titled);
  test_assert_query (found, "$.data[1].id", talked);
}

/* Equally good hits come newest first. */
static void
test_recent_first (TestStores    *stores,
                   gconstpointer  data)
{
  g_autofree char *a = test_create (stores, "Same words");
  g_autofree char *b = test_create (stores, "Same words");
  g_autofree char *c = test_create (stores, "Same words");
  g_autofree char *row = test_add (stores, b, "system", "Unrelated", NULL);
  g_autofree char *found = test_list (stores, "same words");

  test_assert_query (found, "$.data[0].id", b);
  test_assert_query (found, "$.data[1].id", c);
  test_assert_query (found, "$.data[2].id", a);
}

static void
test_deleted (TestStores    *stores,
              gconstpointer  data)
{
  g_autofree char *id = test_create (stores, "Plain");
  g_autofree char *a = test_add (stores, id, "user", "quokka", NULL);
  g_autofree char *gone = NULL;
  g_autofree char *back = NULL;

  g_assert_true (test_delete (stores, id, a, FALSE, NULL));
  gone = test_list (stores, "quokka");
  test_assert_query (gone, "$.first_id", "null");
  g_assert_true (test_restore (stores, id, a, NULL));
  back = test_list (stores, "quokka");
  test_assert_query (back, "$.first_id", id);
}

/* Whatever is typed, there is a list and never an error. */
static void
test_hostile (TestStores    *stores,
              gconstpointer  data)
{
  static const char *const texts[] = {
    "\"", "\"\"", "'", "' OR 1=1 --", "a\"b", "a*b*", "NEAR(a b, 2)", "AND", "OR", "NOT", "(((",
    "{title} : x", "^x", "x AND", "\\", "%", "_", "\r\n", "\342\201\250", "a\342\201\251b",
    "\360\237\246\206", "-x", "+x", "x y z \" w", "\"x y", "select * from search", "\001\002",
    "\316\261\316\262", "\346\274\242\345\255\227",
  };
  g_autofree char *id = test_create (stores, "a b x y z");
  g_autofree char *row = test_add (stores, id, "user", "x y z \342\201\250 w \"quoted\"", NULL);
  g_autofree char *long_text = g_strnfill (100000, 'w');
  g_autoptr(GString) many = g_string_new (NULL);
  g_autofree char *found_long = NULL;
  g_autofree char *found_many = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *found = test_list (stores, texts[i]);

      test_assert_query (found, "$.object", "list");
    }

  found_long = test_list (stores, long_text);
  test_assert_query (found_long, "$.first_id", "null");
  for (guint i = 0; i < 5000; i++)
    g_string_append (many, "x ");
  found_many = test_list (stores, many->str);
  test_assert_query (found_many, "$.first_id", id);
}

static int
count_cb (gpointer user_data)
{
  guint *n_thousands = user_data;

  (*n_thousands)++;
  return 0;
}

/* Twice the conversations are about twice the work: no list is gone through for each hit. */
static void
test_many (void)
{
  RecessPage page = { .limit = 10 };
  g_autofree char *list = NULL;
  sqlite3 *db;
  guint n_thousands = 0;

  g_assert_cmpint (sqlite3_open (":memory:", &db), ==, SQLITE_OK);
  g_assert_true (recess_schema_migrate (db, NULL));
  g_assert_cmpint (sqlite3_exec (db,
                                 "WITH RECURSIVE n (i) AS"
                                 "  (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) "
                                 "INSERT INTO conversations (id, title, created_at, updated_at)"
                                 "  SELECT 'conv_' || i, 'common', i, i FROM n",
                                 NULL, NULL, NULL), ==, SQLITE_OK);

  sqlite3_progress_handler (db, 1000, count_cb, &n_thousands);
  list = recess_search_conversations (db, &page, "common", NULL);
  test_assert_query (list, "$.first_id", "conv_2000");
  test_assert_query (list, "$.has_more", "true");
  g_test_message ("%u thousand steps", n_thousands);
  g_assert_cmpuint (n_thousands, <, 1000);
  sqlite3_close (db);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) \
  g_test_add (path, TestStores, NULL, test_stores_set_up, func, test_stores_tear_down)
  g_test_add_func ("/search/queries", test_queries);
  g_test_add_func ("/search/many", test_many);
  ADD ("/search/hits", test_hits);
  ADD ("/search/title-first", test_title_first);
  ADD ("/search/recent-first", test_recent_first);
  ADD ("/search/deleted", test_deleted);
  ADD ("/search/hostile", test_hostile);
#undef ADD

  return g_test_run ();
}
