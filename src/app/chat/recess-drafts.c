/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-content.h"
#include "recess-drafts.h"

#define SAVE_DELAY_S 1
#define MAX_DRAFTS   50

struct _RecessDrafts
{
  GObject     parent_instance;

  GSettings  *settings;
  GHashTable *texts;
  GHashTable *attachments;
  guint       save_id;
};

G_DEFINE_FINAL_TYPE (RecessDrafts, recess_drafts, G_TYPE_OBJECT)

static gboolean
recess_drafts_save_cb (gpointer user_data)
{
  RecessDrafts *self = user_data;

  g_assert (RECESS_IS_DRAFTS (self));

  self->save_id = 0;
  recess_drafts_save (self);

  return G_SOURCE_REMOVE;
}

static void
recess_drafts_finalize (GObject *object)
{
  RecessDrafts *self = RECESS_DRAFTS (object);

  g_clear_handle_id (&self->save_id, g_source_remove);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->texts, g_hash_table_unref);
  g_clear_pointer (&self->attachments, g_hash_table_unref);

  G_OBJECT_CLASS (recess_drafts_parent_class)->finalize (object);
}

static void
recess_drafts_class_init (RecessDraftsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = recess_drafts_finalize;
}

static void
recess_drafts_init (RecessDrafts *self)
{
  self->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->attachments = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

static void
recess_drafts_save_soon (RecessDrafts *self)
{
  g_assert (RECESS_IS_DRAFTS (self));

  if (self->save_id == 0)
    self->save_id = g_timeout_add_seconds (SAVE_DELAY_S, recess_drafts_save_cb, self);
}

static void
recess_drafts_load (RecessDrafts *self,
                    const char   *key)
{
  g_autoptr(GVariant) value = g_settings_get_value (self->settings, key);
  GVariantIter iter;
  char *id;
  char *text;

  g_variant_iter_init (&iter, value);
  while (g_variant_iter_next (&iter, "{ss}", &id, &text))
    {
      if (g_str_equal (key, "drafts"))
        {
          g_hash_table_insert (self->texts, id, text);
          continue;
        }

      g_hash_table_insert (self->attachments, id, recess_content_attachments_from_json (text));
      g_free (text);
    }
}

RecessDrafts *
recess_drafts_new (GSettings *settings)
{
  RecessDrafts *self;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (RECESS_TYPE_DRAFTS, NULL);
  self->settings = g_object_ref (settings);
  recess_drafts_load (self, "drafts");
  recess_drafts_load (self, "draft-attachments");

  return self;
}

const char *
recess_drafts_get (RecessDrafts *self,
                   const char   *id)
{
  g_return_val_if_fail (RECESS_IS_DRAFTS (self), NULL);

  return g_hash_table_lookup (self->texts, id != NULL ? id : "");
}

void
recess_drafts_set (RecessDrafts *self,
                   const char   *id,
                   const char   *text)
{
  g_return_if_fail (RECESS_IS_DRAFTS (self));

  if (id == NULL)
    id = "";
  if (text != NULL && *text == '\0')
    text = NULL;
  if (g_strcmp0 (g_hash_table_lookup (self->texts, id), text) == 0)
    return;

  if (text == NULL)
    g_hash_table_remove (self->texts, id);
  else if (g_hash_table_size (self->texts) < MAX_DRAFTS || g_hash_table_contains (self->texts, id))
    g_hash_table_insert (self->texts, g_strdup (id), g_strdup (text));

  recess_drafts_save_soon (self);
}

GListModel *
recess_drafts_get_attachments (RecessDrafts *self,
                               const char   *id)
{
  g_return_val_if_fail (RECESS_IS_DRAFTS (self), NULL);

  return g_hash_table_lookup (self->attachments, id != NULL ? id : "");
}

void
recess_drafts_set_attachments (RecessDrafts *self,
                               const char   *id,
                               GListModel   *attachments)
{
  guint n_attachments;
  GListStore *kept;

  g_return_if_fail (RECESS_IS_DRAFTS (self));
  g_return_if_fail (attachments == NULL || G_IS_LIST_MODEL (attachments));

  id = id != NULL ? id : "";
  n_attachments = attachments != NULL ? g_list_model_get_n_items (attachments) : 0;
  if (n_attachments == 0)
    {
      if (g_hash_table_remove (self->attachments, id))
        recess_drafts_save_soon (self);
      return;
    }

  if (g_hash_table_size (self->attachments) >= MAX_DRAFTS &&
      !g_hash_table_contains (self->attachments, id))
    return;

  kept = g_list_store_new (RECESS_TYPE_ATTACHMENT);
  for (guint i = 0; i < n_attachments; i++)
    {
      g_autoptr(RecessAttachment) attachment = g_list_model_get_item (attachments, i);

      /* One that is on its way to the engine arrives later. */
      if (recess_attachment_get_uri (attachment) == NULL)
        g_signal_connect_object (attachment, "notify::uri", G_CALLBACK (recess_drafts_save_soon),
                                 self, G_CONNECT_SWAPPED);
      g_list_store_append (kept, attachment);
    }

  g_hash_table_insert (self->attachments, g_strdup (id), kept);
  recess_drafts_save_soon (self);
}

static void
recess_drafts_save_attachments (RecessDrafts *self)
{
  GVariantBuilder builder;
  GHashTableIter iter;
  gpointer id;
  gpointer attachments;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  g_hash_table_iter_init (&iter, self->attachments);
  while (g_hash_table_iter_next (&iter, &id, &attachments))
    {
      g_autofree char *json = recess_content_attachments_to_json (attachments);

      g_variant_builder_add (&builder, "{ss}", id, json);
    }
  g_settings_set_value (self->settings, "draft-attachments", g_variant_builder_end (&builder));
}

void
recess_drafts_save (RecessDrafts *self)
{
  GVariantBuilder builder;
  GHashTableIter iter;
  gpointer id;
  gpointer text;

  g_return_if_fail (RECESS_IS_DRAFTS (self));

  g_clear_handle_id (&self->save_id, g_source_remove);
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  g_hash_table_iter_init (&iter, self->texts);
  while (g_hash_table_iter_next (&iter, &id, &text))
    g_variant_builder_add (&builder, "{ss}", id, text);
  g_settings_set_value (self->settings, "drafts", g_variant_builder_end (&builder));
  recess_drafts_save_attachments (self);
}
