/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  RECESS_ENCODING_O200K_BASE,
  RECESS_ENCODING_CL100K_BASE,
} RecessEncoding;

#define RECESS_N_ENCODINGS 2

/**
 * RecessTokenizer:
 *
 * Text to tokens and back, with the same ids as OpenAI's tiktoken (`encode_ordinary ()`).
 * Immutable: any number of threads may use one at the same time.
 *
 * All text is ordinary text: what looks like a special token, "<|endoftext|>", is counted letter by
 * letter, as text of a user is. Bytes that are no UTF-8 count as the U+FFFD that a reader would put
 * in their place, one for each longest beginning of a character
 * (`bytes.decode ("utf-8", "replace")` in Python); U+0000 is a character like others.
 */
typedef struct _RecessTokenizer RecessTokenizer;

/**
 * recess_tokenizer_get:
 * @encoding: an encoding
 *
 * Maps the table of @encoding at the first call: from the folder RECESS_TOKENS_DIR where that is
 * set, else the installed one.
 *
 * Returns: (transfer none): the tokenizer, which stays as long as the program runs
 */
const RecessTokenizer *recess_tokenizer_get        (RecessEncoding          encoding,
                                                    GError                **error);
/* Returns: (transfer full): a tokenizer of the table at @path */
RecessTokenizer       *recess_tokenizer_new        (const char             *path,
                                                    GError                **error);
void                   recess_tokenizer_free       (RecessTokenizer        *self);

/**
 * recess_tokenizer_count:
 * @text: any bytes
 * @length: how many, or -1 where @text ends with a NUL
 *
 * Returns: how many tokens @text has, in time that grows with @length, whatever @text is
 */
gsize                  recess_tokenizer_count      (const RecessTokenizer  *self,
                                                    const char             *text,
                                                    gssize                  length);
/* Returns: (transfer full) (element-type guint32): the ids of the tokens of @text */
GArray                *recess_tokenizer_encode     (const RecessTokenizer  *self,
                                                    const char             *text,
                                                    gssize                  length);
/**
 * recess_tokenizer_decode:
 * @ids: (array length=n_ids): ids of tokens
 *
 * Returns: (transfer full): the bytes of the tokens, or %NULL where an id is unknown. They need not
 *   be UTF-8 where @ids are cut from a longer text.
 */
GBytes                *recess_tokenizer_decode     (const RecessTokenizer  *self,
                                                    const guint32          *ids,
                                                    gsize                   n_ids);
/* Returns: (transfer none): the bytes of one token, which end without a NUL, or %NULL */
const char            *recess_tokenizer_get_bytes  (const RecessTokenizer  *self,
                                                    guint32                 id,
                                                    gsize                  *length);

/* "o200k_base" */
const char            *recess_encoding_get_name    (RecessEncoding          encoding);
/**
 * recess_encoding_of_model:
 * @model: the name of a model, with or without the prefix of its provider
 * @encoding: (out): its encoding
 *
 * Returns: whether the encoding of @model is known. For the others a count in
 *   %RECESS_ENCODING_O200K_BASE is an estimate, shown with "≈".
 */
gboolean               recess_encoding_of_model    (const char             *model,
                                                    RecessEncoding         *encoding);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessTokenizer, recess_tokenizer_free)

G_END_DECLS
