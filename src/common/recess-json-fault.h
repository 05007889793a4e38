/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-json.h"

G_BEGIN_DECLS

/**
 * RecessJsonFault:
 * @place: where, as people write it: `arguments.items[2].unit`
 * @pointer: the same as a JSON pointer into the checked text, `/items/2/unit`; "" is the whole
 * @message: a sentence that names the place, what is wrong and what would be right
 *
 * What is wrong at one place of a JSON text.
 */
typedef struct
{
  char *place;
  char *pointer;
  char *message;
} RecessJsonFault;

RecessJsonFault *recess_json_fault_new     (const char            *place,
                                            const char            *pointer,
                                            const char            *message);
RecessJsonFault *recess_json_fault_copy    (const RecessJsonFault *self);
void             recess_json_fault_free    (RecessJsonFault       *self);

/* Returns: (transfer full) (element-type RecessJsonFault): an empty list that frees its faults */
GPtrArray       *recess_json_faults_new    (void);
/* Returns: (transfer full): the messages of the first @max faults, one a line, and a line that says
 * how many more there are */
char            *recess_json_faults_join   (GPtrArray             *faults,
                                            guint                  max);

/**
 * recess_json_locate:
 * @pointer: a JSON pointer
 * @span: (out): the value there
 * @line: (out) (optional): its line, from 1
 *
 * Finds the place of a fault in the text that was checked. Where the text has no such value, the
 * nearest one above it is taken.
 *
 * Returns: whether @text is JSON
 */
gboolean         recess_json_locate        (const char            *text,
                                            gsize                  length,
                                            const char            *pointer,
                                            RecessJsonSpan        *span,
                                            guint                 *line);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessJsonFault, recess_json_fault_free)

G_END_DECLS
