/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What a token costs in the message view when the answer is short and when it is long, how long the
 * main loop stalls while tokens come fast, and what a long conversation costs to open. Fails where
 * an aim is missed; the aims are ratios and differences within this one run. */

#include "config.h"

#include <stdio.h>
#include <time.h>

#include "chat/recess-composer.h"
#include "message-fixture.h"

#define SHORT          (2 * 1024)
#define LONG           (200 * 1024)
#define TOKEN          "word "
#define TOKENS_PER_RUN 900
#define RATIO_AIM      1.5
#define OPEN_AIM_MS    300
#define PASTED         (160 * 1024)

typedef struct
{
  const char *name;
  const char *head;
  const char *unit;
} Shape;

static const Shape shapes[] = {
  { "paragraph", "", "Words that follow each other without any end, and `code` and **bold** too. " },
  { "fence", "```c\n", "int main (void) { return call (\"text\", 42); } /* comment */\n" },
  { "list", "", "- an item of a list with *some* words in it\n" },
  { "table", "| a | b | c |\n|---|--:|---|\n", "| a cell | 42 | another cell with words |\n" },
  { "prose", "",
    "## A heading\n\nA paragraph of some words, that is followed by a list and by a piece of code.\n\n"
    "- one item\n- another item with `code`\n\n```c\nint x = 42;\nreturn x;\n```\n\n"
    "| a | b |\n|---|---|\n| 1 | 2 |\n\n> A quote that ends it.\n\n" },
};

static double
seconds (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

static char *
make_text (const Shape *shape,
           gsize        length)
{
  GString *text = g_string_new (shape->head);

  while (text->len < length)
    g_string_append (text, shape->unit);

  return g_string_free (text, FALSE);
}

/* The next piece of what the shape goes on with, as a model would send it. */
static char *
next_token (const Shape *shape,
            gsize       *offset)
{
  gsize length = strlen (shape->unit);
  gsize start = *offset % length;
  gsize n = MIN (strlen (TOKEN), length - start);

  *offset += n;
  return g_strndup (shape->unit + start, n);
}

/* Until nothing is left to do, as the highlighting of what was there at once. */
static void
settle (MessageFixture *fixture)
{
  message_fixture_frames (fixture, 20);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static double
cost_per_token (const Shape *shape,
                gsize        size,
                guint        n_tokens)
{
  MessageFixture fixture;
  g_autofree char *text = make_text (shape, size);
  RecessMessage *message;
  gsize offset = 0;
  double start;
  double cost;

  message_fixture_init (&fixture, 900, 700);
  message = message_fixture_add (&fixture, "assistant", text);
  recess_message_set_status (message, RECESS_MESSAGE_IN_PROGRESS);
  settle (&fixture);

  start = seconds (CLOCK_PROCESS_CPUTIME_ID);
  for (guint i = 0; i < n_tokens; i++)
    {
      g_autofree char *token = next_token (shape, &offset);

      recess_message_append (message, token, NULL);
      message_fixture_frames (&fixture, 1);
    }
  cost = (seconds (CLOCK_PROCESS_CPUTIME_ID) - start) / n_tokens;
  message_fixture_clear (&fixture);

  return cost;
}

static int
measure_tokens (void)
{
  int missed = 0;

  printf ("CPU per streamed token, one frame each, ms\n");
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      double at_short = cost_per_token (&shapes[i], SHORT, TOKENS_PER_RUN / 3);
      double at_long = cost_per_token (&shapes[i], LONG, TOKENS_PER_RUN);
      double ratio = at_long / at_short;

      printf ("  %-10s  2 KB %6.2f   200 KB %6.2f   ratio %.2f%s\n", shapes[i].name,
              at_short * 1e3, at_long * 1e3, ratio, ratio > RATIO_AIM ? "  MISSED" : "");
      missed += ratio > RATIO_AIM;
    }

  return missed;
}

typedef struct
{
  const Shape *shape;
  RecessMessage *message;
  gsize offset;
  gint64 start;
  guint sent;
} Stream;

static gboolean
send_cb (gpointer user_data)
{
  Stream *stream = user_data;
  guint due = (g_get_monotonic_time () - stream->start) / 2000;

  while (stream->sent < due)
    {
      g_autofree char *token = next_token (stream->shape, &stream->offset);

      recess_message_append (stream->message, token, NULL);
      stream->sent++;
    }

  return G_SOURCE_CONTINUE;
}

/* 500 tokens a second: how long one turn of the main loop computes at most. */
static void
measure_stall (const Shape *shape)
{
  MessageFixture fixture;
  g_autofree char *text = make_text (shape, LONG);
  Stream stream = { .shape = shape };
  double longest = 0;
  double before;
  double end;
  guint source;

  message_fixture_init (&fixture, 900, 700);
  stream.message = message_fixture_add (&fixture, "assistant", text);
  recess_message_set_status (stream.message, RECESS_MESSAGE_IN_PROGRESS);
  settle (&fixture);

  stream.start = g_get_monotonic_time ();
  source = g_timeout_add (2, send_cb, &stream);
  before = seconds (CLOCK_THREAD_CPUTIME_ID);
  end = seconds (CLOCK_MONOTONIC) + 3;
  while (seconds (CLOCK_MONOTONIC) < end)
    {
      double start = seconds (CLOCK_THREAD_CPUTIME_ID);

      g_main_context_iteration (NULL, TRUE);
      longest = MAX (longest, seconds (CLOCK_THREAD_CPUTIME_ID) - start);
    }
  g_source_remove (source);
  printf ("  %-10s  longest turn %5.1f ms   CPU %3.0f %%\n", shape->name, longest * 1e3,
          (seconds (CLOCK_THREAD_CPUTIME_ID) - before) / 3 * 100);
  message_fixture_clear (&fixture);
}

static gboolean
turn_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* How long one turn of the main loop computes at most within a second. */
static double
longest_turn (void)
{
  double longest = 0;
  double end = seconds (CLOCK_MONOTONIC) + 1;
  guint tick = g_timeout_add (2, turn_cb, NULL);

  while (seconds (CLOCK_MONOTONIC) < end)
    {
      double start = seconds (CLOCK_THREAD_CPUTIME_ID);

      g_main_context_iteration (NULL, TRUE);
      longest = MAX (longest, seconds (CLOCK_THREAD_CPUTIME_ID) - start);
    }
  g_source_remove (tick);

  return longest;
}

/* 40,000 tokens from the clipboard into the composer, and the message that is made of them. */
static void
measure_paste (void)
{
  MessageFixture fixture;
  GtkWidget *window = gtk_window_new ();
  GtkWidget *composer = recess_composer_new ();
  g_autofree char *text = make_text (&shapes[0], PASTED);
  double pasting;

  gtk_window_set_child (GTK_WINDOW (window), composer);
  gtk_window_present (GTK_WINDOW (window));
  longest_turn ();
  gtk_widget_grab_focus (composer);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (composer), text);
  g_signal_emit_by_name (gtk_window_get_focus (GTK_WINDOW (window)), "paste-clipboard");
  pasting = longest_turn ();
  gtk_window_destroy (GTK_WINDOW (window));

  message_fixture_init (&fixture, 900, 700);
  longest_turn ();
  message_fixture_add (&fixture, "user", text);
  printf ("160 KB pasted: longest turn %.1f ms; shown as a message: %.1f ms\n", pasting * 1e3,
          longest_turn () * 1e3);
  message_fixture_clear (&fixture);
}

static int
memory_kib (const char *key)
{
  g_autofree char *rollup = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/smaps_rollup", &rollup, NULL, NULL))
    return 0;

  line = strstr (rollup, key);
  return line == NULL ? 0 : atoi (line + strlen (key));
}

static GListStore *
make_conversation (guint n)
{
  GListStore *messages = g_list_store_new (RECESS_TYPE_MESSAGE);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("cmsg_%u", i);
      g_autofree char *text = make_text (&shapes[4], 1500);
      g_autoptr (RecessMessage) message =
        recess_message_new (id, i % 2 == 0 ? "user" : "assistant");

      recess_message_set_content (message, i % 2 == 0 ? "A question of the usual length?" : text);
      g_list_store_append (messages, message);
    }

  return messages;
}

/* Until the end of the conversation is painted, and until all of it is in the list. */
static double
time_to_open (guint   n,
              int    *pss,
              double *all)
{
  MessageFixture fixture;
  g_autoptr (GListStore) messages = make_conversation (n);
  double start;
  double taken;

  message_fixture_init (&fixture, 900, 700);
  message_fixture_frames (&fixture, 10);
  start = seconds (CLOCK_PROCESS_CPUTIME_ID);
  recess_message_view_set_messages (fixture.view, G_LIST_MODEL (messages));
  message_fixture_frames (&fixture, 2);
  taken = seconds (CLOCK_PROCESS_CPUTIME_ID) - start;
  settle (&fixture);
  *all = seconds (CLOCK_PROCESS_CPUTIME_ID) - start;
  *pss = memory_kib ("Pss:");
  message_fixture_clear (&fixture);

  return taken;
}

static int
measure_opening (void)
{
  int pss_empty;
  int pss_full;
  double all;
  double empty = time_to_open (0, &pss_empty, &all);
  double full = time_to_open (2000, &pss_full, &all);
  double more = (full - empty) * 1e3;

  printf ("Opening 2,000 messages: %.0f ms more than an empty conversation%s, %.0f ms until the "
          "last is taken in; PSS %.1f MiB against %.1f MiB\n", more,
          more > OPEN_AIM_MS ? "  MISSED" : "", all * 1e3, pss_full / 1024., pss_empty / 1024.);

  return more > OPEN_AIM_MS;
}

int
main (int    argc,
      char **argv)
{
  int missed;

  adw_init ();
  missed = measure_opening ();
  measure_paste ();
  fflush (stdout);
  missed += measure_tokens ();
  printf ("500 tokens a second into 200 KB\n");
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    measure_stall (&shapes[i]);

  return missed == 0 ? 0 : 1;
}
