/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "common/recess-json.h"
#include "engine/recess-call.h"
#include "widgets/recess-template.h"

#include "recess-function-list.h"
#include "recess-function-row.h"

#define FIXED_CHOICES 4

struct _RecessFunctionList
{
  GtkWidget        parent_instance;

  /* Template widgets */
  GtkBox          *rows;
  GtkLabel        *empty;
  GtkLabel        *missing;
  GtkWidget       *ready;
  GtkWidget       *calling;
  GtkDropDown     *choice;
  GtkSwitch       *parallel;
  GtkSwitch       *auto_run;

  /* Owned references */
  RecessFunctions *functions;
  GSignalGroup    *signals;
  /* The names that are told of, in the order of the settings. */
  GPtrArray       *names;

  guint            updating : 1;
};

G_DEFINE_FINAL_TYPE (RecessFunctionList, recess_function_list, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_EDIT,
  SIGNAL_DELETED,
  SIGNAL_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *const choices[] = { NULL, "auto", "none", "required" };

static gboolean
recess_function_list_tells (RecessFunctionList *self,
                            const char         *name)
{
  return g_ptr_array_find_with_equal_func (self->names, name, g_str_equal, NULL);
}

static void
recess_function_list_read_names (RecessFunctionList *self,
                                 RecessChatSettings *settings)
{
  g_autofree char *json = recess_chat_settings_dup_value (settings, "functions");
  g_autoptr(JsonNode) node = json != NULL ? recess_json_parse (json, strlen (json), NULL) : NULL;
  JsonArray *array;

  g_ptr_array_set_size (self->names, 0);
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return;

  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (json_node_get_value_type (element) == G_TYPE_STRING)
        g_ptr_array_add (self->names, json_node_dup_string (element));
    }
}

static void
recess_function_list_write_names (RecessFunctionList *self)
{
  g_autoptr(RecessChatSettings) settings = g_signal_group_dup_target (self->signals);
  g_autoptr(GString) json = g_string_new ("[");

  if (settings == NULL)
    return;

  for (guint i = 0; i < self->names->len; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      recess_json_append_string (json, g_ptr_array_index (self->names, i), -1);
    }
  g_string_append_c (json, ']');
  recess_chat_settings_set_value (settings, "functions", self->names->len > 0 ? json->str : NULL);
}

/* A choice of a function that the model is not told of would be refused. */
static void
recess_function_list_drop_choice (RecessFunctionList *self)
{
  g_autoptr(RecessChatSettings) settings = g_signal_group_dup_target (self->signals);
  g_autofree char *json = recess_chat_settings_dup_value (settings, "tool_choice");
  g_autofree char *name = NULL;
  RecessJsonSpan span;

  if (json == NULL || !recess_json_find_member (json, strlen (json), "function", &span))
    return;

  name = recess_json_dup_string (json + span.start, span.length, "name");
  if (name == NULL || !recess_function_list_tells (self, name))
    recess_chat_settings_set_value (settings, "tool_choice", NULL);
}

static void
recess_function_list_active_cb (RecessFunctionList *self,
                                GParamSpec         *pspec,
                                RecessFunctionRow  *row)
{
  const char *name = recess_function_get_name (recess_function_row_get_function (row));
  guint position;
  gboolean told;

  g_assert (RECESS_IS_FUNCTION_LIST (self));

  if (self->updating)
    return;

  told = g_ptr_array_find_with_equal_func (self->names, name, g_str_equal, &position);
  if (told == recess_function_row_get_active (row))
    return;

  if (told)
    g_ptr_array_remove_index (self->names, position);
  else
    g_ptr_array_add (self->names, g_strdup (name));
  recess_function_list_write_names (self);
  recess_function_list_drop_choice (self);
}

static void
recess_function_list_edit_cb (RecessFunctionList *self,
                              RecessFunctionRow  *row)
{
  g_signal_emit (self, signals[SIGNAL_EDIT], 0, recess_function_row_get_function (row), FALSE);
}

static void
recess_function_list_duplicate_cb (RecessFunctionList *self,
                                   RecessFunctionRow  *row)
{
  g_signal_emit (self, signals[SIGNAL_EDIT], 0, recess_function_row_get_function (row), TRUE);
}

static void
recess_function_list_new_cb (RecessFunctionList *self)
{
  g_signal_emit (self, signals[SIGNAL_EDIT], 0, NULL, FALSE);
}

typedef struct
{
  RecessFunctionList *list;
  RecessFunction     *function;
} Deletion;

static void
recess_function_list_deleted_cb (GObject      *object,
                                 GAsyncResult *result,
                                 gpointer      user_data)
{
  g_autofree Deletion *deletion = user_data;
  g_autoptr(RecessFunctionList) self = deletion->list;
  g_autoptr(RecessFunction) function = deletion->function;
  g_autoptr(JsonObject) answer = NULL;
  g_autoptr(GError) error = NULL;

  answer = recess_call_finish (RECESS_CLIENT (object), result, &error);
  if (answer != NULL)
    g_signal_emit (self, signals[SIGNAL_DELETED], 0, function);
  else
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error->message);
}

static void
recess_function_list_delete_cb (RecessFunctionList *self,
                                RecessFunctionRow  *row)
{
  RecessFunction *function = recess_function_row_get_function (row);
  RecessEngine *engine = recess_functions_get_engine (self->functions);
  g_autofree char *path = NULL;
  Deletion *deletion = g_new (Deletion, 1);

  deletion->list = g_object_ref (self);
  deletion->function = g_object_ref (function);
  path = g_strconcat ("/recess/functions/", recess_function_get_id (function), NULL);
  recess_call_async (recess_engine_get_client (engine), "DELETE", path, NULL, NULL,
                     recess_function_list_deleted_cb, deletion);
}

static void
recess_function_list_ready_done_cb (GObject      *object,
                                    GAsyncResult *result,
                                    gpointer      user_data)
{
  g_autoptr(RecessFunctionList) self = user_data;
  g_autoptr(JsonObject) answer = NULL;
  g_autoptr(GError) error = NULL;

  answer = recess_call_finish (RECESS_CLIENT (object), result, &error);
  gtk_widget_set_sensitive (self->ready, TRUE);
  if (answer == NULL)
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error->message);
}

static void
recess_function_list_ready_cb (RecessFunctionList *self)
{
  RecessEngine *engine = recess_functions_get_engine (self->functions);

  g_assert (RECESS_IS_FUNCTION_LIST (self));

  gtk_widget_set_sensitive (self->ready, FALSE);
  recess_call_async (recess_engine_get_client (engine), "POST", "/recess/functions/ready", "{}",
                     NULL, recess_function_list_ready_done_cb, g_object_ref (self));
}

static GtkWidget *
recess_function_list_make_row (RecessFunctionList *self,
                               RecessFunction     *function)
{
  GtkWidget *row = recess_function_row_new (function);

  g_signal_connect_object (row, "notify::active", G_CALLBACK (recess_function_list_active_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "edit", G_CALLBACK (recess_function_list_edit_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "duplicate", G_CALLBACK (recess_function_list_duplicate_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "delete", G_CALLBACK (recess_function_list_delete_cb), self,
                           G_CONNECT_SWAPPED);

  return row;
}

/* The first entries are fixed; after them the functions that are told of. */
static void
recess_function_list_update_choice (RecessFunctionList *self,
                                    RecessChatSettings *settings)
{
  GtkStringList *model = GTK_STRING_LIST (gtk_drop_down_get_model (self->choice));
  guint length = g_list_model_get_n_items (G_LIST_MODEL (model));
  g_autofree char *json = recess_chat_settings_dup_value (settings, "tool_choice");
  g_autoptr(JsonNode) node = json != NULL ? recess_json_parse (json, strlen (json), NULL) : NULL;
  const char *name = NULL;
  guint selected = 0;

  gtk_string_list_splice (model, FIXED_CHOICES, length - FIXED_CHOICES, NULL);
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    name = recess_json_object_get_string (
             recess_json_object_get_object (json_node_get_object (node), "function"), "name", NULL);
  for (guint i = 1; node != NULL && i < FIXED_CHOICES; i++)
    if (json_node_get_value_type (node) == G_TYPE_STRING &&
        g_str_equal (json_node_get_string (node), choices[i]))
      selected = i;

  for (guint i = 0; i < self->names->len; i++)
    {
      gtk_string_list_append (model, g_ptr_array_index (self->names, i));
      if (g_strcmp0 (name, g_ptr_array_index (self->names, i)) == 0)
        selected = FIXED_CHOICES + i;
    }
  gtk_drop_down_set_selected (self->choice, selected);
}

static void
recess_function_list_update_missing (RecessFunctionList *self)
{
  g_autoptr(GString) names = g_string_new (NULL);
  g_autofree char *words = NULL;

  for (guint i = 0; i < self->names->len; i++)
    {
      const char *name = g_ptr_array_index (self->names, i);

      if (recess_functions_find (self->functions, name) == NULL)
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", name);
    }

  words = g_strdup_printf (_("Not sent, because they are gone: %s"), names->str);
  gtk_label_set_label (self->missing, words);
  gtk_widget_set_visible (GTK_WIDGET (self->missing),
                          names->len > 0 && recess_functions_get_loaded (self->functions));
}

static void
recess_function_list_update (RecessFunctionList *self)
{
  g_autoptr(RecessChatSettings) settings = g_signal_group_dup_target (self->signals);
  g_autofree char *parallel = NULL;
  g_autofree char *auto_run = NULL;

  g_assert (RECESS_IS_FUNCTION_LIST (self));

  if (settings == NULL)
    return;

  self->updating = TRUE;
  recess_function_list_read_names (self, settings);
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->rows)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      RecessFunction *function = recess_function_row_get_function (RECESS_FUNCTION_ROW (row));

      recess_function_row_set_active (RECESS_FUNCTION_ROW (row),
                                      recess_function_list_tells (
                                        self, recess_function_get_name (function)));
    }

  parallel = recess_chat_settings_dup_value (settings, "parallel_tool_calls");
  gtk_switch_set_active (self->parallel, g_strcmp0 (parallel, "false") != 0);
  auto_run = recess_chat_settings_dup_value (settings, "auto_run");
  gtk_switch_set_active (self->auto_run, g_strcmp0 (auto_run, "false") != 0);
  recess_function_list_update_choice (self, settings);
  recess_function_list_update_missing (self);
  gtk_widget_set_visible (self->calling, self->names->len > 0);
  self->updating = FALSE;
}

static void
recess_function_list_items_cb (RecessFunctionList *self,
                               guint               position,
                               guint               removed,
                               guint               added)
{
  GtkWidget *before = NULL;
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->rows));
  guint length = g_list_model_get_n_items (G_LIST_MODEL (self->functions));

  g_assert (RECESS_IS_FUNCTION_LIST (self));

  for (guint i = 0; i < position; i++)
    {
      before = child;
      child = gtk_widget_get_next_sibling (child);
    }

  for (guint i = 0; i < removed; i++)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (child);

      gtk_box_remove (self->rows, child);
      child = next;
    }

  for (guint i = position; i < position + added; i++)
    {
      g_autoptr(RecessFunction) function =
        g_list_model_get_item (G_LIST_MODEL (self->functions), i);
      GtkWidget *row = recess_function_list_make_row (self, function);

      gtk_box_insert_child_after (self->rows, row, before);
      before = row;
    }

  gtk_widget_set_visible (GTK_WIDGET (self->empty),
                          length == 0 && recess_functions_get_loaded (self->functions));
  recess_function_list_update (self);
}

static void
recess_function_list_choice_cb (RecessFunctionList *self)
{
  g_autoptr(RecessChatSettings) settings = g_signal_group_dup_target (self->signals);
  guint selected = gtk_drop_down_get_selected (self->choice);
  g_autofree char *quoted = NULL;
  g_autofree char *json = NULL;

  g_assert (RECESS_IS_FUNCTION_LIST (self));

  if (self->updating || settings == NULL)
    return;

  if (selected < FIXED_CHOICES)
    json = choices[selected] != NULL ? recess_json_quote (choices[selected]) : NULL;
  else if (selected - FIXED_CHOICES < self->names->len)
    {
      quoted = recess_json_quote (g_ptr_array_index (self->names, selected - FIXED_CHOICES));
      json = g_strdup_printf ("{\"type\":\"function\",\"function\":{\"name\":%s}}", quoted);
    }
  recess_chat_settings_set_value (settings, "tool_choice", json);
}

static void
recess_function_list_parallel_cb (RecessFunctionList *self)
{
  g_autoptr(RecessChatSettings) settings = g_signal_group_dup_target (self->signals);

  g_assert (RECESS_IS_FUNCTION_LIST (self));

  if (!self->updating && settings != NULL)
    recess_chat_settings_set_value (settings, "parallel_tool_calls",
                                    gtk_switch_get_active (self->parallel) ? NULL : "false");
}

static void
recess_function_list_auto_run_cb (RecessFunctionList *self)
{
  g_autoptr(RecessChatSettings) settings = g_signal_group_dup_target (self->signals);

  g_assert (RECESS_IS_FUNCTION_LIST (self));

  if (!self->updating && settings != NULL)
    recess_chat_settings_set_value (settings, "auto_run",
                                    gtk_switch_get_active (self->auto_run) ? NULL : "false");
}

static void
recess_function_list_dispose (GObject *object)
{
  RecessFunctionList *self = RECESS_FUNCTION_LIST (object);

  g_clear_object (&self->signals);
  recess_template_dispose (GTK_WIDGET (object), RECESS_TYPE_FUNCTION_LIST);
  g_clear_object (&self->functions);
  g_clear_pointer (&self->names, g_ptr_array_unref);

  G_OBJECT_CLASS (recess_function_list_parent_class)->dispose (object);
}

static void
recess_function_list_class_init (RecessFunctionListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = recess_function_list_dispose;

  signals[SIGNAL_EDIT] =
    g_signal_new ("edit", RECESS_TYPE_FUNCTION_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, RECESS_TYPE_FUNCTION, G_TYPE_BOOLEAN);
  signals[SIGNAL_DELETED] =
    g_signal_new ("deleted", RECESS_TYPE_FUNCTION_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, RECESS_TYPE_FUNCTION);
  signals[SIGNAL_FAILED] =
    g_signal_new ("failed", RECESS_TYPE_FUNCTION_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/ui/recess-function-list.ui");
  gtk_widget_class_bind_template_child (widget_class, RecessFunctionList, rows);
  gtk_widget_class_bind_template_child (widget_class, RecessFunctionList, empty);
  gtk_widget_class_bind_template_child (widget_class, RecessFunctionList, missing);
  gtk_widget_class_bind_template_child (widget_class, RecessFunctionList, ready);
  gtk_widget_class_bind_template_child (widget_class, RecessFunctionList, calling);
  gtk_widget_class_bind_template_child (widget_class, RecessFunctionList, choice);
  gtk_widget_class_bind_template_child (widget_class, RecessFunctionList, parallel);
  gtk_widget_class_bind_template_child (widget_class, RecessFunctionList, auto_run);
  gtk_widget_class_bind_template_callback (widget_class, recess_function_list_new_cb);
  gtk_widget_class_bind_template_callback (widget_class, recess_function_list_ready_cb);
  gtk_widget_class_bind_template_callback (widget_class, recess_function_list_choice_cb);
  gtk_widget_class_bind_template_callback (widget_class, recess_function_list_parallel_cb);
  gtk_widget_class_bind_template_callback (widget_class, recess_function_list_auto_run_cb);
}

static void
recess_function_list_init (RecessFunctionList *self)
{
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->signals = g_signal_group_new (RECESS_TYPE_CHAT_SETTINGS);
  g_signal_group_connect_object (self->signals, "changed",
                                 G_CALLBACK (recess_function_list_update), self,
                                 G_CONNECT_SWAPPED);

  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->updating = FALSE;
}

void
recess_function_list_set_functions (RecessFunctionList *self,
                                    RecessFunctions    *functions)
{
  g_return_if_fail (RECESS_IS_FUNCTION_LIST (self));
  g_return_if_fail (RECESS_IS_FUNCTIONS (functions));

  self->functions = g_object_ref (functions);
  g_signal_connect_object (functions, "items-changed",
                           G_CALLBACK (recess_function_list_items_cb), self, G_CONNECT_SWAPPED);
  recess_function_list_items_cb (self, 0, 0,
                                 g_list_model_get_n_items (G_LIST_MODEL (functions)));
}

void
recess_function_list_set_settings (RecessFunctionList *self,
                                   RecessChatSettings *settings)
{
  g_return_if_fail (RECESS_IS_FUNCTION_LIST (self));
  g_return_if_fail (RECESS_IS_CHAT_SETTINGS (settings));

  g_signal_group_set_target (self->signals, settings);
  recess_function_list_update (self);
}

void
recess_function_list_take_name (RecessFunctionList *self,
                                const char         *old_name,
                                const char         *name)
{
  guint position;

  g_return_if_fail (RECESS_IS_FUNCTION_LIST (self));
  g_return_if_fail (name != NULL);

  if (old_name != NULL)
    {
      if (!g_ptr_array_find_with_equal_func (self->names, old_name, g_str_equal, &position))
        return;
      g_ptr_array_remove_index (self->names, position);
    }

  if (!recess_function_list_tells (self, name))
    g_ptr_array_add (self->names, g_strdup (name));
  recess_function_list_write_names (self);
  recess_function_list_drop_choice (self);
}

void
recess_function_list_set_edited (RecessFunctionList *self,
                                 const char         *id,
                                 gboolean            edited)
{
  g_return_if_fail (RECESS_IS_FUNCTION_LIST (self));

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->rows)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      RecessFunction *function = recess_function_row_get_function (RECESS_FUNCTION_ROW (row));

      if (g_strcmp0 (recess_function_get_id (function), id) == 0)
        recess_function_row_set_edited (RECESS_FUNCTION_ROW (row), edited);
    }
}

char *
recess_function_list_dup_summary (RecessFunctionList *self)
{
  g_return_val_if_fail (RECESS_IS_FUNCTION_LIST (self), NULL);

  if (self->names->len == 0)
    return g_strdup (_("none"));

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u function", "%u functions",
                                       self->names->len), self->names->len);
}
