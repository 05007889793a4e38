/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-image-probe.h"

#define PNG  "\211PNG\r\n\032\n\0\0\0\015IHDR\0\0\002\200\0\0\001\340\010\006\0\0\0"
#define GIF  "GIF89a\200\002\340\001\0\0\0"
#define JPEG "\377\330\377\340\0\004xx\377\377\333\0\003z\377\300\0\021\010\001\340\002\200\003"
#define VP8X "RIFF\0\0\0\0WEBPVP8X\012\0\0\0\0\0\0\0\177\002\0\337\001\0"
#define VP8L "RIFF\0\0\0\0WEBPVP8L\012\0\0\0\057\177\302\167\0xxxxx"
#define VP8  "RIFF\0\0\0\0WEBPVP8 \012\0\0\0xxx\235\001\052\200\002\340\001"

static const struct
{
  const char *type;
  const char *data;
  gsize       length;
  gsize       least;
} samples[] = {
  { "image/png", PNG, sizeof PNG - 1, 24 },
  { "image/gif", GIF, sizeof GIF - 1, 10 },
  { "image/jpeg", JPEG, sizeof JPEG - 1, 23 },
  { "image/webp", VP8X, sizeof VP8X - 1, 30 },
  { "image/webp", VP8L, sizeof VP8L - 1, 30 },
  { "image/webp", VP8, sizeof VP8 - 1, 30 },
};

static void
test_formats (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      RecessImageInfo info = { NULL, };

      g_test_message ("%u %s", i, samples[i].type);
      g_assert_true (recess_image_probe ((const guint8 *) samples[i].data, samples[i].length,
                                         &info));
      g_assert_cmpstr (info.content_type, ==, samples[i].type);
      g_assert_cmpuint (info.width, ==, 640);
      g_assert_cmpuint (info.height, ==, 480);
    }
}

/* Each in a buffer of its own, so that a tool sees a step too far. */
static void
test_cut_off (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    for (gsize length = 0; length <= samples[i].length; length++)
      {
        g_autofree guint8 *data = g_memdup2 (samples[i].data, length);
        RecessImageInfo info;

        g_assert_true (recess_image_probe (data, length, &info) == (length >= samples[i].least));
      }
}

static void
test_others (void)
{
  static const char zero[] = "GIF89a\0\0\340\001\0\0\0";
  static const char endless[] = "\377\330\377\340\0\0\377\340\0\0\377\340\0\0";
  RecessImageInfo info;

  g_assert_false (recess_image_probe (NULL, 0, &info));
  g_assert_false (recess_image_probe ((const guint8 *) "hello", 5, &info));
  g_assert_false (recess_image_probe ((const guint8 *) zero, sizeof zero - 1, &info));
  g_assert_false (recess_image_probe ((const guint8 *) endless, sizeof endless - 1, &info));
}

static void
test_any_bytes (void)
{
  for (guint round = 0; round < 20000; round++)
    {
      guint i = round % G_N_ELEMENTS (samples);
      g_autofree guint8 *data = g_memdup2 (samples[i].data, samples[i].length);
      RecessImageInfo info;

      for (guint n = 0; n < 4; n++)
        data[g_test_rand_int_range (0, samples[i].length)] = g_test_rand_int_range (0, 256);
      if (recess_image_probe (data, samples[i].length, &info))
        g_assert_true (info.width > 0 && info.height > 0);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/image-probe/formats", test_formats);
  g_test_add_func ("/image-probe/cut-off", test_cut_off);
  g_test_add_func ("/image-probe/others", test_others);
  g_test_add_func ("/image-probe/any-bytes", test_any_bytes);
  return g_test_run ();
}
