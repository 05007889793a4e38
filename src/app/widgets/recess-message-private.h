/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-message.h"
#include "recess-tool-call.h"

G_BEGIN_DECLS

struct _RecessMessage
{
  GObject parent_instance;

  char *id;
  char *parent_id;
  char *role;
  char *model;
  char *error_message;
  char *finish_reason;
  char *tool_call_id;
  char *function_name;
  char *check;
  GString *content;
  GString *reasoning;
  GString *log;
  GListStore *attachments;
  GPtrArray *tokens;
  gboolean has_probabilities;
  GPtrArray *calls;
  RecessToolCall *call;
  RecessMessageStatus status;
  double created_at;
  double cost;
  double updated_at;

  int prompt_tokens;
  int completion_tokens;
  int duration_ms;
  int first_token_ms;
  int position;
  int siblings;
  guint can_continue : 1;
  guint estimated : 1;
  guint check_passed : 1;
};

G_END_DECLS
