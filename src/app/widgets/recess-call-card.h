/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "recess-tool-call.h"

G_BEGIN_DECLS

/**
 * RecessCallCard:
 *
 * A card for a #RecessToolCall: its function, its state, its arguments, its output, and what can be
 * done with it now.
 *
 * Signal `act (RecessToolCall *call, const char *action, const char *text)`: one of "run", "stop",
 * "answer" and "arguments"; the last two come with what was typed.
 */
#define RECESS_TYPE_CALL_CARD (recess_call_card_get_type ())
G_DECLARE_FINAL_TYPE (RecessCallCard, recess_call_card, RECESS, CALL_CARD, GtkWidget)

GtkWidget *recess_call_card_new  (void);

/**
 * recess_call_card_show:
 * @call: (nullable): the call
 * @message: (nullable): the answer that it is a part of
 * @read_only: whether nothing can be done with it
 */
void       recess_call_card_show (RecessCallCard *self,
                                  RecessToolCall *call,
                                  RecessMessage  *message,
                                  gboolean        read_only);

G_END_DECLS
