/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "common/recess-glib-compat.h"
#include "common/recess-json.h"
#include "recess-tool-call.h"

struct _RecessToolCall
{
  GObject parent_instance;

  char *id;
  char *name;
  GString *arguments;
  char *fault;
  RecessMessage *answer;
  GObject *draft;
  RecessCallHandler handler;
  RecessCallEdit edit;
  guint writing : 1;
  guint checked : 1;
};

G_DEFINE_FINAL_TYPE (RecessToolCall, recess_tool_call, G_TYPE_OBJECT)

enum {
  APPENDED,
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
emit_changed (RecessToolCall *self)
{
  g_assert (RECESS_IS_TOOL_CALL (self));

  g_signal_emit (self, signals[CHANGED], 0);
}

static void
leave_answer (RecessToolCall *self)
{
  if (self->answer != NULL)
    g_signal_handlers_disconnect_by_data (self->answer, self);
  g_clear_object (&self->answer);
}

static void
recess_tool_call_dispose (GObject *object)
{
  RecessToolCall *self = RECESS_TOOL_CALL (object);

  leave_answer (self);
  g_clear_object (&self->draft);

  G_OBJECT_CLASS (recess_tool_call_parent_class)->dispose (object);
}

static void
recess_tool_call_finalize (GObject *object)
{
  RecessToolCall *self = RECESS_TOOL_CALL (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->fault, g_free);
  g_string_free (self->arguments, TRUE);

  G_OBJECT_CLASS (recess_tool_call_parent_class)->finalize (object);
}

static void
recess_tool_call_class_init (RecessToolCallClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = recess_tool_call_dispose;
  object_class->finalize = recess_tool_call_finalize;

  signals[APPENDED] =
    g_signal_new ("appended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  g_cclosure_marshal_VOID__VOID, G_TYPE_NONE, 0);
  signals[CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  g_cclosure_marshal_VOID__VOID, G_TYPE_NONE, 0);
}

static void
recess_tool_call_init (RecessToolCall *self)
{
  self->arguments = g_string_new (NULL);
}

RecessToolCall *
recess_tool_call_new (const char *id,
                      const char *name)
{
  RecessToolCall *self = g_object_new (RECESS_TYPE_TOOL_CALL, NULL);

  self->id = g_strdup (id);
  self->name = g_strdup (name);

  return self;
}

const char *
recess_tool_call_get_id (RecessToolCall *self)
{
  g_return_val_if_fail (RECESS_IS_TOOL_CALL (self), NULL);

  return self->id == NULL ? "" : self->id;
}

const char *
recess_tool_call_get_name (RecessToolCall *self)
{
  g_return_val_if_fail (RECESS_IS_TOOL_CALL (self), NULL);

  return self->name == NULL ? "" : self->name;
}

const char *
recess_tool_call_get_arguments (RecessToolCall *self)
{
  g_return_val_if_fail (RECESS_IS_TOOL_CALL (self), NULL);

  return self->arguments->str;
}

gsize
recess_tool_call_get_arguments_length (RecessToolCall *self)
{
  g_return_val_if_fail (RECESS_IS_TOOL_CALL (self), 0);

  return self->arguments->len;
}

void
recess_tool_call_append (RecessToolCall *self,
                         const char     *id,
                         const char     *name,
                         const char     *arguments)
{
  gboolean changed = FALSE;

  g_return_if_fail (RECESS_IS_TOOL_CALL (self));

  if (id != NULL && *id != '\0')
    changed |= recess_set_str (&self->id, id);
  if (name != NULL && *name != '\0' && *recess_tool_call_get_name (self) == '\0')
    changed |= recess_set_str (&self->name, name);
  if (changed)
    emit_changed (self);

  if (arguments == NULL || *arguments == '\0')
    return;

  g_string_append (self->arguments, arguments);
  self->checked = FALSE;
  g_signal_emit (self, signals[APPENDED], 0);
}

void
recess_tool_call_set (RecessToolCall *self,
                      const char     *id,
                      const char     *name,
                      const char     *arguments)
{
  gsize length;
  gboolean changed;
  gboolean same;

  g_return_if_fail (RECESS_IS_TOOL_CALL (self));

  if (arguments == NULL)
    arguments = "";
  length = strlen (arguments);
  same = length >= self->arguments->len &&
         memcmp (arguments, self->arguments->str, self->arguments->len) == 0;
  changed = recess_set_str (&self->id, id);
  changed |= recess_set_str (&self->name, name);
  changed |= !same;
  if (length == self->arguments->len && same && !changed)
    return;

  self->checked = FALSE;
  g_string_truncate (self->arguments, same ? self->arguments->len : 0);
  g_string_append (self->arguments, arguments + self->arguments->len);
  g_signal_emit (self, signals[changed ? CHANGED : APPENDED], 0);
}

void
recess_tool_call_set_writing (RecessToolCall *self,
                              gboolean        writing)
{
  g_return_if_fail (RECESS_IS_TOOL_CALL (self));

  if (self->writing == !!writing)
    return;

  self->writing = !!writing;
  emit_changed (self);
}

static char *
find_fault (RecessToolCall *self)
{
  g_autoptr (GError) error = NULL;
  const char *text = self->arguments->str;

  if (!recess_json_check (text, self->arguments->len, &error))
    return g_strdup (error->message);
  if (text[strspn (text, " \t\r\n")] != '{')
    return g_strdup (_("Line 1, column 1: arguments are an object."));

  return NULL;
}

const char *
recess_tool_call_get_fault (RecessToolCall *self)
{
  g_return_val_if_fail (RECESS_IS_TOOL_CALL (self), NULL);

  /* No arguments at all is what models write for functions without parameters. */
  if (self->writing || self->arguments->len == 0)
    return NULL;

  if (!self->checked)
    {
      g_free (self->fault);
      self->fault = find_fault (self);
      self->checked = TRUE;
    }

  return self->fault;
}

RecessMessage *
recess_tool_call_get_answer (RecessToolCall *self)
{
  g_return_val_if_fail (RECESS_IS_TOOL_CALL (self), NULL);

  return self->answer;
}

void
recess_tool_call_set_answer (RecessToolCall *self,
                             RecessMessage  *answer)
{
  g_return_if_fail (RECESS_IS_TOOL_CALL (self));
  g_return_if_fail (answer == NULL || RECESS_IS_MESSAGE (answer));

  if (self->answer == answer)
    return;

  leave_answer (self);
  if (answer != NULL)
    {
      self->answer = g_object_ref (answer);
      g_signal_connect_object (answer, "notify", G_CALLBACK (emit_changed), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (answer, "appended", G_CALLBACK (emit_changed), self,
                               G_CONNECT_SWAPPED);
    }
  emit_changed (self);
}

RecessCallState
recess_tool_call_get_state (RecessToolCall *self)
{
  g_return_val_if_fail (RECESS_IS_TOOL_CALL (self), RECESS_CALL_UNANSWERED);

  if (self->answer == NULL)
    return self->writing ? RECESS_CALL_WRITING : RECESS_CALL_UNANSWERED;

  switch (recess_message_get_status (self->answer))
    {
    case RECESS_MESSAGE_WAITING:
      return RECESS_CALL_WAITING;
    case RECESS_MESSAGE_IN_PROGRESS:
      return RECESS_CALL_RUNNING;
    case RECESS_MESSAGE_FAILED:
      return RECESS_CALL_FAILED;
    case RECESS_MESSAGE_INTERRUPTED:
      return RECESS_CALL_INTERRUPTED;
    case RECESS_MESSAGE_STOPPED:
      return RECESS_CALL_STOPPED;
    case RECESS_MESSAGE_COMPLETE:
    default:
      return RECESS_CALL_COMPLETE;
    }
}

const char *
recess_tool_call_get_output (RecessToolCall *self)
{
  g_return_val_if_fail (RECESS_IS_TOOL_CALL (self), NULL);

  return self->answer == NULL ? "" : recess_message_get_content (self->answer);
}

const char *
recess_tool_call_get_log (RecessToolCall *self)
{
  g_return_val_if_fail (RECESS_IS_TOOL_CALL (self), NULL);

  return self->answer == NULL ? "" : recess_message_get_log (self->answer);
}

const char *
recess_tool_call_get_error (RecessToolCall *self)
{
  g_return_val_if_fail (RECESS_IS_TOOL_CALL (self), NULL);

  return self->answer == NULL ? NULL : recess_message_get_error_message (self->answer);
}

int
recess_tool_call_get_duration_ms (RecessToolCall *self)
{
  g_return_val_if_fail (RECESS_IS_TOOL_CALL (self), -1);

  return self->answer == NULL ? -1 : recess_message_get_duration_ms (self->answer);
}

RecessCallHandler
recess_tool_call_get_handler (RecessToolCall *self)
{
  g_return_val_if_fail (RECESS_IS_TOOL_CALL (self), RECESS_CALL_HANDLER_UNKNOWN);

  return self->handler;
}

void
recess_tool_call_set_handler (RecessToolCall    *self,
                              RecessCallHandler  handler)
{
  g_return_if_fail (RECESS_IS_TOOL_CALL (self));

  if (self->handler == handler)
    return;

  self->handler = handler;
  emit_changed (self);
}

RecessCallEdit
recess_tool_call_get_edit (RecessToolCall *self)
{
  g_return_val_if_fail (RECESS_IS_TOOL_CALL (self), RECESS_CALL_EDIT_NONE);

  return self->edit;
}

void
recess_tool_call_set_edit (RecessToolCall *self,
                           RecessCallEdit  edit)
{
  g_return_if_fail (RECESS_IS_TOOL_CALL (self));

  if (self->edit == edit)
    return;

  self->edit = edit;
  g_clear_object (&self->draft);
  emit_changed (self);
}

GObject *
recess_tool_call_get_draft (RecessToolCall *self)
{
  g_return_val_if_fail (RECESS_IS_TOOL_CALL (self), NULL);

  return self->draft;
}

void
recess_tool_call_set_draft (RecessToolCall *self,
                            GObject        *draft)
{
  g_return_if_fail (RECESS_IS_TOOL_CALL (self));

  g_set_object (&self->draft, draft);
}

char *
recess_tool_call_dup_text (RecessToolCall *self)
{
  const char *output = recess_tool_call_get_output (self);

  g_return_val_if_fail (RECESS_IS_TOOL_CALL (self), NULL);

  if (*output == '\0')
    return g_strdup_printf ("%s(%s)", recess_tool_call_get_name (self), self->arguments->str);

  return g_strdup_printf ("%s(%s)\n→ %s", recess_tool_call_get_name (self), self->arguments->str,
                          output);
}
