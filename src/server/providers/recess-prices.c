/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-api-error.h"
#include "common/recess-json.h"
#include "store/recess-settings-store.h"

#include "recess-field.h"
#include "recess-prices.h"

#define MOST_PRICES  1000
#define LONGEST_NAME 200
#define MOST_DOLLARS 1e6

struct _RecessPrices
{
  GObject       parent_instance;

  RecessStore  *store;
  char         *date;
  /* In the order in which they are listed */
  GPtrArray    *table;
  GPtrArray    *own;
};

G_DEFINE_FINAL_TYPE (RecessPrices, recess_prices, G_TYPE_OBJECT)

static void
price_free (gpointer data)
{
  RecessPrice *price = data;

  g_free (price->model);
  g_free (price->updated);
  g_free (price);
}

static GPtrArray *
list_new (void)
{
  return g_ptr_array_new_with_free_func (price_free);
}

static void
recess_prices_finalize (GObject *object)
{
  RecessPrices *self = RECESS_PRICES (object);

  g_clear_object (&self->store);
  g_clear_pointer (&self->date, g_free);
  g_clear_pointer (&self->table, g_ptr_array_unref);
  g_clear_pointer (&self->own, g_ptr_array_unref);

  G_OBJECT_CLASS (recess_prices_parent_class)->finalize (object);
}

static void
recess_prices_class_init (RecessPricesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = recess_prices_finalize;
}

static void
recess_prices_init (RecessPrices *self)
{
  self->table = list_new ();
  self->own = list_new ();
}

RecessPrices *
recess_prices_new (RecessStore *store)
{
  RecessPrices *self;

  g_return_val_if_fail (RECESS_IS_STORE (store), NULL);

  self = g_object_new (RECESS_TYPE_PRICES, NULL);
  self->store = g_object_ref (store);
  return self;
}

static const RecessPrice *
find_exactly (GPtrArray  *prices,
              const char *model,
              gsize       length)
{
  for (guint i = 0; i < prices->len; i++)
    {
      const RecessPrice *price = g_ptr_array_index (prices, i);

      if (strlen (price->model) == length && strncmp (price->model, model, length) == 0)
        return price;
    }

  return NULL;
}

/* "-2024-08-06" at the end of a name is a version of the same model. */
static gsize
length_without_date (const char *model)
{
  static const char pattern[] = "-dddd-dd-dd";
  gsize length = strlen (model);
  gsize size = strlen (pattern);

  if (length <= size)
    return length;

  for (gsize i = 0; i < size; i++)
    {
      char c = model[length - size + i];

      if (pattern[i] == 'd' ? !g_ascii_isdigit (c) : c != pattern[i])
        return length;
    }

  return length - size;
}

/* A name or its version of some day */
static const RecessPrice *
find_version (GPtrArray  *prices,
              const char *name)
{
  const RecessPrice *price = find_exactly (prices, name, strlen (name));

  return price != NULL ? price : find_exactly (prices, name, length_without_date (name));
}

static const char *
name_of (const char *model)
{
  const char *slash = strrchr (model, '/');

  return slash != NULL ? slash + 1 : model;
}

const RecessPrice *
recess_prices_find (RecessPrices *self,
                    const char   *model)
{
  const RecessPrice *price;

  g_return_val_if_fail (RECESS_IS_PRICES (self), NULL);
  g_return_val_if_fail (model != NULL, NULL);

  price = find_exactly (self->own, model, strlen (model));
  if (price == NULL)
    price = find_version (self->own, name_of (model));
  if (price == NULL)
    price = find_version (self->table, name_of (model));

  return price;
}

gint64
recess_prices_get_context (RecessPrices *self,
                           const char   *model)
{
  const RecessPrice *price;

  g_return_val_if_fail (RECESS_IS_PRICES (self), 0);
  g_return_val_if_fail (model != NULL, 0);

  price = find_version (self->table, name_of (model));
  return price != NULL ? price->context_length : 0;
}

gboolean
recess_prices_compute (RecessPrices *self,
                       const char   *model,
                       const char   *usage,
                       double       *cost)
{
  g_autoptr (JsonObject) object = NULL;
  const RecessPrice *price;
  JsonObject *details;
  gint64 prompt;
  gint64 cached;

  g_return_val_if_fail (RECESS_IS_PRICES (self), FALSE);
  g_return_val_if_fail (model != NULL, FALSE);
  g_return_val_if_fail (cost != NULL, FALSE);

  price = recess_prices_find (self, model);
  if (price == NULL || usage == NULL)
    return FALSE;

  object = recess_json_parse_object (usage, strlen (usage), NULL);
  if (object == NULL)
    return FALSE;

  details = recess_json_object_get_object (object, "prompt_tokens_details");
  prompt = MAX (recess_json_object_get_int (object, "prompt_tokens", 0), 0);
  cached = details != NULL ? recess_json_object_get_int (details, "cached_tokens", 0) : 0;
  cached = CLAMP (cached, 0, prompt);
  *cost = ((prompt - cached) * price->input +
           cached * (price->cached_input < 0 ? price->input : price->cached_input) +
           MAX (recess_json_object_get_int (object, "completion_tokens", 0), 0) * price->output) /
          1e6;
  return TRUE;
}

static void
append_figures (GString           *json,
                const RecessPrice *price)
{
  g_autofree char *updated = recess_json_quote (price->updated);

  g_string_append (json, "\"input\":");
  recess_json_append_double (json, price->input);
  g_string_append (json, ",\"cached_input\":");
  if (price->cached_input < 0)
    g_string_append (json, "null");
  else
    recess_json_append_double (json, price->cached_input);
  g_string_append (json, ",\"output\":");
  recess_json_append_double (json, price->output);
  g_string_append_printf (json, ",\"updated\":%s", updated);
}

static void
append_row (GString           *json,
            const RecessPrice *price)
{
  if (json->str[json->len - 1] != '[')
    g_string_append_c (json, ',');

  g_string_append (json, "{\"model\":");
  recess_json_append_string (json, price->model, -1);
  g_string_append_c (json, ',');
  append_figures (json, price);
  g_string_append_printf (json, ",\"source\":\"%s\"}", price->own ? "user" : "table");
}

void
recess_prices_append_json (RecessPrices *self,
                           GString      *json,
                           const char   *model)
{
  const RecessPrice *price;

  g_return_if_fail (RECESS_IS_PRICES (self));
  g_return_if_fail (json != NULL);

  price = recess_prices_find (self, model);
  if (price == NULL)
    {
      g_string_append (json, "null");
      return;
    }

  g_string_append_c (json, '{');
  append_figures (json, price);
  g_string_append_c (json, '}');
}

static char *
list_to_json (GPtrArray *prices)
{
  GString *json = g_string_new ("[");

  for (guint i = 0; i < prices->len; i++)
    append_row (json, g_ptr_array_index (prices, i));
  g_string_append_c (json, ']');

  return g_string_free (json, FALSE);
}

char *
recess_prices_to_json (RecessPrices *self)
{
  g_autofree char *date = NULL;
  GString *json;

  g_return_val_if_fail (RECESS_IS_PRICES (self), NULL);

  date = recess_json_quote (self->date);
  json = g_string_new ("{\"currency\":\"USD\",\"date\":");
  g_string_append_printf (json, "%s,\"prices\":[", date);
  for (guint i = 0; i < self->own->len; i++)
    append_row (json, g_ptr_array_index (self->own, i));
  for (guint i = 0; i < self->table->len; i++)
    {
      const RecessPrice *price = g_ptr_array_index (self->table, i);

      if (find_exactly (self->own, price->model, strlen (price->model)) == NULL)
        append_row (json, price);
    }
  g_string_append (json, "]}");

  return g_string_free (json, FALSE);
}

static gboolean
check_price (JsonObject  *row,
             const char  *place,
             GPtrArray   *before,
             GError     **error)
{
  const char *model;

  if (!recess_field_require (row, place, "model", RECESS_FIELD_STRING, error) ||
      !recess_field_require (row, place, "input", RECESS_FIELD_NUMBER, error) ||
      !recess_field_check_range (row, place, "input", RECESS_FIELD_NUMBER, 0, MOST_DOLLARS,
                                 error) ||
      !recess_field_check (row, place, "cached_input", RECESS_FIELD_NUMBER | RECESS_FIELD_NULL,
                           error) ||
      !recess_field_check_range (row, place, "cached_input", RECESS_FIELD_NUMBER, 0, MOST_DOLLARS,
                                 error) ||
      !recess_field_require (row, place, "output", RECESS_FIELD_NUMBER, error) ||
      !recess_field_check_range (row, place, "output", RECESS_FIELD_NUMBER, 0, MOST_DOLLARS, error))
    return FALSE;

  model = json_object_get_string_member (row, "model");
  if (*model != '\0' && strlen (model) <= LONGEST_NAME &&
      find_exactly (before, model, strlen (model)) == NULL)
    return TRUE;

  recess_set_api_error (error, 400, place, NULL,
                        "Invalid value for '%s': the name of a model has 1 to %d bytes and comes "
                        "once.", place, LONGEST_NAME);
  return FALSE;
}

static RecessPrice *
price_new (JsonObject *row,
           const char *updated,
           gboolean    own)
{
  RecessPrice *price = g_new0 (RecessPrice, 1);

  price->model = g_strdup (json_object_get_string_member (row, "model"));
  price->input = recess_json_object_get_double (row, "input", 0);
  price->cached_input = recess_json_object_get_double (row, "cached_input", -1);
  price->output = recess_json_object_get_double (row, "output", 0);
  price->context_length = MAX (recess_json_object_get_int (row, "context_length", 0), 0);
  price->updated = g_strdup (recess_json_object_get_string (row, "updated", updated));
  price->own = own;
  return price;
}

static GPtrArray *
read_list (JsonArray   *rows,
           const char  *updated,
           gboolean     own,
           GError     **error)
{
  g_autoptr (GPtrArray) prices = list_new ();

  if (json_array_get_length (rows) > MOST_PRICES)
    {
      recess_set_api_error (error, 400, "prices", NULL, "There can be %d prices at most.",
                            MOST_PRICES);
      return NULL;
    }

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      g_autofree char *place = g_strdup_printf ("prices[%u]", i);
      JsonNode *node = json_array_get_element (rows, i);

      if (!JSON_NODE_HOLDS_OBJECT (node))
        {
          recess_set_api_error (error, 400, place, NULL,
                                "Invalid type for '%s': expected an object.", place);
          return NULL;
        }
      if (!check_price (json_node_get_object (node), place, prices, error))
        return NULL;

      g_ptr_array_add (prices, price_new (json_node_get_object (node), updated, own));
    }

  return g_steal_pointer (&prices);
}

static void
take_own (RecessPrices *self,
          const char   *json)
{
  g_autoptr (JsonNode) node = recess_json_parse (json, strlen (json), NULL);
  GPtrArray *own = NULL;

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    own = read_list (json_node_get_array (node), NULL, TRUE, NULL);
  if (own == NULL)
    return;

  g_ptr_array_unref (self->own);
  self->own = own;
}

static void
take_table (RecessPrices *self,
            const char   *text,
            gsize         length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = recess_json_parse_object (text, length, &error);
  GPtrArray *table = NULL;

  if (object != NULL && recess_json_object_get_array (object, "prices") != NULL)
    {
      self->date = g_strdup (recess_json_object_get_string (object, "date", NULL));
      table = read_list (recess_json_object_get_array (object, "prices"), self->date, FALSE,
                         &error);
    }
  if (table == NULL)
    {
      g_message ("The table of prices cannot be read: %s",
                 error != NULL ? error->message : "no prices");
      return;
    }

  g_ptr_array_unref (self->table);
  self->table = table;
}

static void
own_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autofree char *json = NULL;
  GError *error = NULL;

  json = recess_settings_store_get_finish (RECESS_STORE (source), result, &error);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  if (json != NULL)
    take_own (g_task_get_source_object (task), json);
  g_task_return_boolean (task, TRUE);
}

static void
table_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GTask *task = user_data;
  RecessPrices *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize length;

  if (g_file_load_contents_finish (G_FILE (source), result, &text, &length, NULL, &error))
    take_table (self, text, length);
  else
    g_message ("There is no table of prices: %s", error->message);

  recess_settings_store_get_async (self->store, "prices", NULL, own_cb, task);
}

void
recess_prices_load_async (RecessPrices        *self,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  const char *path = g_getenv ("RECESS_PRICES_FILE");
  g_autoptr (GFile) file = NULL;
  GTask *task;

  g_return_if_fail (RECESS_IS_PRICES (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, recess_prices_load_async);
  file = g_file_new_for_path (path != NULL ? path : PKGDATADIR "/prices.json");
  g_file_load_contents_async (file, NULL, table_cb, task);
}

gboolean
recess_prices_load_finish (RecessPrices  *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  RecessPrices *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!recess_settings_store_set_finish (RECESS_STORE (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  g_ptr_array_unref (self->own);
  self->own = g_ptr_array_ref (g_task_get_task_data (task));
  g_task_return_boolean (task, TRUE);
}

void
recess_prices_change_async (RecessPrices        *self,
                            JsonObject          *body,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");
  g_autofree char *json = NULL;
  GPtrArray *own = NULL;
  GError *error = NULL;

  g_return_if_fail (RECESS_IS_PRICES (self));
  g_return_if_fail (body != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, recess_prices_change_async);
  if (recess_field_require (body, NULL, "prices", RECESS_FIELD_ARRAY, &error))
    own = read_list (json_object_get_array_member (body, "prices"), today, TRUE, &error);
  if (own == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  json = list_to_json (own);
  g_task_set_task_data (task, own, (GDestroyNotify) g_ptr_array_unref);
  recess_settings_store_set_async (self->store, "prices", json, "price", NULL, saved_cb,
                                   g_steal_pointer (&task));
}

gboolean
recess_prices_change_finish (RecessPrices  *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
