/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-json.h"
#include "recess-practice-corpus.h"

#define TITLE "title: "

typedef struct
{
  char *title;
  char *text;
} Reply;

struct _RecessPracticeCorpus
{
  GHashTable *replies;
};

static void
reply_free (gpointer data)
{
  Reply *reply = data;

  g_free (reply->title);
  g_free (reply->text);
  g_free (reply);
}

static void
pair_free (gpointer data)
{
  RecessPracticePair *pair = data;

  g_free (pair->subject);
  g_free (pair->previous);
  g_free (pair->question);
  g_free (pair);
}

/* A reply is Markdown, with "title: …" and an empty line before it where it has a title. */
static Reply *
reply_parse (const char *contents)
{
  Reply *reply = g_new0 (Reply, 1);
  const char *text = contents;

  if (g_str_has_prefix (contents, TITLE))
    {
      const char *end = strchrnul (contents, '\n');

      reply->title = g_strndup (contents + strlen (TITLE), end - contents - strlen (TITLE));
      text = end + strspn (end, "\n");
    }
  reply->text = g_strchomp (g_strdup (text));

  return reply;
}

RecessPracticeCorpus *
recess_practice_corpus_new (const char  *replies,
                            GError     **error)
{
  g_autoptr(RecessPracticeCorpus) self = NULL;
  g_autoptr(GDir) dir = NULL;
  const char *name;

  g_return_val_if_fail (replies != NULL, NULL);

  if (!(dir = g_dir_open (replies, 0, error)))
    return NULL;

  self = g_new0 (RecessPracticeCorpus, 1);
  self->replies = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, reply_free);
  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (replies, name, NULL);
      g_autofree char *contents = NULL;

      if (!g_str_has_suffix (name, ".md"))
        continue;

      if (!g_file_get_contents (path, &contents, NULL, error))
        return NULL;

      g_hash_table_insert (self->replies, g_strndup (name, strlen (name) - strlen (".md")),
                           reply_parse (contents));
    }

  return g_steal_pointer (&self);
}

void
recess_practice_corpus_free (RecessPracticeCorpus *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->replies, g_hash_table_unref);
  g_free (self);
}

const char *
recess_practice_corpus_get_reply (RecessPracticeCorpus *self,
                                  const char           *subject)
{
  const Reply *reply;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (subject != NULL, NULL);

  reply = g_hash_table_lookup (self->replies, subject);
  return reply != NULL ? reply->text : NULL;
}

const char *
recess_practice_corpus_get_title (RecessPracticeCorpus *self,
                                  const char           *subject)
{
  const Reply *reply;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (subject != NULL, NULL);

  reply = g_hash_table_lookup (self->replies, subject);
  return reply != NULL ? reply->title : NULL;
}

static int
compare_strings (gconstpointer a,
                 gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

GPtrArray *
recess_practice_corpus_subjects (RecessPracticeCorpus *self)
{
  g_autoptr(GPtrArray) subjects = NULL;
  GHashTableIter iter;
  gpointer subject;

  g_return_val_if_fail (self != NULL, NULL);

  subjects = g_ptr_array_new ();
  g_hash_table_iter_init (&iter, self->replies);
  while (g_hash_table_iter_next (&iter, &subject, NULL))
    g_ptr_array_add (subjects, subject);
  g_ptr_array_sort (subjects, compare_strings);

  return g_steal_pointer (&subjects);
}

static void
read_messages (RecessPracticePair *pair,
               JsonArray          *messages)
{
  for (guint i = 0; i < json_array_get_length (messages); i++)
    {
      JsonNode *node = json_array_get_element (messages, i);
      JsonObject *message = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

      if (message == NULL
          || g_strcmp0 (recess_json_object_get_string (message, "role", NULL), "user") != 0)
        continue;

      g_free (pair->previous);
      pair->previous = g_steal_pointer (&pair->question);
      pair->question = g_strdup (recess_json_object_get_string (message, "content", NULL));
    }
}

static RecessPracticePair *
read_line (RecessPracticeCorpus  *self,
           const char            *line,
           GError               **error)
{
  g_autoptr(JsonObject) object = recess_json_parse_object (line, strlen (line), error);
  RecessPracticePair *pair;
  JsonArray *messages;

  if (object == NULL)
    return NULL;

  pair = g_new0 (RecessPracticePair, 1);
  pair->subject = g_strdup (recess_json_object_get_string (object, "subject", NULL));
  pair->question = g_strdup (recess_json_object_get_string (object, "question", NULL));
  if ((messages = recess_json_object_get_array (object, "messages")))
    read_messages (pair, messages);

  if (pair->question == NULL
      || (pair->subject != NULL && !g_hash_table_contains (self->replies, pair->subject)))
    {
      g_set_error (error, RECESS_PRACTICE_ERROR, RECESS_PRACTICE_ERROR_EXAMPLE,
                   "No question, or a subject without a reply: %s", line);
      pair_free (pair);
      return NULL;
    }

  return pair;
}

GPtrArray *
recess_practice_corpus_read (RecessPracticeCorpus  *self,
                             const char            *path,
                             GError               **error)
{
  g_autoptr(GPtrArray) pairs = g_ptr_array_new_with_free_func (pair_free);
  g_autofree char *contents = NULL;
  g_auto(GStrv) lines = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (path != NULL, NULL);

  if (!g_file_get_contents (path, &contents, NULL, error))
    return NULL;

  lines = g_strsplit (contents, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      RecessPracticePair *pair;

      if (lines[i][0] == '\0')
        continue;

      if (!(pair = read_line (self, lines[i], error)))
        {
          g_prefix_error (error, "%s:%u: ", path, i + 1);
          return NULL;
        }
      g_ptr_array_add (pairs, pair);
    }

  return g_steal_pointer (&pairs);
}
