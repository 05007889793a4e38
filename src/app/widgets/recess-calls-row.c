/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-call-card.h"
#include "recess-calls-row.h"
#include "recess-message-view.h"
#include "recess-tool-call.h"

#define CARD_WIDTH   260
#define WIDEST_CARD  460
#define MOST_COLUMNS 3
#define SPACING      12

struct _RecessCallsRow
{
  GtkWidget parent_instance;

  RecessRow *row;
  GtkWidget *cards[RECESS_CALLS_ROW_CARDS];
  guint n_cards;
};

static void row_content_iface_init (RecessRowContentInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RecessCallsRow, recess_calls_row, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (RECESS_TYPE_ROW_CONTENT,
                                                      row_content_iface_init))

enum {
  ACT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static guint
count_columns (RecessCallsRow *self,
               int             width)
{
  int columns = (width + SPACING) / (CARD_WIDTH + SPACING);
  guint n_calls = self->row == NULL ? 1
                  : recess_message_get_n_calls (recess_row_get_message (self->row));

  return CLAMP ((guint) MAX (columns, 1), 1, CLAMP (n_calls, 1, MOST_COLUMNS));
}

static int
get_card_width (guint columns,
                int   width)
{
  return CLAMP ((width - (int) (columns - 1) * SPACING) / (int) columns, 0, WIDEST_CARD);
}

static int
measure_line (RecessCallsRow *self,
              guint           first,
              guint           columns,
              int             width)
{
  int height = 0;

  for (guint i = first; i < MIN (first + columns, self->n_cards); i++)
    {
      int natural;

      gtk_widget_measure (self->cards[i], GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL,
                          NULL);
      height = MAX (height, natural);
    }

  return height;
}

static GtkSizeRequestMode
recess_calls_row_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
recess_calls_row_measure (GtkWidget      *widget,
                          GtkOrientation  orientation,
                          int             for_size,
                          int            *minimum,
                          int            *natural,
                          int            *minimum_baseline,
                          int            *natural_baseline)
{
  RecessCallsRow *self = RECESS_CALLS_ROW (widget);
  guint columns;
  int width = 0;

  *minimum = *natural = 0;
  for (guint i = 0; i < self->n_cards; i++)
    {
      int least;

      gtk_widget_measure (self->cards[i], GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
      width = MAX (width, least);
    }
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = *natural = width;
      return;
    }

  for_size = for_size < 0 ? CARD_WIDTH : MAX (for_size, width);
  columns = count_columns (self, for_size);
  for (guint i = 0; i < self->n_cards; i += columns)
    *natural += measure_line (self, i, columns, get_card_width (columns, for_size)) +
                (i > 0 ? SPACING : 0);
  *minimum = *natural;
}

static void
recess_calls_row_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  RecessCallsRow *self = RECESS_CALLS_ROW (widget);
  guint columns = count_columns (self, width);
  int card = get_card_width (columns, width);
  gboolean backwards = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int y = 0;

  for (guint first = 0; first < self->n_cards; first += columns)
    {
      int line = measure_line (self, first, columns, card);

      for (guint i = first; i < MIN (first + columns, self->n_cards); i++)
        {
          int column = i - first;
          int x = column * (card + SPACING);

          if (backwards)
            x = width - card - x;
          gtk_widget_size_allocate (self->cards[i], &(GtkAllocation) { x, y, card, line }, -1);
        }
      y += line + SPACING;
    }
}

static void
act_cb (RecessCallsRow *self,
        RecessToolCall *call,
        const char     *action,
        const char     *text)
{
  g_assert (RECESS_IS_CALLS_ROW (self));

  if (self->row != NULL)
    g_signal_emit (self, signals[ACT], 0, recess_row_get_message (self->row), call, action, text);
}

static void
set_n_cards (RecessCallsRow *self,
             guint           n)
{
  while (self->n_cards > n)
    gtk_widget_unparent (self->cards[--self->n_cards]);
  for (; self->n_cards < n; self->n_cards++)
    {
      GtkWidget *card = recess_call_card_new ();

      g_signal_connect_object (card, "act", G_CALLBACK (act_cb), self, G_CONNECT_SWAPPED);
      gtk_widget_set_parent (card, GTK_WIDGET (self));
      self->cards[self->n_cards] = card;
    }
}

static gboolean
is_read_only (RecessCallsRow *self)
{
  GtkWidget *view = gtk_widget_get_ancestor (GTK_WIDGET (self), RECESS_TYPE_MESSAGE_VIEW);

  return view != NULL && recess_message_view_get_read_only (RECESS_MESSAGE_VIEW (view));
}

/* Cards stay when the row goes: the next one has use for them. */
static void
recess_calls_row_set_row (RecessRowContent *content,
                          RecessRow        *row)
{
  RecessCallsRow *self = RECESS_CALLS_ROW (content);
  RecessMessage *message;
  guint first;
  guint n;

  g_set_object (&self->row, row);
  if (row == NULL)
    {
      for (guint i = 0; i < self->n_cards; i++)
        recess_call_card_show (RECESS_CALL_CARD (self->cards[i]), NULL, NULL, FALSE);
      return;
    }

  message = recess_row_get_message (row);
  first = recess_row_get_index (row) * RECESS_CALLS_ROW_CARDS;
  n = recess_message_get_n_calls (message);
  set_n_cards (self, n > first ? MIN (n - first, RECESS_CALLS_ROW_CARDS) : 0);
  for (guint i = 0; i < self->n_cards; i++)
    recess_call_card_show (RECESS_CALL_CARD (self->cards[i]),
                           recess_message_get_call_at (message, first + i), message,
                           is_read_only (self));
}

static void
recess_calls_row_select (RecessRowContent *content,
                         gsize             start,
                         gsize             end)
{
  if (start < end)
    gtk_widget_add_css_class (GTK_WIDGET (content), "selected");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (content), "selected");
}

static void
row_content_iface_init (RecessRowContentInterface *iface)
{
  iface->set_row = recess_calls_row_set_row;
  iface->select = recess_calls_row_select;
}

static void
recess_calls_row_dispose (GObject *object)
{
  RecessCallsRow *self = RECESS_CALLS_ROW (object);

  set_n_cards (self, 0);
  g_clear_object (&self->row);

  G_OBJECT_CLASS (recess_calls_row_parent_class)->dispose (object);
}

static void
recess_calls_row_class_init (RecessCallsRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = recess_calls_row_dispose;

  widget_class->get_request_mode = recess_calls_row_get_request_mode;
  widget_class->measure = recess_calls_row_measure;
  widget_class->size_allocate = recess_calls_row_size_allocate;

  signals[ACT] =
    g_signal_new ("act", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 4, RECESS_TYPE_MESSAGE, RECESS_TYPE_TOOL_CALL, G_TYPE_STRING,
                  G_TYPE_STRING);

  gtk_widget_class_set_css_name (widget_class, "callsrow");
}

static void
recess_calls_row_init (RecessCallsRow *self)
{
}

GtkWidget *
recess_calls_row_new (void)
{
  return g_object_new (RECESS_TYPE_CALLS_ROW, NULL);
}
