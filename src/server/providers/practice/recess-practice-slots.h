/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "common/recess-json-schema.h"
#include "recess-practice-shapes.h"

G_BEGIN_DECLS

#define RECESS_PRACTICE_NO_LIST -1

/**
 * RecessPracticeSlot:
 * @path: where its value stands: names of members with "/" between, "*" for the items of a list
 * @node: what the value must be; of a list of plain values, what an item must be
 * @types: what it can be, null left out
 * @list: whether it takes several values
 * @group: the number of the list of objects that it belongs to, or %RECESS_PRACTICE_NO_LIST
 * @required: whether no value fits that lacks it
 * @names: (element-type utf8): the stems of its name
 * @outer: (element-type utf8): those of the objects it is within
 * @about: (element-type utf8): those of its description that tell something
 * @choices: (element-type GStrv): the words of each value of its enum that is a text
 * @unit: (nullable): the unit its name or its description asks for
 * @shape: (nullable): how its description shows it is written
 *
 * A place for a value in what a schema describes.
 */
typedef struct
{
  char                       *path;
  const RecessJsonSchemaNode *node;
  RecessJsonTypes             types;
  gboolean                    list;
  int                         group;
  gboolean                    required;
  GPtrArray                  *names;
  GPtrArray                  *outer;
  GPtrArray                  *about;
  GPtrArray                  *choices;
  const char                 *unit;
  RecessPracticeShape        *shape;
} RecessPracticeSlot;

/* Returns: (transfer full) (element-type RecessPracticeSlot): all places, those of nested objects
 * too, as deep as is sensible */
GPtrArray                  *recess_practice_slots_new       (const RecessJsonSchemaNode *root);
/* Returns: the part that says what a value must be where null is allowed too */
const RecessJsonSchemaNode *recess_practice_slot_node       (const RecessJsonSchemaNode *node);
/* How near one of the slot's names is to a stem. */
float                       recess_practice_slot_is_named   (const RecessPracticeSlot   *self,
                                                             const char                 *stem);
/* The same in its names or, counting less, its description */
float                       recess_practice_slot_tells      (const RecessPracticeSlot   *self,
                                                             const char                 *stem);
/* Whether any of several words, a literal with blanks between, is in its names or, counting less,
 * in its description */
float                       recess_practice_slot_has_any    (const RecessPracticeSlot   *self,
                                                             const char                 *words);
/* Whether @node fits the slot's own schema, as far as one value can tell */
gboolean                    recess_practice_slot_takes_text (const RecessPracticeSlot   *self,
                                                             const char                 *value);
/* Returns: (transfer full): the stems of the words of a text that tell something */
GPtrArray                  *recess_practice_telling_stems   (const char                 *text,
                                                             guint                       limit);

G_END_DECLS
