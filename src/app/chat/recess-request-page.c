/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>

#include "common/recess-glib-compat.h"
#include "common/recess-json.h"

#include "engine/recess-call.h"
#include "widgets/recess-template.h"
#include "recess-request-builder.h"
#include "recess-request-entry.h"
#include "recess-request-page.h"
#include "recess-request-row.h"

/* Colouring a long text costs more than it helps. */
#define HIGHLIGHT_LIMIT (256 * 1024)
#define PAST_REQUESTS   50

struct _RecessRequestPage
{
  GtkWidget          parent_instance;

  /* Template widgets */
  GtkListBox        *rows;
  GtkWidget         *detail;
  GtkToggleButton   *show_request;
  GtkToggleButton   *show_answer;
  GtkWidget         *sides;
  GtkSourceBuffer   *buffer;
  GtkLabel          *summary;

  /* Borrowed: the row that is open and shows the detail */
  RecessRequestRow  *open;

  /* Owned references */
  GListStore        *entries;
  RecessEngine      *engine;
  RecessChatSession *session;
  GSignalGroup      *session_signals;
  GCancellable      *cancellable;
  GCancellable      *list_cancellable;
  char              *request;
  char              *answer;
  char              *answer_type;

  guint              update_id;
  guint              list_stale : 1;
};

G_DEFINE_FINAL_TYPE (RecessRequestPage, recess_request_page, GTK_TYPE_WIDGET)

static void
recess_request_page_show (RecessRequestPage *self,
                          const char        *text,
                          gboolean           json)
{
  GtkSourceLanguageManager *manager = gtk_source_language_manager_get_default ();
  gsize length;

  text = text != NULL ? text : "";
  length = strlen (text);
  gtk_source_buffer_set_language (self->buffer,
                                  json && length < HIGHLIGHT_LIMIT
                                  ? gtk_source_language_manager_get_language (manager, "json")
                                  : NULL);
  gtk_text_buffer_set_text (GTK_TEXT_BUFFER (self->buffer), text, (int) length);
}

static void
recess_request_page_mark_member (RecessRequestPage *self,
                                 const char        *name)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", name);
  GtkTextIter start, end;
  RecessJsonSpan value;
  const char *member;
  glong offset;

  if (!recess_json_find_member (self->request, strlen (self->request), name, &value))
    return;

  member = g_strrstr_len (self->request, (gssize) value.start, quoted);
  if (member == NULL)
    return;

  offset = g_utf8_pointer_to_offset (self->request, member);
  gtk_text_buffer_get_iter_at_offset (buffer, &start, (int) offset);
  gtk_text_buffer_get_iter_at_offset (buffer, &end,
                                      (int) (offset + g_utf8_strlen (quoted, -1)));
  gtk_text_buffer_apply_tag_by_name (buffer, "required", &start, &end);
}

static void
recess_request_page_mark_required (RecessRequestPage *self)
{
  if (self->request == NULL || !recess_json_check (self->request, strlen (self->request), NULL))
    return;

  recess_request_page_mark_member (self, "model");
  recess_request_page_mark_member (self, "messages");
}

static void
recess_request_page_show_side (RecessRequestPage *self)
{
  gboolean answer;

  g_assert (RECESS_IS_REQUEST_PAGE (self));

  answer = gtk_widget_get_visible (self->sides) && gtk_toggle_button_get_active (self->show_answer);
  if (!answer)
    {
      recess_request_page_show (self, self->request, TRUE);
      recess_request_page_mark_required (self);
    }
  else
    recess_request_page_show (self, self->answer,
                              g_strcmp0 (self->answer_type, "application/json") == 0);
}

static RecessRequestEntry *
recess_request_page_get_entry (RecessRequestPage *self)
{
  return self->open != NULL ? recess_request_row_get_entry (self->open) : NULL;
}

static void
recess_request_page_entry_cb (GObject      *object,
                              GAsyncResult *result,
                              gpointer      user_data)
{
  g_autoptr(RecessRequestPage) self = user_data;
  g_autoptr(JsonObject) row = NULL;
  g_autoptr(GError) error = NULL;

  row = recess_call_finish (RECESS_CLIENT (object), result, &error);
  if (recess_call_cancelled (error) || self->engine == NULL)
    return;

  g_clear_pointer (&self->request, g_free);
  g_clear_pointer (&self->answer, g_free);
  if (row != NULL)
    {
      self->request = g_strdup (recess_json_object_get_string (row, "request", NULL));
      self->answer = g_strdup (recess_json_object_get_string (row, "response", NULL));
      recess_set_str (&self->answer_type,
                      recess_json_object_get_string (row, "response_content_type", NULL));
    }
  else
    self->request = g_strdup (error->message);

  recess_request_page_show_side (self);
}

/* What was asked for before is wanted no more. */
static GCancellable *
recess_request_page_renew (GCancellable **cancellable)
{
  g_cancellable_cancel (*cancellable);
  g_clear_object (cancellable);
  *cancellable = g_cancellable_new ();

  return *cancellable;
}

static void
recess_request_page_fetch (RecessRequestPage *self,
                           const char        *id)
{
  g_autofree char *path = g_strdup_printf ("/recess/requests/%s", id);

  recess_call_async (recess_engine_get_client (self->engine), "GET", path, NULL,
                     recess_request_page_renew (&self->cancellable),
                     recess_request_page_entry_cb, g_object_ref (self));
}

static void
recess_request_page_update (RecessRequestPage *self)
{
  RecessRequestEntry *entry = recess_request_page_get_entry (self);
  const char *id = entry != NULL ? recess_request_entry_get_id (entry) : NULL;
  const char *summary = entry != NULL ? recess_request_entry_get_summary (entry) : NULL;

  g_assert (RECESS_IS_REQUEST_PAGE (self));

  if (entry == NULL)
    return;

  if (summary == NULL)
    summary = _("Underlined is required. What is not set is not sent.");

  gtk_widget_set_visible (self->sides, id != NULL);
  gtk_label_set_label (self->summary, summary);
  if (id != NULL)
    recess_request_page_fetch (self, id);
  else if (self->session != NULL)
    {
      g_cancellable_cancel (self->cancellable);
      g_free (self->request);
      self->request = recess_chat_session_dup_request (self->session);
      recess_request_page_show_side (self);
    }
}

/* One row is open at a time, and has the detail. */
static void
recess_request_page_toggled_cb (RecessRequestPage *self,
                                RecessRequestRow  *row)
{
  RecessRequestRow *before = self->open;

  g_assert (RECESS_IS_REQUEST_PAGE (self));

  if (recess_request_row_get_expanded (row) == (before == row))
    return;

  if (before != NULL)
    recess_request_row_set_detail (before, NULL);
  g_set_weak_pointer (&self->open, before != row ? row : NULL);
  if (before == row)
    return;

  if (before != NULL)
    recess_request_row_set_expanded (before, FALSE);
  recess_request_row_set_detail (row, self->detail);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    recess_request_page_update (self);
}

static GtkWidget *
recess_request_page_create_row (gpointer item,
                                gpointer user_data)
{
  GtkWidget *row = recess_request_row_new (item);

  g_signal_connect_object (row, "toggled", G_CALLBACK (recess_request_page_toggled_cb),
                           user_data, G_CONNECT_SWAPPED);

  return row;
}

static void
recess_request_page_open_next (RecessRequestPage *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->rows, 0);

  recess_request_row_set_expanded (RECESS_REQUEST_ROW (row), TRUE);
}

static gboolean
recess_request_page_has (RecessRequestPage  *self,
                         guint               position,
                         RecessRequestEntry *entry)
{
  g_autoptr(RecessRequestEntry) there = NULL;

  there = g_list_model_get_item (G_LIST_MODEL (self->entries), position);
  return there != NULL
         && g_str_equal (recess_request_entry_get_id (there), recess_request_entry_get_id (entry))
         && g_str_equal (recess_request_entry_get_summary (there),
                         recess_request_entry_get_summary (entry));
}

/* The newest come first: rows that are known stay where they are, and open. The first of all, the
 * next request, always stays. */
static void
recess_request_page_take_entries (RecessRequestPage *self,
                                  GPtrArray         *entries)
{
  guint n_old = g_list_model_get_n_items (G_LIST_MODEL (self->entries)) - 1;
  gboolean was_open = self->open != NULL;
  guint n_new = 0;
  guint n_kept = 0;

  while (n_new < entries->len
         && !recess_request_page_has (self, 1, g_ptr_array_index (entries, n_new)))
    n_new++;
  while (n_new + n_kept < entries->len && n_kept < n_old
         && recess_request_page_has (self, 1 + n_kept,
                                     g_ptr_array_index (entries, n_new + n_kept)))
    n_kept++;

  g_list_store_splice (self->entries, 1 + n_kept, n_old - n_kept,
                       entries->pdata + n_new + n_kept, entries->len - n_new - n_kept);
  g_list_store_splice (self->entries, 1, 0, entries->pdata, n_new);
  if (was_open && self->open == NULL)
    recess_request_page_open_next (self);
}

static gboolean
recess_request_page_update_cb (gpointer user_data)
{
  RecessRequestPage *self = user_data;
  RecessRequestEntry *entry;

  g_assert (RECESS_IS_REQUEST_PAGE (self));

  self->update_id = 0;
  entry = recess_request_page_get_entry (self);
  if (entry == NULL || recess_request_entry_get_id (entry) == NULL)
    recess_request_page_update (self);

  return G_SOURCE_REMOVE;
}

static void
recess_request_page_changed_cb (RecessRequestPage *self)
{
  g_assert (RECESS_IS_REQUEST_PAGE (self));

  if (self->update_id == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->update_id = g_idle_add (recess_request_page_update_cb, self);
}

static void
recess_request_page_list_cb (GObject      *object,
                             GAsyncResult *result,
                             gpointer      user_data)
{
  g_autoptr(RecessRequestPage) self = user_data;
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(JsonObject) list = NULL;
  JsonArray *data;

  list = recess_call_finish (RECESS_CLIENT (object), result, NULL);
  if (list == NULL || self->engine == NULL)
    return;

  data = recess_json_object_get_array (list, "data");
  for (guint i = 0; data != NULL && i < json_array_get_length (data); i++)
    {
      JsonNode *node = json_array_get_element (data, i);

      if (JSON_NODE_HOLDS_OBJECT (node)
          && recess_json_object_get_string (json_node_get_object (node), "id", NULL) != NULL)
        g_ptr_array_add (entries, recess_request_entry_new (json_node_get_object (node)));
    }

  recess_request_page_take_entries (self, entries);
}

static void
recess_request_page_load (RecessRequestPage *self)
{
  const char *id = self->session != NULL ? recess_chat_session_get_id (self->session) : NULL;
  g_autofree char *path = NULL;
  GCancellable *cancellable = recess_request_page_renew (&self->list_cancellable);

  self->list_stale = FALSE;
  if (id == NULL || recess_engine_get_state (self->engine) != RECESS_ENGINE_READY)
    return;

  path = g_strdup_printf ("/recess/requests?limit=%d&conversation_id=%s", PAST_REQUESTS, id);
  recess_call_async (recess_engine_get_client (self->engine), "GET", path, NULL, cancellable,
                     recess_request_page_list_cb, g_object_ref (self));
}

static void
recess_request_page_map (GtkWidget *widget)
{
  RecessRequestPage *self = RECESS_REQUEST_PAGE (widget);

  GTK_WIDGET_CLASS (recess_request_page_parent_class)->map (widget);

  if (self->list_stale)
    recess_request_page_load (self);
  recess_request_page_update (self);
}

static void
recess_request_page_feed_cb (RecessRequestPage *self,
                             const char        *kind)
{
  g_assert (RECESS_IS_REQUEST_PAGE (self));

  if (!g_str_equal (kind, "request"))
    return;

  self->list_stale = TRUE;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    recess_request_page_load (self);
}

static void
recess_request_page_copy_action (GtkWidget  *widget,
                                 const char *action_name,
                                 GVariant   *parameter)
{
  RecessRequestPage *self = RECESS_REQUEST_PAGE (widget);
  g_autofree char *text = NULL;
  GtkTextIter start;
  GtkTextIter end;

  if (g_str_equal (action_name, "request.copy") || self->request == NULL)
    {
      gtk_text_buffer_get_bounds (GTK_TEXT_BUFFER (self->buffer), &start, &end);
      text = gtk_text_buffer_get_text (GTK_TEXT_BUFFER (self->buffer), &start, &end, TRUE);
    }
  else if (g_str_equal (action_name, "request.copy-curl"))
    text = recess_request_builder_as_curl (self->request);
  else
    text = recess_request_builder_as_python (self->request);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
recess_request_page_scheme_cb (RecessRequestPage *self)
{
  GtkSourceStyleSchemeManager *manager = gtk_source_style_scheme_manager_get_default ();
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());

  g_assert (RECESS_IS_REQUEST_PAGE (self));

  gtk_source_buffer_set_style_scheme (self->buffer,
                                      gtk_source_style_scheme_manager_get_scheme (manager, dark
                                                                                  ? "Adwaita-dark"
                                                                                  : "Adwaita"));
}

static void
recess_request_page_dispose (GObject *object)
{
  RecessRequestPage *self = RECESS_REQUEST_PAGE (object);

  g_clear_handle_id (&self->update_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_cancellable_cancel (self->list_cancellable);
  g_clear_object (&self->list_cancellable);
  g_clear_object (&self->session_signals);
  g_clear_weak_pointer (&self->open);
  recess_template_dispose (GTK_WIDGET (object), RECESS_TYPE_REQUEST_PAGE);
  g_clear_object (&self->entries);
  g_clear_object (&self->engine);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (recess_request_page_parent_class)->dispose (object);
}

static void
recess_request_page_finalize (GObject *object)
{
  RecessRequestPage *self = RECESS_REQUEST_PAGE (object);

  g_clear_pointer (&self->request, g_free);
  g_clear_pointer (&self->answer, g_free);
  g_clear_pointer (&self->answer_type, g_free);

  G_OBJECT_CLASS (recess_request_page_parent_class)->finalize (object);
}

static void
recess_request_page_class_init (RecessRequestPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = recess_request_page_dispose;
  object_class->finalize = recess_request_page_finalize;
  widget_class->map = recess_request_page_map;

  g_type_ensure (GTK_SOURCE_TYPE_VIEW);

  gtk_widget_class_install_action (widget_class, "request.copy", NULL,
                                   recess_request_page_copy_action);
  gtk_widget_class_install_action (widget_class, "request.copy-curl", NULL,
                                   recess_request_page_copy_action);
  gtk_widget_class_install_action (widget_class, "request.copy-python", NULL,
                                   recess_request_page_copy_action);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/ui/recess-request-page.ui");
  gtk_widget_class_bind_template_child (widget_class, RecessRequestPage, rows);
  gtk_widget_class_bind_template_child (widget_class, RecessRequestPage, detail);
  gtk_widget_class_bind_template_child (widget_class, RecessRequestPage, show_request);
  gtk_widget_class_bind_template_child (widget_class, RecessRequestPage, show_answer);
  gtk_widget_class_bind_template_child (widget_class, RecessRequestPage, sides);
  gtk_widget_class_bind_template_child (widget_class, RecessRequestPage, buffer);
  gtk_widget_class_bind_template_child (widget_class, RecessRequestPage, summary);
  gtk_widget_class_bind_template_callback (widget_class, recess_request_page_show_side);
}

static void
recess_request_page_init (RecessRequestPage *self)
{
  g_autoptr(RecessRequestEntry) next = recess_request_entry_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_text_buffer_create_tag (GTK_TEXT_BUFFER (self->buffer), "required",
                              "underline", PANGO_UNDERLINE_SINGLE, NULL);
  self->entries = g_list_store_new (RECESS_TYPE_REQUEST_ENTRY);
  g_list_store_append (self->entries, next);
  gtk_list_box_bind_model (self->rows, G_LIST_MODEL (self->entries),
                           recess_request_page_create_row, self, NULL);
  recess_request_page_open_next (self);

  self->session_signals = g_signal_group_new (RECESS_TYPE_CHAT_SESSION);
  g_signal_group_connect_object (self->session_signals, "request-changed",
                                 G_CALLBACK (recess_request_page_changed_cb), self,
                                 G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (recess_request_page_scheme_cb), self, G_CONNECT_SWAPPED);
  recess_request_page_scheme_cb (self);
}

GtkWidget *
recess_request_page_new (RecessEngine *engine)
{
  RecessRequestPage *self;

  g_return_val_if_fail (RECESS_IS_ENGINE (engine), NULL);

  self = g_object_new (RECESS_TYPE_REQUEST_PAGE, NULL);
  self->engine = g_object_ref (engine);
  g_signal_connect_object (engine, "changed", G_CALLBACK (recess_request_page_feed_cb), self,
                           G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

void
recess_request_page_set_session (RecessRequestPage *self,
                                 RecessChatSession *session)
{
  g_autoptr(GPtrArray) none = g_ptr_array_new ();

  g_return_if_fail (RECESS_IS_REQUEST_PAGE (self));
  g_return_if_fail (RECESS_IS_CHAT_SESSION (session));

  if (!g_set_object (&self->session, session))
    return;

  g_signal_group_set_target (self->session_signals, session);
  recess_request_page_take_entries (self, none);
  self->list_stale = TRUE;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    recess_request_page_load (self);
  recess_request_page_changed_cb (self);
}
