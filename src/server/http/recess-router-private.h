/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-router.h"

G_BEGIN_DECLS

typedef struct
{
  char          *method;
  char         **pieces;
  guint          n_pieces;
  gsize          body_limit;
  RecessHandler  begin;
  RecessHandler  handler;
  gpointer       user_data;
} RecessRoute;

/**
 * RecessMatch:
 * @route: (nullable): what handles the request
 * @allow: (nullable): the methods of this path where only the method has no route
 * @params: the decoded pieces by name
 * @deployment: TRUE when the model is a piece of the path and not necessarily of the body
 */
typedef struct
{
  const RecessRoute *route;
  char              *allow;
  GHashTable        *params;
  gboolean           deployment;
} RecessMatch;

void recess_router_find (RecessRouter *self,
                         const char   *method,
                         const char   *path,
                         RecessMatch  *match);
void recess_match_clear (RecessMatch  *match);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RecessMatch, recess_match_clear)

G_END_DECLS
