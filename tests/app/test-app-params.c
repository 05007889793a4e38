/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/chat/recess-chat-params.h"
#include "app/chat/recess-chat-settings.h"
#include "app/chat/recess-chat-undo.h"
#include "app/widgets/recess-format.h"

static void
check (const char *name,
       const char *text,
       const char *json)
{
  const RecessChatParam *param = recess_chat_params_find (name);
  g_autofree char *message = NULL;
  g_autofree char *parsed = recess_chat_param_parse (param, text, &message);
  g_autofree char *again = NULL;

  g_assert_null (message);
  g_assert_cmpstr (parsed, ==, json);
  if (json == NULL)
    return;

  again = recess_chat_param_format (param, json);
  g_assert_nonnull (again);
}

static void
check_refused (const char *name,
               const char *text)
{
  g_autofree char *message = NULL;
  g_autofree char *parsed = recess_chat_param_parse (recess_chat_params_find (name), text,
                                                     &message);

  g_assert_null (parsed);
  g_assert_nonnull (message);
}

static void
test_numbers (void)
{
  check ("temperature", "", NULL);
  check ("temperature", "  ", NULL);
  check ("temperature", "0.70", "0.70");
  check ("temperature", " 1 ", "1");
  check ("temperature", "0,5", "0.5");
  check ("frequency_penalty", "-2", "-2");
  check_refused ("temperature", "2.1");
  check_refused ("temperature", "-0.1");
  check_refused ("temperature", "warm");
  check_refused ("temperature", "1e999");
  check_refused ("temperature", "nan");
  check_refused ("temperature", "0x1");
  check_refused ("temperature", ".5.");
  check ("seed", "-7", "-7");
  check ("max_tokens", "512", "512");
  check_refused ("max_tokens", "0");
  check_refused ("max_tokens", "5.5");
  check_refused ("seed", "99999999999999999999999");
}

static void
test_strings (void)
{
  const RecessChatParam *stop = recess_chat_params_find ("stop");
  g_autofree char *text = recess_chat_param_format (stop, "[\"a,b\",\"\\n\"]");
  g_autofree char *one = recess_chat_param_format (stop, "\"END\"");

  check ("stop", "", NULL);
  check ("stop", "END", "[\"END\"]");
  check ("stop", "a, b,\\n", "[\"a\",\"b\",\"\\n\"]");
  check ("stop", "a\\,b, \\\\", "[\"a,b\",\"\\\\\"]");
  check ("stop", " ", "[\" \"]");
  check_refused ("stop", "1,2,3,4,5");
  g_assert_cmpstr (text, ==, "a\\,b, \\n");
  g_assert_cmpstr (one, ==, "END");
  check ("reasoning_effort", "low", "\"low\"");
}

static void
count_cb (RecessChatSettings *settings,
          const char         *name,
          gpointer            counter)
{
  ++*(guint *) counter;
}

static void
test_settings (void)
{
  g_autoptr(RecessChatSettings) settings = recess_chat_settings_new ();
  g_autofree char *model = NULL;
  g_autofree char *value = NULL;
  guint changes = 0;

  g_signal_connect (settings, "changed", G_CALLBACK (count_cb), &changes);
  recess_chat_settings_set_json (settings, "{\"model\":\"m\",\"temperature\":0.70,\"mine\":[1, 2]}");
  recess_chat_settings_set_value (settings, "top_p", "1");
  recess_chat_settings_set_value (settings, "top_p", "1");
  recess_chat_settings_set_value (settings, "temperature", NULL);
  g_assert_cmpuint (changes, ==, 3);

  model = recess_chat_settings_dup_model (settings);
  value = recess_chat_settings_dup_value (settings, "temperature");
  g_assert_cmpstr (model, ==, "m");
  g_assert_null (value);
  g_assert_nonnull (strstr (recess_chat_settings_get_json (settings), "\"mine\":[1, 2]"));

  g_assert_true (recess_chat_settings_get_stream (settings));
  recess_chat_settings_set_value (settings, "stream", "false");
  g_assert_false (recess_chat_settings_get_stream (settings));

  recess_chat_settings_set_json (settings, "[1]");
  g_assert_cmpstr (recess_chat_settings_get_json (settings), ==, "{}");
  recess_chat_settings_set_json (settings, "{\"model\":");
  g_assert_cmpstr (recess_chat_settings_get_json (settings), ==, "{}");
}

static void
test_undo (void)
{
  g_autoptr(RecessChatUndo) undo = recess_chat_undo_new ();
  const RecessChatStep *step;

  g_assert_null (recess_chat_undo_back (undo));
  g_assert_null (recess_chat_undo_forth (undo));

  recess_chat_undo_push (undo, (char *[]) { (char *) "a", NULL }, "1", "2");
  recess_chat_undo_push (undo, (char *[]) { (char *) "b", NULL }, NULL, NULL);
  step = recess_chat_undo_back (undo);
  g_assert_cmpstr (step->ids[0], ==, "b");
  step = recess_chat_undo_back (undo);
  g_assert_cmpstr (step->before, ==, "1");
  g_assert_false (recess_chat_undo_can_go_back (undo));
  step = recess_chat_undo_forth (undo);
  g_assert_cmpstr (step->after, ==, "2");

  /* Another deed takes away what was undone. */
  recess_chat_undo_push (undo, (char *[]) { (char *) "c", NULL }, NULL, NULL);
  g_assert_false (recess_chat_undo_can_go_forth (undo));
  step = recess_chat_undo_back (undo);
  g_assert_cmpstr (step->ids[0], ==, "c");
  step = recess_chat_undo_back (undo);
  g_assert_cmpstr (step->ids[0], ==, "a");

  for (guint i = 0; i < 500; i++)
    recess_chat_undo_push (undo, (char *[]) { (char *) "many", NULL }, NULL, NULL);
  for (guint i = 0; i < 100; i++)
    g_assert_nonnull (recess_chat_undo_back (undo));
  g_assert_null (recess_chat_undo_back (undo));
}

static void
check_format (char       *text,
              const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_format (void)
{
  double noon = 1795608000;

  check_format (recess_format_when (noon - 5, noon), "just now");
  check_format (recess_format_when (noon + 5, noon), "just now");
  check_format (recess_format_when (noon - 3600, noon), "11:00");
  check_format (recess_format_when (noon - 86400, noon), "yesterday");
  check_format (recess_format_when (noon - 3 * 86400, noon), "Sunday");
  check_format (recess_format_when (noon - 20 * 86400, noon), "5 Nov");
  check_format (recess_format_when (noon - 400 * 86400, noon), "21 Oct 2025");
  check_format (recess_format_duration (-1), "–");
  check_format (recess_format_duration (40), "0.04 s");
  check_format (recess_format_duration (9500), "9.5 s");
  check_format (recess_format_duration (125000), "2 min 5 s");
  check_format (recess_format_count (-1), "–");
  check_format (recess_format_number (0.7), "0.7");
  check_format (recess_format_number (-2), "-2");
  check_format (recess_format_number (1e-7), "1e-07");
  check_format (recess_format_number (30), "30");
  check_format (recess_format_number (1200000), "1200000");
  check_format (recess_format_number (1e20), "1e+20");
  check_format (recess_format_cost (-1), "–");
  check_format (recess_format_cost (0), "$0");
  check_format (recess_format_cost (0.00001), "under $0.0001");
  check_format (recess_format_cost (0.0012), "$0.0012");
  check_format (recess_format_cost (0.019), "$0.019");
  check_format (recess_format_cost (12.5), "$12.50");
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/params/numbers", test_numbers);
  g_test_add_func ("/params/strings", test_strings);
  g_test_add_func ("/settings/text-is-kept", test_settings);
  g_test_add_func ("/undo/steps", test_undo);
  g_test_add_func ("/format/texts", test_format);

  return g_test_run ();
}
