/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A server in a thread of its own that answers with given bytes, whatever they are. */
typedef struct _RawServer RawServer;

typedef enum
{
  RAW_CLOSE,
  RAW_KEEP,
  RAW_STALL,
  RAW_BYTEWISE,
} RawEnd;

RawServer *raw_server_new         (void);
RawServer *raw_server_new_tls     (GTlsCertificate *certificate);
RawServer *raw_server_new_unix    (const char      *path);
void       raw_server_free        (RawServer       *self);

guint16    raw_server_get_port    (RawServer       *self);
char      *raw_server_dup_url     (RawServer       *self,
                                   const char      *path);

/* What the next request without an answer gets, and what happens then: the connection is closed,
 * kept for the next request, or kept silent until the client leaves. RAW_BYTEWISE sends each byte
 * by itself and closes. The last answer is repeated. */
void       raw_server_answer      (RawServer       *self,
                                   RawEnd           end,
                                   const char      *bytes);
void       raw_server_answer_full (RawServer       *self,
                                   RawEnd           end,
                                   GBytes          *bytes);

guint      raw_server_count       (RawServer       *self);
/* Head and body of a request that came. */
char      *raw_server_dup_request (RawServer       *self,
                                   guint            index);
/* Iterates the main context until a client has left a silent connection. */
void       raw_server_wait_left   (RawServer       *self);
/* Iterates the main context until so many requests came. */
void       raw_server_wait_count  (RawServer       *self,
                                   guint            count);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RawServer, raw_server_free)

G_END_DECLS
