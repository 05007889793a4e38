/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-end-follower.h"
#include "recess-code-runner.h"
#include "recess-message-selection.h"
#include "recess-message-view.h"

G_BEGIN_DECLS

struct _RecessMessageView
{
  GtkWidget parent_instance;

  /* Template widgets */
  GtkWidget *overlay;
  GtkScrolledWindow *scroller;
  GtkListView *list;
  GtkRevealer *jump;

  GListModel *messages;
  RecessTranscript *transcript;
  RecessRowPool *pool;
  RecessMessageSelection *selection;
  RecessMessage *hovered;

  RecessEndFollower *follower;
  RecessCodeRunner *runner;

  guint tick;
  guint loader;
  guint n_load;
  guint read_only : 1;
  guint followed : 1;
};

/* What can be done by key and by name. */
void _recess_message_view_install_actions (GtkWidgetClass *widget_class);

G_END_DECLS
