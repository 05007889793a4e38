/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  RECESS_PARAM_NUMBER,
  RECESS_PARAM_INTEGER,
  RECESS_PARAM_STRINGS,
  RECESS_PARAM_CHOICE,
  /* On, and off, where it is not set. */
  RECESS_PARAM_BOOLEAN,
  RECESS_PARAM_FLAG,
} RecessParamKind;

typedef enum
{
  RECESS_PARAM_GROUP_SAMPLING,
  RECESS_PARAM_GROUP_ANSWER,
  RECESS_PARAM_GROUP_PENALTIES,
  RECESS_PARAM_N_GROUPS,
} RecessParamGroup;

/**
 * RecessChatParam:
 * @name: as it is sent
 * @title: as it is shown, untranslated
 * @description: what it does, untranslated
 * @choices: (nullable): the words a choice may have
 */
typedef struct
{
  const char        *name;
  const char        *title;
  const char        *description;
  RecessParamKind    kind;
  RecessParamGroup   group;
  double             minimum;
  double             maximum;
  double             step;
  const char *const *choices;
} RecessChatParam;

const RecessChatParam *recess_chat_params_get       (guint                 *n_params);
const RecessChatParam *recess_chat_params_find      (const char            *name);
const char            *recess_chat_params_get_group (RecessParamGroup       group);
/* What was typed, as JSON; NULL with a message where it cannot be sent. An empty text gives NULL
 * without a message: not sent. */
char                  *recess_chat_param_parse      (const RecessChatParam *param,
                                                     const char            *text,
                                                     char                 **message);
/* The other way round, for showing; NULL for a value of another type. */
char                  *recess_chat_param_format     (const RecessChatParam *param,
                                                     const char            *json);

G_END_DECLS
