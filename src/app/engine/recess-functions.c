/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-call.h"
#include "recess-function-private.h"

#define PAGE_PATH "/recess/functions?limit=100&order=asc"

struct _RecessFunctions
{
  GObject       parent_instance;

  RecessEngine *engine;
  GPtrArray    *functions;
  /* What has come so far of a list that is being read. */
  GPtrArray    *incoming;

  guint         load_again : 1;
  guint         loaded : 1;
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RecessFunctions, recess_functions, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

enum
{
  PROP_0,
  PROP_LOADED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GType
recess_functions_get_item_type (GListModel *model)
{
  return RECESS_TYPE_FUNCTION;
}

static guint
recess_functions_get_n_items (GListModel *model)
{
  return RECESS_FUNCTIONS (model)->functions->len;
}

static gpointer
recess_functions_get_item (GListModel *model,
                           guint       position)
{
  RecessFunctions *self = RECESS_FUNCTIONS (model);

  if (position >= self->functions->len)
    return NULL;

  return g_object_ref (g_ptr_array_index (self->functions, position));
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = recess_functions_get_item_type;
  iface->get_n_items = recess_functions_get_n_items;
  iface->get_item = recess_functions_get_item;
}

/* What has not changed stays the same object, so that only what changed is drawn anew. */
static void
recess_functions_reuse (RecessFunctions *self,
                        GPtrArray       *functions)
{
  for (guint i = 0; i < functions->len; i++)
    for (guint j = 0; j < self->functions->len; j++)
      {
        RecessFunction *old = g_ptr_array_index (self->functions, j);

        if (recess_function_equal (old, g_ptr_array_index (functions, i)))
          {
            g_object_unref (g_ptr_array_index (functions, i));
            functions->pdata[i] = g_object_ref (old);
            break;
          }
      }
}

static void
recess_functions_take (RecessFunctions *self,
                       GPtrArray       *functions)
{
  g_autoptr(GPtrArray) old = g_steal_pointer (&self->functions);
  guint removed = old->len;
  guint added = functions->len;
  guint start = 0;

  self->functions = functions;
  while (start < MIN (removed, added) && old->pdata[start] == functions->pdata[start])
    start++;
  while (MIN (removed, added) > start && old->pdata[removed - 1] == functions->pdata[added - 1])
    {
      removed--;
      added--;
    }

  if (removed > start || added > start)
    g_list_model_items_changed (G_LIST_MODEL (self), start, removed - start, added - start);
}

static void recess_functions_load (RecessFunctions *self);

static void recess_functions_fetch (RecessFunctions *self,
                                    const char      *after);

static void
recess_functions_complete (RecessFunctions *self)
{
  GPtrArray *functions = g_steal_pointer (&self->incoming);

  recess_functions_reuse (self, functions);
  recess_functions_take (self, functions);
  if (!self->loaded)
    {
      self->loaded = TRUE;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADED]);
    }
  if (self->load_again)
    recess_functions_load (self);
}

static void
add_row (const char *row,
         gsize       length,
         gpointer    user_data)
{
  g_ptr_array_add (user_data, recess_function_new (row, length));
}

static void
recess_functions_page_cb (GObject      *object,
                          GAsyncResult *result,
                          gpointer      user_data)
{
  g_autoptr(RecessFunctions) self = user_data;
  g_autoptr(JsonObject) list = NULL;
  g_autoptr(GBytes) bytes = NULL;
  RecessJsonSpan span;
  const char *text;
  gsize length;

  list = recess_call_finish_bytes (RECESS_CLIENT (object), result, &bytes, NULL);
  if (list == NULL)
    {
      g_clear_pointer (&self->incoming, g_ptr_array_unref);
      return;
    }

  text = g_bytes_get_data (bytes, &length);
  if (recess_json_find_member (text, length, "data", &span))
    recess_json_foreach_item (text + span.start, span.length, add_row, self->incoming);

  if (recess_json_object_get_boolean (list, "has_more", FALSE))
    recess_functions_fetch (self, recess_json_object_get_string (list, "last_id", ""));
  else
    recess_functions_complete (self);
}

static void
recess_functions_fetch (RecessFunctions *self,
                        const char      *after)
{
  g_autofree char *path = after != NULL ? g_strconcat (PAGE_PATH "&after=", after, NULL)
                                        : g_strdup (PAGE_PATH);

  recess_call_async (recess_engine_get_client (self->engine), "GET", path, NULL, NULL,
                     recess_functions_page_cb, g_object_ref (self));
}

static void
recess_functions_load (RecessFunctions *self)
{
  g_assert (RECESS_IS_FUNCTIONS (self));

  if (recess_engine_get_state (self->engine) != RECESS_ENGINE_READY)
    return;

  self->load_again = self->incoming != NULL;
  if (self->load_again)
    return;

  self->incoming = g_ptr_array_new_with_free_func (g_object_unref);
  recess_functions_fetch (self, NULL);
}

static void
recess_functions_changed_cb (RecessFunctions *self,
                             const char      *kind)
{
  g_assert (RECESS_IS_FUNCTIONS (self));

  if (g_str_equal (kind, "function"))
    recess_functions_load (self);
}

static void
recess_functions_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  RecessFunctions *self = RECESS_FUNCTIONS (object);

  switch (prop_id)
    {
    case PROP_LOADED:
      g_value_set_boolean (value, self->loaded);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
recess_functions_finalize (GObject *object)
{
  RecessFunctions *self = RECESS_FUNCTIONS (object);

  g_clear_object (&self->engine);
  g_clear_pointer (&self->functions, g_ptr_array_unref);
  g_clear_pointer (&self->incoming, g_ptr_array_unref);

  G_OBJECT_CLASS (recess_functions_parent_class)->finalize (object);
}

static void
recess_functions_class_init (RecessFunctionsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = recess_functions_finalize;
  object_class->get_property = recess_functions_get_property;

  properties[PROP_LOADED] = g_param_spec_boolean ("loaded", NULL, NULL, FALSE,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
recess_functions_init (RecessFunctions *self)
{
  self->functions = g_ptr_array_new_with_free_func (g_object_unref);
}

RecessFunctions *
recess_functions_new (RecessEngine *engine)
{
  RecessFunctions *self;

  g_return_val_if_fail (RECESS_IS_ENGINE (engine), NULL);

  self = g_object_new (RECESS_TYPE_FUNCTIONS, NULL);
  self->engine = g_object_ref (engine);
  g_signal_connect_object (engine, "notify::state", G_CALLBACK (recess_functions_load), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "reset", G_CALLBACK (recess_functions_load), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "changed", G_CALLBACK (recess_functions_changed_cb), self,
                           G_CONNECT_SWAPPED);
  recess_functions_load (self);

  return self;
}

RecessEngine *
recess_functions_get_engine (RecessFunctions *self)
{
  g_return_val_if_fail (RECESS_IS_FUNCTIONS (self), NULL);

  return self->engine;
}

gboolean
recess_functions_get_loaded (RecessFunctions *self)
{
  g_return_val_if_fail (RECESS_IS_FUNCTIONS (self), FALSE);

  return self->loaded;
}

RecessFunction *
recess_functions_find (RecessFunctions *self,
                       const char      *name)
{
  g_return_val_if_fail (RECESS_IS_FUNCTIONS (self), NULL);

  for (guint i = 0; i < self->functions->len; i++)
    {
      RecessFunction *function = g_ptr_array_index (self->functions, i);

      if (g_strcmp0 (recess_function_get_name (function), name) == 0)
        return function;
    }

  return NULL;
}

char *
recess_functions_dup_tools (RecessFunctions *self,
                            const char      *names)
{
  g_autoptr(JsonNode) node = names != NULL ? recess_json_parse (names, strlen (names), NULL) : NULL;
  g_autoptr(GString) tools = g_string_new (NULL);
  JsonArray *array;

  g_return_val_if_fail (RECESS_IS_FUNCTIONS (self), NULL);

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return NULL;

  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      RecessFunction *function = NULL;

      if (json_node_get_value_type (element) == G_TYPE_STRING)
        function = recess_functions_find (self, json_node_get_string (element));
      if (function == NULL)
        continue;

      g_string_append (tools, tools->len > 0 ? ",\n    " : "[\n    ");
      recess_function_append_tool (function, tools);
    }

  if (tools->len == 0)
    return NULL;

  g_string_append (tools, "\n  ]");
  return g_strdup (tools->str);
}
