/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Numbers and texts in little endian, whatever the machine. */

void     recess_practice_put_uint32 (GByteArray   *buffer,
                                     guint32       value);
void     recess_practice_put_uint64 (GByteArray   *buffer,
                                     guint64       value);
void     recess_practice_put_floats (GByteArray   *buffer,
                                     const GArray *values);
void     recess_practice_put_text   (GByteArray   *buffer,
                                     const char   *text);

/**
 * RecessPracticeReader:
 * @data: what is left to read
 * @length: bytes of it
 * @failed: whether something was asked for that is not there
 *
 * Reads what was put. After a failure everything reads as zero.
 */
typedef struct
{
  const guint8 *data;
  gsize         length;
  gboolean      failed;
} RecessPracticeReader;

guint32  recess_practice_get_uint32 (RecessPracticeReader *reader);
guint64  recess_practice_get_uint64 (RecessPracticeReader *reader);
/* Reads as many numbers as there were; they must be finite and @count in number. */
gboolean recess_practice_get_floats (RecessPracticeReader *reader,
                                     GArray               *values,
                                     gsize                 count);
/* Returns: (transfer full) (nullable): a text, or NULL where NULL was put */
char    *recess_practice_get_text   (RecessPracticeReader *reader);

G_END_DECLS
