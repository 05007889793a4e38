/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-practice-model.h"
#include "recess-practice-request.h"

G_BEGIN_DECLS

/**
 * RecessPracticeAnswerCall:
 *
 * A call in an answer.
 */
typedef struct
{
  char *id;
  char *name;
  char *arguments;
} RecessPracticeAnswerCall;

/* Returns: (transfer full) (element-type RecessPracticeAnswerCall): what is to be called next, none
 * where all that is asked for has been called */
GPtrArray *recess_practice_next_calls (const RecessPracticeRequest *request);
/* Returns: (transfer full): an answer in the form that `response_format` asks for; @reply is what
 * would be said without one, and @sure whether it is a selected answer */
char      *recess_practice_write_json (const RecessPracticeRequest *request,
                                       const char                  *reply,
                                       gboolean                     sure);
/* Returns: (transfer full) (nullable): what follows an answer that was cut, where going on is asked
 * for; NULL where it is not, or where what was said is no beginning of an answer */
char      *recess_practice_continue   (const RecessPracticeModel   *model,
                                       const RecessPracticeRequest *request,
                                       const char                  *abstention);

G_END_DECLS
