/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "recess-style.h"
#include "recess-token.h"
#include "recess-tokens-row.h"

/* More would be laid out for a second. */
#define MOST_TOKENS 10000

struct _RecessTokensRow
{
  GtkWidget parent_instance;

  GtkWidget *view;
  GtkWidget *details;

  GtkTextBuffer *buffer;
  GtkTextTag *tags[5];
  GPtrArray *tokens;
  /* Where each token ends, in characters */
  GArray *ends;
};

static void row_content_iface_init (RecessRowContentInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RecessTokensRow, recess_tokens_row, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (RECESS_TYPE_ROW_CONTENT,
                                                      row_content_iface_init))

static const struct
{
  double least;
  double alpha;
} levels[] = {
  { .9, .0 }, { .7, .14 }, { .4, .28 }, { .15, .42 }, { 0, .6 },
};

static guint
level_of (double probability)
{
  guint level = 0;

  while (level + 1 < G_N_ELEMENTS (levels) && probability < levels[level].least)
    level++;

  return level;
}

/* "“ world” 83.2 %"; white space is shown as what it is. */
static char *
describe_one (const RecessToken *token)
{
  g_autoptr (GString) text = g_string_new (token->text);

  g_string_replace (text, "\n", "↵", 0);
  g_string_replace (text, "\t", "⇥", 0);
  if (token->probability < .0005)
    /* Translators: a token, and its probability that is hardly any. */
    return g_strdup_printf (_("“%s” under 0.1 %%"), text->str);

  /* Translators: a token and its probability. */
  return g_strdup_printf (_("“%s” %.1f %%"), text->str, token->probability * 100);
}

static char *
describe (const RecessToken *token)
{
  g_autofree char *first = describe_one (token);
  GString *words = g_string_new (first);
  const char *lead = _(" — instead: ");

  for (guint i = 0; i < token->alternatives->len; i++)
    {
      const RecessToken *other = g_ptr_array_index (token->alternatives, i);
      g_autofree char *text = NULL;

      if (g_str_equal (other->text, token->text))
        continue;

      text = describe_one (other);
      g_string_append (words, lead);
      g_string_append (words, text);
      lead = " · ";
    }

  return g_string_free (words, FALSE);
}

static const RecessToken *
find_token (RecessTokensRow *self,
            int              offset)
{
  guint low = 0;
  guint high = self->ends->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->ends, int, middle) <= offset)
        low = middle + 1;
      else
        high = middle;
    }

  return low < self->ends->len ? g_ptr_array_index (self->tokens, low) : NULL;
}

static void
show_token (RecessTokensRow   *self,
            const RecessToken *token)
{
  g_autofree char *words = token != NULL ? describe (token) : NULL;

  gtk_label_set_label (GTK_LABEL (self->details),
                       words != NULL ? words
                                     : _("Point at a word, or move the cursor to it."));
}

static void
cursor_cb (RecessTokensRow *self)
{
  int offset;

  g_assert (RECESS_IS_TOKENS_ROW (self));

  g_object_get (self->buffer, "cursor-position", &offset, NULL);
  if (self->tokens != NULL)
    show_token (self, find_token (self, offset));
}

static void
motion_cb (RecessTokensRow *self,
           double           x,
           double           y)
{
  GtkTextIter iter;
  int buffer_x;
  int buffer_y;

  g_assert (RECESS_IS_TOKENS_ROW (self));

  gtk_text_view_window_to_buffer_coords (GTK_TEXT_VIEW (self->view), GTK_TEXT_WINDOW_WIDGET,
                                         (int) x, (int) y, &buffer_x, &buffer_y);
  if (self->tokens != NULL &&
      gtk_text_view_get_iter_at_location (GTK_TEXT_VIEW (self->view), &iter, buffer_x, buffer_y))
    show_token (self, find_token (self, gtk_text_iter_get_offset (&iter)));
}

static void
update_colors (RecessTokensRow *self)
{
  GdkRGBA color;

  g_assert (RECESS_IS_TOKENS_ROW (self));

  recess_style_lookup_color (GTK_WIDGET (self), "token_unlikely", &color);
  for (guint i = 1; i < G_N_ELEMENTS (levels); i++)
    {
      GdkRGBA shade = color;

      shade.alpha = (float) levels[i].alpha;
      g_object_set (self->tags[i], "background-rgba", &shade, NULL);
    }
}

static void
fill (RecessTokensRow *self)
{
  GtkTextIter end;
  int offset = 0;

  gtk_text_buffer_set_text (self->buffer, "", 0);
  g_array_set_size (self->ends, 0);
  gtk_text_buffer_get_start_iter (self->buffer, &end);
  for (guint i = 0; i < MIN (self->tokens->len, MOST_TOKENS); i++)
    {
      const RecessToken *token = g_ptr_array_index (self->tokens, i);
      guint level = level_of (token->probability);

      offset += (int) g_utf8_strlen (token->text, -1);
      g_array_append_val (self->ends, offset);
      gtk_text_buffer_insert_with_tags (self->buffer, &end, token->text, -1,
                                        level > 0 ? self->tags[level] : NULL, NULL);
    }
  if (self->tokens->len > MOST_TOKENS)
    gtk_text_buffer_insert (self->buffer, &end, " …", -1);

  gtk_text_buffer_get_start_iter (self->buffer, &end);
  gtk_text_buffer_place_cursor (self->buffer, &end);
  show_token (self, NULL);
}

static gboolean
grab_focus_cb (gpointer user_data)
{
  RecessTokensRow *self = user_data;

  if (self->view != NULL && gtk_widget_get_mapped (self->view))
    gtk_widget_grab_focus (self->view);

  return G_SOURCE_REMOVE;
}

static void
recess_tokens_row_set_row (RecessRowContent *content,
                           RecessRow        *row)
{
  RecessTokensRow *self = RECESS_TOKENS_ROW (content);
  GPtrArray *tokens = NULL;

  if (row != NULL)
    tokens = recess_message_get_tokens (recess_row_get_message (row));
  if (self->tokens == tokens)
    return;

  g_clear_pointer (&self->tokens, g_ptr_array_unref);
  if (tokens == NULL)
    return;

  self->tokens = g_ptr_array_ref (tokens);
  update_colors (self);
  fill (self);

  /* Who asks for them wants to walk through them; not who scrolls by. */
  if (recess_row_get_state (row) == NULL)
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, grab_focus_cb, g_object_ref (self), g_object_unref);
  recess_row_set_state (row, G_OBJECT (self->buffer));
}

static void
row_content_iface_init (RecessRowContentInterface *iface)
{
  iface->set_row = recess_tokens_row_set_row;
}

static void
recess_tokens_row_dispose (GObject *object)
{
  RecessTokensRow *self = RECESS_TOKENS_ROW (object);

  g_clear_pointer (&self->tokens, g_ptr_array_unref);
  g_clear_pointer (&self->view, gtk_widget_unparent);
  g_clear_pointer (&self->details, gtk_widget_unparent);

  G_OBJECT_CLASS (recess_tokens_row_parent_class)->dispose (object);
}

static void
recess_tokens_row_finalize (GObject *object)
{
  RecessTokensRow *self = RECESS_TOKENS_ROW (object);

  g_object_unref (self->buffer);
  g_array_unref (self->ends);

  G_OBJECT_CLASS (recess_tokens_row_parent_class)->finalize (object);
}

static void
recess_tokens_row_class_init (RecessTokensRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = recess_tokens_row_dispose;
  object_class->finalize = recess_tokens_row_finalize;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "tokensrow");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
make_tags (RecessTokensRow *self)
{
  for (guint i = 1; i < G_N_ELEMENTS (levels); i++)
    self->tags[i] = gtk_text_buffer_create_tag (self->buffer, NULL, "background-set", TRUE, NULL);

  /* Not by the colour alone. */
  g_object_set (self->tags[G_N_ELEMENTS (levels) - 1], "underline", PANGO_UNDERLINE_SINGLE, NULL);
}

static void
recess_tokens_row_init (RecessTokensRow *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Token probabilities"), -1);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
  self->ends = g_array_new (FALSE, FALSE, sizeof (int));
  self->buffer = gtk_text_buffer_new (NULL);
  make_tags (self);

  self->view = gtk_text_view_new_with_buffer (self->buffer);
  gtk_text_view_set_editable (GTK_TEXT_VIEW (self->view), FALSE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self->view), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Tokens"), -1);
  gtk_widget_set_parent (self->view, GTK_WIDGET (self));

  self->details = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->details), 0);
  gtk_label_set_wrap (GTK_LABEL (self->details), TRUE);
  gtk_label_set_lines (GTK_LABEL (self->details), 2);
  gtk_label_set_ellipsize (GTK_LABEL (self->details), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->details, "meta");
  gtk_widget_add_css_class (self->details, "numeric");
  gtk_widget_set_parent (self->details, GTK_WIDGET (self));

  g_signal_connect_object (self->buffer, "notify::cursor-position", G_CALLBACK (cursor_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (motion, "motion", G_CALLBACK (motion_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->view, motion);
}

GtkWidget *
recess_tokens_row_new (void)
{
  return g_object_new (RECESS_TYPE_TOKENS_ROW, NULL);
}
