/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "recess-row.h"

G_BEGIN_DECLS

/**
 * RecessRowContent:
 *
 * A widget that shows rows of a transcript, one after the other. Those that have text say where it
 * is, in bytes of recess_row_dup_text ().
 */
#define RECESS_TYPE_ROW_CONTENT (recess_row_content_get_type ())
G_DECLARE_INTERFACE (RecessRowContent, recess_row_content, RECESS, ROW_CONTENT, GtkWidget)

struct _RecessRowContentInterface
{
  GTypeInterface parent;

  /**
   * RecessRowContentInterface::set_row:
   * @row: (nullable): what to show, or NULL to let go of it. Called again for the same row after
   *   it changed.
   */
  void         (*set_row)   (RecessRowContent *self,
                             RecessRow        *row);

  /**
   * RecessRowContentInterface::locate:
   *
   * Returns: the offset of the text nearest to a point of the widget
   */
  gsize        (*locate)    (RecessRowContent *self,
                             double            x,
                             double            y);

  /* Marks the text from @start to @end as selected, none where they are equal. */
  void         (*select)    (RecessRowContent *self,
                             gsize             start,
                             gsize             end);

  /* The target of the link at a point, or NULL. */
  const char  *(*find_link) (RecessRowContent *self,
                             double            x,
                             double            y);

  /* Whether the pointer is over the message. */
  void         (*set_hover) (RecessRowContent *self,
                             gboolean          hover);
};

void        recess_row_content_set_row   (RecessRowContent *self,
                                          RecessRow        *row);
gboolean    recess_row_content_has_text  (RecessRowContent *self);
gsize       recess_row_content_locate    (RecessRowContent *self,
                                          double            x,
                                          double            y);
void        recess_row_content_select    (RecessRowContent *self,
                                          gsize             start,
                                          gsize             end);
const char *recess_row_content_find_link (RecessRowContent *self,
                                          double            x,
                                          double            y);
void        recess_row_content_set_hover (RecessRowContent *self,
                                          gboolean          hover);

/* Names the action of a button of a content. GTK 4.8 does not look for it again after the content
 * was taken out of the window and put in at another place: so this is done for each row. */
void        recess_row_content_set_action
                                         (GtkWidget        *button,
                                          const char       *action_name);

G_END_DECLS
