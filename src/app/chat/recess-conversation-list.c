/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-glib-compat.h"

#include "engine/recess-call.h"
#include "recess-conversation-list.h"

#define PAGE        50
#define DEBOUNCE_MS 150

struct _RecessConversationList
{
  GObject       parent_instance;

  RecessEngine *engine;
  GPtrArray    *rows;
  GHashTable   *by_id;
  /* Ids whose rows are being fetched; the value is set when they changed again meanwhile. */
  GHashTable   *fetching;
  GCancellable *cancellable;
  char         *query;
  char         *after;

  guint         debounce_id;
  guint         has_more : 1;
  guint         loading : 1;
  guint         loaded : 1;
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RecessConversationList, recess_conversation_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

enum
{
  PROP_0,
  PROP_QUERY,
  PROP_LOADING,
  PROP_LOADED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GType
recess_conversation_list_get_item_type (GListModel *model)
{
  return RECESS_TYPE_CONVERSATION;
}

static guint
recess_conversation_list_get_n_items (GListModel *model)
{
  return RECESS_CONVERSATION_LIST (model)->rows->len;
}

static gpointer
recess_conversation_list_get_item (GListModel *model,
                                   guint       position)
{
  RecessConversationList *self = RECESS_CONVERSATION_LIST (model);

  if (position >= self->rows->len)
    return NULL;

  return g_object_ref (g_ptr_array_index (self->rows, position));
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = recess_conversation_list_get_item_type;
  iface->get_n_items = recess_conversation_list_get_n_items;
  iface->get_item = recess_conversation_list_get_item;
}

static void
recess_conversation_list_set_loading (RecessConversationList *self,
                                      gboolean                loading)
{
  if (self->loading == loading)
    return;

  self->loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

/* Where @row belongs among the others; it is not counted itself. */
static guint
recess_conversation_list_place (RecessConversationList *self,
                                RecessConversation     *row)
{
  guint place = 0;

  for (guint i = 0; i < self->rows->len; i++)
    {
      RecessConversation *other = g_ptr_array_index (self->rows, i);

      if (other == row)
        continue;
      if (recess_conversation_compare (row, other) < 0)
        break;
      place++;
    }

  return place;
}

/* One change over the range that moved, so that a selection follows its item. */
static void
recess_conversation_list_move (RecessConversationList *self,
                               guint                   from,
                               guint                   to)
{
  guint first = MIN (from, to);
  guint count = MAX (from, to) - first + 1;
  gpointer row;

  if (from == to)
    return;

  row = g_ptr_array_steal_index (self->rows, from);
  g_ptr_array_insert (self->rows, to, row);
  g_list_model_items_changed (G_LIST_MODEL (self), first, count, count);
}

static void
recess_conversation_list_insert (RecessConversationList *self,
                                 RecessConversation     *row)
{
  guint place = recess_conversation_list_place (self, row);

  g_ptr_array_insert (self->rows, place, g_object_ref (row));
  g_hash_table_insert (self->by_id, (gpointer) recess_conversation_get_id (row), row);
  g_list_model_items_changed (G_LIST_MODEL (self), place, 0, 1);
}

static GPtrArray *
recess_conversation_list_read_page (RecessConversationList *self,
                                    JsonObject             *page,
                                    gboolean                fresh)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);
  JsonArray *data = recess_json_object_get_array (page, "data");
  guint length = data != NULL ? json_array_get_length (data) : 0;

  for (guint i = 0; i < length; i++)
    {
      JsonNode *node = json_array_get_element (data, i);
      RecessConversation *known;
      const char *id;
      JsonObject *object;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;

      object = json_node_get_object (node);
      id = recess_json_object_get_string (object, "id", "");
      known = g_hash_table_lookup (self->by_id, id);
      if (known != NULL)
        recess_conversation_update (known, object);
      if (known != NULL && fresh)
        g_ptr_array_add (rows, g_object_ref (known));
      else if (known == NULL && (known = recess_conversation_new_from_row (object)) != NULL)
        g_ptr_array_add (rows, known);
    }

  return rows;
}

static void
recess_conversation_list_take_page (RecessConversationList *self,
                                    JsonObject             *page,
                                    gboolean                fresh)
{
  g_autoptr(GPtrArray) rows = recess_conversation_list_read_page (self, page, fresh);
  guint removed = fresh ? self->rows->len : 0;
  guint position = self->rows->len - removed;

  if (fresh)
    {
      g_hash_table_remove_all (self->by_id);
      g_ptr_array_set_size (self->rows, 0);
    }

  for (guint i = 0; i < rows->len; i++)
    {
      RecessConversation *row = g_ptr_array_index (rows, i);

      g_ptr_array_add (self->rows, g_object_ref (row));
      g_hash_table_insert (self->by_id, (gpointer) recess_conversation_get_id (row), row);
    }

  self->has_more = recess_json_object_get_boolean (page, "has_more", FALSE);
  recess_set_str (&self->after, recess_json_object_get_string (page, "last_id", NULL));
  if (removed > 0 || rows->len > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), position, removed, rows->len);

  if (!self->loaded)
    {
      self->loaded = TRUE;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADED]);
    }
}

typedef struct
{
  RecessConversationList *self;
  GCancellable           *cancellable;
  gboolean                fresh;
} PageCall;

static void
recess_conversation_list_page_cb (GObject      *object,
                                  GAsyncResult *result,
                                  gpointer      user_data)
{
  g_autofree PageCall *call = user_data;
  g_autoptr(RecessConversationList) self = call->self;
  g_autoptr(GCancellable) cancellable = call->cancellable;
  g_autoptr(JsonObject) page = NULL;

  page = recess_call_finish (RECESS_CLIENT (object), result, NULL);
  if (g_cancellable_is_cancelled (cancellable))
    return;

  recess_conversation_list_set_loading (self, FALSE);
  if (page != NULL)
    recess_conversation_list_take_page (self, page, call->fresh);
}

static void
recess_conversation_list_load (RecessConversationList *self,
                               gboolean                fresh)
{
  g_autoptr(GString) path = g_string_new ("/recess/conversations");
  PageCall *call;

  if (recess_engine_get_state (self->engine) != RECESS_ENGINE_READY)
    return;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();

  g_string_append_printf (path, "?limit=%d", PAGE);
  if (!fresh && self->after != NULL)
    g_string_append_printf (path, "&after=%s", self->after);
  if (self->query != NULL)
    {
      g_string_append (path, "&query=");
      g_string_append_uri_escaped (path, self->query, NULL, FALSE);
    }

  call = g_new0 (PageCall, 1);
  call->self = g_object_ref (self);
  call->cancellable = g_object_ref (self->cancellable);
  call->fresh = fresh;
  recess_conversation_list_set_loading (self, TRUE);
  recess_call_async (recess_engine_get_client (self->engine), "GET", path->str, NULL,
                     self->cancellable, recess_conversation_list_page_cb, call);
}

static void recess_conversation_list_fetch (RecessConversationList *self,
                                            const char             *id);

typedef struct
{
  RecessConversationList *self;
  char                   *id;
} RowCall;

static void
recess_conversation_list_row_cb (GObject      *object,
                                 GAsyncResult *result,
                                 gpointer      user_data)
{
  g_autofree RowCall *call = user_data;
  g_autoptr(RecessConversationList) self = call->self;
  g_autofree char *id = call->id;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) row = NULL;
  gboolean again;

  again = GPOINTER_TO_INT (g_hash_table_lookup (self->fetching, id));
  g_hash_table_remove (self->fetching, id);

  row = recess_call_finish (RECESS_CLIENT (object), result, &error);
  if (row == NULL)
    {
      if (g_error_matches (error, RECESS_API_ERROR, 404))
        recess_conversation_list_remove (self, id);
    }
  else if (recess_json_object_get_boolean (row, "deleted", FALSE))
    recess_conversation_list_remove (self, id);
  else if (self->query == NULL || g_hash_table_contains (self->by_id, id))
    recess_conversation_list_take_row (self, row);

  if (again && self->engine != NULL)
    recess_conversation_list_fetch (self, id);
}

static void
recess_conversation_list_fetch (RecessConversationList *self,
                                const char             *id)
{
  g_autofree char *path = NULL;
  RowCall *call;

  if (g_hash_table_contains (self->fetching, id))
    {
      g_hash_table_insert (self->fetching, g_strdup (id), GINT_TO_POINTER (TRUE));
      return;
    }

  g_hash_table_insert (self->fetching, g_strdup (id), GINT_TO_POINTER (FALSE));
  call = g_new0 (RowCall, 1);
  call->self = g_object_ref (self);
  call->id = g_strdup (id);
  path = g_strdup_printf ("/recess/conversations/%s", id);
  recess_call_async (recess_engine_get_client (self->engine), "GET", path, NULL, NULL,
                     recess_conversation_list_row_cb, call);
}

static void
recess_conversation_list_changed_cb (RecessConversationList *self,
                                     const char             *kind,
                                     const char             *id,
                                     const char             *change,
                                     const char             *conversation_id)
{
  g_assert (RECESS_IS_CONVERSATION_LIST (self));

  if (g_strcmp0 (kind, "conversation") == 0 && id != NULL)
    recess_conversation_list_fetch (self, id);
}

static void
recess_conversation_list_reset_cb (RecessConversationList *self)
{
  g_assert (RECESS_IS_CONVERSATION_LIST (self));

  recess_conversation_list_load (self, TRUE);
}

/* The first page does not wait for the feed. */
static void
recess_conversation_list_state_cb (RecessConversationList *self)
{
  g_assert (RECESS_IS_CONVERSATION_LIST (self));

  if (!self->loaded && !self->loading)
    recess_conversation_list_load (self, TRUE);
}

static gboolean
recess_conversation_list_debounce_cb (gpointer user_data)
{
  RecessConversationList *self = user_data;

  g_assert (RECESS_IS_CONVERSATION_LIST (self));

  self->debounce_id = 0;
  recess_conversation_list_load (self, TRUE);

  return G_SOURCE_REMOVE;
}

static void
recess_conversation_list_get_property (GObject    *object,
                                       guint       prop_id,
                                       GValue     *value,
                                       GParamSpec *pspec)
{
  RecessConversationList *self = RECESS_CONVERSATION_LIST (object);

  switch (prop_id)
    {
    case PROP_QUERY:
      g_value_set_string (value, self->query);
      break;

    case PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;

    case PROP_LOADED:
      g_value_set_boolean (value, self->loaded);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
recess_conversation_list_dispose (GObject *object)
{
  RecessConversationList *self = RECESS_CONVERSATION_LIST (object);

  g_clear_handle_id (&self->debounce_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (recess_conversation_list_parent_class)->dispose (object);
}

static void
recess_conversation_list_finalize (GObject *object)
{
  RecessConversationList *self = RECESS_CONVERSATION_LIST (object);

  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_clear_pointer (&self->fetching, g_hash_table_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->query, g_free);
  g_clear_pointer (&self->after, g_free);

  G_OBJECT_CLASS (recess_conversation_list_parent_class)->finalize (object);
}

static void
recess_conversation_list_class_init (RecessConversationListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = recess_conversation_list_dispose;
  object_class->finalize = recess_conversation_list_finalize;
  object_class->get_property = recess_conversation_list_get_property;

  properties[PROP_QUERY] = g_param_spec_string ("query", NULL, NULL, NULL, flags);
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
  properties[PROP_LOADED] = g_param_spec_boolean ("loaded", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
recess_conversation_list_init (RecessConversationList *self)
{
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->fetching = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

RecessConversationList *
recess_conversation_list_new (RecessEngine *engine)
{
  RecessConversationList *self;

  g_return_val_if_fail (RECESS_IS_ENGINE (engine), NULL);

  self = g_object_new (RECESS_TYPE_CONVERSATION_LIST, NULL);
  self->engine = g_object_ref (engine);
  g_signal_connect_object (engine, "notify::state",
                           G_CALLBACK (recess_conversation_list_state_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "reset", G_CALLBACK (recess_conversation_list_reset_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "changed", G_CALLBACK (recess_conversation_list_changed_cb),
                           self, G_CONNECT_SWAPPED);
  recess_conversation_list_state_cb (self);

  return self;
}

/**
 * recess_conversation_list_set_query:
 * @query: (nullable): what to search for; %NULL or empty shows all
 */
void
recess_conversation_list_set_query (RecessConversationList *self,
                                    const char             *query)
{
  g_return_if_fail (RECESS_IS_CONVERSATION_LIST (self));

  if (query != NULL && *query == '\0')
    query = NULL;
  if (!recess_set_str (&self->query, query))
    return;

  g_clear_handle_id (&self->debounce_id, g_source_remove);
  self->debounce_id = g_timeout_add (query != NULL ? DEBOUNCE_MS : 0,
                                     recess_conversation_list_debounce_cb, self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_QUERY]);
}

gboolean
recess_conversation_list_get_loaded (RecessConversationList *self)
{
  g_return_val_if_fail (RECESS_IS_CONVERSATION_LIST (self), FALSE);

  return self->loaded;
}

void
recess_conversation_list_load_more (RecessConversationList *self)
{
  g_return_if_fail (RECESS_IS_CONVERSATION_LIST (self));

  if (self->has_more && !self->loading)
    recess_conversation_list_load (self, FALSE);
}

RecessConversation *
recess_conversation_list_find (RecessConversationList *self,
                               const char             *id,
                               guint                  *position)
{
  RecessConversation *row;

  g_return_val_if_fail (RECESS_IS_CONVERSATION_LIST (self), NULL);

  row = id != NULL ? g_hash_table_lookup (self->by_id, id) : NULL;
  if (row != NULL && position != NULL)
    g_ptr_array_find (self->rows, row, position);

  return row;
}

RecessConversation *
recess_conversation_list_take_row (RecessConversationList *self,
                                   JsonObject             *row)
{
  g_autoptr(RecessConversation) made = NULL;
  RecessConversation *known;
  guint from = 0;

  g_return_val_if_fail (RECESS_IS_CONVERSATION_LIST (self), NULL);
  g_return_val_if_fail (row != NULL, NULL);

  known = recess_conversation_list_find (self, recess_json_object_get_string (row, "id", NULL),
                                         &from);
  if (known != NULL)
    {
      recess_conversation_update (known, row);
      recess_conversation_list_move (self, from, recess_conversation_list_place (self, known));
      return known;
    }

  made = recess_conversation_new_from_row (row);
  if (made != NULL)
    recess_conversation_list_insert (self, made);

  return made;
}

void
recess_conversation_list_remove (RecessConversationList *self,
                                 const char             *id)
{
  guint position;

  g_return_if_fail (RECESS_IS_CONVERSATION_LIST (self));

  if (recess_conversation_list_find (self, id, &position) == NULL)
    return;

  g_hash_table_remove (self->by_id, id);
  g_ptr_array_remove_index (self->rows, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}
