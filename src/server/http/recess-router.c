/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-router-private.h"

struct _RecessRouter
{
  GObject    parent_instance;

  GPtrArray *routes;
};

G_DEFINE_FINAL_TYPE (RecessRouter, recess_router, G_TYPE_OBJECT)

static void
recess_route_free (RecessRoute *route)
{
  g_free (route->method);
  g_strfreev (route->pieces);
  g_free (route);
}

static gboolean
is_param (const char *piece)
{
  return piece[0] == '{';
}

static gboolean
route_matches (const RecessRoute  *route,
               const char * const *pieces,
               guint               n_pieces)
{
  if (route->n_pieces != n_pieces)
    return FALSE;

  for (guint i = 0; i < n_pieces; i++)
    {
      const char *wanted = route->pieces[i];

      if (is_param (wanted) ? pieces[i][0] == '\0' : !g_str_equal (wanted, pieces[i]))
        return FALSE;
    }

  return TRUE;
}

/* "/providers/nearby" goes before "/providers/{id}". */
static gboolean
route_is_closer (const RecessRoute *route,
                 const RecessRoute *other)
{
  for (guint i = 0; i < route->n_pieces; i++)
    {
      if (is_param (route->pieces[i]) != is_param (other->pieces[i]))
        return is_param (other->pieces[i]);
    }

  return FALSE;
}

static gboolean
method_matches (const RecessRoute *route,
                const char        *method)
{
  if (g_str_equal (method, "HEAD"))
    method = "GET";

  return g_str_equal (route->method, method);
}

/* The path below the root of the API, as pieces; NULL where it is not below it. */
static char **
split_path (const char *path,
            char      **deployment)
{
  g_auto (GStrv) pieces = g_strsplit (path, "/", -1);
  guint n_pieces = g_strv_length (pieces);
  guint skip = 0;

  if (n_pieces > 2 && g_str_equal (pieces[1], "v1"))
    skip = 2;
  else if (n_pieces > 3 && g_str_equal (pieces[1], "openai") && g_str_equal (pieces[2], "v1"))
    skip = 3;
  else if (n_pieces > 4 && g_str_equal (pieces[1], "openai") &&
           g_str_equal (pieces[2], "deployments"))
    {
      *deployment = g_strdup (pieces[3]);
      skip = 4;
    }
  else if (n_pieces > 2 && g_str_equal (pieces[1], "openai"))
    skip = 2;

  if (skip == 0 || pieces[0][0] != '\0')
    return NULL;

  return g_strdupv (pieces + skip);
}

static void
add_allow (GString    *allow,
           const char *method)
{
  if (strstr (allow->str, method) == NULL)
    g_string_append_printf (allow, "%s%s", allow->len > 0 ? ", " : "", method);
}

static gboolean
take_param (GHashTable *params,
            const char *name,
            gsize       name_length,
            const char *encoded)
{
  g_autofree char *value = g_uri_unescape_string (encoded, NULL);

  if (value == NULL || !g_utf8_validate (value, -1, NULL))
    return FALSE;

  g_hash_table_replace (params, g_strndup (name, name_length), g_steal_pointer (&value));
  return TRUE;
}

static gboolean
take_params (GHashTable         *params,
             const RecessRoute  *route,
             const char * const *pieces)
{
  for (guint i = 0; i < route->n_pieces; i++)
    {
      const char *name = route->pieces[i];

      if (is_param (name) && !take_param (params, name + 1, strlen (name) - 2, pieces[i]))
        return FALSE;
    }

  return TRUE;
}

void
recess_router_find (RecessRouter *self,
                    const char   *method,
                    const char   *path,
                    RecessMatch  *match)
{
  g_autoptr (GString) allow = g_string_new (NULL);
  g_autofree char *deployment = NULL;
  g_auto (GStrv) pieces = NULL;
  const RecessRoute *found = NULL;

  g_return_if_fail (RECESS_IS_ROUTER (self));
  g_return_if_fail (method != NULL && path != NULL);

  *match = (RecessMatch) { NULL, };
  match->params = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  pieces = split_path (path, &deployment);
  for (guint i = 0; pieces != NULL && i < self->routes->len; i++)
    {
      const RecessRoute *route = g_ptr_array_index (self->routes, i);

      if (!route_matches (route, (const char * const *) pieces, g_strv_length (pieces)))
        continue;

      add_allow (allow, route->method);
      if (method_matches (route, method) && (found == NULL || route_is_closer (route, found)))
        found = route;
    }

  if (allow->len > 0 && found == NULL)
    match->allow = g_string_free (g_steal_pointer (&allow), FALSE);

  if (found == NULL || !take_params (match->params, found, (const char * const *) pieces))
    return;

  if (deployment != NULL && !take_param (match->params, "model", strlen ("model"), deployment))
    return;

  match->deployment = deployment != NULL;
  match->route = found;
}

void
recess_match_clear (RecessMatch *match)
{
  g_clear_pointer (&match->allow, g_free);
  g_clear_pointer (&match->params, g_hash_table_unref);
}

static void
recess_router_finalize (GObject *object)
{
  RecessRouter *self = RECESS_ROUTER (object);

  g_ptr_array_unref (self->routes);

  G_OBJECT_CLASS (recess_router_parent_class)->finalize (object);
}

static void
recess_router_class_init (RecessRouterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = recess_router_finalize;
}

static void
recess_router_init (RecessRouter *self)
{
  self->routes = g_ptr_array_new_with_free_func ((GDestroyNotify) recess_route_free);
}

RecessRouter *
recess_router_new (void)
{
  return g_object_new (RECESS_TYPE_ROUTER, NULL);
}

static RecessRoute *
add_route (RecessRouter  *self,
           const char    *method,
           const char    *pattern,
           gsize          body_limit,
           RecessHandler  handler,
           gpointer       user_data)
{
  RecessRoute *route = g_new0 (RecessRoute, 1);

  g_assert (RECESS_IS_ROUTER (self));

  route->method = g_strdup (method);
  route->pieces = g_strsplit (pattern + 1, "/", -1);
  route->n_pieces = g_strv_length (route->pieces);
  route->body_limit = body_limit;
  route->handler = handler;
  route->user_data = user_data;
  g_ptr_array_add (self->routes, route);

  return route;
}

void
recess_router_add (RecessRouter  *self,
                   const char    *method,
                   const char    *pattern,
                   gsize          body_limit,
                   RecessHandler  handler,
                   gpointer       user_data)
{
  g_return_if_fail (RECESS_IS_ROUTER (self));
  g_return_if_fail (method != NULL);
  g_return_if_fail (pattern != NULL && pattern[0] == '/');
  g_return_if_fail (handler != NULL);

  add_route (self, method, pattern, body_limit, handler, user_data);
}

void
recess_router_add_upload (RecessRouter  *self,
                          const char    *method,
                          const char    *pattern,
                          gsize          body_limit,
                          RecessHandler  begin,
                          RecessHandler  handler,
                          gpointer       user_data)
{
  g_return_if_fail (RECESS_IS_ROUTER (self));
  g_return_if_fail (method != NULL);
  g_return_if_fail (pattern != NULL && pattern[0] == '/');
  g_return_if_fail (begin != NULL && handler != NULL);

  add_route (self, method, pattern, body_limit, handler, user_data)->begin = begin;
}
