/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "recess-format.h"
#include "recess-header-row.h"
#include "recess-message-view.h"
#include "recess-template.h"

#define PRACTICE_MODEL "recess-practice"

struct _RecessHeaderRow
{
  GtkWidget parent_instance;

  /* Template widgets */
  GtkLabel *role;
  GtkWidget *pill;
  GtkLabel *meta;
  GtkWidget *pager;
  GtkWidget *previous;
  GtkLabel *page;
  GtkWidget *next;
  GtkWidget *actions;
  GtkWidget *copy;
  GtkWidget *edit;
  GtkWidget *regenerate;
  GtkMenuButton *menu;

  RecessMessage *message;
};

static void row_content_iface_init (RecessRowContentInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RecessHeaderRow, recess_header_row, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (RECESS_TYPE_ROW_CONTENT,
                                                      row_content_iface_init))

static const char *
role_name (const char *role)
{
  static const struct
  {
    const char *role;
    const char *name;
  } names[] = {
    { "system", N_("System") },       { "developer", N_("Developer") }, { "user", N_("User") },
    { "assistant", N_("Assistant") }, { "tool", N_("Tool") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i].role, role))
      return _(names[i].name);

  return role;
}

static void
add_part (GString    *meta,
          const char *part)
{
  if (meta->len > 0)
    g_string_append (meta, " · ");
  g_string_append (meta, part);
}

static void
add_answer_meta (RecessMessage *message,
                 GString       *meta)
{
  int tokens = recess_message_get_completion_tokens (message);
  int duration = recess_message_get_duration_ms (message);
  g_autofree char *time = NULL;
  g_autofree char *count = NULL;
  g_autofree char *about = NULL;
  g_autofree char *cost = NULL;

  if (recess_message_get_status (message) == RECESS_MESSAGE_IN_PROGRESS)
    {
      add_part (meta, _("writing…"));
      return;
    }

  /* Translators: seconds; then a count of tokens. A dash stands for what is not known. */
  time = duration < 0 ? g_strdup (_("– s")) : g_strdup_printf (_("%.2f s"), duration / 1000.);
  count = tokens < 0 ? g_strdup (_("– tokens"))
                     : g_strdup_printf (ngettext ("%'d token", "%'d tokens", tokens), tokens);
  about = g_strconcat (tokens >= 0 && recess_message_get_estimated (message) ? "≈ " : "", count,
                       NULL);
  add_part (meta, time);
  add_part (meta, about);
  if (recess_message_get_cost (message) >= 0)
    {
      cost = recess_format_cost (recess_message_get_cost (message));
      add_part (meta, cost);
    }
}

static char *
make_meta (RecessMessage *message)
{
  GString *meta = g_string_new (NULL);
  const char *model = recess_message_get_model (message);
  int tokens = recess_message_get_prompt_tokens (message);

  if (model != NULL && *model != '\0')
    add_part (meta, model);

  if (g_str_equal (recess_message_get_role (message), "assistant"))
    add_answer_meta (message, meta);
  else if (tokens >= 0)
    {
      g_autofree char *count = g_strdup_printf (ngettext ("%'d token", "%'d tokens", tokens),
                                                tokens);

      add_part (meta, count);
    }

  return g_string_free (meta, FALSE);
}

static gboolean
is_read_only (RecessHeaderRow *self)
{
  GtkWidget *view = gtk_widget_get_ancestor (GTK_WIDGET (self), RECESS_TYPE_MESSAGE_VIEW);

  return view != NULL && recess_message_view_get_read_only (RECESS_MESSAGE_VIEW (view));
}

static void
set_action (GtkWidget  *button,
            const char *action,
            const char *id)
{
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", id);
  recess_row_content_set_action (button, action);
}

static void
append_probabilities (GMenu         *menu,
                      RecessMessage *message)
{
  gboolean shown = recess_message_get_tokens (message) != NULL;
  g_autoptr (GMenuItem) item = NULL;

  item = g_menu_item_new (shown ? _("Hide Token _Probabilities") : _("Show Token _Probabilities"),
                          NULL);
  g_menu_item_set_action_and_target (item, "message.probabilities", "s",
                                     recess_message_get_id (message));
  g_menu_append_item (menu, item);
}

static void
create_menu_cb (GtkMenuButton *button,
                gpointer       user_data)
{
  RecessHeaderRow *self = RECESS_HEADER_ROW (user_data);
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenuItem) branch = g_menu_item_new (_("_Branch From Here"), NULL);
  g_autoptr (GMenuItem) delete = g_menu_item_new (_("_Delete"), NULL);
  const char *id = recess_message_get_id (self->message);

  g_menu_item_set_action_and_target (branch, "message.branch", "s", id != NULL ? id : "");
  g_menu_item_set_action_and_target (delete, "message.delete", "s", id != NULL ? id : "");
  if (recess_message_get_has_probabilities (self->message))
    append_probabilities (menu, self->message);
  g_menu_append_item (menu, branch);
  g_menu_append_item (menu, delete);
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static void
update_actions (RecessHeaderRow *self)
{
  const char *id = recess_message_get_id (self->message);
  const char *role = recess_message_get_role (self->message);
  gboolean writing = recess_message_get_status (self->message) == RECESS_MESSAGE_IN_PROGRESS;
  gboolean changes = !is_read_only (self) && !writing;
  int position = recess_message_get_position (self->message);
  int siblings = recess_message_get_siblings (self->message);
  g_autofree char *page = g_strdup_printf ("%d/%d", position + 1, siblings);

  id = id != NULL ? id : "";
  set_action (self->copy, "message.copy", id);
  set_action (self->edit, "message.edit", id);
  set_action (self->regenerate, "message.regenerate", id);
  set_action (self->previous, "message.previous-sibling", id);
  set_action (self->next, "message.next-sibling", id);

  gtk_widget_set_visible (self->edit, changes);
  gtk_widget_set_visible (self->regenerate, changes && g_str_equal (role, "assistant"));
  gtk_widget_set_visible (GTK_WIDGET (self->menu), changes);

  gtk_widget_set_visible (self->pager, siblings > 1 && changes);
  gtk_widget_set_sensitive (self->previous, position > 0);
  gtk_widget_set_sensitive (self->next, position + 1 < siblings);
  gtk_label_set_label (self->page, page);
}

static void
update_name (RecessHeaderRow *self,
             const char      *role,
             const char      *meta)
{
  g_autofree char *name = NULL;

  if (*meta == '\0')
    /* Translators: for screen readers: the role of a message, "User message" */
    name = g_strdup_printf (_("%s message"), role);
  else
    /* Translators: for screen readers: the role of a message and what is known of it */
    name = g_strdup_printf (_("%s message, %s"), role, meta);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
recess_header_row_set_row (RecessRowContent *content,
                           RecessRow        *row)
{
  RecessHeaderRow *self = RECESS_HEADER_ROW (content);
  RecessMessage *message = row == NULL ? NULL : recess_row_get_message (row);
  const char *role_id;
  const char *role;
  const char *model;
  g_autofree char *meta = NULL;

  g_set_object (&self->message, message);
  if (row == NULL)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self), "hovered");
      return;
    }

  role_id = recess_message_get_role (self->message);
  role = role_name (role_id);
  model = recess_message_get_model (self->message);
  meta = make_meta (self->message);
  gtk_label_set_label (self->role, role);
  gtk_label_set_label (self->meta, meta);
  gtk_widget_set_css_classes (GTK_WIDGET (self->role), (const char *[]) { "role", role_id, NULL });
  gtk_widget_set_visible (self->pill, model != NULL && g_str_has_suffix (model, PRACTICE_MODEL));
  update_actions (self);
  update_name (self, role, meta);
}

static void
recess_header_row_set_hover (RecessRowContent *content,
                             gboolean          hover)
{
  if (hover)
    gtk_widget_add_css_class (GTK_WIDGET (content), "hovered");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (content), "hovered");
}

static void
row_content_iface_init (RecessRowContentInterface *iface)
{
  iface->set_row = recess_header_row_set_row;
  iface->set_hover = recess_header_row_set_hover;
}

static void
recess_header_row_dispose (GObject *object)
{
  RecessHeaderRow *self = RECESS_HEADER_ROW (object);

  g_clear_object (&self->message);
  recess_template_dispose (GTK_WIDGET (self), RECESS_TYPE_HEADER_ROW);

  G_OBJECT_CLASS (recess_header_row_parent_class)->dispose (object);
}

static void
recess_header_row_class_init (RecessHeaderRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = recess_header_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/ui/recess-header-row.ui");
  gtk_widget_class_bind_template_child (widget_class, RecessHeaderRow, role);
  gtk_widget_class_bind_template_child (widget_class, RecessHeaderRow, pill);
  gtk_widget_class_bind_template_child (widget_class, RecessHeaderRow, meta);
  gtk_widget_class_bind_template_child (widget_class, RecessHeaderRow, pager);
  gtk_widget_class_bind_template_child (widget_class, RecessHeaderRow, previous);
  gtk_widget_class_bind_template_child (widget_class, RecessHeaderRow, page);
  gtk_widget_class_bind_template_child (widget_class, RecessHeaderRow, next);
  gtk_widget_class_bind_template_child (widget_class, RecessHeaderRow, actions);
  gtk_widget_class_bind_template_child (widget_class, RecessHeaderRow, copy);
  gtk_widget_class_bind_template_child (widget_class, RecessHeaderRow, edit);
  gtk_widget_class_bind_template_child (widget_class, RecessHeaderRow, regenerate);
  gtk_widget_class_bind_template_child (widget_class, RecessHeaderRow, menu);
  gtk_widget_class_set_css_name (widget_class, "headerrow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
recess_header_row_init (RecessHeaderRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->menu, create_menu_cb, self, NULL);
}

GtkWidget *
recess_header_row_new (void)
{
  return g_object_new (RECESS_TYPE_HEADER_ROW, NULL);
}
