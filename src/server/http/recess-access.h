/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RecessAccess:
 *
 * Who may ask: the key, the names a loopback listener goes by, and the web pages that are let in.
 */
typedef struct _RecessAccess RecessAccess;

RecessAccess *recess_access_new          (void);
void          recess_access_free         (RecessAccess       *self);
/* @host: (nullable): the address of a loopback listener, whose Host header is then checked */
void          recess_access_set_host     (RecessAccess       *self,
                                          const char         *host);
/* @key: (nullable): NULL asks for none */
void          recess_access_set_key      (RecessAccess       *self,
                                          const char         *key);
void          recess_access_set_origins  (RecessAccess       *self,
                                          const char * const *origins);
/* @host: (nullable): the header; HTTP/1.0 has none */
gboolean      recess_access_allow_host   (RecessAccess       *self,
                                          const char         *host);
gboolean      recess_access_allow_origin (RecessAccess       *self,
                                          const char         *origin);
/* @authorization, @api_key: (nullable): the headers of these names */
gboolean      recess_access_allow_key    (RecessAccess       *self,
                                          const char         *authorization,
                                          const char         *api_key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecessAccess, recess_access_free)

G_END_DECLS
