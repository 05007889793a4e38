/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "recess-block-writer.h"
#include "recess-message-selection.h"

#define DRAG_THRESHOLD 4

typedef struct
{
  RecessRow *row;
  gsize offset;
} Place;

struct _RecessMessageSelection
{
  GObject parent_instance;

  GtkWidget *list;
  GtkAdjustment *adjustment;
  RecessRowPool *pool;
  RecessTranscript *transcript;

  /* Where the selection was begun and where it is led to; no row, no selection. */
  Place anchor;
  Place head;

  GtkWidget *popover;
  double pointer_x;
  double pointer_y;
  guint tick;
  guint dragging : 1;
  guint pressed : 1;
};

G_DEFINE_FINAL_TYPE (RecessMessageSelection, recess_message_selection, G_TYPE_OBJECT)

enum {
  LINK_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
set_place (Place     *place,
           RecessRow *row,
           gsize      offset)
{
  g_set_object (&place->row, row);
  place->offset = offset;
}

static guint
get_position (RecessMessageSelection *self,
              const Place            *place)
{
  if (place->row == NULL || self->transcript == NULL)
    return G_MAXUINT;

  return recess_transcript_find_row (self->transcript, place->row);
}

/* The ends in order; FALSE where nothing is selected. */
static gboolean
get_range (RecessMessageSelection *self,
           guint                  *first,
           gsize                  *start,
           guint                  *last,
           gsize                  *end)
{
  guint anchor = get_position (self, &self->anchor);
  guint head = get_position (self, &self->head);
  gboolean forward = anchor < head || (anchor == head && self->anchor.offset <= self->head.offset);

  if (anchor == G_MAXUINT || head == G_MAXUINT)
    return FALSE;

  *first = forward ? anchor : head;
  *last = forward ? head : anchor;
  *start = forward ? self->anchor.offset : self->head.offset;
  *end = forward ? self->head.offset : self->anchor.offset;

  return *first != *last || *start != *end;
}

static void
apply_range (RecessMessageSelection *self,
             RecessMessageRow       *shell,
             guint                   first,
             gsize                   start,
             guint                   last,
             gsize                   end)
{
  guint position = recess_transcript_find_row (self->transcript,
                                               recess_message_row_get_row (shell));
  RecessRowContent *content = recess_message_row_get_content (shell);

  if (position == G_MAXUINT || position < first || position > last)
    recess_row_content_select (content, 0, 0);
  else
    recess_row_content_select (content, position == first ? start : 0,
                               position == last ? end : G_MAXINT);
}

static void
apply_all (RecessMessageSelection *self)
{
  GPtrArray *shells = recess_row_pool_get_shells (self->pool);
  guint first;
  guint last;
  gsize start;
  gsize end;
  gboolean any = get_range (self, &first, &start, &last, &end);

  for (guint i = 0; i < shells->len; i++)
    {
      RecessMessageRow *shell = g_ptr_array_index (shells, i);

      if (any)
        apply_range (self, shell, first, start, last, end);
      else
        recess_row_content_select (recess_message_row_get_content (shell), 0, 0);
    }
}

RecessMessageRow *
recess_message_selection_find_shell (RecessMessageSelection *self,
                                     double                  y,
                                     gboolean                text)
{
  GPtrArray *shells;
  RecessMessageRow *nearest = NULL;
  double distance = G_MAXDOUBLE;

  g_return_val_if_fail (RECESS_IS_MESSAGE_SELECTION (self), NULL);

  shells = recess_row_pool_get_shells (self->pool);
  for (guint i = 0; i < shells->len; i++)
    {
      RecessMessageRow *shell = g_ptr_array_index (shells, i);
      graphene_rect_t bounds;
      double away;

      if (text && !recess_row_content_has_text (recess_message_row_get_content (shell)))
        continue;
      if (!gtk_widget_get_mapped (GTK_WIDGET (shell)) ||
          !gtk_widget_compute_bounds (GTK_WIDGET (shell), self->list, &bounds))
        continue;

      away = MAX (bounds.origin.y - y, y - bounds.origin.y - bounds.size.height);
      if (away < distance && (text || away <= 0))
        {
          nearest = shell;
          distance = away;
        }
    }

  return nearest;
}

static gboolean
to_content (RecessMessageSelection *self,
            RecessMessageRow       *shell,
            double                  x,
            double                  y,
            graphene_point_t       *point)
{
  return gtk_widget_compute_point (self->list,
                                   GTK_WIDGET (recess_message_row_get_content (shell)),
                                   &GRAPHENE_POINT_INIT (x, y), point);
}

static gboolean
locate (RecessMessageSelection *self,
        double                  x,
        double                  y,
        Place                  *place)
{
  RecessMessageRow *shell = recess_message_selection_find_shell (self, y, TRUE);
  graphene_point_t point;

  if (shell == NULL || !to_content (self, shell, x, y, &point))
    return FALSE;

  set_place (place, recess_message_row_get_row (shell),
             recess_row_content_locate (recess_message_row_get_content (shell), point.x, point.y));
  return TRUE;
}

const char *
recess_message_selection_find_link (RecessMessageSelection *self,
                                    double                  x,
                                    double                  y)
{
  RecessMessageRow *shell;
  graphene_point_t point;

  g_return_val_if_fail (RECESS_IS_MESSAGE_SELECTION (self), NULL);

  shell = recess_message_selection_find_shell (self, y, FALSE);
  if (shell == NULL || !to_content (self, shell, x, y, &point))
    return NULL;

  return recess_row_content_find_link (recess_message_row_get_content (shell), point.x, point.y);
}

static gboolean
is_word (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c) || c == '_';
}

/* Widens the selection to the word, or to the whole row. */
static void
select_around (RecessMessageSelection *self,
               gboolean                whole)
{
  g_autofree char *text = recess_row_dup_text (self->anchor.row);
  const char *start;
  const char *end;

  if (text == NULL)
    return;

  start = end = text + MIN (self->anchor.offset, strlen (text));
  if (whole)
    {
      start = text;
      end = text + strlen (text);
    }
  else
    {
      while (start > text && is_word (g_utf8_get_char (g_utf8_prev_char (start))))
        start = g_utf8_prev_char (start);
      while (*end != '\0' && is_word (g_utf8_get_char (end)))
        end = g_utf8_next_char (end);
    }

  self->anchor.offset = start - text;
  set_place (&self->head, self->anchor.row, end - text);
  apply_all (self);
}

static void
offer_primary (RecessMessageSelection *self)
{
  g_autofree char *text = recess_message_selection_dup_text (self);

  if (text != NULL)
    gdk_clipboard_set_text (gtk_widget_get_primary_clipboard (self->list), text);
}

static gboolean
scroll_tick_cb (GtkWidget     *widget,
                GdkFrameClock *clock,
                gpointer       user_data)
{
  RecessMessageSelection *self = RECESS_MESSAGE_SELECTION (user_data);
  double height = gtk_widget_get_height (widget);
  double beyond = self->pointer_y < 0 ? self->pointer_y : MAX (self->pointer_y - height, 0);

  if (beyond == 0)
    return G_SOURCE_CONTINUE;

  gtk_adjustment_set_value (self->adjustment, gtk_adjustment_get_value (self->adjustment) +
                                              CLAMP (beyond / 2, -40, 40));
  if (locate (self, self->pointer_x, CLAMP (self->pointer_y, 0, height), &self->head))
    apply_all (self);

  return G_SOURCE_CONTINUE;
}

static void
end_drag (RecessMessageSelection *self)
{
  self->dragging = FALSE;
  self->pressed = FALSE;
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (self->list, self->tick);
  self->tick = 0;
}

static void
pressed_cb (RecessMessageSelection *self,
            int                     n_press,
            double                  x,
            double                  y)
{
  GtkWidget *view = gtk_widget_get_ancestor (gtk_widget_get_parent (self->list),
                                             GTK_TYPE_SCROLLED_WINDOW);
  Place place = { 0 };

  g_assert (RECESS_IS_MESSAGE_SELECTION (self));

  while (view != NULL && !gtk_widget_get_focusable (view))
    view = gtk_widget_get_parent (view);
  if (view != NULL)
    gtk_widget_grab_focus (view);

  self->pressed = locate (self, x, y, &place);
  if (!self->pressed)
    return;

  set_place (&self->anchor, place.row, place.offset);
  set_place (&self->head, place.row, place.offset);
  g_clear_object (&place.row);

  if (n_press > 1)
    select_around (self, n_press > 2);
  else
    apply_all (self);
}

static void
released_cb (RecessMessageSelection *self,
             int                     n_press,
             double                  x,
             double                  y)
{
  g_autofree char *link = NULL;

  g_assert (RECESS_IS_MESSAGE_SELECTION (self));

  if (self->dragging)
    return;

  link = g_strdup (recess_message_selection_find_link (self, x, y));
  if (n_press == 1 && link != NULL)
    g_signal_emit (self, signals[LINK_ACTIVATED], 0, link);
  else if (n_press > 1)
    offer_primary (self);
}

static void
drag_update_cb (RecessMessageSelection *self,
                double                  dx,
                double                  dy,
                GtkGesture             *gesture)
{
  double x;
  double y;

  g_assert (RECESS_IS_MESSAGE_SELECTION (self));

  if (!self->pressed || (!self->dragging && ABS (dx) + ABS (dy) < DRAG_THRESHOLD))
    return;

  if (!self->dragging)
    {
      self->dragging = TRUE;
      gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
      self->tick = gtk_widget_add_tick_callback (self->list, scroll_tick_cb, self, NULL);
    }

  gtk_gesture_drag_get_start_point (GTK_GESTURE_DRAG (gesture), &x, &y);
  self->pointer_x = x + dx;
  self->pointer_y = y + dy;
  if (locate (self, self->pointer_x, self->pointer_y, &self->head))
    apply_all (self);
}

static void
drag_end_cb (RecessMessageSelection *self)
{
  gboolean dragged = self->dragging;

  g_assert (RECESS_IS_MESSAGE_SELECTION (self));

  end_drag (self);
  if (dragged)
    offer_primary (self);
}

static void
context_menu_cb (RecessMessageSelection *self,
                 int                     n_press,
                 double                  x,
                 double                  y)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  const char *link = recess_message_selection_find_link (self, x, y);

  g_assert (RECESS_IS_MESSAGE_SELECTION (self));

  if (link != NULL)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (_("Copy _Link"), NULL);

      g_menu_item_set_action_and_target (item, "selection.copy-link", "s", link);
      g_menu_append_item (menu, item);
    }
  g_menu_append (menu, _("_Copy"), "selection.copy");
  g_menu_append (menu, _("Select _All"), "selection.select-all");

  g_clear_pointer (&self->popover, gtk_widget_unparent);
  self->popover = gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));
  gtk_widget_set_parent (self->popover, self->list);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
  gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &(GdkRectangle) { x, y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static void
recess_message_selection_dispose (GObject *object)
{
  RecessMessageSelection *self = RECESS_MESSAGE_SELECTION (object);

  if (self->list != NULL)
    {
      end_drag (self);
      g_clear_pointer (&self->popover, gtk_widget_unparent);
      g_object_remove_weak_pointer (G_OBJECT (self->list), (gpointer *)&self->list);
      self->list = NULL;
    }
  set_place (&self->anchor, NULL, 0);
  set_place (&self->head, NULL, 0);
  g_clear_object (&self->transcript);
  g_clear_object (&self->adjustment);
  g_clear_object (&self->pool);

  G_OBJECT_CLASS (recess_message_selection_parent_class)->dispose (object);
}

static void
recess_message_selection_class_init (RecessMessageSelectionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = recess_message_selection_dispose;

  signals[LINK_ACTIVATED] =
    g_signal_new ("link-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
recess_message_selection_init (RecessMessageSelection *self)
{
}

RecessMessageSelection *
recess_message_selection_new (GtkWidget     *list,
                              GtkAdjustment *adjustment,
                              RecessRowPool *pool)
{
  RecessMessageSelection *self = g_object_new (RECESS_TYPE_MESSAGE_SELECTION, NULL);
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *menu = gtk_gesture_click_new ();

  g_set_weak_pointer (&self->list, list);
  self->adjustment = g_object_ref (adjustment);
  self->pool = g_object_ref (pool);

  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (click, "released", G_CALLBACK (released_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "drag-end", G_CALLBACK (drag_end_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "drag-update", G_CALLBACK (drag_update_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu), GDK_BUTTON_SECONDARY);
  g_signal_connect_object (menu, "pressed", G_CALLBACK (context_menu_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (list, GTK_EVENT_CONTROLLER (menu));
  gtk_gesture_group (click, drag);
  gtk_widget_add_controller (list, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (list, GTK_EVENT_CONTROLLER (drag));

  return self;
}

void
recess_message_selection_set_transcript (RecessMessageSelection *self,
                                         RecessTranscript       *transcript)
{
  g_return_if_fail (RECESS_IS_MESSAGE_SELECTION (self));

  recess_message_selection_clear (self);
  g_set_object (&self->transcript, transcript);
}

void
recess_message_selection_apply (RecessMessageSelection *self,
                                RecessMessageRow       *shell)
{
  guint first;
  guint last;
  gsize start;
  gsize end;

  g_return_if_fail (RECESS_IS_MESSAGE_SELECTION (self));

  if (get_range (self, &first, &start, &last, &end))
    apply_range (self, shell, first, start, last, end);
}

static gboolean
find_text_row (RecessMessageSelection *self,
               gboolean                last,
               Place                  *place)
{
  GListModel *rows = G_LIST_MODEL (self->transcript);
  guint n = g_list_model_get_n_items (rows);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (RecessRow) row = g_list_model_get_item (rows, last ? n - 1 - i : i);
      g_autofree char *text = recess_row_dup_text (row);

      if (text != NULL)
        {
          set_place (place, row, last ? strlen (text) : 0);
          return TRUE;
        }
    }

  return FALSE;
}

void
recess_message_selection_select_all (RecessMessageSelection *self)
{
  g_return_if_fail (RECESS_IS_MESSAGE_SELECTION (self));

  if (self->transcript == NULL)
    return;

  recess_transcript_load (self->transcript, G_MAXUINT);
  if (!find_text_row (self, FALSE, &self->anchor))
    return;

  find_text_row (self, TRUE, &self->head);
  apply_all (self);
}

void
recess_message_selection_clear (RecessMessageSelection *self)
{
  g_return_if_fail (RECESS_IS_MESSAGE_SELECTION (self));

  set_place (&self->anchor, NULL, 0);
  set_place (&self->head, NULL, 0);
  apply_all (self);
}

gboolean
recess_message_selection_is_empty (RecessMessageSelection *self)
{
  guint first;
  guint last;
  gsize start;
  gsize end;

  g_return_val_if_fail (RECESS_IS_MESSAGE_SELECTION (self), TRUE);

  return !get_range (self, &first, &start, &last, &end);
}

static char *
dup_slice (RecessRow *row,
           gsize      start,
           gsize      end)
{
  g_autofree char *text = recess_row_dup_text (row);
  gsize length;

  if (text == NULL)
    return NULL;

  length = strlen (text);
  end = MIN (end, length);
  start = MIN (start, end);
  return g_strndup (text + start, end - start);
}

char *
recess_message_selection_dup_text (RecessMessageSelection *self)
{
  GListModel *rows;
  RecessBlockWriter writer;
  guint first;
  guint last;
  gsize start;
  gsize end;

  g_return_val_if_fail (RECESS_IS_MESSAGE_SELECTION (self), NULL);

  if (!get_range (self, &first, &start, &last, &end))
    return NULL;

  rows = G_LIST_MODEL (self->transcript);
  if (first == last)
    {
      g_autoptr (RecessRow) row = g_list_model_get_item (rows, first);

      return dup_slice (row, start, end);
    }

  recess_block_writer_init (&writer);
  for (guint i = first; i <= last; i++)
    {
      g_autoptr (RecessRow) row = g_list_model_get_item (rows, i);
      g_autofree char *slice = dup_slice (row, i == first ? start : 0,
                                          i == last ? end : G_MAXSIZE);

      if (recess_row_get_block (row) != NULL || slice != NULL)
        recess_block_writer_add (&writer, row, slice != NULL ? slice : "");
    }

  return recess_block_writer_finish (&writer);
}
