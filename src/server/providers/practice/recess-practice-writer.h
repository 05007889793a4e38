/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-practice-answer.h"

G_BEGIN_DECLS

/**
 * RecessPracticeEnvelope:
 * @id: "chatcmpl-…"
 * @created: seconds since 1970
 * @fingerprint: the name of the weights
 *
 * What all objects of an answer have in common.
 */
typedef struct
{
  const char *id;
  gint64      created;
  const char *fingerprint;
} RecessPracticeEnvelope;

/* Returns: (transfer full): a `chat.completion` */
char      *recess_practice_write_completion (const RecessPracticeEnvelope *envelope,
                                             const RecessPracticeRequest  *request,
                                             GPtrArray                    *answers);
/* Returns: (transfer full) (element-type GBytes): the events of a stream, "[DONE]" last */
GPtrArray *recess_practice_write_stream     (const RecessPracticeEnvelope *envelope,
                                             const RecessPracticeRequest  *request,
                                             GPtrArray                    *answers);

G_END_DECLS
