/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "common/recess-json-schema.h"

G_BEGIN_DECLS

#define RECESS_TYPE_SCHEMA_EDITOR (recess_schema_editor_get_type ())

/**
 * RecessSchemaEditor:
 *
 * A JSON Schema as text that is checked while it is typed: faults are marked in the text and listed
 * below it, and so is what is not checked.
 *
 * Signals:
 * - `edited ()`: the text is another one
 * - `checked ()`: it has been checked since then
 */
G_DECLARE_FINAL_TYPE (RecessSchemaEditor, recess_schema_editor,
                      RECESS, SCHEMA_EDITOR, GtkWidget)

GtkWidget        *recess_schema_editor_new        (void);
/* @place: how places begin, "parameters"; @label: what it is, for a person */
void              recess_schema_editor_set_name   (RecessSchemaEditor *self,
                                                   const char         *place,
                                                   const char         *label);
/* Whether to warn of what is not allowed in strict output. */
void              recess_schema_editor_set_strict (RecessSchemaEditor *self,
                                                   gboolean            strict);
void              recess_schema_editor_set_text   (RecessSchemaEditor *self,
                                                   const char         *text);
char             *recess_schema_editor_dup_text   (RecessSchemaEditor *self);
/* Returns: (nullable): the schema of the last check; %NULL where it is none, or not the schema of
 *   an object */
RecessJsonSchema *recess_schema_editor_get_schema (RecessSchemaEditor *self);

G_END_DECLS
