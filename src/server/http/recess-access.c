/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gio/gio.h>

#include "recess-access.h"

#define DIGEST_SIZE 32

struct _RecessAccess
{
  char     *host;
  char    **origins;
  gboolean  has_key;
  guint8    key[DIGEST_SIZE];
};

static void
digest (const char *text,
        guint8     *result)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize length = DIGEST_SIZE;

  g_checksum_update (checksum, (const guint8 *) text, -1);
  g_checksum_get_digest (checksum, result, &length);
}

/* Digests of one length, compared to their end: the time tells nothing about the key. */
static gboolean
key_matches (RecessAccess *self,
             const char   *key)
{
  guint8 other[DIGEST_SIZE];
  guint8 difference = 0;

  digest (key, other);
  for (guint i = 0; i < DIGEST_SIZE; i++)
    difference |= self->key[i] ^ other[i];

  return difference == 0;
}

/* "localhost:8017" and "[::1]:8017" without the port: a tunnel may have another one. */
static char *
strip_port (const char *host)
{
  const char *end = strrchr (host, ':');

  if (end == NULL || strchr (end, ']') != NULL ||
      strspn (end + 1, "0123456789") != strlen (end + 1))
    return g_strdup (host);

  return g_strndup (host, end - host);
}

static gboolean
host_matches (RecessAccess *self,
              const char   *name)
{
  g_autofree char *bracketed = g_strdup_printf ("[%s]", self->host);

  return g_ascii_strcasecmp (name, "localhost") == 0 ||
         g_str_equal (name, "127.0.0.1") ||
         g_str_equal (name, "[::1]") ||
         g_str_equal (name, self->host) ||
         g_str_equal (name, bracketed);
}

RecessAccess *
recess_access_new (void)
{
  return g_new0 (RecessAccess, 1);
}

void
recess_access_free (RecessAccess *self)
{
  g_free (self->host);
  g_strfreev (self->origins);
  g_free (self);
}

void
recess_access_set_host (RecessAccess *self,
                        const char   *host)
{
  g_return_if_fail (self != NULL);

  g_free (self->host);
  self->host = g_strdup (host);
}

void
recess_access_set_key (RecessAccess *self,
                       const char   *key)
{
  g_return_if_fail (self != NULL);

  self->has_key = key != NULL;
  if (key != NULL)
    digest (key, self->key);
}

void
recess_access_set_origins (RecessAccess       *self,
                           const char * const *origins)
{
  g_return_if_fail (self != NULL);

  g_strfreev (self->origins);
  self->origins = g_strdupv ((char **) origins);
}

gboolean
recess_access_allow_host (RecessAccess *self,
                          const char   *host)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  /* A browser, the only one to be tricked by a name, never leaves the header out. */
  if (self->host == NULL || host == NULL)
    return TRUE;

  name = strip_port (host);
  return host_matches (self, name);
}

gboolean
recess_access_allow_origin (RecessAccess *self,
                            const char   *origin)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (origin != NULL, FALSE);

  return self->origins != NULL && g_strv_contains ((const char * const *) self->origins, origin);
}

gboolean
recess_access_allow_key (RecessAccess *self,
                         const char   *authorization,
                         const char   *api_key)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (!self->has_key)
    return TRUE;

  if (authorization != NULL && g_ascii_strncasecmp (authorization, "Bearer ", 7) == 0)
    return key_matches (self, authorization + 7 + strspn (authorization + 7, " "));

  return api_key != NULL && key_matches (self, api_key);
}
