/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "widgets/recess-message-view.h"

G_BEGIN_DECLS

/* A window with a message view in the style of the program, and its frames. */
typedef struct
{
  GtkWindow         *window;
  RecessMessageView *view;
  GListStore        *messages;
} MessageFixture;

void           message_fixture_init   (MessageFixture *self,
                                       int             width,
                                       int             height);
void           message_fixture_clear  (MessageFixture *self);
RecessMessage *message_fixture_add    (MessageFixture *self,
                                       const char     *role,
                                       const char     *content);

/* Runs the main loop for @n frames, each with a layout. */
void           message_fixture_frames (MessageFixture *self,
                                       guint           n);

G_END_DECLS
