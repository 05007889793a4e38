/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

/* More pixels are not decoded: their bytes in memory are four times as many. */
#define RECESS_IMAGE_MAX_PIXELS (64u * 1024 * 1024)

/**
 * recess_image_decode_async:
 * @bytes: a PNG, JPEG, GIF or WebP file of the user or of a message
 * @max_width: pixels; a larger image is made smaller
 * @max_height: pixels
 *
 * Decodes in a thread, the first picture of several. The size is read from the head and checked
 * before anything is decoded. Errors are words for the user.
 */
void        recess_image_decode_async  (GBytes               *bytes,
                                        int                   max_width,
                                        int                   max_height,
                                        GCancellable         *cancellable,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
/* Returns: (transfer full) */
GdkTexture *recess_image_decode_finish (GAsyncResult         *result,
                                        GError              **error);

G_END_DECLS
