/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>

#include "common/recess-json.h"
#include "recess-call-text.h"
#include "recess-code-buffer.h"
#include "recess-json-excerpt.h"
#include "recess-template.h"

#define EXCERPT_BYTES 700
#define EXCERPT_LINES 12
#define HIGHEST       240
#define MOST_CHECKED  (64 * 1024)

struct _RecessCallText
{
  GtkWidget parent_instance;

  /* Children; all but the label are made when they are needed */
  GtkLabel *label;
  GtkButton *more;
  GtkWidget *scroller;
  GtkTextView *view;

  RecessCodeBuffer *buffer;
  RecessBlock *block;
  RecessToolCall *call;
  RecessCallPart part;
  char *shown;
  guint formatted : 1;
  guint expanded : 1;
};

G_DEFINE_FINAL_TYPE (RecessCallText, recess_call_text, GTK_TYPE_WIDGET)

static const char *
get_text (RecessCallText *self,
          gsize          *length)
{
  const char *text;

  switch (self->part)
    {
    case RECESS_CALL_PART_ARGUMENTS:
      *length = recess_tool_call_get_arguments_length (self->call);
      return recess_tool_call_get_arguments (self->call);

    case RECESS_CALL_PART_OUTPUT:
      text = recess_tool_call_get_output (self->call);
      break;

    case RECESS_CALL_PART_LOG:
    default:
      text = recess_tool_call_get_log (self->call);
    }

  *length = strlen (text);
  return text;
}

/* Whether the text is put in order: JSON that is all there and has no fault. */
static gboolean
is_formatted (RecessCallText *self)
{
  gsize length;
  const char *text = get_text (self, &length);

  if (self->part == RECESS_CALL_PART_ARGUMENTS)
    return recess_tool_call_get_state (self->call) != RECESS_CALL_WRITING &&
           recess_tool_call_get_fault (self->call) == NULL;

  return self->part == RECESS_CALL_PART_OUTPUT && (*text == '{' || *text == '[') &&
         length <= MOST_CHECKED && recess_json_check (text, length, NULL);
}

static void fold_clicked_cb (RecessCallText *self);

static void
ensure_more (RecessCallText *self)
{
  if (self->more != NULL)
    return;

  self->more = GTK_BUTTON (gtk_button_new ());
  gtk_widget_set_halign (GTK_WIDGET (self->more), GTK_ALIGN_START);
  gtk_widget_add_css_class (GTK_WIDGET (self->more), "flat");
  gtk_widget_add_css_class (GTK_WIDGET (self->more), "more");
  g_signal_connect_object (self->more, "clicked", G_CALLBACK (fold_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_insert_before (GTK_WIDGET (self->more), GTK_WIDGET (self), NULL);
}

static void
ensure_view (RecessCallText *self)
{
  if (self->scroller != NULL)
    return;

  self->view = GTK_TEXT_VIEW (gtk_source_view_new ());
  gtk_text_view_set_editable (self->view, FALSE);
  gtk_text_view_set_monospace (self->view, TRUE);
  gtk_text_view_set_wrap_mode (self->view, GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (self->view, FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "code");
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (self->scroller), HIGHEST);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->scroller), HIGHEST);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->view));
  gtk_widget_insert_after (self->scroller, GTK_WIDGET (self), GTK_WIDGET (self->label));
}

static void
update_scheme (RecessCallText *self)
{
  GtkSourceStyleSchemeManager *manager = gtk_source_style_scheme_manager_get_default ();
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());

  if (self->buffer != NULL)
    gtk_source_buffer_set_style_scheme (GTK_SOURCE_BUFFER (self->buffer),
      gtk_source_style_scheme_manager_get_scheme (manager, dark ? "Adwaita-dark" : "Adwaita"));
}

static void
drop_buffer (RecessCallText *self)
{
  g_autoptr (GtkSourceBuffer) empty = NULL;

  g_clear_object (&self->buffer);
  g_clear_pointer (&self->block, recess_block_unref);
  if (self->view == NULL)
    return;

  empty = gtk_source_buffer_new (NULL);
  gtk_text_view_set_buffer (self->view, GTK_TEXT_BUFFER (empty));
}

static void
make_buffer (RecessCallText *self)
{
  GtkSourceLanguageManager *manager = gtk_source_language_manager_get_default ();

  self->block = recess_block_new (RECESS_BLOCK_CODE);
  self->buffer = recess_code_buffer_new ();
  if (self->part == RECESS_CALL_PART_ARGUMENTS || self->formatted)
    recess_code_buffer_set_language (self->buffer,
      gtk_source_language_manager_get_language (manager, "json"));
  update_scheme (self);
  gtk_text_view_set_buffer (self->view, GTK_TEXT_BUFFER (self->buffer));
}

static void
fill_view (RecessCallText *self)
{
  gsize length;
  const char *text = get_text (self, &length);
  g_autofree char *whole = NULL;
  GString *source;

  ensure_view (self);
  if (self->formatted)
    {
      whole = recess_json_excerpt_format (text, length, G_MAXSIZE);
      text = whole;
      length = strlen (whole);
    }

  if (self->block != NULL && (length < self->block->source->len ||
                              memcmp (text, self->block->source->str,
                                      self->block->source->len) != 0))
    drop_buffer (self);
  if (self->block == NULL)
    make_buffer (self);
  source = self->block->source;
  g_string_append_len (source, text + source->len, length - source->len);
  recess_code_buffer_feed (self->buffer, self->block);
}

static void
update_more (RecessCallText *self,
             gboolean        cut)
{
  g_autofree char *size = NULL;
  g_autofree char *label = NULL;
  gsize length;

  get_text (self, &length);
  if (self->more == NULL && !cut && !self->expanded)
    return;

  ensure_more (self);
  gtk_widget_set_visible (GTK_WIDGET (self->more), cut || self->expanded);
  size = g_format_size (length);
  /* Translators: the size of a text that is shown in part: "Show All (1.2 MB)" */
  label = self->expanded ? g_strdup (_("Show Less")) : g_strdup_printf (_("Show All (%s)"), size);
  if (g_strcmp0 (label, gtk_button_get_label (self->more)) != 0)
    gtk_button_set_label (self->more, label);
}

static void
show_excerpt (RecessCallText *self)
{
  gsize length;
  const char *text = get_text (self, &length);
  g_autoptr (PangoAttrList) colors = NULL;
  g_autofree char *shown = NULL;
  gssize fault = -1;

  if (self->formatted)
    shown = recess_json_excerpt_format (text, length, EXCERPT_BYTES + 1);
  else
    shown = g_strndup (text, EXCERPT_BYTES + 1);

  update_more (self, recess_json_excerpt_cut (&shown, EXCERPT_BYTES, EXCERPT_LINES));
  if (self->part == RECESS_CALL_PART_ARGUMENTS && !self->formatted)
    fault = recess_json_excerpt_find_fault (text, recess_tool_call_get_fault (self->call));
  if (fault > (gssize) strlen (shown))
    fault = -1;
  if (g_strcmp0 (shown, self->shown) == 0 && fault < 0)
    return;

  g_free (self->shown);
  self->shown = g_steal_pointer (&shown);
  if (self->part == RECESS_CALL_PART_ARGUMENTS || self->formatted)
    colors = recess_json_excerpt_color (self->shown, fault);
  gtk_label_set_attributes (self->label, colors);
  gtk_label_set_label (self->label, self->shown);
}

static void
update (RecessCallText *self)
{
  gboolean formatted = is_formatted (self);

  if (formatted != self->formatted)
    drop_buffer (self);
  self->formatted = formatted;
  gtk_widget_set_visible (GTK_WIDGET (self->label), !self->expanded);
  if (self->scroller != NULL)
    gtk_widget_set_visible (self->scroller, self->expanded);
  if (!self->expanded)
    {
      show_excerpt (self);
      return;
    }

  fill_view (self);
  gtk_widget_set_visible (self->scroller, TRUE);
  update_more (self, TRUE);
}

static void
fold_clicked_cb (RecessCallText *self)
{
  g_assert (RECESS_IS_CALL_TEXT (self));

  self->expanded = !self->expanded;
  if (!self->expanded)
    drop_buffer (self);
  update (self);
}

static void
dark_cb (RecessCallText *self)
{
  g_assert (RECESS_IS_CALL_TEXT (self));

  g_clear_pointer (&self->shown, g_free);
  update_scheme (self);
  if (self->call != NULL && !self->expanded)
    show_excerpt (self);
}

static void
recess_call_text_dispose (GObject *object)
{
  RecessCallText *self = RECESS_CALL_TEXT (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->buffer);
  g_clear_pointer (&self->block, recess_block_unref);
  g_clear_pointer (&self->shown, g_free);
  g_clear_object (&self->call);

  G_OBJECT_CLASS (recess_call_text_parent_class)->dispose (object);
}

static void
recess_call_text_class_init (RecessCallTextClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = recess_call_text_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "calltext");
}

static void
recess_call_text_init (RecessCallText *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_wrap_mode (self->label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (self->label, 0);
  gtk_widget_set_parent (GTK_WIDGET (self->label), GTK_WIDGET (self));
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (dark_cb),
                           self, G_CONNECT_SWAPPED);
}

GtkWidget *
recess_call_text_new (RecessCallPart part)
{
  RecessCallText *self = g_object_new (RECESS_TYPE_CALL_TEXT, NULL);

  self->part = part;

  return GTK_WIDGET (self);
}

void
recess_call_text_set (RecessCallText *self,
                      RecessToolCall *call)
{
  g_return_if_fail (RECESS_IS_CALL_TEXT (self));
  g_return_if_fail (call == NULL || RECESS_IS_TOOL_CALL (call));

  if (g_set_object (&self->call, call))
    {
      self->expanded = FALSE;
      drop_buffer (self);
    }
  if (call != NULL)
    update (self);
}

void
recess_call_text_update (RecessCallText *self)
{
  g_return_if_fail (RECESS_IS_CALL_TEXT (self));

  if (self->call != NULL)
    update (self);
}
