/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "recess-fold-row.h"
#include "recess-template.h"

#define EXCERPT_LINES 3
#define EXCERPT_BYTES 400

struct _RecessFoldRow
{
  GtkWidget parent_instance;

  GtkWidget *button;
  GtkImage *arrow;
  GtkLabel *label;
  GtkLabel *excerpt;
  RecessRow *row;
};

static void row_content_iface_init (RecessRowContentInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RecessFoldRow, recess_fold_row, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (RECESS_TYPE_ROW_CONTENT,
                                                      row_content_iface_init))

enum {
  TOGGLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static char *
describe_reasoning (RecessMessage *message)
{
  int seconds = recess_message_get_first_token_ms (message) / 1000;

  if (recess_message_get_status (message) == RECESS_MESSAGE_IN_PROGRESS &&
      recess_message_get_content_length (message) == 0)
    return g_strdup (_("Thinking…"));
  if (recess_message_get_first_token_ms (message) < 0)
    return g_strdup (_("Thought"));

  return g_strdup_printf (_("Thought for %d s"), MAX (seconds, 1));
}

static char *
describe_excerpt (RecessRow *row)
{
  gsize length = recess_message_get_content_length (recess_row_get_message (row));
  g_autofree char *size = g_format_size (length);

  if (recess_row_get_expanded (row))
    return g_strdup (_("Show Less"));

  /* Translators: %s is a size, as "160 kB" */
  return g_strdup_printf (_("Show All, %s"), size);
}

static char *
make_excerpt (RecessMessage *message)
{
  const char *text = recess_message_get_content (message);
  const char *end = text;
  gsize length;

  for (guint i = 0; i < EXCERPT_LINES && end != NULL && *end != '\0'; i++)
    end = strchr (end + (i > 0 ? 1 : 0), '\n');

  length = end == NULL ? strlen (text) : (gsize)(end - text);
  length = MIN (length, EXCERPT_BYTES);
  while (length > 0 && ((guchar)text[length] & 0xc0) == 0x80)
    length--;

  return g_strdup_printf ("%.*s…", (int)length, text);
}

static void
recess_fold_row_set_row (RecessRowContent *content,
                         RecessRow        *row)
{
  RecessFoldRow *self = RECESS_FOLD_ROW (content);
  gboolean reasoning;
  g_autofree char *text = NULL;
  g_autofree char *excerpt = NULL;

  g_set_object (&self->row, row);
  if (row == NULL)
    return;

  reasoning = recess_row_get_kind (row) == RECESS_ROW_REASONING;
  text = reasoning ? describe_reasoning (recess_row_get_message (row)) : describe_excerpt (row);
  excerpt = reasoning ? NULL : make_excerpt (recess_row_get_message (row));
  gtk_label_set_label (self->label, text);
  gtk_label_set_label (self->excerpt, excerpt != NULL ? excerpt : "");
  gtk_widget_set_visible (GTK_WIDGET (self->excerpt),
                          excerpt != NULL && !recess_row_get_expanded (row));
  gtk_image_set_from_icon_name (self->arrow, recess_row_get_expanded (row) ? "pan-down-symbolic"
                                                                           : "pan-end-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_STATE_EXPANDED,
                               recess_row_get_expanded (row), -1);
}

static void
row_content_iface_init (RecessRowContentInterface *iface)
{
  iface->set_row = recess_fold_row_set_row;
}

static void
clicked_cb (RecessFoldRow *self)
{
  g_assert (RECESS_IS_FOLD_ROW (self));

  if (self->row != NULL)
    g_signal_emit (self, signals[TOGGLED], 0, self->row);
}

static void
recess_fold_row_dispose (GObject *object)
{
  RecessFoldRow *self = RECESS_FOLD_ROW (object);

  g_clear_object (&self->row);
  recess_template_dispose (GTK_WIDGET (self), RECESS_TYPE_FOLD_ROW);

  G_OBJECT_CLASS (recess_fold_row_parent_class)->dispose (object);
}

static void
recess_fold_row_class_init (RecessFoldRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = recess_fold_row_dispose;

  signals[TOGGLED] =
    g_signal_new ("toggled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, RECESS_TYPE_ROW);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/ui/recess-fold-row.ui");
  gtk_widget_class_bind_template_child (widget_class, RecessFoldRow, button);
  gtk_widget_class_bind_template_child (widget_class, RecessFoldRow, arrow);
  gtk_widget_class_bind_template_child (widget_class, RecessFoldRow, label);
  gtk_widget_class_bind_template_child (widget_class, RecessFoldRow, excerpt);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
  gtk_widget_class_set_css_name (widget_class, "foldrow");
}

static void
recess_fold_row_init (RecessFoldRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
recess_fold_row_new (void)
{
  return g_object_new (RECESS_TYPE_FOLD_ROW, NULL);
}
