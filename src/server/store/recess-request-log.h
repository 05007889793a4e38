/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-page.h"
#include "recess-store.h"

G_BEGIN_DECLS

#define RECESS_REQUEST_LOG_ROWS 10000
#define RECESS_REQUEST_LOG_DAYS 30
#define RECESS_REQUEST_LOG_BODY (1024u * 1024)
#define RECESS_REQUEST_LOG_TOTAL (256u * 1024 * 1024)

/* The log of what was asked of models. Headers are never in it: that is where the keys are. Older
 * rows go as new ones come; of a body over %RECESS_REQUEST_LOG_BODY only the size is kept, and the
 * oldest bodies go when all together are more than %RECESS_REQUEST_LOG_TOTAL. */

/**
 * RecessLogEntry:
 * @id: "req_…", the x-request-id of the answer
 * @path: as it came, "/v1/chat/completions"
 * @model: (nullable): as it was asked for
 * @provider: (nullable): name of the provider
 * @message_id: (nullable): the answer that is kept in a conversation
 * @source: "window" or "api"
 * @body: (nullable): what was asked
 */
typedef struct
{
  const char *id;
  const char *method;
  const char *path;
  const char *model;
  const char *provider;
  const char *message_id;
  const char *source;
  gboolean    stream;
  GBytes     *body;
} RecessLogEntry;

/**
 * RecessLogResult:
 * @status: of the HTTP answer; 0 where none was sent
 * @latency_ms: to the last byte
 * @first_byte_ms: -1 where there was none
 * @usage: (nullable): JSON text as the provider gave it
 * @cost: in US dollars, where @has_cost
 * @error: (nullable): JSON text of an error object
 * @body: (nullable): what was answered; a stream as it went out
 * @body_bytes: size of the answer, also where @body is %NULL because it became too large
 */
typedef struct
{
  guint       status;
  gint64      latency_ms;
  gint64      first_byte_ms;
  const char *usage;
  gboolean    has_cost;
  double      cost;
  const char *error;
  const char *content_type;
  GBytes     *body;
  gsize       body_bytes;
} RecessLogResult;

/* Both copy what they are given, and write it behind the caller's back; the feed tells
 * "request". */
void  recess_request_log_begin        (RecessStore            *store,
                                       const RecessLogEntry   *entry);
void  recess_request_log_end          (RecessStore            *store,
                                       const char             *id,
                                       const RecessLogResult  *result);

/**
 * RecessLogFilter:
 *
 * What to list; %NULL and 0 are any.
 */
typedef struct
{
  const char *message_id;
  const char *conversation_id;
  const char *model;
  guint       status;
} RecessLogFilter;

/* Copies @page and @filter. End with recess_store_read_finish(): the JSON text. */
void  recess_request_log_list_async   (RecessStore            *store,
                                       const RecessPage       *page,
                                       const RecessLogFilter  *filter,
                                       GCancellable           *cancellable,
                                       GAsyncReadyCallback     callback,
                                       gpointer                user_data);
/* End with recess_store_read_finish(): the JSON text of the row with its bodies. */
void  recess_request_log_get_async    (RecessStore            *store,
                                       const char             *id,
                                       GCancellable           *cancellable,
                                       GAsyncReadyCallback     callback,
                                       gpointer                user_data);
/* Empties the log. End with recess_store_write_finish_plain(). */
void  recess_request_log_clear_async  (RecessStore            *store,
                                       GCancellable           *cancellable,
                                       GAsyncReadyCallback     callback,
                                       gpointer                user_data);
/* Says of what the last server left unanswered that it did; for recess_store_open(). */
gboolean recess_request_log_recover   (sqlite3                *db,
                                       GError                **error);
/* Drops what is too old: for when nothing new comes. */
void  recess_request_log_prune        (RecessStore            *store);

G_END_DECLS
