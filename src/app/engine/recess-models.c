/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "common/recess-glib-compat.h"

#include "recess-call.h"
#include "recess-models.h"

struct _RecessModel
{
  GObject  parent_instance;

  char    *id;
  char    *name;
  char    *provider_name;
  char    *shutdown_date;
  char    *encoding;
  gint64   context_length;
  double   input_price;
  double   output_price;
  guint    practice : 1;
};

G_DEFINE_FINAL_TYPE (RecessModel, recess_model, G_TYPE_OBJECT)

static void
recess_model_finalize (GObject *object)
{
  RecessModel *self = RECESS_MODEL (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->provider_name, g_free);
  g_clear_pointer (&self->shutdown_date, g_free);
  g_clear_pointer (&self->encoding, g_free);

  G_OBJECT_CLASS (recess_model_parent_class)->finalize (object);
}

static void
recess_model_class_init (RecessModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = recess_model_finalize;
}

static void
recess_model_init (RecessModel *self)
{
}

static void
recess_model_read_price (RecessModel *self,
                         JsonObject  *price)
{
  self->input_price = self->output_price = -1;
  if (price == NULL)
    return;

  self->input_price = recess_json_object_get_double (price, "input", -1);
  self->output_price = recess_json_object_get_double (price, "output", -1);
}

static RecessModel *
recess_model_new (JsonObject *row)
{
  RecessModel *self = g_object_new (RECESS_TYPE_MODEL, NULL);

  self->id = g_strdup (recess_json_object_get_string (row, "id", ""));
  self->name = g_strdup (recess_json_object_get_string (row, "name", self->id));
  self->provider_name = g_strdup (recess_json_object_get_string (row, "provider_name", ""));
  self->shutdown_date = g_strdup (recess_json_object_get_string (row, "shutdown_date", NULL));
  self->context_length = recess_json_object_get_int (row, "context_length", 0);
  self->encoding = g_strdup (recess_json_object_get_string (row, "encoding", NULL));
  recess_model_read_price (self, recess_json_object_get_object (row, "price"));
  self->practice = g_str_equal (recess_json_object_get_string (row, "kind", ""), "practice");
  /* The pill says what it is; the name is what a script would ask for. */
  if (self->practice)
    {
      recess_set_str (&self->name, self->id);
      recess_set_str (&self->provider_name, _("Built In"));
    }

  return self;
}

const char *
recess_model_get_id (RecessModel *self)
{
  g_return_val_if_fail (RECESS_IS_MODEL (self), NULL);

  return self->id;
}

const char *
recess_model_get_name (RecessModel *self)
{
  g_return_val_if_fail (RECESS_IS_MODEL (self), NULL);

  return self->name;
}

const char *
recess_model_get_provider_name (RecessModel *self)
{
  g_return_val_if_fail (RECESS_IS_MODEL (self), NULL);

  return self->provider_name;
}

gboolean
recess_model_get_practice (RecessModel *self)
{
  g_return_val_if_fail (RECESS_IS_MODEL (self), FALSE);

  return self->practice;
}

gint64
recess_model_get_context_length (RecessModel *self)
{
  g_return_val_if_fail (RECESS_IS_MODEL (self), 0);

  return self->context_length;
}

double
recess_model_get_input_price (RecessModel *self)
{
  g_return_val_if_fail (RECESS_IS_MODEL (self), -1);

  return self->input_price;
}

double
recess_model_get_output_price (RecessModel *self)
{
  g_return_val_if_fail (RECESS_IS_MODEL (self), -1);

  return self->output_price;
}

const char *
recess_model_get_encoding (RecessModel *self)
{
  g_return_val_if_fail (RECESS_IS_MODEL (self), NULL);

  return self->encoding;
}

const char *
recess_model_get_shutdown_date (RecessModel *self)
{
  g_return_val_if_fail (RECESS_IS_MODEL (self), NULL);

  return self->shutdown_date;
}

struct _RecessModels
{
  GObject       parent_instance;

  RecessEngine *engine;
  GPtrArray    *models;
  char         *default_model;

  guint         loading : 1;
  guint         load_again : 1;
  guint         loaded : 1;
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RecessModels, recess_models, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

enum
{
  PROP_0,
  PROP_DEFAULT_MODEL,
  PROP_LOADED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GType
recess_models_get_item_type (GListModel *model)
{
  return RECESS_TYPE_MODEL;
}

static guint
recess_models_get_n_items (GListModel *model)
{
  return RECESS_MODELS (model)->models->len;
}

static gpointer
recess_models_get_item (GListModel *model,
                        guint       position)
{
  RecessModels *self = RECESS_MODELS (model);

  if (position >= self->models->len)
    return NULL;

  return g_object_ref (g_ptr_array_index (self->models, position));
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = recess_models_get_item_type;
  iface->get_n_items = recess_models_get_n_items;
  iface->get_item = recess_models_get_item;
}

static void recess_models_load (RecessModels *self,
                                    gboolean         refresh);

static void
recess_models_models_cb (GObject      *object,
                         GAsyncResult *result,
                         gpointer      user_data)
{
  g_autoptr(RecessModels) self = user_data;
  g_autoptr(JsonObject) list = NULL;
  JsonArray *data;
  guint removed;

  self->loading = FALSE;
  list = recess_call_finish (RECESS_CLIENT (object), result, NULL);
  if (list == NULL)
    return;

  removed = self->models->len;
  g_ptr_array_set_size (self->models, 0);
  data = recess_json_object_get_array (list, "data");
  for (guint i = 0; data != NULL && i < json_array_get_length (data); i++)
    {
      JsonNode *node = json_array_get_element (data, i);

      if (JSON_NODE_HOLDS_OBJECT (node))
        g_ptr_array_add (self->models, recess_model_new (json_node_get_object (node)));
    }

  self->loaded = TRUE;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, removed, self->models->len);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADED]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DEFAULT_MODEL]);
  if (self->load_again)
    recess_models_load (self, FALSE);
}

static void
recess_models_aliases_cb (GObject      *object,
                          GAsyncResult *result,
                          gpointer      user_data)
{
  g_autoptr(RecessModels) self = user_data;
  g_autoptr(JsonObject) aliases = NULL;

  aliases = recess_call_finish (RECESS_CLIENT (object), result, NULL);
  if (aliases != NULL &&
      recess_set_str (&self->default_model,
                      recess_json_object_get_string (aliases, "default_model", NULL)))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DEFAULT_MODEL]);
}

static void
recess_models_load (RecessModels *self,
                    gboolean         refresh)
{
  RecessClient *client = recess_engine_get_client (self->engine);

  if (recess_engine_get_state (self->engine) != RECESS_ENGINE_READY)
    return;

  self->load_again = self->loading;
  if (self->loading)
    return;

  self->loading = TRUE;
  recess_call_async (client, "GET", "/recess/aliases", NULL, NULL,
                     recess_models_aliases_cb, g_object_ref (self));
  recess_call_async (client, "GET",
                     refresh ? "/recess/models?refresh=true" : "/recess/models", NULL, NULL,
                     recess_models_models_cb, g_object_ref (self));
}

static void
recess_models_state_cb (RecessModels *self)
{
  g_assert (RECESS_IS_MODELS (self));

  recess_models_load (self, FALSE);
}

static void
recess_models_changed_cb (RecessModels *self,
                          const char      *kind)
{
  g_assert (RECESS_IS_MODELS (self));

  if (g_str_equal (kind, "provider") || g_str_equal (kind, "model") ||
      g_str_equal (kind, "alias") || g_str_equal (kind, "price"))
    recess_models_load (self, FALSE);
}

static void
recess_models_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  RecessModels *self = RECESS_MODELS (object);

  switch (prop_id)
    {
    case PROP_DEFAULT_MODEL:
      g_value_set_string (value, recess_models_get_default_model (self));
      break;

    case PROP_LOADED:
      g_value_set_boolean (value, self->loaded);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
recess_models_finalize (GObject *object)
{
  RecessModels *self = RECESS_MODELS (object);

  g_clear_object (&self->engine);
  g_clear_pointer (&self->models, g_ptr_array_unref);
  g_clear_pointer (&self->default_model, g_free);

  G_OBJECT_CLASS (recess_models_parent_class)->finalize (object);
}

static void
recess_models_class_init (RecessModelsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = recess_models_finalize;
  object_class->get_property = recess_models_get_property;

  properties[PROP_DEFAULT_MODEL] =
    g_param_spec_string ("default-model", NULL, NULL, NULL, flags);
  properties[PROP_LOADED] = g_param_spec_boolean ("loaded", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
recess_models_init (RecessModels *self)
{
  self->models = g_ptr_array_new_with_free_func (g_object_unref);
}

RecessModels *
recess_models_new (RecessEngine *engine)
{
  RecessModels *self;

  g_return_val_if_fail (RECESS_IS_ENGINE (engine), NULL);

  self = g_object_new (RECESS_TYPE_MODELS, NULL);
  self->engine = g_object_ref (engine);
  g_signal_connect_object (engine, "notify::state", G_CALLBACK (recess_models_state_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "reset", G_CALLBACK (recess_models_state_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "changed", G_CALLBACK (recess_models_changed_cb), self,
                           G_CONNECT_SWAPPED);
  recess_models_load (self, FALSE);

  return self;
}

void
recess_models_refresh (RecessModels *self)
{
  g_return_if_fail (RECESS_IS_MODELS (self));

  recess_models_load (self, TRUE);
}

RecessModel *
recess_models_find (RecessModels *self,
                    const char      *id)
{
  g_return_val_if_fail (RECESS_IS_MODELS (self), NULL);

  for (guint i = 0; i < self->models->len; i++)
    {
      RecessModel *model = g_ptr_array_index (self->models, i);

      if (g_strcmp0 (model->id, id) == 0)
        return model;
    }

  return NULL;
}

const char *
recess_models_get_default_model (RecessModels *self)
{
  g_return_val_if_fail (RECESS_IS_MODELS (self), NULL);

  if (self->default_model != NULL)
    return self->default_model;

  return self->models->len > 0 ? RECESS_MODEL (g_ptr_array_index (self->models, 0))->id : NULL;
}

gboolean
recess_models_get_loaded (RecessModels *self)
{
  g_return_val_if_fail (RECESS_IS_MODELS (self), FALSE);

  return self->loaded;
}
