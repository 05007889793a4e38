/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RecessImageInfo:
 * @content_type: "image/png", "image/jpeg", "image/gif" or "image/webp"
 * @width: pixels, at least 1
 * @height: pixels, at least 1
 */
typedef struct
{
  const char *content_type;
  guint       width;
  guint       height;
} RecessImageInfo;

/**
 * recess_image_probe:
 * @data: (array length=length): the first bytes of a file, or all
 *
 * What the head of an image says of it, before anything decodes it. What its name says is not
 * asked.
 *
 * Returns: FALSE where it is none of the four formats that models take, or its head is cut off
 */
gboolean recess_image_probe (const guint8    *data,
                             gsize            length,
                             RecessImageInfo *info);

G_END_DECLS
