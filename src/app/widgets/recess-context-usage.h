/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a context is filled with, in the order in which it is drawn. */
typedef enum
{
  RECESS_CONTEXT_SYSTEM,
  RECESS_CONTEXT_TURNS,
  RECESS_CONTEXT_DRAFT,
  RECESS_CONTEXT_DROPPED,
  RECESS_CONTEXT_TOOLS,
  RECESS_CONTEXT_RESERVE,
} RecessContextPart;

#define RECESS_N_CONTEXT_PARTS 6

/**
 * RecessContextUsage:
 * @tokens: how many each part takes. Dropped are those that do not fit; the reserve is what the
 *   answer may take at most, 0 where nothing says so.
 * @limit: the tokens of the context of the model, 0 where it is not known
 * @estimated: whether the model's way of counting is not known, or something was estimated
 * @input_price: dollars per million tokens of input, negative where it is not known
 * @output_price: the same of output
 *
 * What the next request takes of the context.
 */
typedef struct
{
  gint64   tokens[RECESS_N_CONTEXT_PARTS];
  gint64   limit;
  gboolean estimated;
  double   input_price;
  double   output_price;
} RecessContextUsage;

/* What is sent: all but what is dropped and the reserve. */
gint64      recess_context_usage_get_sent   (const RecessContextUsage *self);
/* Dollars for a part, negative where they are not known. What is dropped costs nothing. */
double      recess_context_usage_get_cost   (const RecessContextUsage *self,
                                             RecessContextPart         part);
/* Dollars for what is sent, negative where they are not known. */
double      recess_context_usage_get_total  (const RecessContextUsage *self);
/* "Conversation", for people */
const char *recess_context_part_get_name    (RecessContextPart         part);
/* Returns: (transfer full): "≈ 1,234 of 128,000 tokens" */
char       *recess_context_usage_to_string  (const RecessContextUsage *self);

G_END_DECLS
