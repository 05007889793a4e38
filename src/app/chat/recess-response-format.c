/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "common/recess-glib-compat.h"
#include "common/recess-json.h"
#include "widgets/recess-schema-editor.h"
#include "widgets/recess-template.h"

#include "recess-response-format.h"

#define NEW_SCHEMA \
  "{\n" \
  "  \"type\": \"object\",\n" \
  "  \"properties\": {\n" \
  "    \"answer\": { \"type\": \"string\" }\n" \
  "  },\n" \
  "  \"required\": [\"answer\"],\n" \
  "  \"additionalProperties\": false\n" \
  "}"

typedef enum
{
  KIND_TEXT,
  KIND_OBJECT,
  KIND_SCHEMA,
} Kind;

struct _RecessResponseFormat
{
  GtkWidget           parent_instance;

  /* Template widgets */
  GtkDropDown        *kind;
  GtkWidget          *object_note;
  GtkWidget          *details;
  GtkEntry           *name;
  GtkSwitch          *strict;
  AdwBin             *schema_bin;
  GtkWidget          *unsent;

  /* Made when a schema is first wanted */
  RecessSchemaEditor *schema;

  /* Owned references */
  GSignalGroup       *signals;
  /* The format in the settings that the widgets show, so that a draft is not overwritten. */
  char               *shown;

  guint               updating : 1;
};

G_DEFINE_FINAL_TYPE (RecessResponseFormat, recess_response_format, GTK_TYPE_WIDGET)

static char *
dup_schema_format (RecessResponseFormat *self)
{
  g_autofree char *schema = recess_schema_editor_dup_text (self->schema);
  g_autofree char *name = recess_json_quote (gtk_editable_get_text (GTK_EDITABLE (self->name)));

  g_strstrip (schema);
  if (*schema != '{' || !recess_json_check (schema, strlen (schema), NULL))
    return NULL;

  return g_strdup_printf ("{\"type\":\"json_schema\",\"json_schema\":{\"name\":%s,\"strict\":%s,"
                          "\"schema\":%s}}", name,
                          gtk_switch_get_active (self->strict) ? "true" : "false", schema);
}

static void recess_response_format_edited_cb (RecessResponseFormat *self);

static void
recess_response_format_ensure_schema (RecessResponseFormat *self)
{
  if (self->schema != NULL)
    return;

  self->schema = RECESS_SCHEMA_EDITOR (recess_schema_editor_new ());
  recess_schema_editor_set_name (self->schema, "schema", _("Schema of the answer"));
  recess_schema_editor_set_text (self->schema, NEW_SCHEMA);
  g_signal_connect_object (self->schema, "edited", G_CALLBACK (recess_response_format_edited_cb),
                           self, G_CONNECT_SWAPPED);
  adw_bin_set_child (self->schema_bin, GTK_WIDGET (self->schema));
}

static void
recess_response_format_show_kind (RecessResponseFormat *self)
{
  guint kind = gtk_drop_down_get_selected (self->kind);

  if (kind == KIND_SCHEMA)
    recess_response_format_ensure_schema (self);
  if (self->schema != NULL)
    recess_schema_editor_set_strict (self->schema, gtk_switch_get_active (self->strict));
  gtk_widget_set_visible (self->object_note, kind == KIND_OBJECT);
  gtk_widget_set_visible (self->details, kind == KIND_SCHEMA);
}

static void
recess_response_format_edited_cb (RecessResponseFormat *self)
{
  g_autoptr(RecessChatSettings) settings = g_signal_group_dup_target (self->signals);
  guint kind = gtk_drop_down_get_selected (self->kind);
  g_autofree char *json = NULL;

  g_assert (RECESS_IS_RESPONSE_FORMAT (self));

  recess_response_format_show_kind (self);
  if (self->updating || settings == NULL)
    return;

  if (kind == KIND_OBJECT)
    json = g_strdup ("{\"type\":\"json_object\"}");
  else if (kind == KIND_SCHEMA)
    json = dup_schema_format (self);

  gtk_widget_set_visible (self->unsent, kind == KIND_SCHEMA && json == NULL);
  if (kind == KIND_SCHEMA && json == NULL)
    return;

  g_free (self->shown);
  self->shown = g_strdup (json);
  recess_chat_settings_set_value (settings, "response_format", json);
}

static void
recess_response_format_show_schema (RecessResponseFormat *self,
                                    const char           *format,
                                    gsize                 length)
{
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  g_autofree char *old = NULL;
  RecessJsonSpan outer;
  RecessJsonSpan span;
  const char *inner;

  if (!recess_json_find_member (format, length, "json_schema", &outer))
    return;

  inner = format + outer.start;
  name = recess_json_dup_string (inner, outer.length, "name");
  gtk_editable_set_text (GTK_EDITABLE (self->name), name != NULL ? name : "");
  gtk_switch_set_active (self->strict,
                         recess_json_find_member (inner, outer.length, "strict", &span) &&
                         inner[span.start] == 't');
  if (!recess_json_find_member (inner, outer.length, "schema", &span))
    return;

  recess_response_format_ensure_schema (self);
  text = g_strndup (inner + span.start, span.length);
  old = recess_schema_editor_dup_text (self->schema);
  if (!g_str_equal (text, old))
    recess_schema_editor_set_text (self->schema, text);
}

static void
recess_response_format_update (RecessResponseFormat *self)
{
  g_autoptr(RecessChatSettings) settings = g_signal_group_dup_target (self->signals);
  g_autofree char *json = NULL;
  g_autofree char *type = NULL;

  g_assert (RECESS_IS_RESPONSE_FORMAT (self));

  if (settings == NULL)
    return;

  json = recess_chat_settings_dup_value (settings, "response_format");
  if (!recess_set_str (&self->shown, json))
    return;

  if (json != NULL)
    type = recess_json_dup_string (json, strlen (json), "type");

  self->updating = TRUE;
  gtk_drop_down_set_selected (self->kind,
                              g_strcmp0 (type, "json_schema") == 0 ? KIND_SCHEMA
                              : g_strcmp0 (type, "json_object") == 0 ? KIND_OBJECT : KIND_TEXT);
  if (json != NULL)
    recess_response_format_show_schema (self, json, strlen (json));
  recess_response_format_edited_cb (self);
  gtk_widget_set_visible (self->unsent, FALSE);
  self->updating = FALSE;
}

/* What another conversation had is none of this one. */
static void
recess_response_format_begin (RecessResponseFormat *self)
{
  g_clear_pointer (&self->shown, g_free);
  gtk_drop_down_set_selected (self->kind, KIND_TEXT);
  gtk_editable_set_text (GTK_EDITABLE (self->name), "answer");
  gtk_switch_set_active (self->strict, TRUE);
  gtk_widget_set_visible (self->unsent, FALSE);
  if (self->schema != NULL)
    recess_schema_editor_set_text (self->schema, NEW_SCHEMA);
  recess_response_format_show_kind (self);
}

static void
recess_response_format_dispose (GObject *object)
{
  RecessResponseFormat *self = RECESS_RESPONSE_FORMAT (object);

  g_clear_object (&self->signals);
  g_clear_pointer (&self->shown, g_free);
  recess_template_dispose (GTK_WIDGET (object), RECESS_TYPE_RESPONSE_FORMAT);

  G_OBJECT_CLASS (recess_response_format_parent_class)->dispose (object);
}

static void
recess_response_format_class_init (RecessResponseFormatClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = recess_response_format_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/ui/recess-response-format.ui");
  gtk_widget_class_bind_template_child (widget_class, RecessResponseFormat, kind);
  gtk_widget_class_bind_template_child (widget_class, RecessResponseFormat, object_note);
  gtk_widget_class_bind_template_child (widget_class, RecessResponseFormat, details);
  gtk_widget_class_bind_template_child (widget_class, RecessResponseFormat, name);
  gtk_widget_class_bind_template_child (widget_class, RecessResponseFormat, strict);
  gtk_widget_class_bind_template_child (widget_class, RecessResponseFormat, schema_bin);
  gtk_widget_class_bind_template_child (widget_class, RecessResponseFormat, unsent);
  gtk_widget_class_bind_template_callback (widget_class, recess_response_format_edited_cb);
}

static void
recess_response_format_init (RecessResponseFormat *self)
{
  self->signals = g_signal_group_new (RECESS_TYPE_CHAT_SETTINGS);
  g_signal_group_connect_object (self->signals, "changed",
                                 G_CALLBACK (recess_response_format_update), self,
                                 G_CONNECT_SWAPPED);

  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  recess_response_format_begin (self);
  self->updating = FALSE;
}

void
recess_response_format_set_settings (RecessResponseFormat *self,
                                     RecessChatSettings   *settings)
{
  g_return_if_fail (RECESS_IS_RESPONSE_FORMAT (self));
  g_return_if_fail (RECESS_IS_CHAT_SETTINGS (settings));

  self->updating = TRUE;
  recess_response_format_begin (self);
  self->updating = FALSE;
  g_signal_group_set_target (self->signals, settings);
  recess_response_format_update (self);
}

char *
recess_response_format_dup_summary (RecessResponseFormat *self)
{
  g_return_val_if_fail (RECESS_IS_RESPONSE_FORMAT (self), NULL);

  switch (gtk_drop_down_get_selected (self->kind))
    {
    case KIND_OBJECT:
      return g_strdup (_("JSON object"));
    case KIND_SCHEMA:
      return g_strdup_printf (_("JSON by schema “%s”"),
                              gtk_editable_get_text (GTK_EDITABLE (self->name)));
    case KIND_TEXT:
    default:
      return g_strdup (_("text"));
    }
}
