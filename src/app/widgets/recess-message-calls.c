/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "recess-message-private.h"

guint
recess_message_get_n_calls (RecessMessage *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE (self), 0);

  return self->calls->len;
}

RecessToolCall *
recess_message_get_call_at (RecessMessage *self,
                            guint          position)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE (self), NULL);
  g_return_val_if_fail (position < self->calls->len, NULL);

  return g_ptr_array_index (self->calls, position);
}

void
recess_message_set_n_calls (RecessMessage *self,
                            guint          n)
{
  g_return_if_fail (RECESS_IS_MESSAGE (self));

  if (self->calls->len == n)
    return;

  if (n < self->calls->len)
    g_ptr_array_set_size (self->calls, n);
  while (self->calls->len < n)
    {
      RecessToolCall *call = recess_tool_call_new (NULL, NULL);

      recess_tool_call_set_writing (call, self->status == RECESS_MESSAGE_IN_PROGRESS);
      g_ptr_array_add (self->calls, call);
    }
  g_object_notify (G_OBJECT (self), "calls");
}

static gboolean
is_set (const char *text)
{
  return text != NULL && *text != '\0';
}

/* Some providers count from one, or give each call the index 0 and only another id. */
static RecessToolCall *
find_call (RecessMessage *self,
           int            index,
           const char    *id,
           const char    *name)
{
  RecessToolCall *last = NULL;
  RecessToolCall *call;

  if (self->calls->len > 0)
    last = g_ptr_array_index (self->calls, self->calls->len - 1);
  if (index < 0 || (guint) index >= self->calls->len)
    return is_set (id) || is_set (name) ? NULL : last;

  call = g_ptr_array_index (self->calls, index);
  if (!is_set (id) || *recess_tool_call_get_id (call) == '\0' ||
      g_str_equal (id, recess_tool_call_get_id (call)))
    return call;

  return g_str_equal (id, recess_tool_call_get_id (last)) ? last : NULL;
}

void
recess_message_append_call (RecessMessage *self,
                            int            index,
                            const char    *id,
                            const char    *name,
                            const char    *arguments)
{
  RecessToolCall *call;

  g_return_if_fail (RECESS_IS_MESSAGE (self));

  call = find_call (self, index, id, name);
  if (call == NULL)
    {
      recess_message_set_n_calls (self, self->calls->len + 1);
      call = g_ptr_array_index (self->calls, self->calls->len - 1);
    }

  recess_tool_call_append (call, id, name, arguments);
}

const char *
recess_message_get_tool_call_id (RecessMessage *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE (self), NULL);

  return self->tool_call_id;
}

RecessToolCall *
recess_message_get_call (RecessMessage *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE (self), NULL);

  return self->call;
}

/* The call knows its answer by a reference; one back would keep both for ever. */
void
recess_message_set_call (RecessMessage  *self,
                         RecessToolCall *call)
{
  g_return_if_fail (RECESS_IS_MESSAGE (self));

  if (g_set_weak_pointer (&self->call, call))
    g_object_notify (G_OBJECT (self), "call");
}

const char *
recess_message_get_log (RecessMessage *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE (self), NULL);

  return self->log->str;
}

void
recess_message_set_log (RecessMessage *self,
                        const char    *log)
{
  g_return_if_fail (RECESS_IS_MESSAGE (self));

  if (g_str_equal (self->log->str, log != NULL ? log : ""))
    return;

  g_string_assign (self->log, log != NULL ? log : "");
  g_signal_emit_by_name (self, "appended");
}

void
recess_message_append_log (RecessMessage *self,
                           const char    *log)
{
  g_return_if_fail (RECESS_IS_MESSAGE (self));
  g_return_if_fail (log != NULL);

  g_string_append (self->log, log);
  g_signal_emit_by_name (self, "appended");
}
