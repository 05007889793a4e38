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
#include "widgets/recess-template.h"

#include "recess-provider-editor.h"

struct _RecessProviderEditor
{
  GtkWidget      parent_instance;

  /* Template widgets */
  GtkEditable   *name;
  GtkEditable   *base_url;
  AdwComboRow   *auth;
  GtkEditable   *key;
  GtkLabel      *key_note;
  GtkEditable   *api_version;
  GtkSwitch     *deployments;
  GtkTextBuffer *headers;
  GtkWidget     *more;
  GtkButton     *test;
  GtkButton     *save;
  GtkButton     *remove;
  GtkLabel      *result;
  GtkSpinner    *spinner;

  /* Owned references */
  RecessEngine  *engine;
  GCancellable  *cancellable;
  char          *id;

  guint          has_key : 1;
  guint          secret_service : 1;
  guint          busy : 1;
};

G_DEFINE_FINAL_TYPE (RecessProviderEditor, recess_provider_editor, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *const auths[] = { "bearer", "api-key", "none" };

static void
recess_provider_editor_say (RecessProviderEditor *self,
                            const char           *text,
                            const char           *css_class)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->result), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->result), "success");
  if (css_class != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->result), css_class);
  gtk_label_set_label (self->result, text);
}

static void
recess_provider_editor_update (RecessProviderEditor *self)
{
  const char *auth;
  gboolean complete;

  g_assert (RECESS_IS_PROVIDER_EDITOR (self));

  auth = auths[MIN (adw_combo_row_get_selected (self->auth), G_N_ELEMENTS (auths) - 1)];
  complete = *gtk_editable_get_text (self->name) != '\0' &&
             strlen (gtk_editable_get_text (self->base_url)) > strlen ("https://");

  gtk_widget_set_visible (GTK_WIDGET (self->key), !g_str_equal (auth, "none"));
  gtk_widget_set_visible (GTK_WIDGET (self->key_note), !g_str_equal (auth, "none"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->save), complete && !self->busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->test), complete && !self->busy);
  gtk_widget_set_visible (GTK_WIDGET (self->remove), self->id != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), self->busy);
  gtk_spinner_set_spinning (self->spinner, self->busy);
  gtk_label_set_label (self->key_note,
                       !self->secret_service
                       ? _("There is no keyring here: the key lasts for this session only.")
                       : self->has_key
                       ? _("A key is kept in the keyring. Leave this empty to keep it.")
                       : _("The key goes to the keyring, never into a file."));
}

static void
recess_provider_editor_set_busy (RecessProviderEditor *self,
                                 gboolean              busy)
{
  self->busy = busy;
  recess_provider_editor_update (self);
}

/* "Name: value" lines as an object; what is no such line is left out. */
static void
append_headers (GString       *body,
                GtkTextBuffer *buffer)
{
  GtkTextIter start;
  GtkTextIter end;
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;
  gboolean first = TRUE;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  lines = g_strsplit (text, "\n", -1);
  g_string_append (body, ",\"headers\":{");
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *colon = strchr (lines[i], ':');

      if (colon == NULL)
        continue;

      *colon = '\0';
      if (!first)
        g_string_append_c (body, ',');
      first = FALSE;
      recess_json_append_string (body, g_strstrip (lines[i]), -1);
      g_string_append_c (body, ':');
      recess_json_append_string (body, g_strstrip (colon + 1), -1);
    }
  g_string_append_c (body, '}');
}

static void
append_field (GString    *body,
              const char *name,
              const char *value)
{
  g_string_append_printf (body, "%s\"%s\":", body->len > 1 ? "," : "", name);
  if (value == NULL)
    g_string_append (body, "null");
  else
    recess_json_append_string (body, value, -1);
}

static char *
recess_provider_editor_build (RecessProviderEditor *self)
{
  GString *body = g_string_new ("{");
  const char *version = gtk_editable_get_text (self->api_version);
  const char *key = gtk_editable_get_text (self->key);

  append_field (body, "name", gtk_editable_get_text (self->name));
  append_field (body, "base_url", gtk_editable_get_text (self->base_url));
  append_field (body, "auth", auths[adw_combo_row_get_selected (self->auth)]);
  append_field (body, "api_version", *version != '\0' ? version : NULL);
  g_string_append_printf (body, ",\"deployment_paths\":%s",
                          gtk_switch_get_active (self->deployments) ? "true" : "false");
  append_headers (body, self->headers);
  if (*key != '\0')
    append_field (body, "key", key);
  g_string_append_c (body, '}');

  return g_string_free (body, FALSE);
}

static void
recess_provider_editor_tested_cb (GObject      *object,
                                  GAsyncResult *result,
                                  gpointer      user_data)
{
  g_autoptr(RecessProviderEditor) self = user_data;
  g_autoptr(JsonObject) answer = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *latency = NULL;
  JsonObject *failure;
  JsonArray *models;
  guint count;

  answer = recess_call_finish (RECESS_CLIENT (object), result, &error);
  if (recess_call_cancelled (error))
    return;

  recess_provider_editor_set_busy (self, FALSE);
  failure = answer != NULL ? recess_json_object_get_object (answer, "error") : NULL;
  if (answer == NULL || !recess_json_object_get_boolean (answer, "ok", FALSE))
    {
      recess_provider_editor_say (self, answer == NULL ? error->message
                                        : failure != NULL
                                        ? recess_json_object_get_string (failure, "message", "")
                                        : _("No answer."), "error");
      return;
    }

  models = recess_json_object_get_array (answer, "models");
  latency = recess_format_duration (recess_json_object_get_int (answer, "latency_ms", -1));
  count = models != NULL ? json_array_get_length (models) : 0;
  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "It answers: %u model, %s.",
                                       "It answers: %u models, %s.", count), count, latency);
  recess_provider_editor_say (self, text, "success");
}

static void
recess_provider_editor_run_test (RecessProviderEditor *self)
{
  g_autofree char *path = NULL;
  g_autofree char *body = NULL;

  if (self->id != NULL)
    path = g_strdup_printf ("/recess/providers/%s/test", self->id);
  else
    body = recess_provider_editor_build (self);

  recess_provider_editor_say (self, _("Asking for its models…"), NULL);
  recess_provider_editor_set_busy (self, TRUE);
  recess_call_async (recess_engine_get_client (self->engine), "POST",
                     path != NULL ? path : "/recess/providers/test", body != NULL ? body : "{}",
                     self->cancellable, recess_provider_editor_tested_cb, g_object_ref (self));
}

static void
recess_provider_editor_saved_cb (GObject      *object,
                                 GAsyncResult *result,
                                 gpointer      user_data)
{
  g_autoptr(RecessProviderEditor) self = user_data;
  g_autoptr(JsonObject) row = NULL;
  g_autoptr(GError) error = NULL;

  row = recess_call_finish (RECESS_CLIENT (object), result, &error);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  recess_provider_editor_set_busy (self, FALSE);
  if (row == NULL)
    recess_provider_editor_say (self, error->message, "error");
  else
    g_signal_emit (self, signals[SIGNAL_DONE], 0);
}

/* The key that is kept is tested with what is in the form, so the form is kept first. */
static void
recess_provider_editor_saved_for_test_cb (GObject      *object,
                                          GAsyncResult *result,
                                          gpointer      user_data)
{
  g_autoptr(RecessProviderEditor) self = user_data;
  g_autoptr(JsonObject) row = NULL;
  g_autoptr(GError) error = NULL;

  row = recess_call_finish (RECESS_CLIENT (object), result, &error);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  recess_provider_editor_set_busy (self, FALSE);
  if (row == NULL)
    recess_provider_editor_say (self, error->message, "error");
  else
    recess_provider_editor_run_test (self);
}

static void
recess_provider_editor_post (RecessProviderEditor *self,
                             GAsyncReadyCallback   callback)
{
  g_autofree char *body = recess_provider_editor_build (self);
  g_autofree char *path = NULL;

  if (self->id != NULL)
    path = g_strdup_printf ("/recess/providers/%s", self->id);
  recess_provider_editor_set_busy (self, TRUE);
  recess_call_async (recess_engine_get_client (self->engine), "POST",
                     path != NULL ? path : "/recess/providers", body, NULL, callback,
                     g_object_ref (self));
}

static void
recess_provider_editor_save_cb (RecessProviderEditor *self)
{
  g_assert (RECESS_IS_PROVIDER_EDITOR (self));

  recess_provider_editor_post (self, recess_provider_editor_saved_cb);
}

static void
recess_provider_editor_test_cb (RecessProviderEditor *self)
{
  g_assert (RECESS_IS_PROVIDER_EDITOR (self));

  if (self->id != NULL)
    recess_provider_editor_post (self, recess_provider_editor_saved_for_test_cb);
  else
    recess_provider_editor_run_test (self);
}

static void
recess_provider_editor_remove_cb (RecessProviderEditor *self)
{
  g_autofree char *path = NULL;

  g_assert (RECESS_IS_PROVIDER_EDITOR (self));

  path = g_strdup_printf ("/recess/providers/%s", self->id);
  recess_provider_editor_set_busy (self, TRUE);
  recess_call_async (recess_engine_get_client (self->engine), "DELETE", path, NULL,
                     NULL, recess_provider_editor_saved_cb, g_object_ref (self));
}

static void
recess_provider_editor_cancel_cb (RecessProviderEditor *self)
{
  g_assert (RECESS_IS_PROVIDER_EDITOR (self));

  g_signal_emit (self, signals[SIGNAL_DONE], 0);
}

static void
recess_provider_editor_server_cb (GObject      *object,
                                  GAsyncResult *result,
                                  gpointer      user_data)
{
  g_autoptr(RecessProviderEditor) self = user_data;
  g_autoptr(JsonObject) server = NULL;

  server = recess_call_finish (RECESS_CLIENT (object), result, NULL);
  if (server == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;

  self->secret_service = recess_json_object_get_boolean (server, "secret_service", TRUE);
  recess_provider_editor_update (self);
}

static void
recess_provider_editor_fill (RecessProviderEditor *self,
                             const char           *name,
                             const char           *base_url,
                             const char           *auth,
                             const char           *api_version,
                             gboolean              deployment_paths)
{
  guint selected = 0;

  for (guint i = 0; i < G_N_ELEMENTS (auths); i++)
    if (g_strcmp0 (auths[i], auth) == 0)
      selected = i;

  gtk_editable_set_text (self->name, name);
  gtk_editable_set_text (self->base_url, base_url);
  gtk_editable_set_text (self->api_version, api_version != NULL ? api_version : "");
  gtk_editable_set_text (self->key, "");
  gtk_switch_set_active (self->deployments, deployment_paths);
  adw_combo_row_set_selected (self->auth, selected);
  gtk_text_buffer_set_text (self->headers, "", 0);
  g_object_set (self->more, "expanded", api_version != NULL || deployment_paths, NULL);
  recess_provider_editor_say (self, "", NULL);
  recess_provider_editor_update (self);
}

static void
recess_provider_editor_dispose (GObject *object)
{
  RecessProviderEditor *self = RECESS_PROVIDER_EDITOR (object);

  g_cancellable_cancel (self->cancellable);
  recess_template_dispose (GTK_WIDGET (object), RECESS_TYPE_PROVIDER_EDITOR);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (recess_provider_editor_parent_class)->dispose (object);
}

static void
recess_provider_editor_finalize (GObject *object)
{
  RecessProviderEditor *self = RECESS_PROVIDER_EDITOR (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->id, g_free);

  G_OBJECT_CLASS (recess_provider_editor_parent_class)->finalize (object);
}

static void
recess_provider_editor_class_init (RecessProviderEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = recess_provider_editor_dispose;
  object_class->finalize = recess_provider_editor_finalize;

  signals[SIGNAL_DONE] =
    g_signal_new ("done", RECESS_TYPE_PROVIDER_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/ui/recess-provider-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, RecessProviderEditor, name);
  gtk_widget_class_bind_template_child (widget_class, RecessProviderEditor, base_url);
  gtk_widget_class_bind_template_child (widget_class, RecessProviderEditor, auth);
  gtk_widget_class_bind_template_child (widget_class, RecessProviderEditor, key);
  gtk_widget_class_bind_template_child (widget_class, RecessProviderEditor, key_note);
  gtk_widget_class_bind_template_child (widget_class, RecessProviderEditor, api_version);
  gtk_widget_class_bind_template_child (widget_class, RecessProviderEditor, deployments);
  gtk_widget_class_bind_template_child (widget_class, RecessProviderEditor, headers);
  gtk_widget_class_bind_template_child (widget_class, RecessProviderEditor, more);
  gtk_widget_class_bind_template_child (widget_class, RecessProviderEditor, test);
  gtk_widget_class_bind_template_child (widget_class, RecessProviderEditor, save);
  gtk_widget_class_bind_template_child (widget_class, RecessProviderEditor, remove);
  gtk_widget_class_bind_template_child (widget_class, RecessProviderEditor, result);
  gtk_widget_class_bind_template_child (widget_class, RecessProviderEditor, spinner);
  gtk_widget_class_bind_template_callback (widget_class, recess_provider_editor_update);
  gtk_widget_class_bind_template_callback (widget_class, recess_provider_editor_save_cb);
  gtk_widget_class_bind_template_callback (widget_class, recess_provider_editor_test_cb);
  gtk_widget_class_bind_template_callback (widget_class, recess_provider_editor_remove_cb);
  gtk_widget_class_bind_template_callback (widget_class, recess_provider_editor_cancel_cb);
}

static void
recess_provider_editor_init (RecessProviderEditor *self)
{
  self->cancellable = g_cancellable_new ();
  self->secret_service = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
recess_provider_editor_set_engine (RecessProviderEditor *self,
                                   RecessEngine         *engine)
{
  g_return_if_fail (RECESS_IS_PROVIDER_EDITOR (self));
  g_return_if_fail (RECESS_IS_ENGINE (engine));

  g_set_object (&self->engine, engine);
  recess_call_async (recess_engine_get_client (engine), "GET", "/recess/server", NULL,
                     self->cancellable, recess_provider_editor_server_cb, g_object_ref (self));
}

static void
append_header_cb (JsonObject *headers,
                  const char *name,
                  JsonNode   *node,
                  gpointer    text)
{
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    g_string_append_printf (text, "%s: %s\n", name, json_node_get_string (node));
}

void
recess_provider_editor_edit (RecessProviderEditor *self,
                             JsonObject           *provider)
{
  g_autoptr(GString) text = g_string_new (NULL);
  JsonObject *headers;

  g_return_if_fail (RECESS_IS_PROVIDER_EDITOR (self));
  g_return_if_fail (provider != NULL);

  g_free (self->id);
  self->id = g_strdup (recess_json_object_get_string (provider, "id", NULL));
  self->has_key = recess_json_object_get_boolean (provider, "has_key", FALSE);
  if (g_strcmp0 (recess_json_object_get_string (provider, "key_storage", NULL), "session") == 0)
    self->secret_service = FALSE;
  recess_provider_editor_fill (self,
                               recess_json_object_get_string (provider, "name", ""),
                               recess_json_object_get_string (provider, "base_url", ""),
                               recess_json_object_get_string (provider, "auth", "bearer"),
                               recess_json_object_get_string (provider, "api_version", NULL),
                               recess_json_object_get_boolean (provider, "deployment_paths",
                                                               FALSE));
  headers = recess_json_object_get_object (provider, "headers");
  if (headers != NULL)
    json_object_foreach_member (headers, append_header_cb, text);
  gtk_text_buffer_set_text (self->headers, text->str, -1);
}

void
recess_provider_editor_begin (RecessProviderEditor       *self,
                              const RecessProviderPreset *preset)
{
  g_return_if_fail (RECESS_IS_PROVIDER_EDITOR (self));
  g_return_if_fail (preset != NULL);

  g_clear_pointer (&self->id, g_free);
  self->has_key = FALSE;
  recess_provider_editor_fill (self, preset->name, preset->base_url, preset->auth,
                               preset->api_version, preset->deployment_paths);
}
