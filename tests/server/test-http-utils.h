/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "http/recess-listener.h"

G_BEGIN_DECLS

#define TEST_KEY "sk-test-key"

/* A server in this thread, and peers that talk to it byte by byte. */
typedef struct
{
  RecessRouter   *router;
  RecessListener *listener;
  GSocketAddress *address;
  RecessRequest  *kept;
  guint           n_calls;
  guint           n_gone;
} TestHttp;

typedef struct
{
  GSocket *socket;
  GString *received;
  gboolean ended;
} TestPeer;

void      test_http_set_up        (TestHttp       *http,
                                   gconstpointer   data);
/* With other limits than the usual ones, see recess_listener_set_patience(). */
void      test_http_set_up_with   (TestHttp       *http,
                                   guint           head,
                                   guint           body,
                                   guint           rest,
                                   guint           max_clients);
void      test_http_tear_down     (TestHttp       *http,
                                   gconstpointer   data);

TestPeer *test_peer_new           (TestHttp       *http);
void      test_peer_free          (TestPeer       *peer);
void      test_peer_send          (TestPeer       *peer,
                                   const char     *bytes,
                                   gssize          length);
/* A request with the key, and @headers that end with CR LF. */
void      test_peer_request       (TestPeer       *peer,
                                   const char     *method,
                                   const char     *path,
                                   const char     *headers,
                                   const char     *body);
/* Runs the main loop until @text has come, or the connection has ended. */
void      test_peer_wait          (TestPeer       *peer,
                                   const char     *text);
/* One reply that tells its length. */
char     *test_peer_read_reply    (TestPeer       *peer);
/* What is there already. */
void      test_peer_poll          (TestPeer       *peer);
void      test_peer_read_end      (TestPeer       *peer);
/* Status of the reply to one request. */
guint     test_http_ask           (TestHttp       *http,
                                   const char     *method,
                                   const char     *path,
                                   const char     *headers,
                                   const char     *body,
                                   char          **reply);
void      test_settle             (void);

#define test_wait_until(condition) \
  G_STMT_START { while (!(condition)) g_main_context_iteration (NULL, TRUE); } G_STMT_END

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestPeer, test_peer_free)

G_END_DECLS
