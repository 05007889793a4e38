/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-json.h"

#include "recess-function-private.h"

struct _RecessFunction
{
  GObject  parent_instance;

  char    *id;
  char    *name;
  char    *description;
  char    *parameters;
  char    *handler;
  char    *kind;
  guint    strict : 1;
};

G_DEFINE_FINAL_TYPE (RecessFunction, recess_function, G_TYPE_OBJECT)

static void
recess_function_finalize (GObject *object)
{
  RecessFunction *self = RECESS_FUNCTION (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->description, g_free);
  g_clear_pointer (&self->parameters, g_free);
  g_clear_pointer (&self->handler, g_free);
  g_clear_pointer (&self->kind, g_free);

  G_OBJECT_CLASS (recess_function_parent_class)->finalize (object);
}

static void
recess_function_class_init (RecessFunctionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = recess_function_finalize;
}

static void
recess_function_init (RecessFunction *self)
{
}

/* The text of a member; NULL where it is absent or null. */
static char *
dup_text (const char *row,
          gsize       length,
          const char *name)
{
  RecessJsonSpan span;

  if (!recess_json_find_member (row, length, name, &span) || row[span.start] == 'n')
    return NULL;

  return g_strndup (row + span.start, span.length);
}

static char *
or_else (char       *text,
         const char *fallback)
{
  return text != NULL ? text : g_strdup (fallback);
}

RecessFunction *
recess_function_new (const char *row,
                     gsize       length)
{
  RecessFunction *self = g_object_new (RECESS_TYPE_FUNCTION, NULL);
  g_autofree char *strict = dup_text (row, length, "strict");

  self->id = or_else (recess_json_dup_string (row, length, "id"), "");
  self->name = or_else (recess_json_dup_string (row, length, "name"), "");
  self->description = or_else (recess_json_dup_string (row, length, "description"), "");
  self->parameters = dup_text (row, length, "parameters");
  self->handler = or_else (dup_text (row, length, "handler"), "{\"type\":\"ask\"}");
  self->kind = or_else (recess_json_dup_string (self->handler, strlen (self->handler), "type"),
                        "ask");
  self->strict = g_strcmp0 (strict, "true") == 0;

  return self;
}

gboolean
recess_function_equal (RecessFunction *self,
                       RecessFunction *other)
{
  return g_str_equal (self->id, other->id) && g_str_equal (self->name, other->name) &&
         g_str_equal (self->description, other->description) &&
         g_strcmp0 (self->parameters, other->parameters) == 0 &&
         g_str_equal (self->handler, other->handler) && self->strict == other->strict;
}

static void
append_definition (RecessFunction *self,
                   GString        *text)
{
  g_string_append (text, "{ \"name\": ");
  recess_json_append_string (text, self->name, -1);
  if (*self->description != '\0')
    {
      g_string_append (text, ", \"description\": ");
      recess_json_append_string (text, self->description, -1);
    }
  if (self->parameters != NULL)
    g_string_append_printf (text, ", \"parameters\": %s", self->parameters);
  if (self->strict)
    g_string_append (text, ", \"strict\": true");
}

void
recess_function_append_tool (RecessFunction *self,
                             GString        *tools)
{
  g_string_append (tools, "{ \"type\": \"function\", \"function\": ");
  append_definition (self, tools);
  g_string_append (tools, " } }");
}

const char *
recess_function_get_id (RecessFunction *self)
{
  g_return_val_if_fail (RECESS_IS_FUNCTION (self), NULL);

  return self->id;
}

const char *
recess_function_get_name (RecessFunction *self)
{
  g_return_val_if_fail (RECESS_IS_FUNCTION (self), NULL);

  return self->name;
}

const char *
recess_function_get_description (RecessFunction *self)
{
  g_return_val_if_fail (RECESS_IS_FUNCTION (self), NULL);

  return self->description;
}

const char *
recess_function_get_parameters (RecessFunction *self)
{
  g_return_val_if_fail (RECESS_IS_FUNCTION (self), NULL);

  return self->parameters;
}

gboolean
recess_function_get_strict (RecessFunction *self)
{
  g_return_val_if_fail (RECESS_IS_FUNCTION (self), FALSE);

  return self->strict;
}

const char *
recess_function_get_handler (RecessFunction *self)
{
  g_return_val_if_fail (RECESS_IS_FUNCTION (self), NULL);

  return self->handler;
}

const char *
recess_function_get_kind (RecessFunction *self)
{
  g_return_val_if_fail (RECESS_IS_FUNCTION (self), NULL);

  return self->kind;
}

char *
recess_function_dup_body (RecessFunction *self)
{
  GString *body;

  g_return_val_if_fail (RECESS_IS_FUNCTION (self), NULL);

  body = g_string_new (NULL);
  append_definition (self, body);
  g_string_append_printf (body, ", \"handler\": %s }", self->handler);

  return g_string_free (body, FALSE);
}
