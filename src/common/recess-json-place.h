/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-json-fault.h"

G_BEGIN_DECLS

/**
 * RecessJsonPlace:
 * @parent: (nullable): where the value is in; %NULL for the outermost one
 * @name: (nullable): its name there, of the outermost how places begin; %NULL in arrays
 * @index: its number in an array
 *
 * A way through a JSON text: a chain on the stack of who walks, made into text only for faults.
 */
typedef struct _RecessJsonPlace RecessJsonPlace;

struct _RecessJsonPlace
{
  const RecessJsonPlace *parent;
  const char            *name;
  guint                  index;
};

char            *recess_json_place_to_text    (const RecessJsonPlace *self);
char            *recess_json_place_to_pointer (const RecessJsonPlace *self);

/* Returns: a fault whose message is @predicate, which begins with the verb, after the place */
RecessJsonFault *recess_json_place_new_fault  (const RecessJsonPlace *self,
                                               const char            *predicate);
/* The fault of a value in the tree @root, whose places begin with @name. */
RecessJsonFault *recess_json_place_find_fault (JsonNode              *root,
                                               const char            *name,
                                               JsonNode              *value,
                                               const char            *predicate);

/* Returns: (transfer full): at most @max characters, with an ellipsis for the rest */
char            *recess_json_shorten          (const char            *text,
                                               glong                  max);
/* Returns: (transfer full): the JSON of @value, at most about 40 characters of it */
char            *recess_json_excerpt          (JsonNode              *value);

G_END_DECLS
