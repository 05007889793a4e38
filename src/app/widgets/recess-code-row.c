/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "recess-code-buffer.h"
#include "recess-code-output.h"
#include "recess-code-row.h"
#include "recess-scroll-chain.h"
#include "recess-style.h"
#include "recess-template.h"

#define HIGHEST        420
#define LONGEST_CACHED (8 * 1024)

struct _RecessCodeRow
{
  GtkWidget parent_instance;

  /* Template widgets */
  GtkWidget *head;
  GtkLabel *title;
  GtkWidget *run;
  GtkToggleButton *wrap;
  GtkWidget *save;
  GtkWidget *copy;
  GtkScrolledWindow *scroller;
  GtkTextView *view;
  RecessCodeOutput *output;

  RecessCodeRunner *runner;
  GSignalGroup *message_signals;
  RecessRow *row;
  RecessBlock *block;
  RecessCodeBuffer *buffer;
  RecessCodeBuffer *empty;
};

static void row_content_iface_init (RecessRowContentInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RecessCodeRow, recess_code_row, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (RECESS_TYPE_ROW_CONTENT,
                                                      row_content_iface_init))

enum {
  SAVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GtkSourceLanguage *
guess_language (RecessBlock *block)
{
  static const char *aliases[][2] = {
    { "bash", "sh" },        { "shell", "sh" },     { "zsh", "sh" },    { "console", "sh" },
    { "py", "python3" },     { "python", "python3" }, { "javascript", "js" }, { "node", "js" },
    { "ts", "typescript" },  { "c++", "cpp" },      { "cs", "c-sharp" }, { "csharp", "c-sharp" },
    { "golang", "go" },      { "rs", "rust" },      { "rb", "ruby" },   { "yml", "yaml" },
    { "md", "markdown" },    { "tex", "latex" },    { "make", "makefile" }, { "kt", "kotlin" },
    { "h", "chdr" },         { "objc", "objc" },    { "dockerfile", "docker" },
  };
  GtkSourceLanguageManager *manager = gtk_source_language_manager_get_default ();
  GtkSourceLanguage *language = NULL;
  g_autofree char *id = NULL;
  g_autofree char *file = NULL;

  if (block->language == NULL && block->name == NULL)
    return NULL;

  if (block->language != NULL)
    {
      id = g_ascii_strdown (block->language, -1);
      for (guint i = 0; i < G_N_ELEMENTS (aliases); i++)
        if (g_str_equal (aliases[i][0], id))
          language = gtk_source_language_manager_get_language (manager, aliases[i][1]);
      if (language == NULL)
        language = gtk_source_language_manager_get_language (manager, id);
    }

  if (language == NULL)
    {
      file = block->name != NULL ? g_strdup (block->name) : g_strconcat ("x.", id, NULL);
      language = gtk_source_language_manager_guess_language (manager, file, NULL);
    }

  return language;
}

static void
update_scheme (RecessCodeRow *self)
{
  GtkSourceStyleSchemeManager *manager = gtk_source_style_scheme_manager_get_default ();
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());

  if (self->buffer != NULL)
    gtk_source_buffer_set_style_scheme (GTK_SOURCE_BUFFER (self->buffer),
      gtk_source_style_scheme_manager_get_scheme (manager, dark ? "Adwaita-dark" : "Adwaita"));
}

static void
update_title (RecessCodeRow *self)
{
  GtkSourceLanguage *language = guess_language (self->block);
  const char *shown = language != NULL ? gtk_source_language_get_name (language)
                                       : self->block->language;
  g_autofree char *title = NULL;

  recess_code_buffer_set_language (self->buffer, language);
  if (self->block->name != NULL && shown != NULL)
    title = g_strdup_printf ("%s · %s", shown, self->block->name);
  else
    title = g_strdup (self->block->name != NULL ? self->block->name
                                                : shown != NULL ? shown : _("Text"));

  gtk_label_set_label (self->title, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, -1);
}

/* The height of all lines where they wrap at @n_chars, as far as it matters. */
static int
count_wrapped_lines (RecessCodeRow *self,
                     int            n_chars,
                     int            enough)
{
  const char *line = self->block->source->str;
  int n = 0;

  while (line != NULL && n < enough)
    {
      const char *end = strchr (line, '\n');
      gsize length = end == NULL ? strlen (line) : (gsize)(end - line);

      n += 1 + (int)(length / (gsize)n_chars);
      line = end == NULL ? NULL : end + 1;
    }

  return n;
}

typedef struct
{
  int height;
  gboolean wide;
  gboolean tall;
} CodeSize;

/* The size is known before the text view has laid anything out, so that no row jumps. */
static void
measure_code (RecessCodeRow *self,
              int            width,
              CodeSize      *size)
{
  g_autoptr (PangoLayout) sample = gtk_widget_create_pango_layout (GTK_WIDGET (self->view),
                                                                   "0000000000");
  int margins = gtk_text_view_get_left_margin (self->view) +
                gtk_text_view_get_right_margin (self->view);
  gboolean wraps = gtk_toggle_button_get_active (self->wrap);
  int sample_width;
  int line_height;
  int n_lines;
  int bar = 0;

  pango_layout_get_pixel_size (sample, &sample_width, &line_height);
  if (wraps)
    n_lines = count_wrapped_lines (self, MAX ((width - margins) * 10 / MAX (sample_width, 1), 10),
                                   HIGHEST / MAX (line_height, 1) + 1);
  else
    n_lines = gtk_text_buffer_get_line_count (GTK_TEXT_BUFFER (self->buffer));

  size->height = n_lines * line_height + gtk_text_view_get_top_margin (self->view) +
                 gtk_text_view_get_bottom_margin (self->view);
  size->tall = size->height > HIGHEST;
  size->wide = !wraps && (int)recess_code_buffer_get_longest (self->buffer) * sample_width / 10 +
                         margins > width;
  if (size->wide)
    gtk_widget_measure (gtk_scrolled_window_get_hscrollbar (self->scroller),
                        GTK_ORIENTATION_VERTICAL, -1, NULL, &bar, NULL, NULL);
  size->height = MIN (size->height, HIGHEST) + bar;
}

/* Said, not found out: a scrollbar that comes while the text is laid out is drawn sizeless. */
static void
update_policy (RecessCodeRow  *self,
               const CodeSize *size)
{
  gboolean wraps = gtk_toggle_button_get_active (self->wrap);
  GtkPolicyType horizontal = wraps ? GTK_POLICY_NEVER
                             : size->wide ? GTK_POLICY_ALWAYS : GTK_POLICY_EXTERNAL;
  GtkPolicyType vertical = size->tall ? GTK_POLICY_ALWAYS : GTK_POLICY_EXTERNAL;
  GtkPolicyType old_horizontal;
  GtkPolicyType old_vertical;

  gtk_scrolled_window_get_policy (self->scroller, &old_horizontal, &old_vertical);
  if (horizontal != old_horizontal || vertical != old_vertical)
    gtk_scrolled_window_set_policy (self->scroller, horizontal, vertical);
}

static int
measure_output (RecessCodeRow *self,
                int            width)
{
  int height = 0;

  if (gtk_widget_should_layout (GTK_WIDGET (self->output)))
    gtk_widget_measure (GTK_WIDGET (self->output), GTK_ORIENTATION_VERTICAL, width, NULL, &height,
                        NULL, NULL);
  return height;
}

static GtkSizeRequestMode
recess_code_row_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
recess_code_row_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  RecessCodeRow *self = RECESS_CODE_ROW (widget);
  CodeSize size;
  int head;

  gtk_widget_measure (self->head, orientation, -1, &head, NULL, NULL, NULL);
  *minimum = *natural = head;
  if (orientation == GTK_ORIENTATION_HORIZONTAL || self->block == NULL)
    return;

  /* A scrolled window wants to be asked before it is given a size. */
  gtk_widget_measure (GTK_WIDGET (self->scroller), orientation, -1, NULL, NULL, NULL, NULL);
  measure_code (self, for_size < 0 ? 600 : for_size, &size);
  *natural += size.height + measure_output (self, for_size);
  *minimum = *natural;
}

static void
recess_code_row_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  RecessCodeRow *self = RECESS_CODE_ROW (widget);
  CodeSize size;
  int head;
  int least;
  int output = measure_output (self, width);

  if (self->block != NULL)
    {
      measure_code (self, width, &size);
      update_policy (self, &size);
    }

  gtk_widget_measure (self->head, GTK_ORIENTATION_VERTICAL, -1, &head, NULL, NULL, NULL);
  gtk_widget_measure (GTK_WIDGET (self->scroller), GTK_ORIENTATION_VERTICAL, -1, &least, NULL,
                      NULL, NULL);
  gtk_widget_size_allocate (self->head, &(GtkAllocation) { 0, 0, width, head }, -1);
  gtk_widget_size_allocate (GTK_WIDGET (self->scroller),
                            &(GtkAllocation) { 0, head, width,
                                               MAX (height - head - output, least) }, -1);
  if (output > 0)
    gtk_widget_size_allocate (GTK_WIDGET (self->output),
                              &(GtkAllocation) { 0, height - output, width, output }, -1);
}

static void
use_buffer (RecessCodeRow *self)
{
  GObject *state = recess_row_get_state (self->row);

  g_clear_object (&self->buffer);
  if (state != NULL)
    self->buffer = g_object_ref (RECESS_CODE_BUFFER (state));
  else
    self->buffer = recess_code_buffer_new ();

  gtk_text_view_set_buffer (self->view, GTK_TEXT_BUFFER (self->buffer));
  update_scheme (self);
}

static gboolean
is_at_end (RecessCodeRow *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);

  return gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment) >=
         gtk_adjustment_get_upper (adjustment) - 24;
}

static void
scroll_to_end (RecessCodeRow *self)
{
  GtkTextMark *mark;
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (GTK_TEXT_BUFFER (self->buffer), &end);
  gtk_text_iter_set_line_offset (&end, 0);
  mark = gtk_text_buffer_get_mark (GTK_TEXT_BUFFER (self->buffer), "end");
  if (mark == NULL)
    mark = gtk_text_buffer_create_mark (GTK_TEXT_BUFFER (self->buffer), "end", &end, FALSE);
  else
    gtk_text_buffer_move_mark (GTK_TEXT_BUFFER (self->buffer), mark, &end);

  gtk_text_view_scroll_mark_onscreen (self->view, mark);
}

/* Code that is still being written is not run. */
static void
update_run (RecessCodeRow *self)
{
  RecessCodeRun *run;
  gboolean runs;

  g_assert (RECESS_IS_CODE_ROW (self));

  if (self->row == NULL)
    return;

  run = recess_row_get_run (self->row);
  runs = self->runner != NULL && recess_code_runner_knows (self->block) &&
         recess_message_get_status (recess_row_get_message (self->row)) !=
         RECESS_MESSAGE_IN_PROGRESS;
  gtk_widget_set_visible (self->run, runs);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "code.run",
                                 run == NULL || !recess_code_run_get_running (run));
  if (runs)
    gtk_widget_set_tooltip_text (self->run,
                                 recess_code_runner_get_reason (self->runner) ?: _("Run Code"));
  recess_code_output_set_run (self->output, run);
}

static void
show_run (RecessCodeRow *self)
{
  g_signal_group_set_target (self->message_signals, recess_row_get_message (self->row));
  recess_row_content_set_action (self->run, "code.run");
  update_run (self);
}

static void
release (RecessCodeRow *self)
{
  g_signal_group_set_target (self->message_signals, NULL);
  recess_code_output_set_run (self->output, NULL);
  g_clear_object (&self->row);
  g_clear_object (&self->buffer);
  g_clear_pointer (&self->block, recess_block_unref);
  gtk_text_view_set_buffer (self->view, GTK_TEXT_BUFFER (self->empty));
}

static void
recess_code_row_set_row (RecessRowContent *content,
                         RecessRow        *row)
{
  RecessCodeRow *self = RECESS_CODE_ROW (content);
  RecessBlock *block = row == NULL ? NULL : recess_row_get_block (row);
  gboolean grows = row != NULL && row == self->row && block == self->block;
  gboolean follows = grows && block->source->len > LONGEST_CACHED / 8 && is_at_end (self);

  if (row == NULL)
    {
      release (self);
      return;
    }

  if (row != self->row)
    {
      g_set_object (&self->row, row);
      use_buffer (self);
      recess_row_content_set_action (self->save, "code.save");
      recess_row_content_set_action (self->copy, "code.copy");
    }
  recess_block_ref (block);
  g_clear_pointer (&self->block, recess_block_unref);
  self->block = block;

  recess_code_buffer_feed (self->buffer, block);
  if (!grows)
    update_title (self);
  show_run (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  if (follows)
    scroll_to_end (self);
  if (block->source->len > LONGEST_CACHED)
    recess_row_set_state (row, G_OBJECT (self->buffer));
}

static gsize
recess_code_row_locate (RecessRowContent *content,
                        double            x,
                        double            y)
{
  RecessCodeRow *self = RECESS_CODE_ROW (content);
  graphene_point_t point;
  GtkTextIter iter;
  int buffer_x;
  int buffer_y;
  int trailing;

  if (self->block == NULL ||
      !gtk_widget_compute_point (GTK_WIDGET (self), GTK_WIDGET (self->view),
                                 &GRAPHENE_POINT_INIT (x, y), &point))
    return 0;
  if (point.y < 0)
    return 0;
  if (point.y > gtk_widget_get_height (GTK_WIDGET (self->view)))
    return self->block->source->len;

  gtk_text_view_window_to_buffer_coords (self->view, GTK_TEXT_WINDOW_WIDGET, point.x, point.y,
                                         &buffer_x, &buffer_y);
  gtk_text_view_get_iter_at_position (self->view, &iter, &trailing, buffer_x, buffer_y);
  gtk_text_iter_forward_chars (&iter, trailing);
  return recess_code_buffer_get_offset (self->buffer, &iter);
}

static void
recess_code_row_select (RecessRowContent *content,
                        gsize             start,
                        gsize             end)
{
  RecessCodeRow *self = RECESS_CODE_ROW (content);
  GdkRGBA color;

  if (self->buffer == NULL)
    return;

  recess_style_lookup_color (GTK_WIDGET (self), "accent_bg_color", &color);
  color.alpha = .3f;
  recess_code_buffer_select (self->buffer, start, end, &color);
}

static void
row_content_iface_init (RecessRowContentInterface *iface)
{
  iface->set_row = recess_code_row_set_row;
  iface->locate = recess_code_row_locate;
  iface->select = recess_code_row_select;
}

static void
wrap_toggled_cb (RecessCodeRow *self)
{
  gboolean wraps = gtk_toggle_button_get_active (self->wrap);

  g_assert (RECESS_IS_CODE_ROW (self));

  gtk_text_view_set_wrap_mode (self->view, wraps ? GTK_WRAP_WORD_CHAR : GTK_WRAP_NONE);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
run_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  RecessCodeRow *self = RECESS_CODE_ROW (widget);
  g_autoptr (RecessCodeRun) run = NULL;

  if (self->block == NULL || self->runner == NULL)
    return;

  run = recess_code_runner_run (self->runner, self->block);
  recess_row_set_run (self->row, run);
}

static void
copy_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  RecessCodeRow *self = RECESS_CODE_ROW (widget);

  if (self->block != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), self->block->source->str);
}

/* The name that the fence gives, without its folders; else one with the language's ending. */
static char *
propose_name (RecessBlock *block)
{
  GtkSourceLanguage *language = guess_language (block);
  g_auto (GStrv) globs = NULL;

  if (block->name != NULL)
    {
      g_autofree char *name = g_path_get_basename (block->name);

      if (g_ascii_isalnum (*name) || *name == '_' || (guchar) *name >= 0x80)
        return g_steal_pointer (&name);
    }

  if (language != NULL)
    globs = gtk_source_language_get_globs (language);
  for (guint i = 0; globs != NULL && globs[i] != NULL; i++)
    if (g_str_has_prefix (globs[i], "*.") && strpbrk (globs[i] + 2, "*?[") == NULL)
      return g_strconcat ("code", globs[i] + 1, NULL);

  return g_strdup ("code.txt");
}

static void
save_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  RecessCodeRow *self = RECESS_CODE_ROW (widget);
  g_autofree char *name = NULL;

  if (self->block == NULL)
    return;

  name = propose_name (self->block);
  g_signal_emit (self, signals[SAVE], 0, name, self->block->source->str);
}

static void
recess_code_row_dispose (GObject *object)
{
  RecessCodeRow *self = RECESS_CODE_ROW (object);

  g_clear_object (&self->message_signals);
  g_clear_object (&self->runner);
  g_clear_object (&self->row);
  g_clear_object (&self->buffer);
  g_clear_object (&self->empty);
  g_clear_pointer (&self->block, recess_block_unref);
  recess_template_dispose (GTK_WIDGET (self), RECESS_TYPE_CODE_ROW);

  G_OBJECT_CLASS (recess_code_row_parent_class)->dispose (object);
}

static void
recess_code_row_class_init (RecessCodeRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = recess_code_row_dispose;

  widget_class->get_request_mode = recess_code_row_get_request_mode;
  widget_class->measure = recess_code_row_measure;
  widget_class->size_allocate = recess_code_row_size_allocate;

  signals[SAVE] =
    g_signal_new ("save", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);

  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  g_type_ensure (RECESS_TYPE_CODE_OUTPUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/ui/recess-code-row.ui");
  gtk_widget_class_bind_template_child (widget_class, RecessCodeRow, head);
  gtk_widget_class_bind_template_child (widget_class, RecessCodeRow, title);
  gtk_widget_class_bind_template_child (widget_class, RecessCodeRow, run);
  gtk_widget_class_bind_template_child (widget_class, RecessCodeRow, wrap);
  gtk_widget_class_bind_template_child (widget_class, RecessCodeRow, save);
  gtk_widget_class_bind_template_child (widget_class, RecessCodeRow, copy);
  gtk_widget_class_bind_template_child (widget_class, RecessCodeRow, scroller);
  gtk_widget_class_bind_template_child (widget_class, RecessCodeRow, view);
  gtk_widget_class_bind_template_child (widget_class, RecessCodeRow, output);
  gtk_widget_class_bind_template_callback (widget_class, wrap_toggled_cb);

  gtk_widget_class_install_action (widget_class, "code.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "code.run", NULL, run_action);
  gtk_widget_class_install_action (widget_class, "code.save", NULL, save_action);
  gtk_widget_class_set_css_name (widget_class, "coderow");
}

static void
recess_code_row_init (RecessCodeRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->empty = recess_code_buffer_new ();
  recess_scroll_chain_add (self->scroller);

  self->message_signals = g_signal_group_new (RECESS_TYPE_MESSAGE);
  g_signal_group_connect_swapped (self->message_signals, "notify::status",
                                  G_CALLBACK (update_run), self);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (update_scheme), self, G_CONNECT_SWAPPED);
}

GtkWidget *
recess_code_row_new (void)
{
  return g_object_new (RECESS_TYPE_CODE_ROW, NULL);
}

void
recess_code_row_set_runner (RecessCodeRow    *self,
                            RecessCodeRunner *runner)
{
  g_return_if_fail (RECESS_IS_CODE_ROW (self));
  g_return_if_fail (self->runner == NULL && RECESS_IS_CODE_RUNNER (runner));

  self->runner = g_object_ref (runner);
  g_signal_connect_object (runner, "notify::reason", G_CALLBACK (update_run), self,
                           G_CONNECT_SWAPPED);
}
