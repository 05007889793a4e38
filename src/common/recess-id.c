/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gio/gio.h>
#include <sys/random.h>

#include "recess-id.h"

#define ID_LENGTH 24

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

static guint8
random_byte (void)
{
  guint8 byte;

  while (getrandom (&byte, sizeof byte, 0) != sizeof byte)
    ;

  return byte;
}

char *
recess_id_new (const char *prefix)
{
  GString *id;

  g_return_val_if_fail (prefix != NULL, NULL);

  id = g_string_new (prefix);
  for (guint i = 0; i < ID_LENGTH; )
    {
      /* The bytes beyond a multiple of the alphabet would make its first letters likelier. */
      guint8 byte = random_byte () & 63;

      if (byte >= sizeof alphabet - 1)
        continue;

      g_string_append_c (id, alphabet[byte]);
      i++;
    }

  return g_string_free (id, FALSE);
}

const char *
recess_id_of_process (void)
{
  static gsize id;

  if (g_once_init_enter (&id))
    g_once_init_leave (&id, (gsize) recess_id_new ("proc_"));

  return (const char *) id;
}

gboolean
recess_id_valid (const char *id,
                 const char *prefix)
{
  g_return_val_if_fail (prefix != NULL, FALSE);

  if (id == NULL || !g_str_has_prefix (id, prefix))
    return FALSE;

  id += strlen (prefix);
  return strlen (id) == ID_LENGTH && strspn (id, alphabet) == ID_LENGTH;
}
