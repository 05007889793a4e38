/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-message.h"

G_DEFINE_ENUM_TYPE (RecessMessageStatus, recess_message_status,
  G_DEFINE_ENUM_VALUE (RECESS_MESSAGE_COMPLETE, "complete"),
  G_DEFINE_ENUM_VALUE (RECESS_MESSAGE_IN_PROGRESS, "in_progress"),
  G_DEFINE_ENUM_VALUE (RECESS_MESSAGE_STOPPED, "stopped"),
  G_DEFINE_ENUM_VALUE (RECESS_MESSAGE_INTERRUPTED, "interrupted"),
  G_DEFINE_ENUM_VALUE (RECESS_MESSAGE_FAILED, "failed"),
  G_DEFINE_ENUM_VALUE (RECESS_MESSAGE_WAITING, "waiting"))

RecessMessageStatus
recess_message_status_from_string (const char *status)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (RECESS_TYPE_MESSAGE_STATUS);
  GEnumValue *value = status == NULL ? NULL : g_enum_get_value_by_nick (klass, status);

  return value == NULL ? RECESS_MESSAGE_COMPLETE : (RecessMessageStatus) value->value;
}
