/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-page.h"
#include "recess-row-json.h"
#include "recess-sql.h"

#include "common/recess-api-error.h"

static gboolean
parse_limit (RecessPage  *self,
             const char  *limit,
             GError     **error)
{
  guint64 number;

  if (g_ascii_string_to_unsigned (limit, 10, 1, RECESS_PAGE_MAX, &number, NULL))
    {
      self->limit = (guint) number;
      return TRUE;
    }

  recess_set_api_error (error, 400, "limit", NULL,
                        "'limit' must be a whole number from 1 to %d.", RECESS_PAGE_MAX);
  return FALSE;
}

gboolean
recess_page_init (RecessPage  *self,
                  const char  *limit,
                  const char  *order,
                  const char  *after,
                  const char  *before,
                  GError     **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  *self = (RecessPage) { .limit = RECESS_PAGE_DEFAULT };

  if (limit != NULL && !parse_limit (self, limit, error))
    return FALSE;

  if (order != NULL && !g_str_equal (order, "asc") && !g_str_equal (order, "desc"))
    {
      recess_set_api_error (error, 400, "order", NULL, "'order' must be 'asc' or 'desc'.");
      return FALSE;
    }

  if (after != NULL && before != NULL)
    {
      recess_set_api_error (error, 400, "before", NULL,
                            "Only one of 'after' and 'before' can be given.");
      return FALSE;
    }

  self->ascending = g_strcmp0 (order, "asc") == 0;
  self->after = g_strdup (after);
  self->before = g_strdup (before);
  return TRUE;
}

void
recess_page_clear (RecessPage *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->after, g_free);
  g_clear_pointer (&self->before, g_free);
}

gboolean
recess_page_descends (const RecessPage *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->ascending == (self->before != NULL);
}

const char *
recess_page_get_cursor (const RecessPage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->after != NULL ? self->after : self->before;
}

void
recess_page_set_error (const RecessPage  *self,
                       const char        *what,
                       GError           **error)
{
  g_return_if_fail (self != NULL);

  recess_set_api_error (error, 400, self->after != NULL ? "after" : "before", NULL,
                        "No %s found with id '%s'.", what, recess_page_get_cursor (self));
}

static void
string_free (GString *string)
{
  g_string_free (string, TRUE);
}

static void
reverse (GPtrArray *array)
{
  for (guint i = 0, j = array->len; i + 1 < j; i++)
    {
      gpointer item = array->pdata[i];

      array->pdata[i] = array->pdata[--j];
      array->pdata[j] = item;
    }
}

char *
recess_page_read (const RecessPage  *self,
                  sqlite3_stmt      *statement,
                  RecessRowFunc      func,
                  GError           **error)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) string_free);
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GError) failure = NULL;
  gboolean has_more = FALSE;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (statement != NULL, NULL);

  while (!has_more && recess_sql_step (statement, &failure))
    {
      GString *json;

      has_more = rows->len == self->limit;
      if (has_more)
        break;

      json = g_string_new (NULL);
      func (json, statement);
      g_ptr_array_add (rows, json);
      g_ptr_array_add (ids, g_strdup (recess_sql_text (statement, 0)));
    }

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }

  if (self->before != NULL)
    {
      reverse (rows);
      reverse (ids);
    }

  return recess_row_json_list (rows,
                               ids->len > 0 ? g_ptr_array_index (ids, 0) : NULL,
                               ids->len > 0 ? g_ptr_array_index (ids, ids->len - 1) : NULL,
                               has_more);
}
