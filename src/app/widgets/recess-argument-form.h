/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "common/recess-json-schema.h"

G_BEGIN_DECLS

#define RECESS_TYPE_ARGUMENT_ROW (recess_argument_row_get_type ())

/**
 * RecessArgumentRow:
 *
 * One property of an object that is filled in: a control by its schema, and, where it is not
 * required, a tick that says whether it is there.
 */
G_DECLARE_FINAL_TYPE (RecessArgumentRow, recess_argument_row, RECESS, ARGUMENT_ROW, GtkWidget)

GtkWidget  *recess_argument_row_new       (const char                 *name,
                                           const RecessJsonSchemaNode *node,
                                           gboolean                    required);
const char *recess_argument_row_get_name  (RecessArgumentRow          *self);
/* @value: a JSON text; what the control cannot show is left out */
void        recess_argument_row_set_value (RecessArgumentRow          *self,
                                           const char                 *value);
/* Returns: (transfer full) (nullable): a JSON text, NULL where it is not there; where it is no
 *   JSON, NULL with a @message */
char       *recess_argument_row_dup_value (RecessArgumentRow          *self,
                                           char                      **message);

#define RECESS_TYPE_ARGUMENT_FORM (recess_argument_form_get_type ())

/**
 * RecessArgumentForm:
 *
 * The arguments of a function, as a form that its schema gives.
 */
G_DECLARE_FINAL_TYPE (RecessArgumentForm, recess_argument_form,
                      RECESS, ARGUMENT_FORM, GtkWidget)

GtkWidget  *recess_argument_form_new           (void);
/* @schema: (nullable): of an object; what was filled in stays where the names stay */
void        recess_argument_form_set_schema    (RecessArgumentForm *self,
                                                RecessJsonSchema   *schema);
/* Returns: (transfer full) (nullable): a JSON object, or NULL with a @message */
char       *recess_argument_form_dup_arguments (RecessArgumentForm *self,
                                                char              **message);

G_END_DECLS
