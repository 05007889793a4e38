/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * RecessPracticeKind:
 *
 * What a field may hold.
 */
typedef enum
{
  RECESS_PRACTICE_STRING,
  RECESS_PRACTICE_INTEGER,
  RECESS_PRACTICE_NUMBER,
  RECESS_PRACTICE_BOOLEAN,
  RECESS_PRACTICE_OBJECT,
  RECESS_PRACTICE_ARRAY,
  RECESS_PRACTICE_ANYTHING,
} RecessPracticeKind;

gboolean recess_practice_field_is    (JsonNode            *node,
                                      RecessPracticeKind   kind);

/* Each sets a RECESS_API_ERROR of status 400 and returns FALSE. */
gboolean recess_practice_missing     (GError             **error,
                                      const char          *param);
gboolean recess_practice_wrong_kind  (GError             **error,
                                      const char          *param,
                                      const char          *expected,
                                      JsonNode            *node);
gboolean recess_practice_wrong_value (GError             **error,
                                      const char          *param,
                                      const char          *rule);
gboolean recess_practice_refuse      (GError             **error,
                                      const char          *param,
                                      const char          *reason);

/**
 * recess_practice_check_fields:
 *
 * Checks the fields of a request one by one: name, kind and range. What is null counts as absent.
 */
gboolean recess_practice_check_fields (JsonObject         *object,
                                       GError            **error);

G_END_DECLS
