/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-api-error.h"
#include "common/recess-glib-compat.h"
#include "common/recess-json.h"

#include "recess-field.h"
#include "recess-provider-settings.h"

#define DEFAULT_FIRST_BYTE_LIMIT (10 * 60 * 1000)
#define DEFAULT_IDLE_LIMIT (3 * 60 * 1000)
#define MIN_LIMIT 100
#define MAX_LIMIT (24 * 60 * 60 * 1000)
#define MAX_NAME 32
#define MAX_HEADERS 64

#define STRING_OR_NULL (RECESS_FIELD_STRING | RECESS_FIELD_NULL)

static const char *auth_names[] = { "bearer", "api-key", "none", NULL };

RecessProviderSettings *
recess_provider_settings_new (void)
{
  RecessProviderSettings *self = g_new0 (RecessProviderSettings, 1);

  self->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->first_byte_limit = DEFAULT_FIRST_BYTE_LIMIT;
  self->idle_limit = DEFAULT_IDLE_LIMIT;
  return self;
}

RecessProviderSettings *
recess_provider_settings_copy (RecessProviderSettings *self)
{
  RecessProviderSettings *copy;
  GHashTableIter iter;
  gpointer name;
  gpointer value;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->name = g_strdup (self->name);
  copy->base_url = g_strdup (self->base_url);
  copy->api_version = g_strdup (self->api_version);
  copy->key_env = g_strdup (self->key_env);
  copy->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_iter_init (&iter, self->headers);
  while (g_hash_table_iter_next (&iter, &name, &value))
    g_hash_table_insert (copy->headers, g_strdup (name), g_strdup (value));

  return copy;
}

void
recess_provider_settings_free (RecessProviderSettings *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->name);
  g_free (self->base_url);
  g_free (self->api_version);
  g_free (self->key_env);
  g_hash_table_unref (self->headers);
  g_free (self);
}

gboolean
recess_provider_name_is_valid (const char *name)
{
  static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";

  g_return_val_if_fail (name != NULL, FALSE);

  return *name != '\0' && strlen (name) <= MAX_NAME && strchr (letters, *name) != NULL &&
         strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen (name) &&
         strcmp (name, "recess") != 0;
}

static gboolean
take_name (RecessProviderSettings  *self,
           JsonObject              *changes,
           GError                 **error)
{
  const char *name;

  if (!recess_field_check (changes, NULL, "name", RECESS_FIELD_STRING, error))
    return FALSE;

  name = recess_json_object_get_string (changes, "name", NULL);
  if (name == NULL)
    return TRUE;

  if (!recess_provider_name_is_valid (name))
    {
      recess_set_api_error (error, 400, "name", NULL,
                            "A provider's name has 1 to %d of the characters a–z, 0–9 and '-', "
                            "does not begin with '-', and is not 'recess'.", MAX_NAME);
      return FALSE;
    }

  recess_set_str (&self->name, name);
  return TRUE;
}

static gboolean
is_one_line (const char *text)
{
  for (; *text != '\0'; text++)
    {
      if (g_ascii_iscntrl (*text) && *text != '\t')
        return FALSE;
    }

  return TRUE;
}

gboolean
recess_provider_settings_check_key (JsonObject  *changes,
                                    GError     **error)
{
  g_return_val_if_fail (changes != NULL, FALSE);

  if (!recess_field_check (changes, NULL, "key", STRING_OR_NULL, error))
    return FALSE;

  if (is_one_line (recess_json_object_get_string (changes, "key", "")))
    return TRUE;

  recess_set_api_error (error, 400, "key", NULL,
                        "The key holds a line break or another control character.");
  return FALSE;
}

static gboolean
url_is_usable (GUri *uri)
{
  const char *host = g_uri_get_host (uri);

  if (host == NULL || strpbrk (host, " \t\r\n") != NULL)
    return FALSE;

  return (strcmp (g_uri_get_scheme (uri), "http") == 0 ||
          strcmp (g_uri_get_scheme (uri), "https") == 0) &&
         *host != '\0' && g_uri_get_userinfo (uri) == NULL &&
         g_uri_get_query (uri) == NULL && g_uri_get_fragment (uri) == NULL;
}

static gboolean
take_base_url (RecessProviderSettings  *self,
               JsonObject              *changes,
               GError                 **error)
{
  g_autoptr (GUri) uri = NULL;
  g_autofree char *url = NULL;
  const char *text;

  if (!recess_field_check (changes, NULL, "base_url", RECESS_FIELD_STRING, error))
    return FALSE;

  text = recess_json_object_get_string (changes, "base_url", NULL);
  if (text == NULL)
    return TRUE;

  url = g_strstrip (g_strdup (text));
  while (g_str_has_suffix (url, "/"))
    url[strlen (url) - 1] = '\0';

  uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || !url_is_usable (uri) || strchr (url, ' ') != NULL || !is_one_line (url))
    {
      recess_set_api_error (error, 400, "base_url", NULL,
                            "A base URL looks like 'https://api.openai.com/v1': http or https, a "
                            "host, a path, and neither a key nor a query.");
      return FALSE;
    }

  recess_set_str (&self->base_url, url);
  return TRUE;
}

static gboolean
take_auth (RecessProviderSettings  *self,
           JsonObject              *changes,
           GError                 **error)
{
  const char *name;

  if (!recess_field_check_enum (changes, NULL, "auth", auth_names, error))
    return FALSE;

  name = recess_json_object_get_string (changes, "auth", NULL);
  for (guint i = 0; name != NULL && auth_names[i] != NULL; i++)
    {
      if (strcmp (name, auth_names[i]) == 0)
        self->auth = (RecessAuth) i;
    }

  return TRUE;
}

static gboolean
header_is_usable (const char *name,
                  JsonNode   *value)
{
  /* These are the connection's or the key's. */
  static const char *reserved[] = {
    "authorization", "api-key", "connection", "content-encoding", "content-length", "content-type",
    "host", "recess-via", "transfer-encoding", "upgrade", NULL,
  };
  g_autofree char *lower = g_ascii_strdown (name, -1);
  const char *text;

  if (*name == '\0' || !recess_field_node_is (value, RECESS_FIELD_STRING) ||
      g_strv_contains (reserved, lower))
    return FALSE;

  for (const char *c = name; *c != '\0'; c++)
    {
      if (!g_ascii_isalnum (*c) && strchr ("!#$%&'*+-.^_`|~", *c) == NULL)
        return FALSE;
    }

  text = json_node_get_string (value);
  return is_one_line (text) && strlen (text) <= 8192;
}

static gboolean
take_headers (RecessProviderSettings  *self,
              JsonObject              *changes,
              GError                 **error)
{
  JsonObjectIter iter;
  JsonObject *headers;
  const char *name;
  JsonNode *value;

  if (!recess_field_check (changes, NULL, "headers", RECESS_FIELD_OBJECT, error))
    return FALSE;

  headers = recess_json_object_get_object (changes, "headers");
  if (headers == NULL)
    return TRUE;

  g_hash_table_remove_all (self->headers);
  json_object_iter_init (&iter, headers);
  while (json_object_iter_next (&iter, &name, &value))
    {
      if (g_hash_table_size (self->headers) >= MAX_HEADERS || !header_is_usable (name, value))
        {
          g_autofree char *param = g_strdup_printf ("headers.%.100s", name);

          recess_set_api_error (error, 400, param, NULL,
                                "The header '%.100s' cannot be set: names and values are those of "
                                "HTTP, %d at most, and the key has a field of its own.",
                                name, MAX_HEADERS);
          return FALSE;
        }

      g_hash_table_insert (self->headers, g_strdup (name), g_strdup (json_node_get_string (value)));
    }

  return TRUE;
}

static gboolean
take_text (JsonObject  *changes,
           const char  *name,
           char       **value,
           GError     **error)
{
  const char *text;

  if (!recess_field_check (changes, NULL, name, STRING_OR_NULL, error))
    return FALSE;

  if (!json_object_has_member (changes, name))
    return TRUE;

  text = recess_json_object_get_string (changes, name, NULL);
  recess_set_str (value, text != NULL && *text != '\0' ? text : NULL);
  return TRUE;
}

static gboolean
take_key_env (RecessProviderSettings  *self,
              JsonObject              *changes,
              GError                 **error)
{
  if (!take_text (changes, "key_env", &self->key_env, error))
    return FALSE;

  if (self->key_env != NULL &&
      !g_regex_match_simple ("^[A-Za-z_][A-Za-z0-9_]*$", self->key_env, G_REGEX_DEFAULT, 0))
    {
      recess_set_api_error (error, 400, "key_env", NULL,
                            "'%.100s' is not the name of an environment variable.", self->key_env);
      return FALSE;
    }

  return TRUE;
}

static gboolean
take_limit (JsonObject  *changes,
            const char  *name,
            guint       *value,
            GError     **error)
{
  if (!recess_field_check_range (changes, NULL, name, RECESS_FIELD_INTEGER, MIN_LIMIT, MAX_LIMIT,
                                 error))
    return FALSE;

  *value = recess_json_object_get_int (changes, name, *value);
  return TRUE;
}

RecessProviderSettings *
recess_provider_settings_new_changed (RecessProviderSettings  *self,
                                      JsonObject              *changes,
                                      GError                 **error)
{
  g_autoptr (RecessProviderSettings) copy = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (changes != NULL, NULL);

  copy = recess_provider_settings_copy (self);
  if (!take_name (copy, changes, error) ||
      !take_base_url (copy, changes, error) ||
      !take_auth (copy, changes, error) ||
      !take_text (changes, "api_version", &copy->api_version, error) ||
      !recess_field_check (changes, NULL, "deployment_paths", RECESS_FIELD_BOOLEAN, error) ||
      !take_headers (copy, changes, error) ||
      !take_key_env (copy, changes, error) ||
      !take_limit (changes, "first_byte_limit_ms", &copy->first_byte_limit, error) ||
      !take_limit (changes, "idle_limit_ms", &copy->idle_limit, error))
    return NULL;

  copy->deployment_paths = recess_json_object_get_boolean (changes, "deployment_paths",
                                                           copy->deployment_paths);

  if (copy->name == NULL || copy->base_url == NULL)
    {
      const char *missing = copy->name == NULL ? "name" : "base_url";

      recess_set_api_error (error, 400, missing, NULL, "Missing required parameter: '%s'.",
                            missing);
      return NULL;
    }

  return g_steal_pointer (&copy);
}

static void
append_text (GString    *json,
             const char *name,
             const char *text)
{
  g_string_append_printf (json, ",\"%s\":", name);
  if (text != NULL)
    recess_json_append_string (json, text, -1);
  else
    g_string_append (json, "null");
}

void
recess_provider_settings_append (RecessProviderSettings *self,
                                 GString                *json)
{
  g_autoptr (GList) names = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (json != NULL);

  g_string_append (json, "\"name\":");
  recess_json_append_string (json, self->name, -1);
  append_text (json, "base_url", self->base_url);
  append_text (json, "auth", auth_names[self->auth]);
  append_text (json, "api_version", self->api_version);
  g_string_append_printf (json, ",\"deployment_paths\":%s",
                          self->deployment_paths ? "true" : "false");

  g_string_append (json, ",\"headers\":{");
  names = g_list_sort (g_hash_table_get_keys (self->headers), (GCompareFunc) strcmp);
  for (const GList *iter = names; iter != NULL; iter = iter->next)
    {
      if (iter != names)
        g_string_append_c (json, ',');
      recess_json_append_string (json, iter->data, -1);
      g_string_append_c (json, ':');
      recess_json_append_string (json, g_hash_table_lookup (self->headers, iter->data), -1);
    }
  g_string_append_c (json, '}');

  append_text (json, "key_env", self->key_env);
  g_string_append_printf (json, ",\"first_byte_limit_ms\":%u,\"idle_limit_ms\":%u",
                          self->first_byte_limit, self->idle_limit);
}
