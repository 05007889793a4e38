/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "recess-attacher.h"

G_BEGIN_DECLS

#define RECESS_TYPE_COMPOSER (recess_composer_get_type ())

/**
 * RecessComposer:
 *
 * Where a message is written. Ctrl+Enter sends; Escape stops the answer. A long paste becomes a
 * chip and travels as a text part; so do images and text files.
 *
 * Properties: `busy` (Send is Stop), `can-answer` (nothing written still asks for an answer),
 * `enter-sends`, `hint`.
 *
 * Signals: `submit (const char *role, const char *content, gboolean answer)`, content being JSON,
 * or %NULL where only an answer is asked for; `stop ()`; `draft-changed ()`;
 * `problem (const char *title, const char *detail)`, of an attachment.
 */
G_DECLARE_FINAL_TYPE (RecessComposer, recess_composer, RECESS, COMPOSER, GtkWidget)

GtkWidget *recess_composer_new            (void);
void       recess_composer_clear          (RecessComposer *self);
void       recess_composer_set_text       (RecessComposer *self,
                                           const char     *text);
char      *recess_composer_dup_text       (RecessComposer *self);
void       recess_composer_set_busy       (RecessComposer *self,
                                           gboolean        busy);
void       recess_composer_set_ready      (RecessComposer *self,
                                           gboolean        ready);
void       recess_composer_set_can_answer (RecessComposer *self,
                                           gboolean        can_answer);
/* Makes what is written next a message of @role, as the drop-down does. */
void       recess_composer_set_role       (RecessComposer *self,
                                           const char     *role);
void       recess_composer_set_hint       (RecessComposer *self,
                                           const char     *hint);
/* As if it had been pasted: a long text becomes a chip. */
void       recess_composer_add_text       (RecessComposer *self,
                                           const char     *text);
/* Attaches what was dropped or pasted. Returns: whether it is a list of files or a picture */
gboolean   recess_composer_add_value      (RecessComposer *self,
                                           const GValue   *value);
RecessAttacher *
           recess_composer_get_attacher   (RecessComposer *self);

G_END_DECLS
