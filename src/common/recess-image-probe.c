/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "recess-image-probe.h"

static guint
read_big (const guint8 *data,
          guint         n_bytes)
{
  guint value = 0;

  for (guint i = 0; i < n_bytes; i++)
    value = value << 8 | data[i];

  return value;
}

static guint
read_little (const guint8 *data,
             guint         n_bytes)
{
  guint value = 0;

  for (guint i = n_bytes; i-- > 0; )
    value = value << 8 | data[i];

  return value;
}

static gboolean
begins (const guint8 *data,
        gsize         length,
        const char   *magic,
        gsize         magic_length)
{
  return length >= magic_length && memcmp (data, magic, magic_length) == 0;
}

static gboolean
probe_png (const guint8    *data,
           gsize            length,
           RecessImageInfo *info)
{
  if (!begins (data, length, "\211PNG\r\n\032\n", 8) || length < 24 ||
      memcmp (data + 12, "IHDR", 4) != 0)
    return FALSE;

  info->content_type = "image/png";
  info->width = read_big (data + 16, 4);
  info->height = read_big (data + 20, 4);
  return TRUE;
}

static gboolean
probe_gif (const guint8    *data,
           gsize            length,
           RecessImageInfo *info)
{
  if (length < 10 ||
      (!begins (data, length, "GIF87a", 6) && !begins (data, length, "GIF89a", 6)))
    return FALSE;

  info->content_type = "image/gif";
  info->width = read_little (data + 6, 2);
  info->height = read_little (data + 8, 2);
  return TRUE;
}

/* Frames of all kinds but tables, restarts and extensions. */
static gboolean
is_jpeg_frame (guint8 marker)
{
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

static gboolean
is_jpeg_alone (guint8 marker)
{
  return marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8);
}

static gboolean
probe_jpeg (const guint8    *data,
            gsize            length,
            RecessImageInfo *info)
{
  gsize offset = 2;

  if (!begins (data, length, "\377\330\377", 3))
    return FALSE;

  while (offset + 9 <= length && data[offset] == 0xff)
    {
      guint8 marker = data[offset + 1];

      if (is_jpeg_frame (marker))
        {
          info->content_type = "image/jpeg";
          info->height = read_big (data + offset + 5, 2);
          info->width = read_big (data + offset + 7, 2);
          return TRUE;
        }

      if (marker == 0xff)
        offset++;
      else if (is_jpeg_alone (marker))
        offset += 2;
      else
        offset += 2 + MAX (2, read_big (data + offset + 2, 2));
    }

  return FALSE;
}

static gboolean
probe_webp (const guint8    *data,
            gsize            length,
            RecessImageInfo *info)
{
  if (length < 30 || memcmp (data, "RIFF", 4) != 0 || memcmp (data + 8, "WEBP", 4) != 0)
    return FALSE;

  info->content_type = "image/webp";
  if (memcmp (data + 12, "VP8X", 4) == 0)
    {
      info->width = 1 + read_little (data + 24, 3);
      info->height = 1 + read_little (data + 27, 3);
    }
  else if (memcmp (data + 12, "VP8L", 4) == 0 && data[20] == 0x2f)
    {
      info->width = 1 + (read_little (data + 21, 4) & 0x3fff);
      info->height = 1 + (read_little (data + 21, 4) >> 14 & 0x3fff);
    }
  else if (memcmp (data + 12, "VP8 ", 4) == 0 && begins (data + 23, 3, "\235\001\052", 3))
    {
      info->width = read_little (data + 26, 2) & 0x3fff;
      info->height = read_little (data + 28, 2) & 0x3fff;
    }
  else
    return FALSE;

  return TRUE;
}

gboolean
recess_image_probe (const guint8    *data,
                    gsize            length,
                    RecessImageInfo *info)
{
  g_return_val_if_fail (data != NULL || length == 0, FALSE);
  g_return_val_if_fail (info != NULL, FALSE);

  return (probe_png (data, length, info) ||
          probe_jpeg (data, length, info) ||
          probe_gif (data, length, info) ||
          probe_webp (data, length, info)) &&
         info->width > 0 && info->height > 0;
}
