/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "message-fixture.h"
#include "widgets/recess-code-buffer.h"
#include "widgets/recess-editor-row.h"
#include "widgets/recess-message-row.h"
#include "widgets/recess-transcript.h"

static const char answer[] =
  "An *answer* with a [link](https://example.org/) and `code`.\n\n# Head\n\n- one\n- two\n  - deep\n\n"
  "> quoted\n\n```python pong.py\nimport tk\nprint (42)\n```\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n"
  "---\n\n\\(x^2\\) and ![picture](p.png)\n\nThe end.";

static GtkWidget *
find_widget (GtkWidget *widget,
             GType      type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) && gtk_widget_get_mapped (widget))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static GtkAdjustment *
get_adjustment (MessageFixture *fixture)
{
  GtkWidget *scroller = find_widget (GTK_WIDGET (fixture->view), GTK_TYPE_SCROLLED_WINDOW);

  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
}

static gboolean
is_at_end (MessageFixture *fixture)
{
  GtkAdjustment *adjustment = get_adjustment (fixture);

  return gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment) >=
         gtk_adjustment_get_upper (adjustment) - 8;
}

static char *
select_all (MessageFixture *fixture)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "selection.select-all", NULL);
  return recess_message_view_dup_selected_text (fixture->view);
}

/* What is copied is the same text, in the marks that the writer of Markdown uses. */
static void
test_copy (void)
{
  MessageFixture fixture;
  g_autofree char *text = NULL;

  message_fixture_init (&fixture, 800, 600);
  message_fixture_add (&fixture, "user", "# not a heading\nsecond line");
  message_fixture_add (&fixture, "assistant", answer);
  message_fixture_frames (&fixture, 5);

  text = select_all (&fixture);
  g_assert_cmpstr (text, ==,
    "# not a heading\nsecond line\n\nAn answer with a link and code.\n\n# Head\n\n- one\n- two\n  - deep\n\n"
    "> quoted\n\n```python\nimport tk\nprint (42)\n```\n\na\tb\n1\t2\n\n---\n\nx² and picture\n\n"
    "The end.");

  message_fixture_clear (&fixture);
}

static void
test_streaming (void)
{
  MessageFixture fixture;
  RecessMessage *streamed;
  g_autofree char *whole = NULL;

  message_fixture_init (&fixture, 800, 600);
  message_fixture_add (&fixture, "assistant", answer);
  whole = select_all (&fixture);
  g_list_store_remove_all (fixture.messages);

  for (guint round = 0; round < 8; round++)
    {
      g_autofree char *text = NULL;

      streamed = message_fixture_add (&fixture, "assistant", "");
      recess_message_set_status (streamed, RECESS_MESSAGE_IN_PROGRESS);
      for (gsize i = 0; i < strlen (answer); )
        {
          gsize n = g_test_rand_int_range (1, 24);
          g_autofree char *delta = g_strndup (answer + i, n);

          recess_message_append (streamed, delta, NULL);
          if (g_test_rand_bit ())
            message_fixture_frames (&fixture, 1);
          i += n;
        }
      recess_message_set_status (streamed, RECESS_MESSAGE_COMPLETE);
      message_fixture_frames (&fixture, 4);
      g_assert_true (is_at_end (&fixture));

      text = select_all (&fixture);
      g_assert_cmpstr (text, ==, whole);
      g_list_store_remove_all (fixture.messages);
    }

  message_fixture_clear (&fixture);
}

/* The list and its model agree after each change, and a token changes no earlier row. */
static void
check_changes_cb (GListModel *rows,
                  guint       position,
                  guint       removed,
                  guint       added,
                  GPtrArray  *mirror)
{
  g_assert_cmpuint (position + removed, <=, mirror->len);
  if (removed > 0)
    g_ptr_array_remove_range (mirror, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (mirror, position + i, g_list_model_get_item (rows, position + i));

  g_assert_cmpuint (mirror->len, ==, g_list_model_get_n_items (rows));
  for (guint i = 0; i < mirror->len; i++)
    {
      g_autoptr (RecessRow) row = g_list_model_get_item (rows, i);

      g_assert_true (row == g_ptr_array_index (mirror, i));
      g_assert_cmpuint (recess_transcript_find_row (RECESS_TRANSCRIPT (rows), row), ==, i);
    }
}

static void
test_transcript (void)
{
  g_autoptr (GListStore) messages = g_list_store_new (RECESS_TYPE_MESSAGE);
  g_autoptr (RecessTranscript) transcript = recess_transcript_new (G_LIST_MODEL (messages));
  g_autoptr (GPtrArray) mirror = g_ptr_array_new_with_free_func (g_object_unref);

  g_signal_connect (transcript, "items-changed", G_CALLBACK (check_changes_cb), mirror);
  for (guint i = 0; i < 400; i++)
    {
      guint n = g_list_model_get_n_items (G_LIST_MODEL (messages));
      g_autoptr (RecessMessage) message = NULL;

      if (n < 3 || g_test_rand_int_range (0, 12) == 0)
        {
          message = recess_message_new ("cmsg_x", g_test_rand_bit () ? "assistant" : "user");
          g_list_store_insert (messages, g_test_rand_int_range (0, n + 1), message);
          continue;
        }

      message = g_list_model_get_item (G_LIST_MODEL (messages), g_test_rand_int_range (0, n));
      switch (g_test_rand_int_range (0, 9))
        {
        case 0:
          g_list_store_remove (messages, g_test_rand_int_range (0, n));
          break;
        case 1:
          recess_message_set_content (message, answer + g_test_rand_int_range (0, 60));
          break;
        case 2:
          recess_message_set_status (message, g_test_rand_int_range (0, 5));
          break;
        case 3:
          recess_transcript_set_editing (transcript, g_test_rand_bit () ? message : NULL);
          break;
        case 4:
          {
            guint position = recess_transcript_find_header (transcript, message);
            g_autoptr (RecessRow) row = g_list_model_get_item (G_LIST_MODEL (transcript),
                                                               position + 1);

            if (row != NULL)
              recess_transcript_toggle (transcript, row);
          }
          break;
        case 5:
          recess_message_set_reasoning (message, g_test_rand_bit () ? "Hm.\n\n- a\n- b" : "");
          break;
        default:
          recess_message_append (message, "word\n\n- item\n", g_test_rand_bit () ? "so\n\n" : NULL);
          recess_transcript_flush (transcript);
        }
    }
}

static void
test_following (void)
{
  MessageFixture fixture;
  RecessMessage *message;
  GtkAdjustment *adjustment;
  double value;

  message_fixture_init (&fixture, 600, 400);
  for (guint i = 0; i < 12; i++)
    message_fixture_add (&fixture, "assistant", answer);
  message_fixture_frames (&fixture, 10);
  g_assert_true (is_at_end (&fixture));

  message = message_fixture_add (&fixture, "assistant", "");
  for (guint i = 0; i < 40; i++)
    {
      recess_message_append (message, "A line of the answer.\n\n", NULL);
      message_fixture_frames (&fixture, 1);
    }
  message_fixture_frames (&fixture, 4);
  g_assert_true (is_at_end (&fixture));

  /* Once the user has scrolled up, the place stays. */
  adjustment = get_adjustment (&fixture);
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) - 300);
  message_fixture_frames (&fixture, 4);
  value = gtk_adjustment_get_value (adjustment);
  for (guint i = 0; i < 20; i++)
    {
      recess_message_append (message, "More of it.\n\n", NULL);
      message_fixture_frames (&fixture, 1);
    }
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (adjustment), value, 2);
  g_assert_false (is_at_end (&fixture));

  recess_message_view_scroll_to_end (fixture.view);
  message_fixture_frames (&fixture, 6);
  g_assert_true (is_at_end (&fixture));

  message_fixture_clear (&fixture);
}

static void
edited_cb (RecessMessageView *view,
           RecessMessage     *message,
           const char        *text,
           char             **edited)
{
  g_free (*edited);
  *edited = g_strdup (text);
}

static void
test_editing (void)
{
  MessageFixture fixture;
  RecessMessage *message;
  GtkWidget *editor;
  GtkTextView *text_view;
  g_autofree char *edited = NULL;
  g_autofree char *text = NULL;

  message_fixture_init (&fixture, 600, 400);
  message_fixture_add (&fixture, "user", "Before");
  message = message_fixture_add (&fixture, "assistant", "Some *text*");
  g_signal_connect (fixture.view, "edited", G_CALLBACK (edited_cb), &edited);
  message_fixture_frames (&fixture, 5);

  recess_message_view_edit (fixture.view, message);
  message_fixture_frames (&fixture, 5);
  editor = find_widget (GTK_WIDGET (fixture.view), RECESS_TYPE_EDITOR_ROW);
  g_assert_nonnull (editor);
  text_view = GTK_TEXT_VIEW (find_widget (editor, GTK_TYPE_TEXT_VIEW));
  gtk_text_buffer_insert_at_cursor (gtk_text_view_get_buffer (text_view), " and more", -1);
  g_assert_true (gtk_widget_activate_action (editor, "editor.save", NULL));
  g_assert_cmpstr (edited, ==, "Some *text* and more");
  message_fixture_frames (&fixture, 3);
  g_assert_null (find_widget (GTK_WIDGET (fixture.view), RECESS_TYPE_EDITOR_ROW));

  /* The view leaves the change to whoever listens, and shows the message again. */
  text = select_all (&fixture);
  g_assert_cmpstr (text, ==, "Before\n\nSome text");

  gtk_widget_activate_action (GTK_WIDGET (fixture.view), "message.edit", "s",
                              recess_message_get_id (message));
  message_fixture_frames (&fixture, 3);
  editor = find_widget (GTK_WIDGET (fixture.view), RECESS_TYPE_EDITOR_ROW);
  g_assert_nonnull (editor);
  g_assert_true (gtk_widget_activate_action (editor, "editor.cancel", NULL));
  g_assert_cmpstr (edited, ==, "Some *text* and more");

  /* The message goes while it is edited. */
  recess_message_view_edit (fixture.view, message);
  message_fixture_frames (&fixture, 2);
  g_list_store_remove_all (fixture.messages);
  message_fixture_frames (&fixture, 2);
  recess_message_view_cancel_edit (fixture.view);

  message_fixture_clear (&fixture);
}

static void
action_cb (RecessMessageView *view,
           RecessMessage     *message,
           const char        *action,
           GString           *log)
{
  g_string_append_printf (log, "%s ", action);
}

static void
test_actions (void)
{
  static const char *actions[] = { "delete", "regenerate", "branch", "previous-sibling" };
  MessageFixture fixture;
  RecessMessage *message;
  g_autoptr (GString) log = g_string_new (NULL);

  message_fixture_init (&fixture, 600, 400);
  message = message_fixture_add (&fixture, "assistant", "Text");
  g_object_set (message, "siblings", 3, "position", 1, "model", "recess-practice", NULL);
  g_signal_connect (fixture.view, "message-action", G_CALLBACK (action_cb), log);
  message_fixture_frames (&fixture, 3);

  for (guint round = 0; round < 2; round++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
        {
          g_autofree char *name = g_strconcat ("message.", actions[i], NULL);

          g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture.view), name, "s",
                                                     recess_message_get_id (message)));
          gtk_widget_activate_action (GTK_WIDGET (fixture.view), name, "s", "cmsg_of_nobody");
        }
      recess_message_view_set_read_only (fixture.view, TRUE);
    }
  g_assert_cmpstr (log->str, ==, "delete regenerate branch previous-sibling ");

  message_fixture_clear (&fixture);
}

static void
test_many_rows (void)
{
  MessageFixture fixture;
  GtkAdjustment *adjustment;
  g_autofree char *text = NULL;

  message_fixture_init (&fixture, 700, 500);
  for (guint i = 0; i < 1000; i++)
    message_fixture_add (&fixture, i % 2 == 0 ? "user" : "assistant", answer);
  message_fixture_frames (&fixture, 6);
  g_assert_true (is_at_end (&fixture));

  adjustment = get_adjustment (&fixture);
  for (guint i = 0; i < 60; i++)
    {
      gtk_adjustment_set_value (adjustment, g_test_rand_double_range (0, 1) *
                                            gtk_adjustment_get_upper (adjustment));
      message_fixture_frames (&fixture, 1);
    }
  text = select_all (&fixture);
  g_assert_cmpuint (strlen (text), >, 100000);

  g_list_store_remove_all (fixture.messages);
  message_fixture_frames (&fixture, 2);
  message_fixture_clear (&fixture);
}

/* A long conversation is taken in from its end, and what is shown stays where it is meanwhile. */
static void
test_opening (void)
{
  MessageFixture fixture;
  g_autoptr (GListStore) messages = g_list_store_new (RECESS_TYPE_MESSAGE);
  g_autofree char *text = NULL;

  for (guint i = 0; i < 500; i++)
    {
      g_autofree char *content = g_strdup_printf ("Message %u", i);
      g_autoptr (RecessMessage) message = recess_message_new ("cmsg_y", "assistant");

      recess_message_set_content (message, content);
      g_list_store_append (messages, message);
    }

  message_fixture_init (&fixture, 700, 500);
  recess_message_view_set_messages (fixture.view, G_LIST_MODEL (messages));
  g_list_store_remove (messages, 3);
  g_list_store_splice (messages, 430, 30, NULL, 0);
  message_fixture_frames (&fixture, 20);
  g_assert_true (is_at_end (&fixture));

  text = select_all (&fixture);
  g_assert_true (g_str_has_prefix (text, "Message 0\n\nMessage 1\n\nMessage 2\n\nMessage 4\n\n"));
  g_assert_true (g_str_has_suffix (text, "\n\nMessage 499"));
  g_assert_nonnull (strstr (text, "Message 430\n\nMessage 461\n\n"));

  recess_message_view_set_messages (fixture.view, NULL);
  message_fixture_clear (&fixture);
}

static void
test_long_user_text (void)
{
  MessageFixture fixture;
  GString *pasted = g_string_new (NULL);
  g_autofree char *text = NULL;

  while (pasted->len < 160 * 1024)
    g_string_append (pasted, pasted->len < 40000 ? "one line without an end " : "short lines\n");
  message_fixture_init (&fixture, 600, 400);
  message_fixture_add (&fixture, "user", pasted->str);
  message_fixture_frames (&fixture, 4);

  /* Folded, there is nothing of it to select. */
  text = select_all (&fixture);
  g_assert_null (text);
  g_assert_cmpfloat (gtk_adjustment_get_upper (get_adjustment (&fixture)), <=, 400);

  message_fixture_clear (&fixture);
  g_string_free (pasted, TRUE);
}

static void
test_states (void)
{
  MessageFixture fixture;
  RecessMessage *message;

  message_fixture_init (&fixture, 360, 500);
  message = message_fixture_add (&fixture, "assistant", "");
  for (int status = RECESS_MESSAGE_COMPLETE; status <= RECESS_MESSAGE_FAILED; status++)
    {
      g_autoptr (RecessAttachment) attachment = recess_attachment_new ("a.txt", "text", -1);

      g_object_set (message, "status", status, "error-message", "What <happened> & why",
                    "completion-tokens", status, "duration-ms", status * 1000, NULL);
      recess_message_append (message, NULL, "thinking ");
      g_list_store_append (G_LIST_STORE (recess_message_get_attachments (message)), attachment);
      message_fixture_frames (&fixture, 2);
    }

  message_fixture_clear (&fixture);
}

static void
test_themes (void)
{
  static const AdwColorScheme schemes[] = {
    ADW_COLOR_SCHEME_FORCE_DARK, ADW_COLOR_SCHEME_FORCE_LIGHT, ADW_COLOR_SCHEME_DEFAULT,
  };
  MessageFixture fixture;

  message_fixture_init (&fixture, 1400, 800);
  message_fixture_add (&fixture, "assistant", answer);
  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      adw_style_manager_set_color_scheme (adw_style_manager_get_default (), schemes[i]);
      message_fixture_frames (&fixture, 3);
    }

  message_fixture_clear (&fixture);
}

static char *
get_shown (RecessCodeBuffer *buffer)
{
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (GTK_TEXT_BUFFER (buffer), &start, &end);
  return gtk_text_buffer_get_text (GTK_TEXT_BUFFER (buffer), &start, &end, TRUE);
}

/* The code grows and its last line is taken back, as when a fence closes. */
static void
test_code_buffer (void)
{
  g_autoptr (RecessCodeBuffer) buffer = recess_code_buffer_new ();
  g_autoptr (RecessBlock) block = recess_block_new (RECESS_BLOCK_CODE);
  GtkTextIter iter;

  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *shown = NULL;

      g_string_truncate (block->source, block->committed);
      if (g_test_rand_bit ())
        {
          g_string_append_printf (block->source, "%sline %u äöü", block->source->len > 0 ? "\n" : "", i);
          block->committed = block->source->len;
        }
      if (g_test_rand_bit ())
        g_string_append_printf (block->source, "\n%.*s", g_test_rand_int_range (0, 4), "```x");

      recess_code_buffer_feed (buffer, block);
      shown = get_shown (buffer);
      g_assert_cmpstr (shown, ==, block->source->str);
    }

  /* A line that is too long is broken to be shown only. */
  g_string_append_c (block->source, '\n');
  for (guint i = 0; i < 3000; i++)
    g_string_append (block->source, "äb");
  block->committed = block->source->len;
  recess_code_buffer_feed (buffer, block);
  g_assert_cmpint (gtk_text_buffer_get_char_count (GTK_TEXT_BUFFER (buffer)), >,
                   g_utf8_strlen (block->source->str, -1));
  gtk_text_buffer_get_end_iter (GTK_TEXT_BUFFER (buffer), &iter);
  g_assert_cmpuint (recess_code_buffer_get_offset (buffer, &iter), ==, block->source->len);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/message-view/transcript", test_transcript);
  g_test_add_func ("/message-view/code-buffer", test_code_buffer);
  g_test_add_func ("/message-view/copy", test_copy);
  g_test_add_func ("/message-view/streaming", test_streaming);
  g_test_add_func ("/message-view/following", test_following);
  g_test_add_func ("/message-view/editing", test_editing);
  g_test_add_func ("/message-view/actions", test_actions);
  g_test_add_func ("/message-view/states", test_states);
  g_test_add_func ("/message-view/opening", test_opening);
  g_test_add_func ("/message-view/long-user-text", test_long_user_text);
  g_test_add_func ("/message-view/themes", test_themes);
  g_test_add_func ("/message-view/many-rows", test_many_rows);
  return g_test_run ();
}
