/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "recess-context-usage.h"
#include "recess-format.h"

gint64
recess_context_usage_get_sent (const RecessContextUsage *self)
{
  gint64 sent = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < RECESS_N_CONTEXT_PARTS; i++)
    if (i != RECESS_CONTEXT_DROPPED && i != RECESS_CONTEXT_RESERVE)
      sent += self->tokens[i];

  return sent;
}

double
recess_context_usage_get_cost (const RecessContextUsage *self,
                               RecessContextPart         part)
{
  double price;

  g_return_val_if_fail (self != NULL, -1);

  if (part == RECESS_CONTEXT_DROPPED)
    return 0;

  price = part == RECESS_CONTEXT_RESERVE ? self->output_price : self->input_price;
  return price < 0 ? -1 : price * self->tokens[part] / 1e6;
}

double
recess_context_usage_get_total (const RecessContextUsage *self)
{
  g_return_val_if_fail (self != NULL, -1);

  if (self->input_price < 0)
    return -1;

  return self->input_price * recess_context_usage_get_sent (self) / 1e6;
}

const char *
recess_context_part_get_name (RecessContextPart part)
{
  switch (part)
    {
    case RECESS_CONTEXT_SYSTEM:
      return _("Instructions");
    case RECESS_CONTEXT_TURNS:
      return _("Conversation");
    case RECESS_CONTEXT_DRAFT:
      return _("What you write");
    case RECESS_CONTEXT_DROPPED:
      return _("Does not fit");
    case RECESS_CONTEXT_TOOLS:
      return _("Functions and schema");
    case RECESS_CONTEXT_RESERVE:
      return _("Kept free for the answer");
    default:
      g_return_val_if_reached ("");
    }
}

char *
recess_context_usage_to_string (const RecessContextUsage *self)
{
  g_autofree char *sent = NULL;
  g_autofree char *limit = NULL;
  const char *mark;

  g_return_val_if_fail (self != NULL, NULL);

  sent = recess_format_count (recess_context_usage_get_sent (self));
  limit = recess_format_count (self->limit);
  mark = self->estimated ? "≈ " : "";
  if (self->limit > 0)
    /* Translators: "≈ 1,234 of 128,000 tokens" */
    return g_strdup_printf (_("%s%s of %s tokens"), mark, sent, limit);

  return g_strdup_printf (_("%s%s tokens"), mark, sent);
}
