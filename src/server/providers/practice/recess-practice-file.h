/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-practice-model.h"

G_BEGIN_DECLS

#define RECESS_PRACTICE_MAX_FILE (256u * 1024 * 1024)

/**
 * recess_practice_model_to_bytes:
 *
 * Returns: (transfer full): the model as a file: a magic number and a version, everything in little
 *   endian, the replies' texts included, and a SHA-256 of it all at the end
 */
GBytes              *recess_practice_model_to_bytes   (const RecessPracticeModel  *self);
/**
 * recess_practice_model_from_bytes:
 *
 * Returns: (transfer full): the model, or %NULL with a %RECESS_PRACTICE_ERROR where the bytes are
 *   no such file, are cut off, damaged, or of another version
 */
RecessPracticeModel *recess_practice_model_from_bytes (GBytes                     *bytes,
                                                       GError                    **error);

/* Returns: (transfer full): a short name of exactly these weights */
char                *recess_practice_fingerprint      (GBytes                     *bytes);

G_END_DECLS
