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
 * RecessCallText:
 *
 * Arguments, an output or a log on a card: a few lines of it, and all of it in a view that scrolls
 * by itself when the user asks for it.
 */
#define RECESS_TYPE_CALL_TEXT (recess_call_text_get_type ())
G_DECLARE_FINAL_TYPE (RecessCallText, recess_call_text, RECESS, CALL_TEXT, GtkWidget)

typedef enum
{
  RECESS_CALL_PART_ARGUMENTS,
  RECESS_CALL_PART_OUTPUT,
  RECESS_CALL_PART_LOG,
} RecessCallPart;

GtkWidget *recess_call_text_new    (RecessCallPart  part);

/* Shows another call from its first lines, or none. */
void       recess_call_text_set    (RecessCallText *self,
                                    RecessToolCall *call);

/* After the call changed. Text that grows costs no more than what is seen of it. */
void       recess_call_text_update (RecessCallText *self);

G_END_DECLS
