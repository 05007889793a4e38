/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/widgets/recess-call-card.h"
#include "app/widgets/recess-call-linker.h"
#include "app/widgets/recess-calls-row.h"
#include "app/widgets/recess-header-row.h"
#include "app/widgets/recess-json-excerpt.h"
#include "message-fixture.h"

#define FIXTURE(function) \
  g_test_add ("/call-cards/" #function, CardFixture, NULL, setup, test_##function, teardown)

typedef struct
{
  MessageFixture base;
  RecessCallLinker *linker;
  char *did;
} CardFixture;

static void
act_cb (CardFixture    *self,
        RecessMessage  *message,
        RecessToolCall *call,
        const char     *action,
        const char     *text)
{
  g_free (self->did);
  self->did = g_strdup_printf ("%s:%s:%s", call != NULL ? recess_tool_call_get_name (call) : "",
                               action, text != NULL ? text : "");
}

static void
setup (CardFixture   *self,
       gconstpointer  data)
{
  message_fixture_init (&self->base, 900, 700);
  self->linker = recess_call_linker_new (G_LIST_MODEL (self->base.messages));
  g_signal_connect_swapped (self->base.view, "call-action", G_CALLBACK (act_cb), self);
}

static void
teardown (CardFixture   *self,
          gconstpointer  data)
{
  g_clear_object (&self->linker);
  message_fixture_clear (&self->base);
  g_clear_pointer (&self->did, g_free);
}

static void
add_output (CardFixture         *self,
            const char          *call_id,
            RecessMessageStatus  status,
            const char          *content)
{
  g_autoptr (RecessMessage) message = recess_message_new (call_id, "tool");

  g_object_set (message, "tool-call-id", call_id, "duration-ms", 3, NULL);
  recess_message_set_content (message, content);
  recess_message_set_status (message, status);
  g_list_store_append (self->base.messages, message);
}

static RecessMessage *
add_calls (CardFixture *self,
           guint        n,
           const char  *arguments)
{
  static const char *names[] = { "get_current_time", "convert_units", "roll_dice" };
  RecessMessage *message = message_fixture_add (&self->base, "assistant", "");

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("call_%u", i);

      recess_message_append_call (message, i, id, names[i % 3], arguments);
    }

  return message;
}

static void
find_widgets (GtkWidget *widget,
              GType      type,
              GPtrArray *found)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) && gtk_widget_get_mapped (widget))
    g_ptr_array_add (found, widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    find_widgets (child, type, found);
}

static GPtrArray *
find_all (CardFixture *self,
          GType        type)
{
  GPtrArray *found = g_ptr_array_new ();

  find_widgets (GTK_WIDGET (self->base.view), type, found);
  return found;
}

static GtkWidget *
find_label (GtkWidget  *widget,
            const char *words)
{
  GtkWidget *found = NULL;

  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
      strstr (gtk_label_get_text (GTK_LABEL (widget)), words) != NULL)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_label (child, words);

  return found;
}

static GtkWidget *
find_button (GtkWidget  *widget,
             const char *label)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget) &&
      g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_button (child, label);

  return found;
}

static void
press (GtkWidget  *widget,
       const char *label)
{
  GtkWidget *button = find_button (widget, label);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

static GtkWidget *
card_at (CardFixture *self,
         guint        position)
{
  g_autoptr (GPtrArray) cards = find_all (self, RECESS_TYPE_CALL_CARD);

  g_assert_cmpuint (position, <, cards->len);
  return g_ptr_array_index (cards, position);
}

static void
test_outputs_are_on_cards (CardFixture   *self,
                           gconstpointer  data)
{
  g_autoptr (GPtrArray) cards = NULL;
  g_autoptr (GPtrArray) headers = NULL;

  message_fixture_add (&self->base, "user", "What time is it, and roll a die.");
  add_calls (self, 3, "{\"timezone\":\"Europe/Oslo\"}");
  add_output (self, "call_0", RECESS_MESSAGE_COMPLETE, "\"14:32\"");
  add_output (self, "call_1", RECESS_MESSAGE_FAILED, "It broke.");
  add_output (self, "call_2", RECESS_MESSAGE_WAITING, "");
  add_output (self, "elsewhere", RECESS_MESSAGE_COMPLETE, "An output without a call.");
  message_fixture_frames (&self->base, 4);

  cards = find_all (self, RECESS_TYPE_CALL_CARD);
  g_assert_cmpuint (cards->len, ==, 3);
  g_assert_nonnull (find_label (g_ptr_array_index (cards, 0), "14:32"));
  g_assert_nonnull (find_label (g_ptr_array_index (cards, 0), "{\"timezone\": \"Europe/Oslo\"}"));
  g_assert_nonnull (find_label (g_ptr_array_index (cards, 1), "Failed"));
  g_assert_nonnull (find_label (g_ptr_array_index (cards, 2), "Waiting for you"));
  g_assert_nonnull (find_label (GTK_WIDGET (self->base.view), "3 calls in parallel"));

  /* The user, the assistant, and the tool message that no call has. */
  headers = find_all (self, RECESS_TYPE_HEADER_ROW);
  g_assert_cmpuint (headers->len, ==, 3);
}

static void
test_columns (CardFixture   *self,
              gconstpointer  data)
{
  graphene_rect_t first;
  graphene_rect_t second;

  add_calls (self, 3, "{}");
  message_fixture_frames (&self->base, 4);
  g_assert_true (gtk_widget_compute_bounds (card_at (self, 0), GTK_WIDGET (self->base.view), &first));
  g_assert_true (gtk_widget_compute_bounds (card_at (self, 1), GTK_WIDGET (self->base.view), &second));
  g_assert_cmpfloat (first.origin.y, ==, second.origin.y);
  g_assert_cmpfloat (first.origin.x, <, second.origin.x);
  g_assert_cmpfloat (first.size.width, >=, 260);

  gtk_window_set_default_size (self->base.window, 360, 700);
  message_fixture_frames (&self->base, 8);
  g_assert_true (gtk_widget_compute_bounds (card_at (self, 0), GTK_WIDGET (self->base.view), &first));
  g_assert_true (gtk_widget_compute_bounds (card_at (self, 1), GTK_WIDGET (self->base.view), &second));
  g_assert_cmpfloat (first.origin.x, ==, second.origin.x);
  g_assert_cmpfloat (first.origin.y, <, second.origin.y);
}

static void
count_cb (guint *counter)
{
  ++*counter;
}

/* A token is drawn on its card; the rows of the list stay as they are. */
static void
test_streaming (CardFixture   *self,
                gconstpointer  data)
{
  RecessMessage *message = add_calls (self, 2, "");
  GListModel *rows;
  g_autoptr (GPtrArray) lists = NULL;
  guint changes = 0;

  recess_message_set_status (message, RECESS_MESSAGE_IN_PROGRESS);
  message_fixture_frames (&self->base, 4);
  lists = find_all (self, GTK_TYPE_LIST_VIEW);
  rows = G_LIST_MODEL (gtk_list_view_get_model (g_ptr_array_index (lists, 0)));
  g_signal_connect_swapped (rows, "items-changed", G_CALLBACK (count_cb), &changes);
  recess_message_append_call (message, 1, NULL, NULL, "{\"sides\": 6");
  message_fixture_frames (&self->base, 3);
  g_assert_nonnull (find_label (card_at (self, 1), "{\"sides\": 6"));
  g_assert_nonnull (find_label (card_at (self, 1), "Being written"));
  g_assert_null (find_label (card_at (self, 0), "sides"));
  g_assert_cmpuint (changes, ==, 0);
}

static void
type (GtkWidget  *card,
      const char *text)
{
  g_autoptr (GPtrArray) views = g_ptr_array_new ();

  find_widgets (card, GTK_TYPE_TEXT_VIEW, views);
  g_assert_cmpuint (views->len, ==, 1);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (g_ptr_array_index (views, 0)), text, -1);
}

static void
test_answer_by_hand (CardFixture   *self,
                     gconstpointer  data)
{
  add_calls (self, 1, "{\"count\":2}");
  add_output (self, "call_0", RECESS_MESSAGE_WAITING, "");
  message_fixture_frames (&self->base, 4);

  type (card_at (self, 0), "[3, 4]");
  press (card_at (self, 0), "Answer");
  g_assert_cmpstr (self->did, ==, "get_current_time:answer:[3, 4]");
}

static void
test_mend_arguments (CardFixture   *self,
                     gconstpointer  data)
{
  RecessMessage *message = add_calls (self, 1, "{\"count\": two}");

  add_output (self, "call_0", RECESS_MESSAGE_FAILED, "Arguments are no JSON.");
  message_fixture_frames (&self->base, 4);
  g_assert_nonnull (find_label (card_at (self, 0), "Line 1, column 11"));
  g_assert_null (find_button (card_at (self, 0), "Run Again"));

  press (card_at (self, 0), "Edit Arguments");
  message_fixture_frames (&self->base, 3);
  type (card_at (self, 0), "{\"count\": 2}");
  press (card_at (self, 0), "Save");
  g_assert_cmpstr (self->did, ==, "get_current_time:arguments:{\"count\": 2}");

  /* What the engine says then. */
  recess_tool_call_set_handler (recess_message_get_call_at (message, 0),
                                RECESS_CALL_HANDLER_RUNS);
  recess_tool_call_set (recess_message_get_call_at (message, 0), "call_0", "get_current_time",
                        "{\"count\": 2}");
  message_fixture_frames (&self->base, 3);
  g_assert_null (find_label (card_at (self, 0), "Line 1"));
  press (card_at (self, 0), "Run Again");
  g_assert_cmpstr (self->did, ==, "get_current_time:run:");
}

static void
test_draft_survives (CardFixture   *self,
                     gconstpointer  data)
{
  GtkAdjustment *adjustment;
  g_autoptr (GPtrArray) scrollers = NULL;

  add_calls (self, 1, "{}");
  add_output (self, "call_0", RECESS_MESSAGE_WAITING, "");
  message_fixture_frames (&self->base, 4);
  type (card_at (self, 0), "not sent yet");
  for (guint i = 0; i < 400; i++)
    message_fixture_add (&self->base, "user", "Something else.");
  message_fixture_frames (&self->base, 8);

  scrollers = find_all (self, GTK_TYPE_SCROLLED_WINDOW);
  adjustment = gtk_scrolled_window_get_vadjustment (g_ptr_array_index (scrollers, 0));
  gtk_adjustment_set_value (adjustment, 0);
  message_fixture_frames (&self->base, 8);
  press (card_at (self, 0), "Answer");
  g_assert_cmpstr (self->did, ==, "get_current_time:answer:not sent yet");
}

static void
test_huge_arguments (CardFixture   *self,
                     gconstpointer  data)
{
  g_autoptr (GString) arguments = g_string_new ("{\"text\":\"");
  RecessMessage *message = add_calls (self, 1, "");

  recess_message_set_status (message, RECESS_MESSAGE_IN_PROGRESS);
  message_fixture_frames (&self->base, 4);
  recess_message_append_call (message, 0, NULL, NULL, arguments->str);
  for (guint i = 0; i < 1024; i++)
    {
      g_autofree char *piece = g_strnfill (1024, 'x');

      recess_message_append_call (message, 0, NULL, NULL, piece);
      if (i % 64 == 0)
        message_fixture_frames (&self->base, 1);
    }
  recess_message_append_call (message, 0, NULL, NULL, "\"}");
  recess_message_set_status (message, RECESS_MESSAGE_COMPLETE);
  message_fixture_frames (&self->base, 4);
  g_assert_nonnull (find_button (card_at (self, 0), "Show All (1.0\xc2\xa0MB)"));
  press (card_at (self, 0), "Show All (1.0\xc2\xa0MB)");
  message_fixture_frames (&self->base, 4);
  g_assert_cmpint (gtk_widget_get_height (card_at (self, 0)), <, 400);
  press (card_at (self, 0), "Show Less");
}

static void
test_many (CardFixture   *self,
           gconstpointer  data)
{
  g_autoptr (GPtrArray) rows = NULL;
  RecessMessage *message = add_calls (self, 128, "{\"city\": \"Oslo\", \"unit\": \"celsius\"}");

  for (guint i = 0; i < 128; i++)
    {
      g_autofree char *id = g_strdup_printf ("call_%u", i);

      recess_tool_call_set_handler (recess_message_get_call_at (message, i),
                                    RECESS_CALL_HANDLER_RUNS);
      add_output (self, id, RECESS_MESSAGE_WAITING, "");
    }
  message_fixture_frames (&self->base, 4);
  rows = find_all (self, RECESS_TYPE_CALLS_ROW);
  g_assert_cmpuint (rows->len, >, 0);

  for (guint i = 0; i < 128; i++)
    {
      RecessToolCall *call = recess_message_get_call_at (message, i);

      recess_message_set_content (recess_tool_call_get_answer (call), "7");
      recess_message_set_status (recess_tool_call_get_answer (call), RECESS_MESSAGE_COMPLETE);
    }
  message_fixture_frames (&self->base, 4);
}

static void
test_continue (CardFixture   *self,
               gconstpointer  data)
{
  RecessMessage *message = add_calls (self, 2, "{}");

  recess_tool_call_set_handler (recess_message_get_call_at (message, 0), RECESS_CALL_HANDLER_RUNS);
  recess_tool_call_set_handler (recess_message_get_call_at (message, 1), RECESS_CALL_HANDLER_RUNS);
  add_output (self, "call_0", RECESS_MESSAGE_WAITING, "");
  add_output (self, "call_1", RECESS_MESSAGE_WAITING, "");
  message_fixture_frames (&self->base, 4);
  press (GTK_WIDGET (self->base.view), "Run All");
  g_assert_cmpstr (self->did, ==, ":run-all:");
  g_assert_null (find_button (GTK_WIDGET (self->base.view), "Continue"));

  recess_message_set_can_continue (message, TRUE);
  message_fixture_frames (&self->base, 3);
  press (GTK_WIDGET (self->base.view), "Continue");
  g_assert_cmpstr (self->did, ==, ":continue:");

  recess_message_view_set_read_only (self->base.view, TRUE);
  recess_message_set_can_continue (message, FALSE);
  recess_message_set_can_continue (message, TRUE);
  message_fixture_frames (&self->base, 3);
  g_assert_null (find_button (GTK_WIDGET (self->base.view), "Continue"));
}

static void
test_copy_across (CardFixture   *self,
                  gconstpointer  data)
{
  g_autofree char *text = NULL;

  message_fixture_add (&self->base, "user", "Before");
  add_calls (self, 2, "{}");
  add_output (self, "call_1", RECESS_MESSAGE_COMPLETE, "42");
  message_fixture_add (&self->base, "assistant", "After");
  message_fixture_frames (&self->base, 4);
  gtk_widget_activate_action (GTK_WIDGET (self->base.view), "selection.select-all", NULL);
  text = recess_message_view_dup_selected_text (self->base.view);
  g_assert_cmpstr (text, ==, "Before\n\nget_current_time({})\nconvert_units({})\n→ 42\n\nAfter");
}

static void
check_format (const char *json,
              const char *expected)
{
  g_autofree char *text = recess_json_excerpt_format (json, strlen (json), G_MAXSIZE);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_format (void)
{
  g_autofree char *cut = g_strdup ("ab\nc\xc3\xa4\ndef");
  g_autofree char *half = g_strdup ("c\xc3\xa4");

  check_format ("", "");
  check_format (" { } ", "{}");
  check_format ("{\"a\":1.50,\"b\":[1,{}]}", "{\"a\": 1.50, \"b\": [1, {}]}");
  check_format ("{\"a\":\"{\\\"quoted\\\", ok}\",\"list\":[1,2,[]],\"end\":true}",
                "{\n  \"a\": \"{\\\"quoted\\\", ok}\",\n  \"list\": [\n    1,\n    2,\n    []\n  ],\n"
                "  \"end\": true\n}");

  g_assert_true (recess_json_excerpt_cut (&cut, 100, 2));
  g_assert_cmpstr (cut, ==, "ab\nc\xc3\xa4");
  g_assert_false (recess_json_excerpt_cut (&cut, 100, 2));
  g_assert_true (recess_json_excerpt_cut (&half, 2, 9));
  g_assert_cmpstr (half, ==, "c");

  g_assert_cmpint (recess_json_excerpt_find_fault ("{\n \xc3\xa4 x", "Line 2, column 4: no."), ==, 6);
  g_assert_cmpint (recess_json_excerpt_find_fault ("{", "Line 9, column 4: no."), ==, -1);
  g_assert_cmpint (recess_json_excerpt_find_fault ("{", NULL), ==, -1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/call-cards/format", test_format);
  FIXTURE (outputs_are_on_cards);
  FIXTURE (columns);
  FIXTURE (streaming);
  FIXTURE (answer_by_hand);
  FIXTURE (mend_arguments);
  FIXTURE (draft_survives);
  FIXTURE (huge_arguments);
  FIXTURE (many);
  FIXTURE (continue);
  FIXTURE (copy_across);

  return g_test_run ();
}
