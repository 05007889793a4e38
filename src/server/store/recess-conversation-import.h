/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-function-store.h"
#include "recess-store.h"

G_BEGIN_DECLS

/**
 * RecessImportRow:
 * @key: (nullable): what other rows name it by
 * @parent: (nullable): the key of the row that it stands below; %NULL with @linear is the row
 *   before it, else none
 * @content: JSON text
 * @members: JSON text of an object: the members of a row that are taken as they are
 */
typedef struct
{
  char     *key;
  char     *parent;
  gboolean  linear;
  char     *role;
  char     *content;
  char     *status;
  char     *members;
} RecessImportRow;

void     recess_import_row_free            (RecessImportRow *self);

/**
 * RecessImport:
 * @head: (nullable): the key of the row where the shown path ends; the last row otherwise
 * @rows: (element-type RecessImportRow)
 * @functions: (element-type RecessFunctionChange): are added where their names are not taken
 */
typedef struct
{
  char      *title;
  char      *settings;
  char      *head;
  GPtrArray *rows;
  GPtrArray *functions;
} RecessImport;

void     recess_import_free                (RecessImport    *self);

/* Takes @import. Ended by recess_store_write_finish(): the text of the conversation, or a 400 that
 * names what is wrong. */
void     recess_conversation_import_async  (RecessStore          *store,
                                            RecessImport         *import,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessImport, recess_import_free)

G_END_DECLS
