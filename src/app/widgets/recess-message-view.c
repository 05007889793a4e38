/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "recess-calls-heading.h"
#include "recess-calls-row.h"
#include "recess-code-row.h"
#include "recess-editor-row.h"
#include "recess-fold-row.h"
#include "recess-message-view-private.h"
#include "recess-template.h"
#include "recess-tool-call.h"

/* How many messages of a long conversation are taken in after what is shown at first. GtkListView
 * binds its rows anew each time, so that few large steps cost least. */
#define FIRST_LOADED 200
#define LOADED_MORE  4

/* Where the editor is below the header of its message. */
#define EDITOR_OFFSET 1

G_DEFINE_FINAL_TYPE (RecessMessageView, recess_message_view, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_MESSAGES,
  PROP_READ_ONLY,
  N_PROPS
};

enum {
  LINK_ACTIVATED,
  EDITED,
  MESSAGE_ACTION,
  SAVE_CODE,
  CALL_ACTION,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
follow_cb (RecessMessageView *self)
{
  gboolean following = recess_end_follower_get_following (self->follower);

  g_assert (RECESS_IS_MESSAGE_VIEW (self));

  gtk_revealer_set_reveal_child (self->jump, !following);
  gtk_widget_set_can_target (GTK_WIDGET (self->jump), !following);
}

static gboolean
flush_cb (GtkWidget     *widget,
          GdkFrameClock *clock,
          gpointer       user_data)
{
  RecessMessageView *self = RECESS_MESSAGE_VIEW (widget);

  self->tick = 0;
  if (self->transcript != NULL && recess_transcript_flush (self->transcript))
    recess_end_follower_settle (self->follower);

  return G_SOURCE_REMOVE;
}

/* What has come is shown once a frame. */
static void
pending_cb (RecessMessageView *self)
{
  g_assert (RECESS_IS_MESSAGE_VIEW (self));

  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), flush_cb, NULL, NULL);
}

static gboolean
load_cb (gpointer user_data)
{
  RecessMessageView *self = RECESS_MESSAGE_VIEW (user_data);

  if (recess_transcript_load (self->transcript, self->n_load))
    {
      self->n_load *= LOADED_MORE;
      return G_SOURCE_CONTINUE;
    }

  self->loader = 0;
  return G_SOURCE_REMOVE;
}

/* The beginning of a long conversation waits until its end is painted. */
static void
load_rest (RecessMessageView *self)
{
  if (self->loader != 0 || recess_transcript_is_complete (self->transcript))
    return;

  self->n_load = FIRST_LOADED;
  self->loader = g_idle_add_full (G_PRIORITY_LOW, load_cb, self, NULL);
}

static void
rows_changed_cb (RecessMessageView *self,
                 guint              position,
                 guint              removed,
                 guint              added)
{
  g_assert (RECESS_IS_MESSAGE_VIEW (self));

  load_rest (self);
  if (recess_end_follower_get_following (self->follower))
    recess_end_follower_settle (self->follower);
}

static void
setup_row_cb (RecessMessageView  *self,
              GtkListItem        *item)
{
  g_assert (RECESS_IS_MESSAGE_VIEW (self));

  gtk_list_item_set_activatable (item, FALSE);
  gtk_list_item_set_selectable (item, FALSE);
  gtk_list_item_set_child (item, recess_message_row_new (self->pool));
}

static void
bind_row_cb (RecessMessageView  *self,
             GtkListItem        *item)
{
  RecessMessageRow *shell = RECESS_MESSAGE_ROW (gtk_list_item_get_child (item));
  RecessRow *row = gtk_list_item_get_item (item);

  g_assert (RECESS_IS_MESSAGE_VIEW (self));

  recess_message_row_set_row (shell, row);
  recess_message_selection_apply (self->selection, shell);
  recess_row_content_set_hover (recess_message_row_get_content (shell),
                                recess_row_get_message (row) == self->hovered);
}

static void
unbind_row_cb (RecessMessageView  *self,
               GtkListItem        *item)
{
  g_assert (RECESS_IS_MESSAGE_VIEW (self));

  recess_message_row_set_row (RECESS_MESSAGE_ROW (gtk_list_item_get_child (item)), NULL);
}

static void
toggled_cb (RecessMessageView *self,
            RecessRow         *row)
{
  g_assert (RECESS_IS_MESSAGE_VIEW (self));

  recess_transcript_toggle (self->transcript, row);
}

static void
saved_cb (RecessMessageView *self,
          RecessMessage     *message,
          const char        *text)
{
  g_autoptr (RecessMessage) edited = g_object_ref (message);
  g_autofree char *copy = g_strdup (text);

  g_assert (RECESS_IS_MESSAGE_VIEW (self));

  recess_message_view_cancel_edit (self);
  g_signal_emit (self, signals[EDITED], 0, edited, copy);
}

static void
save_code_cb (RecessMessageView *self,
              const char        *name,
              const char        *text)
{
  g_assert (RECESS_IS_MESSAGE_VIEW (self));

  g_signal_emit (self, signals[SAVE_CODE], 0, name, text);
}

static void
call_cb (RecessMessageView *self,
         RecessMessage     *message,
         RecessToolCall    *call,
         const char        *action,
         const char        *text)
{
  g_assert (RECESS_IS_MESSAGE_VIEW (self));

  if (!self->read_only)
    g_signal_emit (self, signals[CALL_ACTION], 0, message, call, action, text);
}

static void
calls_cb (RecessMessageView *self,
          RecessMessage     *message,
          const char        *action)
{
  g_assert (RECESS_IS_MESSAGE_VIEW (self));

  call_cb (self, message, NULL, action, NULL);
}

static void
link_activated_cb (RecessMessageView *self,
                   const char        *uri)
{
  g_assert (RECESS_IS_MESSAGE_VIEW (self));

  g_signal_emit (self, signals[LINK_ACTIVATED], 0, uri);
}

static void
created_cb (RecessMessageView *self,
            RecessRowContent  *content)
{
  g_assert (RECESS_IS_MESSAGE_VIEW (self));

  if (RECESS_IS_FOLD_ROW (content))
    g_signal_connect_object (content, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
  else if (RECESS_IS_CODE_ROW (content))
    {
      g_signal_connect_object (content, "save", G_CALLBACK (save_code_cb), self, G_CONNECT_SWAPPED);
      if (self->runner != NULL)
        recess_code_row_set_runner (RECESS_CODE_ROW (content), self->runner);
    }
  else if (RECESS_IS_CALLS_ROW (content))
    g_signal_connect_object (content, "act", G_CALLBACK (call_cb), self, G_CONNECT_SWAPPED);
  else if (RECESS_IS_CALLS_HEADING (content))
    g_signal_connect_object (content, "act", G_CALLBACK (calls_cb), self, G_CONNECT_SWAPPED);
  else if (RECESS_IS_EDITOR_ROW (content))
    {
      g_signal_connect_object (content, "saved", G_CALLBACK (saved_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (content, "cancelled", G_CALLBACK (recess_message_view_cancel_edit),
                               self, G_CONNECT_SWAPPED);
    }
}

static void
set_hovered (RecessMessageView *self,
             RecessMessage     *message)
{
  GPtrArray *shells = recess_row_pool_get_shells (self->pool);

  if (!g_set_object (&self->hovered, message))
    return;

  for (guint i = 0; i < shells->len; i++)
    {
      RecessMessageRow *shell = g_ptr_array_index (shells, i);

      recess_row_content_set_hover (recess_message_row_get_content (shell),
                                    recess_row_get_message (recess_message_row_get_row (shell)) ==
                                    message);
    }
}

static void
motion_cb (RecessMessageView *self,
           double             x,
           double             y)
{
  RecessMessageRow *shell = recess_message_selection_find_shell (self->selection, y, FALSE);
  const char *cursor = NULL;

  g_assert (RECESS_IS_MESSAGE_VIEW (self));

  set_hovered (self, shell == NULL
                       ? NULL : recess_row_get_message (recess_message_row_get_row (shell)));
  if (recess_message_selection_find_link (self->selection, x, y) != NULL)
    cursor = "pointer";
  else if (shell != NULL && recess_row_content_has_text (recess_message_row_get_content (shell)))
    cursor = "text";
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self->list), cursor);
}

static void
leave_cb (RecessMessageView *self)
{
  g_assert (RECESS_IS_MESSAGE_VIEW (self));

  set_hovered (self, NULL);
}

static gboolean
query_tooltip_cb (GtkWidget         *list,
                  int                x,
                  int                y,
                  gboolean           keyboard,
                  GtkTooltip        *tooltip,
                  RecessMessageView *self)
{
  const char *link;

  g_assert (RECESS_IS_MESSAGE_VIEW (self));

  link = keyboard ? NULL : recess_message_selection_find_link (self->selection, x, y);
  if (link == NULL)
    return FALSE;

  gtk_tooltip_set_text (tooltip, link);
  return TRUE;
}

static void
recess_message_view_dispose (GObject *object)
{
  RecessMessageView *self = RECESS_MESSAGE_VIEW (object);

  g_clear_handle_id (&self->loader, g_source_remove);
  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  g_clear_object (&self->selection);
  recess_template_dispose (GTK_WIDGET (self), RECESS_TYPE_MESSAGE_VIEW);
  g_clear_object (&self->follower);
  g_clear_object (&self->hovered);
  g_clear_object (&self->transcript);
  g_clear_object (&self->messages);
  g_clear_object (&self->pool);
  g_clear_object (&self->runner);

  G_OBJECT_CLASS (recess_message_view_parent_class)->dispose (object);
}

static void
recess_message_view_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  RecessMessageView *self = RECESS_MESSAGE_VIEW (object);

  switch (prop_id)
    {
    case PROP_MESSAGES:
      g_value_set_object (value, self->messages);
      break;

    case PROP_READ_ONLY:
      g_value_set_boolean (value, self->read_only);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
recess_message_view_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  RecessMessageView *self = RECESS_MESSAGE_VIEW (object);

  switch (prop_id)
    {
    case PROP_MESSAGES:
      recess_message_view_set_messages (self, g_value_get_object (value));
      break;

    case PROP_READ_ONLY:
      recess_message_view_set_read_only (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
recess_message_view_class_init (RecessMessageViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = recess_message_view_dispose;
  object_class->get_property = recess_message_view_get_property;
  object_class->set_property = recess_message_view_set_property;

  properties[PROP_MESSAGES] =
    g_param_spec_object ("messages", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_READ_ONLY] =
    g_param_spec_boolean ("read-only", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[LINK_ACTIVATED] =
    g_signal_new ("link-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[EDITED] =
    g_signal_new ("edited", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 2, RECESS_TYPE_MESSAGE, G_TYPE_STRING);
  signals[MESSAGE_ACTION] =
    g_signal_new ("message-action", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 2, RECESS_TYPE_MESSAGE, G_TYPE_STRING);
  signals[SAVE_CODE] =
    g_signal_new ("save-code", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  signals[CALL_ACTION] =
    g_signal_new ("call-action", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 4, RECESS_TYPE_MESSAGE, RECESS_TYPE_TOOL_CALL, G_TYPE_STRING,
                  G_TYPE_STRING);

  _recess_message_view_install_actions (widget_class);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/ui/recess-message-view.ui");
  gtk_widget_class_bind_template_child (widget_class, RecessMessageView, overlay);
  gtk_widget_class_bind_template_child (widget_class, RecessMessageView, scroller);
  gtk_widget_class_bind_template_child (widget_class, RecessMessageView, list);
  gtk_widget_class_bind_template_child (widget_class, RecessMessageView, jump);
  gtk_widget_class_bind_template_callback (widget_class, query_tooltip_cb);
  gtk_widget_class_bind_template_callback (widget_class, recess_message_view_scroll_to_end);
}

static void
add_controllers (RecessMessageView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect_object (motion, "motion", G_CALLBACK (motion_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (motion, "leave", G_CALLBACK (leave_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->list), motion);
}

static void
recess_message_view_init (RecessMessageView *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkAdjustment *adjustment;

  gtk_widget_init_template (GTK_WIDGET (self));
  adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);

  self->pool = recess_row_pool_new ();
  self->selection = recess_message_selection_new (GTK_WIDGET (self->list), adjustment, self->pool);
  g_signal_connect_object (self->pool, "created", G_CALLBACK (created_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "link-activated", G_CALLBACK (link_activated_cb), self,
                           G_CONNECT_SWAPPED);
  self->follower = recess_end_follower_new (self->list, self->scroller);
  g_signal_connect_object (self->follower, "notify::following", G_CALLBACK (follow_cb), self,
                           G_CONNECT_SWAPPED);
  add_controllers (self);

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_row_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_row_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_row_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list, factory);
}

GtkWidget *
recess_message_view_new (void)
{
  return g_object_new (RECESS_TYPE_MESSAGE_VIEW, NULL);
}

GListModel *
recess_message_view_get_messages (RecessMessageView *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE_VIEW (self), NULL);

  return self->messages;
}

static void
show_transcript (RecessMessageView *self,
                 RecessTranscript  *transcript)
{
  g_autoptr (GtkNoSelection) model = NULL;

  if (self->transcript != NULL)
    g_signal_handlers_disconnect_by_data (self->transcript, self);

  g_clear_handle_id (&self->loader, g_source_remove);
  recess_message_selection_set_transcript (self->selection, transcript);
  set_hovered (self, NULL);
  recess_end_follower_set_following (self->follower, TRUE);
  if (transcript != NULL)
    model = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (transcript)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (model));
  g_set_object (&self->transcript, transcript);
  if (transcript == NULL)
    return;

  g_signal_connect_object (transcript, "pending", G_CALLBACK (pending_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (transcript, "items-changed", G_CALLBACK (rows_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  load_rest (self);
}

void
recess_message_view_set_messages (RecessMessageView *self,
                                  GListModel        *messages)
{
  g_autoptr (RecessTranscript) transcript = NULL;

  g_return_if_fail (RECESS_IS_MESSAGE_VIEW (self));
  g_return_if_fail (messages == NULL || G_IS_LIST_MODEL (messages));

  if (!g_set_object (&self->messages, messages))
    return;

  if (messages != NULL)
    transcript = recess_transcript_new (messages);
  show_transcript (self, transcript);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MESSAGES]);
}

void
recess_message_view_set_engine (RecessMessageView *self,
                                RecessEngine      *engine)
{
  g_return_if_fail (RECESS_IS_MESSAGE_VIEW (self));
  g_return_if_fail (self->runner == NULL);

  self->runner = recess_code_runner_new (engine);
}

gboolean
recess_message_view_get_read_only (RecessMessageView *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE_VIEW (self), FALSE);

  return self->read_only;
}

void
recess_message_view_set_read_only (RecessMessageView *self,
                                   gboolean           read_only)
{
  g_return_if_fail (RECESS_IS_MESSAGE_VIEW (self));

  if (self->read_only == !!read_only)
    return;

  self->read_only = !!read_only;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READ_ONLY]);
}

static void
focus_editor (RecessMessageView *self)
{
  GPtrArray *shells = recess_row_pool_get_shells (self->pool);

  for (guint i = 0; i < shells->len; i++)
    {
      RecessRowContent *content = recess_message_row_get_content (g_ptr_array_index (shells, i));

      if (RECESS_IS_EDITOR_ROW (content))
        gtk_widget_grab_focus (GTK_WIDGET (content));
    }
}

void
recess_message_view_edit (RecessMessageView *self,
                          RecessMessage     *message)
{
  guint position;

  g_return_if_fail (RECESS_IS_MESSAGE_VIEW (self));
  g_return_if_fail (RECESS_IS_MESSAGE (message));

  if (self->transcript == NULL ||
      recess_message_get_status (message) == RECESS_MESSAGE_IN_PROGRESS)
    return;

  recess_transcript_load (self->transcript, G_MAXUINT);
  position = recess_transcript_find_header (self->transcript, message);
  if (position == G_MAXUINT)
    return;

  recess_message_selection_clear (self->selection);
  self->followed = recess_end_follower_get_following (self->follower);
  recess_transcript_set_editing (self->transcript, message);
  recess_end_follower_show_row (self->follower, position + EDITOR_OFFSET);
  focus_editor (self);
}

void
recess_message_view_cancel_edit (RecessMessageView *self)
{
  g_return_if_fail (RECESS_IS_MESSAGE_VIEW (self));

  if (self->transcript == NULL || recess_transcript_get_editing (self->transcript) == NULL)
    return;

  recess_transcript_set_editing (self->transcript, NULL);
  if (self->followed)
    recess_end_follower_set_following (self->follower, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

void
recess_message_view_scroll_to_end (RecessMessageView *self)
{
  g_return_if_fail (RECESS_IS_MESSAGE_VIEW (self));

  recess_end_follower_set_following (self->follower, TRUE);
}

char *
recess_message_view_dup_selected_text (RecessMessageView *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE_VIEW (self), NULL);

  return recess_message_selection_dup_text (self->selection);
}
