/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "recess-calls-heading.h"
#include "recess-message-view.h"
#include "recess-template.h"
#include "recess-tool-call.h"

struct _RecessCallsHeading
{
  GtkWidget parent_instance;

  /* Template widgets */
  GtkLabel *title;
  GtkLabel *meta;
  GtkWidget *run_all;
  GtkWidget *go_on;
  GtkWidget *bracket;

  RecessMessage *message;
  GPtrArray *calls;
  guint tick;
};

static void row_content_iface_init (RecessRowContentInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RecessCallsHeading, recess_calls_heading, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (RECESS_TYPE_ROW_CONTENT,
                                                      row_content_iface_init))

enum {
  ACT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef struct
{
  guint n;
  guint waiting;
  guint running;
  guint failed;
  guint runnable;
} Counts;

static void
count (RecessCallsHeading *self,
       Counts             *counts)
{
  memset (counts, 0, sizeof *counts);
  counts->n = self->calls->len;
  for (guint i = 0; i < self->calls->len; i++)
    {
      RecessToolCall *call = g_ptr_array_index (self->calls, i);
      RecessCallState state = recess_tool_call_get_state (call);

      counts->waiting += state == RECESS_CALL_WAITING;
      counts->running += state == RECESS_CALL_RUNNING;
      counts->failed += state == RECESS_CALL_FAILED || state == RECESS_CALL_INTERRUPTED;
      counts->runnable += state == RECESS_CALL_WAITING &&
                          recess_tool_call_get_handler (call) == RECESS_CALL_HANDLER_RUNS &&
                          recess_tool_call_get_fault (call) == NULL;
    }
}

static void
add_part (GString    *meta,
          guint       n,
          const char *word)
{
  if (n == 0)
    return;

  /* Translators: a count and a state: "2 running" */
  g_string_append_printf (meta, _("%s%u %s"), meta->len > 0 ? " · " : "", n, word);
}

static void
update (RecessCallsHeading *self)
{
  g_autoptr (GString) meta = g_string_new (NULL);
  g_autofree char *title = NULL;
  gboolean read_only;
  GtkWidget *view = gtk_widget_get_ancestor (GTK_WIDGET (self), RECESS_TYPE_MESSAGE_VIEW);
  Counts counts;

  read_only = view != NULL && recess_message_view_get_read_only (RECESS_MESSAGE_VIEW (view));
  count (self, &counts);
  if (counts.n == 1)
    /* Translators: %s is the name of a function that the model calls. */
    title = g_strdup_printf (_("Call of %s"),
                             recess_tool_call_get_name (g_ptr_array_index (self->calls, 0)));
  else
    title = g_strdup_printf (ngettext ("%u call in parallel", "%u calls in parallel", counts.n),
                             counts.n);
  add_part (meta, counts.running, _("running"));
  add_part (meta, counts.waiting, _("waiting for you"));
  add_part (meta, counts.failed, _("failed"));

  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->meta, meta->str);
  gtk_widget_set_visible (self->bracket, counts.n > 1);
  gtk_widget_set_visible (self->run_all, !read_only && counts.runnable > 1);
  gtk_widget_set_visible (self->go_on,
                          !read_only && recess_message_get_can_continue (self->message));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  RecessCallsHeading *self = RECESS_CALLS_HEADING (widget);

  self->tick = 0;
  if (self->message != NULL)
    update (self);

  return G_SOURCE_REMOVE;
}

static void
changed_cb (RecessCallsHeading *self)
{
  g_assert (RECESS_IS_CALLS_HEADING (self));

  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

static void
watch_calls (RecessCallsHeading *self,
             guint               n)
{
  while (self->calls->len > n)
    {
      g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->calls, self->calls->len - 1),
                                            self);
      g_ptr_array_set_size (self->calls, self->calls->len - 1);
    }
  while (self->calls->len < n)
    {
      RecessToolCall *call = recess_message_get_call_at (self->message, self->calls->len);

      g_ptr_array_add (self->calls, g_object_ref (call));
      g_signal_connect_object (call, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
    }
}

static void
recess_calls_heading_set_row (RecessRowContent *content,
                              RecessRow        *row)
{
  RecessCallsHeading *self = RECESS_CALLS_HEADING (content);
  RecessMessage *message = row == NULL ? NULL : recess_row_get_message (row);

  if (g_set_object (&self->message, message))
    watch_calls (self, 0);
  if (message == NULL)
    return;

  watch_calls (self, recess_message_get_n_calls (message));
  update (self);
}

static void
row_content_iface_init (RecessRowContentInterface *iface)
{
  iface->set_row = recess_calls_heading_set_row;
}

static void
run_all_cb (RecessCallsHeading *self)
{
  g_assert (RECESS_IS_CALLS_HEADING (self));

  g_signal_emit (self, signals[ACT], 0, self->message, "run-all");
}

static void
go_on_cb (RecessCallsHeading *self)
{
  g_assert (RECESS_IS_CALLS_HEADING (self));

  g_signal_emit (self, signals[ACT], 0, self->message, "continue");
}

static void
recess_calls_heading_dispose (GObject *object)
{
  RecessCallsHeading *self = RECESS_CALLS_HEADING (object);

  watch_calls (self, 0);
  g_clear_object (&self->message);
  recess_template_dispose (GTK_WIDGET (self), RECESS_TYPE_CALLS_HEADING);

  G_OBJECT_CLASS (recess_calls_heading_parent_class)->dispose (object);
}

static void
recess_calls_heading_finalize (GObject *object)
{
  g_ptr_array_unref (RECESS_CALLS_HEADING (object)->calls);

  G_OBJECT_CLASS (recess_calls_heading_parent_class)->finalize (object);
}

static void
recess_calls_heading_class_init (RecessCallsHeadingClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = recess_calls_heading_dispose;
  G_OBJECT_CLASS (klass)->finalize = recess_calls_heading_finalize;

  signals[ACT] =
    g_signal_new ("act", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, RECESS_TYPE_MESSAGE, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/ui/recess-calls-heading.ui");
  gtk_widget_class_bind_template_child (widget_class, RecessCallsHeading, title);
  gtk_widget_class_bind_template_child (widget_class, RecessCallsHeading, meta);
  gtk_widget_class_bind_template_child (widget_class, RecessCallsHeading, run_all);
  gtk_widget_class_bind_template_child (widget_class, RecessCallsHeading, go_on);
  gtk_widget_class_bind_template_child (widget_class, RecessCallsHeading, bracket);
  gtk_widget_class_bind_template_callback (widget_class, run_all_cb);
  gtk_widget_class_bind_template_callback (widget_class, go_on_cb);
  gtk_widget_class_set_css_name (widget_class, "callsheading");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
recess_calls_heading_init (RecessCallsHeading *self)
{
  self->calls = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
recess_calls_heading_new (void)
{
  return g_object_new (RECESS_TYPE_CALLS_HEADING, NULL);
}
