/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "common/recess-json.h"
#include "widgets/recess-state-mark.h"
#include "widgets/recess-template.h"
#include "widgets/recess-tool-call.h"

#include "recess-chat-guide.h"

#define SETTINGS "{\"functions\":[\"get_current_time\",\"convert_units\",\"roll_dice\"]," \
                 "\"guide\":\"" RECESS_CHAT_GUIDE_FUNCTIONS "\"}"
#define WANTED   3

/* What has happened, in this order. */
typedef enum
{
  STEP_TOLD,
  STEP_ASKED,
  STEP_CALLED,
  STEP_ANSWERED,
  STEP_SAID,
  N_STEPS,
} Step;

static const struct
{
  const char *title;
  const char *text;
} steps[N_STEPS] = {
  { N_("Three functions are on"),
    N_("Each has a name, a description, and a JSON Schema for its arguments. They are sent along "
       "as “tools”.") },
  { N_("One prompt needs all three"),
    N_("The time in a city, a conversion, and dice: nothing that a model knows by itself.") },
  { N_("The model calls them in parallel"),
    N_("One answer with three calls. The model writes the arguments; it runs nothing.") },
  { N_("Each call has its output"),
    N_("Computed here, and sent back as a message of role “tool” with the id of its call.") },
  { N_("The model answers"),
    N_("It reads the three outputs and puts them into words.") },
};

struct _RecessChatGuide
{
  GtkWidget          parent_instance;

  /* Template widgets */
  GtkBox            *box;
  GtkWidget         *next;

  /* Borrowed: children of the box */
  RecessStateMark   *marks[N_STEPS];
  GtkWidget         *rows[N_STEPS];

  /* Owned references */
  RecessChatSession *session;
  GSignalGroup      *session_signals;
};

G_DEFINE_FINAL_TYPE (RecessChatGuide, recess_chat_guide, GTK_TYPE_WIDGET)

static guint
count_answered (RecessMessage *message)
{
  guint n = recess_message_get_n_calls (message);
  guint answered = 0;

  for (guint i = 0; i < n; i++)
    answered += recess_tool_call_get_state (recess_message_get_call_at (message, i)) ==
                RECESS_CALL_COMPLETE;

  return answered;
}

static guint
count_functions (RecessChatSession *session)
{
  RecessChatSettings *settings = recess_chat_session_get_settings (session);
  g_autofree char *names = recess_chat_settings_dup_value (settings, "functions");
  g_autoptr(JsonNode) node = names != NULL ? recess_json_parse (names, strlen (names), NULL) : NULL;

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node)
         ? json_array_get_length (json_node_get_array (node)) : 0;
}

static void
look_at (RecessMessage *message,
         gboolean      *done)
{
  const char *role = recess_message_get_role (message);
  guint n_calls = recess_message_get_n_calls (message);

  if (g_str_equal (role, "user"))
    done[STEP_ASKED] = TRUE;
  else if (!g_str_equal (role, "assistant"))
    return;
  else if (n_calls >= WANTED)
    {
      done[STEP_CALLED] = TRUE;
      done[STEP_ANSWERED] |= count_answered (message) == n_calls;
    }
  else if (n_calls == 0 && done[STEP_ANSWERED] &&
           recess_message_get_status (message) == RECESS_MESSAGE_COMPLETE)
    done[STEP_SAID] = TRUE;
}

static void
show_step (RecessChatGuide *self,
           Step             step,
           gboolean         done)
{
  g_autofree char *label = NULL;

  recess_state_mark_set_mark (self->marks[step],
                              done ? RECESS_MARK_COMPLETE : RECESS_MARK_QUEUED);
  /* Translators: for screen readers: a step of a guide, and whether it was done */
  label = g_strdup_printf (_("%s, %s"), _(steps[step].title), done ? _("done") : _("to do"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->rows[step]),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
recess_chat_guide_update (RecessChatGuide *self)
{
  g_autofree char *guide = NULL;
  gboolean done[N_STEPS] = { FALSE };
  GListModel *messages;
  gboolean wanted;

  g_assert (RECESS_IS_CHAT_GUIDE (self));

  guide = recess_chat_settings_dup_value (recess_chat_session_get_settings (self->session),
                                          "guide");
  wanted = g_strcmp0 (guide, "\"" RECESS_CHAT_GUIDE_FUNCTIONS "\"") == 0;
  gtk_widget_set_visible (GTK_WIDGET (self), wanted);
  if (!wanted)
    return;

  messages = recess_chat_session_get_messages (self->session);
  done[STEP_TOLD] = count_functions (self->session) >= WANTED;
  for (guint i = 0; i < g_list_model_get_n_items (messages); i++)
    {
      g_autoptr(RecessMessage) message = g_list_model_get_item (messages, i);

      look_at (message, done);
    }
  for (guint i = 0; i < N_STEPS; i++)
    show_step (self, i, done[i]);
  gtk_widget_set_visible (self->next, done[STEP_SAID]);
}

static void
close_cb (RecessChatGuide *self)
{
  g_assert (RECESS_IS_CHAT_GUIDE (self));

  recess_chat_settings_set_value (recess_chat_session_get_settings (self->session), "guide", NULL);
}

static GtkWidget *
make_label (const char *text,
            const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, style);

  return label;
}

static void
add_step (RecessChatGuide *self,
          Step             step)
{
  GtkWidget *row = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP,
                                 "spacing", 10, NULL);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  GtkWidget *mark = recess_state_mark_new ();

  gtk_widget_set_valign (mark, GTK_ALIGN_START);
  gtk_widget_set_margin_top (mark, 3);
  gtk_box_append (GTK_BOX (words), make_label (_(steps[step].title), "step"));
  gtk_box_append (GTK_BOX (words), make_label (_(steps[step].text), "meta"));
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (row), mark);
  gtk_box_append (GTK_BOX (row), words);
  gtk_box_append (self->box, row);
  self->marks[step] = RECESS_STATE_MARK (mark);
  self->rows[step] = row;
}

static void
recess_chat_guide_dispose (GObject *object)
{
  RecessChatGuide *self = RECESS_CHAT_GUIDE (object);

  g_clear_object (&self->session_signals);
  recess_template_dispose (GTK_WIDGET (object), RECESS_TYPE_CHAT_GUIDE);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (recess_chat_guide_parent_class)->dispose (object);
}

static void
recess_chat_guide_class_init (RecessChatGuideClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = recess_chat_guide_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/ui/recess-chat-guide.ui");
  gtk_widget_class_bind_template_child (widget_class, RecessChatGuide, box);
  gtk_widget_class_bind_template_child (widget_class, RecessChatGuide, next);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
recess_chat_guide_init (RecessChatGuide *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < N_STEPS; i++)
    add_step (self, i);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);

  self->session_signals = g_signal_group_new (RECESS_TYPE_CHAT_SESSION);
  g_signal_group_connect_object (self->session_signals, "request-changed",
                                 G_CALLBACK (recess_chat_guide_update), self, G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->session_signals, "notify::busy",
                                 G_CALLBACK (recess_chat_guide_update), self, G_CONNECT_SWAPPED);
}

void
recess_chat_guide_set_session (RecessChatGuide   *self,
                               RecessChatSession *session)
{
  g_return_if_fail (RECESS_IS_CHAT_GUIDE (self));
  g_return_if_fail (RECESS_IS_CHAT_SESSION (session));

  g_set_object (&self->session, session);
  g_signal_group_set_target (self->session_signals, session);
  recess_chat_guide_update (self);
}

char *
recess_chat_guide_dup_settings (void)
{
  return g_strdup (SETTINGS);
}

const char *
recess_chat_guide_get_prompt (void)
{
  return _("What time is it in Europe/Oslo, convert 26.2 miles to km, and roll 2d6 for me.");
}
