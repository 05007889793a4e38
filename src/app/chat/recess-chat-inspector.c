/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "engine/recess-call.h"
#include "widgets/recess-format.h"
#include "widgets/recess-inspector-group.h"
#include "widgets/recess-model-chooser.h"
#include "widgets/recess-template.h"

#include "recess-chat-guide.h"
#include "recess-chat-inspector.h"
#include "recess-function-editor.h"
#include "recess-function-list.h"
#include "recess-param-row.h"
#include "recess-request-page.h"
#include "recess-response-format.h"

struct _RecessChatInspector
{
  GtkWidget             parent_instance;

  /* Template widgets */
  GtkStack             *pages;
  GtkWidget            *main_page;
  GtkStack             *stack;
  RecessChatGuide      *guide;
  RecessModelChooser   *chooser;
  GtkLabel             *model_detail;
  GtkBox               *groups;
  AdwBin               *request_bin;

  /* Made when it is first shown */
  RecessRequestPage    *request_page;

  /* Borrowed: the groups and rows are children */
  RecessInspectorGroup *group[RECESS_PARAM_N_GROUPS];
  GPtrArray            *rows;
  RecessInspectorGroup *functions_group;
  RecessFunctionList   *function_list;
  RecessInspectorGroup *format_group;
  RecessResponseFormat *format;
  /* Function id, "" for a new one, to its editor, as long as that has something to save. */
  GHashTable           *editors;

  /* Owned references */
  RecessEngine         *engine;
  RecessModels         *models;
  RecessFunctions      *functions;
  RecessChatSession    *session;
  GSignalGroup         *settings_signals;
  guint                 updating : 1;
};

G_DEFINE_FINAL_TYPE (RecessChatInspector, recess_chat_inspector, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_NOTIFY_USER,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
append_summary (GString               *summary,
                RecessChatSettings    *settings,
                const RecessChatParam *param)
{
  g_autofree char *json = recess_chat_settings_dup_value (settings, param->name);
  g_autofree char *text = json != NULL ? recess_chat_param_format (param, json) : NULL;

  if (text == NULL)
    return;

  if (summary->len > 0)
    g_string_append (summary, ", ");
  g_string_append_printf (summary, "%s %s", param->name, text);
}

static void
recess_chat_inspector_update_summaries (RecessChatInspector *self,
                                        RecessChatSettings  *settings)
{
  const RecessChatParam *params;
  g_autofree char *functions = recess_function_list_dup_summary (self->function_list);
  g_autofree char *format = recess_response_format_dup_summary (self->format);
  guint n_params;

  recess_inspector_group_set_summary (self->functions_group, functions);
  recess_inspector_group_set_summary (self->format_group, format);
  params = recess_chat_params_get (&n_params);
  for (guint group = 0; group < RECESS_PARAM_N_GROUPS; group++)
    {
      g_autoptr(GString) summary = g_string_new (NULL);

      for (guint i = 0; i < n_params; i++)
        if (params[i].group == group)
          append_summary (summary, settings, &params[i]);
      recess_inspector_group_set_summary (self->group[group],
                                          summary->len > 0 ? summary->str : _("default"));
    }
}

static char *
recess_chat_inspector_describe (RecessModel *model)
{
  GString *detail;
  gint64 context = recess_model_get_context_length (model);

  detail = g_string_new (recess_model_get_provider_name (model));
  if (context > 0)
    {
      g_autofree char *count = recess_format_count (context);

      g_string_append_printf (detail, g_dngettext (GETTEXT_PACKAGE, " · context of %s token",
                                                   " · context of %s tokens", (gulong) context),
                              count);
    }
  if (recess_model_get_shutdown_date (model) != NULL)
    g_string_append_printf (detail, _(" · ends on %s"), recess_model_get_shutdown_date (model));

  return g_string_free (detail, FALSE);
}

static void
recess_chat_inspector_update (RecessChatInspector *self)
{
  g_autofree char *id = NULL;
  g_autofree char *detail = NULL;
  RecessModel *model;

  g_assert (RECESS_IS_CHAT_INSPECTOR (self));

  if (self->session == NULL)
    return;

  id = recess_chat_session_dup_model (self->session);
  model = recess_models_find (self->models, id);
  self->updating = TRUE;
  recess_model_chooser_set_model (self->chooser, id);
  self->updating = FALSE;

  if (model != NULL)
    detail = recess_chat_inspector_describe (model);
  else if (id != NULL && recess_models_get_loaded (self->models))
    detail = g_strdup (_("No provider lists this model now."));
  gtk_label_set_label (self->model_detail, detail != NULL ? detail : "");
  gtk_widget_set_visible (GTK_WIDGET (self->model_detail), detail != NULL);
  recess_chat_inspector_update_summaries (self,
                                          recess_chat_session_get_settings (self->session));
}

static void
recess_chat_inspector_chosen_cb (RecessChatInspector *self)
{
  g_assert (RECESS_IS_CHAT_INSPECTOR (self));

  if (self->updating || self->session == NULL)
    return;

  recess_chat_settings_set_model (recess_chat_session_get_settings (self->session),
                                  recess_model_chooser_get_model (self->chooser));
}

static void
recess_chat_inspector_page_cb (RecessChatInspector *self)
{
  g_assert (RECESS_IS_CHAT_INSPECTOR (self));

  if (self->request_page != NULL || self->session == NULL ||
      g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "request") != 0)
    return;

  self->request_page = RECESS_REQUEST_PAGE (recess_request_page_new (self->engine));
  recess_request_page_set_session (self->request_page, self->session);
  adw_bin_set_child (self->request_bin, GTK_WIDGET (self->request_page));
}

static void
recess_chat_inspector_tell (RecessChatInspector *self,
                            AdwToast            *toast)
{
  g_signal_emit (self, signals[SIGNAL_NOTIFY_USER], 0, toast);
}

static const char *
get_editor_key (RecessFunction *function,
                gboolean        copy)
{
  return function != NULL && !copy ? recess_function_get_id (function) : "";
}

/* An editor without changes is not kept: the next one shows the function as it is then. */
static void
recess_chat_inspector_leave_editor (RecessChatInspector *self,
                                    GtkWidget           *editor)
{
  gboolean edited = recess_function_editor_get_edited (RECESS_FUNCTION_EDITOR (editor));
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, self->editors);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (value == editor)
      {
        recess_function_list_set_edited (self->function_list, key, edited);
        if (!edited)
          g_hash_table_iter_remove (&iter);
        break;
      }

  gtk_stack_set_visible_child (self->pages, self->main_page);
  if (!edited)
    gtk_stack_remove (self->pages, editor);
}

static void
recess_chat_inspector_back_cb (RecessChatInspector *self,
                               GtkWidget           *editor)
{
  g_assert (RECESS_IS_CHAT_INSPECTOR (self));

  if (recess_function_editor_get_edited (RECESS_FUNCTION_EDITOR (editor)))
    recess_chat_inspector_tell (self, adw_toast_new (_("The function is kept as a draft, and not "
                                                       "saved yet")));
  recess_chat_inspector_leave_editor (self, editor);
}

static void
recess_chat_inspector_saved_cb (RecessChatInspector *self,
                                const char          *old_name,
                                const char          *name,
                                GtkWidget           *editor)
{
  g_assert (RECESS_IS_CHAT_INSPECTOR (self));

  if (g_strcmp0 (old_name, name) != 0)
    recess_function_list_take_name (self->function_list, old_name, name);
  recess_chat_inspector_leave_editor (self, editor);
}

static void
recess_chat_inspector_edit_cb (RecessChatInspector *self,
                               RecessFunction      *function,
                               gboolean             copy)
{
  const char *key = get_editor_key (function, copy);
  GtkWidget *editor;

  g_assert (RECESS_IS_CHAT_INSPECTOR (self));

  editor = copy ? NULL : g_hash_table_lookup (self->editors, key);
  if (editor == NULL)
    {
      editor = recess_function_editor_new (self->functions, function, copy);
      g_signal_connect_object (editor, "back", G_CALLBACK (recess_chat_inspector_back_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (editor, "saved", G_CALLBACK (recess_chat_inspector_saved_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_stack_add_child (self->pages, editor);
      g_hash_table_insert (self->editors, g_strdup (key), editor);
    }

  gtk_stack_set_visible_child (self->pages, editor);
  gtk_widget_grab_focus (editor);
}

static void
recess_chat_inspector_failed_cb (RecessChatInspector *self,
                                 const char          *message)
{
  g_autofree char *markup = g_markup_escape_text (message, -1);

  g_assert (RECESS_IS_CHAT_INSPECTOR (self));

  recess_chat_inspector_tell (self, adw_toast_new (markup));
}

typedef struct
{
  RecessChatInspector *self;
  RecessEngine        *engine;
  char                *body;
} Restore;

static void
restore_free (gpointer  data,
              GClosure *closure)
{
  Restore *restore = data;

  g_object_unref (restore->self);
  g_object_unref (restore->engine);
  g_free (restore->body);
  g_free (restore);
}

static void
restored_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(RecessChatInspector) self = user_data;
  g_autoptr(JsonObject) row = NULL;
  g_autoptr(GError) error = NULL;

  row = recess_call_finish (RECESS_CLIENT (object), result, &error);
  if (row == NULL && !gtk_widget_in_destruction (GTK_WIDGET (self)))
    recess_chat_inspector_failed_cb (self, error->message);
}

static void
restore_cb (Restore *restore)
{
  recess_call_async (recess_engine_get_client (restore->engine), "POST", "/recess/functions",
                     restore->body, NULL, restored_cb, g_object_ref (restore->self));
}

static void
recess_chat_inspector_deleted_cb (RecessChatInspector *self,
                                  RecessFunction      *function)
{
  g_autofree char *words = g_strdup_printf (_("“%s” deleted"),
                                            recess_function_get_name (function));
  AdwToast *toast = adw_toast_new (words);
  Restore *restore = g_new (Restore, 1);

  g_assert (RECESS_IS_CHAT_INSPECTOR (self));

  restore->self = g_object_ref (self);
  restore->engine = g_object_ref (recess_functions_get_engine (self->functions));
  restore->body = recess_function_dup_body (function);
  adw_toast_set_button_label (toast, _("_Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (restore_cb), restore, restore_free,
                         G_CONNECT_SWAPPED);
  recess_chat_inspector_tell (self, toast);
}

static void
recess_chat_inspector_dispose (GObject *object)
{
  RecessChatInspector *self = RECESS_CHAT_INSPECTOR (object);

  g_clear_object (&self->settings_signals);
  recess_template_dispose (GTK_WIDGET (object), RECESS_TYPE_CHAT_INSPECTOR);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->editors, g_hash_table_unref);
  g_clear_object (&self->functions);
  g_clear_object (&self->session);
  g_clear_object (&self->models);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (recess_chat_inspector_parent_class)->dispose (object);
}

static void
recess_chat_inspector_class_init (RecessChatInspectorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = recess_chat_inspector_dispose;

  signals[SIGNAL_NOTIFY_USER] =
    g_signal_new ("notify-user", RECESS_TYPE_CHAT_INSPECTOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, ADW_TYPE_TOAST);

  g_type_ensure (RECESS_TYPE_CHAT_GUIDE);
  g_type_ensure (RECESS_TYPE_MODEL_CHOOSER);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/ui/recess-chat-inspector.ui");
  gtk_widget_class_bind_template_child (widget_class, RecessChatInspector, pages);
  gtk_widget_class_bind_template_child (widget_class, RecessChatInspector, main_page);
  gtk_widget_class_bind_template_child (widget_class, RecessChatInspector, stack);
  gtk_widget_class_bind_template_child (widget_class, RecessChatInspector, guide);
  gtk_widget_class_bind_template_child (widget_class, RecessChatInspector, chooser);
  gtk_widget_class_bind_template_child (widget_class, RecessChatInspector, model_detail);
  gtk_widget_class_bind_template_child (widget_class, RecessChatInspector, groups);
  gtk_widget_class_bind_template_child (widget_class, RecessChatInspector, request_bin);
  gtk_widget_class_bind_template_callback (widget_class, recess_chat_inspector_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, recess_chat_inspector_page_cb);
}

static RecessInspectorGroup *
recess_chat_inspector_add_group (RecessChatInspector *self,
                                 const char          *title,
                                 GtkWidget           *content)
{
  GtkWidget *group = recess_inspector_group_new (title);

  recess_inspector_group_append (RECESS_INSPECTOR_GROUP (group), content);
  gtk_box_append (self->groups, group);

  return RECESS_INSPECTOR_GROUP (group);
}

static void
recess_chat_inspector_add_functions (RecessChatInspector *self)
{
  self->function_list = g_object_new (RECESS_TYPE_FUNCTION_LIST, NULL);
  self->functions_group =
    recess_chat_inspector_add_group (self, _("Functions"), GTK_WIDGET (self->function_list));
  g_signal_connect_object (self->function_list, "edit",
                           G_CALLBACK (recess_chat_inspector_edit_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->function_list, "deleted",
                           G_CALLBACK (recess_chat_inspector_deleted_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->function_list, "failed",
                           G_CALLBACK (recess_chat_inspector_failed_cb), self, G_CONNECT_SWAPPED);

  self->format = g_object_new (RECESS_TYPE_RESPONSE_FORMAT, NULL);
  self->format_group =
    recess_chat_inspector_add_group (self, _("Response Format"), GTK_WIDGET (self->format));
}

static void
recess_chat_inspector_add_rows (RecessChatInspector *self)
{
  const RecessChatParam *params;
  guint n_params;

  for (guint i = 0; i < RECESS_PARAM_N_GROUPS; i++)
    {
      GtkWidget *group = recess_inspector_group_new (recess_chat_params_get_group (i));

      self->group[i] = RECESS_INSPECTOR_GROUP (group);
      gtk_box_append (self->groups, group);
      recess_inspector_group_set_expanded (self->group[i], i != RECESS_PARAM_GROUP_PENALTIES);
    }

  params = recess_chat_params_get (&n_params);
  for (guint i = 0; i < n_params; i++)
    {
      GtkWidget *row = recess_param_row_new (&params[i]);

      recess_inspector_group_append (self->group[params[i].group], row);
      g_ptr_array_add (self->rows, row);
    }
}

static void
recess_chat_inspector_init (RecessChatInspector *self)
{
  self->rows = g_ptr_array_new ();
  self->editors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  recess_chat_inspector_add_functions (self);
  recess_chat_inspector_add_rows (self);

  self->settings_signals = g_signal_group_new (RECESS_TYPE_CHAT_SESSION);
  g_signal_group_connect_object (self->settings_signals, "request-changed",
                                 G_CALLBACK (recess_chat_inspector_update), self,
                                 G_CONNECT_SWAPPED);
}

void
recess_chat_inspector_set_context (RecessChatInspector *self,
                                   RecessEngine        *engine,
                                   RecessModels        *models,
                                   RecessFunctions     *functions,
                                   GSettings           *settings)
{
  g_return_if_fail (RECESS_IS_CHAT_INSPECTOR (self));

  self->engine = g_object_ref (engine);
  self->models = g_object_ref (models);
  self->functions = g_object_ref (functions);
  recess_function_list_set_functions (self->function_list, functions);
  recess_model_chooser_set_models (self->chooser, models);
  g_settings_bind (settings, "inspector-page", self->stack, "visible-child-name",
                   G_SETTINGS_BIND_DEFAULT | G_SETTINGS_BIND_NO_SENSITIVITY);
  g_signal_connect_object (models, "items-changed", G_CALLBACK (recess_chat_inspector_update),
                           self, G_CONNECT_SWAPPED);
}

void
recess_chat_inspector_set_session (RecessChatInspector *self,
                                   RecessChatSession   *session)
{
  g_return_if_fail (RECESS_IS_CHAT_INSPECTOR (self));
  g_return_if_fail (RECESS_IS_CHAT_SESSION (session));

  g_set_object (&self->session, session);
  recess_chat_guide_set_session (self->guide, session);
  g_signal_group_set_target (self->settings_signals, session);
  for (guint i = 0; i < self->rows->len; i++)
    recess_param_row_set_settings (g_ptr_array_index (self->rows, i),
                                   recess_chat_session_get_settings (session));
  recess_function_list_set_settings (self->function_list,
                                     recess_chat_session_get_settings (session));
  recess_response_format_set_settings (self->format, recess_chat_session_get_settings (session));
  if (self->request_page != NULL)
    recess_request_page_set_session (self->request_page, session);
  recess_chat_inspector_page_cb (self);
  recess_chat_inspector_update (self);
}

void
recess_chat_inspector_choose_model (RecessChatInspector *self)
{
  g_return_if_fail (RECESS_IS_CHAT_INSPECTOR (self));

  gtk_stack_set_visible_child_name (self->stack, "settings");
  recess_model_chooser_popup (self->chooser);
}
