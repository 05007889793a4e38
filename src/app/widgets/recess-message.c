/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-glib-compat.h"
#include "recess-message-private.h"

G_DEFINE_FINAL_TYPE (RecessMessage, recess_message, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_ID,
  PROP_PARENT_ID,
  PROP_ROLE,
  PROP_CONTENT,
  PROP_REASONING,
  PROP_MODEL,
  PROP_STATUS,
  PROP_ERROR_MESSAGE,
  PROP_CREATED_AT,
  PROP_PROMPT_TOKENS,
  PROP_COMPLETION_TOKENS,
  PROP_DURATION_MS,
  PROP_FIRST_TOKEN_MS,
  PROP_POSITION,
  PROP_SIBLINGS,
  PROP_ATTACHMENTS,
  PROP_FINISH_REASON,
  PROP_TOOL_CALL_ID,
  PROP_FUNCTION_NAME,
  PROP_CALLS,
  PROP_CALL,
  PROP_CAN_CONTINUE,
  PROP_HAS_PROBABILITIES,
  PROP_TOKENS,
  PROP_COST,
  PROP_ESTIMATED,
  PROP_CHECK,
  N_PROPS
};

enum {
  APPENDED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static char **
string_field (RecessMessage *self,
              guint          prop_id)
{
  switch (prop_id)
    {
    case PROP_ID:
      return &self->id;
    case PROP_PARENT_ID:
      return &self->parent_id;
    case PROP_ROLE:
      return &self->role;
    case PROP_MODEL:
      return &self->model;
    case PROP_ERROR_MESSAGE:
      return &self->error_message;
    case PROP_FINISH_REASON:
      return &self->finish_reason;
    case PROP_TOOL_CALL_ID:
      return &self->tool_call_id;
    case PROP_CHECK:
      return &self->check;
    case PROP_FUNCTION_NAME:
      return &self->function_name;
    default:
      return NULL;
    }
}

static int *
int_field (RecessMessage *self,
           guint          prop_id)
{
  switch (prop_id)
    {
    case PROP_PROMPT_TOKENS:
      return &self->prompt_tokens;
    case PROP_COMPLETION_TOKENS:
      return &self->completion_tokens;
    case PROP_DURATION_MS:
      return &self->duration_ms;
    case PROP_FIRST_TOKEN_MS:
      return &self->first_token_ms;
    case PROP_POSITION:
      return &self->position;
    case PROP_SIBLINGS:
      return &self->siblings;
    default:
      return NULL;
    }
}

static void
replace_text (RecessMessage *self,
              GString       *field,
              const char    *text,
              guint          prop_id)
{
  gsize length;

  if (text == NULL)
    text = "";

  length = strlen (text);
  if (length >= field->len && memcmp (text, field->str, field->len) == 0)
    {
      if (length == field->len)
        return;

      g_string_append_len (field, text + field->len, length - field->len);
      g_signal_emit (self, signals[APPENDED], 0);
      return;
    }

  g_string_truncate (field, 0);
  g_string_append_len (field, text, length);
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop_id]);
}

static void
recess_message_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  RecessMessage *self = RECESS_MESSAGE (object);

  if (string_field (self, prop_id) != NULL)
    g_value_set_string (value, *string_field (self, prop_id));
  else if (int_field (self, prop_id) != NULL)
    g_value_set_int (value, *int_field (self, prop_id));
  else if (prop_id == PROP_CONTENT)
    g_value_set_string (value, self->content->str);
  else if (prop_id == PROP_REASONING)
    g_value_set_string (value, self->reasoning->str);
  else if (prop_id == PROP_STATUS)
    g_value_set_enum (value, self->status);
  else if (prop_id == PROP_CREATED_AT)
    g_value_set_double (value, self->created_at);
  else if (prop_id == PROP_ATTACHMENTS)
    g_value_set_object (value, recess_message_get_attachments (self));
  else if (prop_id == PROP_CALLS)
    g_value_set_uint (value, self->calls->len);
  else if (prop_id == PROP_CALL)
    g_value_set_object (value, self->call);
  else if (prop_id == PROP_CAN_CONTINUE)
    g_value_set_boolean (value, self->can_continue);
  else if (prop_id == PROP_HAS_PROBABILITIES)
    g_value_set_boolean (value, self->has_probabilities);
  else if (prop_id == PROP_TOKENS)
    g_value_set_boxed (value, self->tokens);
  else if (prop_id == PROP_COST)
    g_value_set_double (value, self->cost);
  else if (prop_id == PROP_ESTIMATED)
    g_value_set_boolean (value, self->estimated);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
set_int (RecessMessage *self,
         int           *field,
         int            value,
         GParamSpec    *pspec)
{
  if (*field == value)
    return;

  *field = value;
  g_object_notify_by_pspec (G_OBJECT (self), pspec);
}

static void
recess_message_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  RecessMessage *self = RECESS_MESSAGE (object);

  if (string_field (self, prop_id) != NULL)
    {
      if (recess_set_str (string_field (self, prop_id), g_value_get_string (value)))
        g_object_notify_by_pspec (object, pspec);
    }
  else if (int_field (self, prop_id) != NULL)
    set_int (self, int_field (self, prop_id), g_value_get_int (value), pspec);
  else if (prop_id == PROP_STATUS)
    recess_message_set_status (self, g_value_get_enum (value));
  else if (prop_id == PROP_CREATED_AT)
    {
      self->created_at = g_value_get_double (value);
      g_object_notify_by_pspec (object, pspec);
    }
  else if (prop_id == PROP_COST)
    {
      self->cost = g_value_get_double (value);
      g_object_notify_by_pspec (object, pspec);
    }
  else if (prop_id == PROP_ESTIMATED)
    {
      self->estimated = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
    }
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
recess_message_finalize (GObject *object)
{
  RecessMessage *self = RECESS_MESSAGE (object);

  g_clear_pointer (&self->tokens, g_ptr_array_unref);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->parent_id, g_free);
  g_clear_pointer (&self->role, g_free);
  g_clear_pointer (&self->model, g_free);
  g_clear_pointer (&self->error_message, g_free);
  g_clear_pointer (&self->finish_reason, g_free);
  g_clear_pointer (&self->tool_call_id, g_free);
  g_clear_pointer (&self->function_name, g_free);
  g_clear_pointer (&self->check, g_free);
  g_string_free (self->content, TRUE);
  g_string_free (self->reasoning, TRUE);
  g_string_free (self->log, TRUE);
  g_ptr_array_unref (self->calls);
  g_clear_weak_pointer (&self->call);
  g_clear_object (&self->attachments);

  G_OBJECT_CLASS (recess_message_parent_class)->finalize (object);
}

static GParamSpec *
string_pspec (const char *name)
{
  return g_param_spec_string (name, NULL, NULL, NULL,
                              G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
}

static GParamSpec *
int_pspec (const char *name,
           int         minimum,
           int         value)
{
  return g_param_spec_int (name, NULL, NULL, minimum, G_MAXINT, value,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
}

static void
recess_message_class_init (RecessMessageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = recess_message_get_property;
  object_class->set_property = recess_message_set_property;
  object_class->finalize = recess_message_finalize;

  properties[PROP_ID] = string_pspec ("id");
  properties[PROP_PARENT_ID] = string_pspec ("parent-id");
  properties[PROP_ROLE] = string_pspec ("role");
  properties[PROP_MODEL] = string_pspec ("model");
  properties[PROP_ERROR_MESSAGE] = string_pspec ("error-message");
  properties[PROP_FINISH_REASON] = string_pspec ("finish-reason");
  properties[PROP_TOOL_CALL_ID] = string_pspec ("tool-call-id");
  properties[PROP_FUNCTION_NAME] = string_pspec ("function-name");
  properties[PROP_CALLS] =
    g_param_spec_uint ("calls", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | flags);
  properties[PROP_CALL] =
    g_param_spec_object ("call", NULL, NULL, RECESS_TYPE_TOOL_CALL, G_PARAM_READABLE | flags);
  properties[PROP_CAN_CONTINUE] =
    g_param_spec_boolean ("can-continue", NULL, NULL, FALSE, G_PARAM_READABLE | flags);
  properties[PROP_HAS_PROBABILITIES] =
    g_param_spec_boolean ("has-probabilities", NULL, NULL, FALSE, G_PARAM_READABLE | flags);
  properties[PROP_TOKENS] =
    g_param_spec_boxed ("tokens", NULL, NULL, G_TYPE_PTR_ARRAY, G_PARAM_READABLE | flags);
  properties[PROP_CHECK] =
    g_param_spec_string ("check", NULL, NULL, NULL, G_PARAM_READABLE | flags);
  properties[PROP_CONTENT] =
    g_param_spec_string ("content", NULL, NULL, NULL, G_PARAM_READABLE | flags);
  properties[PROP_REASONING] =
    g_param_spec_string ("reasoning", NULL, NULL, NULL, G_PARAM_READABLE | flags);
  properties[PROP_STATUS] =
    g_param_spec_enum ("status", NULL, NULL, RECESS_TYPE_MESSAGE_STATUS, RECESS_MESSAGE_COMPLETE,
                       G_PARAM_READWRITE | flags);
  properties[PROP_CREATED_AT] =
    g_param_spec_double ("created-at", NULL, NULL, 0, G_MAXDOUBLE, 0, G_PARAM_READWRITE | flags);
  properties[PROP_PROMPT_TOKENS] = int_pspec ("prompt-tokens", -1, -1);
  properties[PROP_COMPLETION_TOKENS] = int_pspec ("completion-tokens", -1, -1);
  properties[PROP_DURATION_MS] = int_pspec ("duration-ms", -1, -1);
  properties[PROP_FIRST_TOKEN_MS] = int_pspec ("first-token-ms", -1, -1);
  properties[PROP_POSITION] = int_pspec ("position", 0, 0);
  properties[PROP_SIBLINGS] = int_pspec ("siblings", 0, 1);
  properties[PROP_ATTACHMENTS] =
    g_param_spec_object ("attachments", NULL, NULL, G_TYPE_LIST_MODEL, G_PARAM_READABLE | flags);

  properties[PROP_COST] =
    g_param_spec_double ("cost", NULL, NULL, -1, G_MAXDOUBLE, -1, G_PARAM_READWRITE | flags);
  properties[PROP_ESTIMATED] =
    g_param_spec_boolean ("estimated", NULL, NULL, FALSE, G_PARAM_READWRITE | flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[APPENDED] =
    g_signal_new ("appended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  g_cclosure_marshal_VOID__VOID, G_TYPE_NONE, 0);
}

static void
recess_message_init (RecessMessage *self)
{
  self->content = g_string_new (NULL);
  self->reasoning = g_string_new (NULL);
  self->log = g_string_new (NULL);
  self->calls = g_ptr_array_new_with_free_func (g_object_unref);
  self->prompt_tokens = -1;
  self->completion_tokens = -1;
  self->duration_ms = -1;
  self->first_token_ms = -1;
  self->cost = -1;
  self->siblings = 1;
}

RecessMessage *
recess_message_new (const char *id,
                    const char *role)
{
  return g_object_new (RECESS_TYPE_MESSAGE, "id", id, "role", role, NULL);
}

void
recess_message_append (RecessMessage *self,
                       const char    *content,
                       const char    *reasoning)
{
  g_return_if_fail (RECESS_IS_MESSAGE (self));

  if (content != NULL)
    g_string_append (self->content, content);
  if (reasoning != NULL)
    g_string_append (self->reasoning, reasoning);

  g_signal_emit (self, signals[APPENDED], 0);
}

void
recess_message_set_content (RecessMessage *self,
                            const char    *content)
{
  g_return_if_fail (RECESS_IS_MESSAGE (self));

  if (g_strcmp0 (self->content->str, content) != 0)
    recess_message_set_check (self, NULL, FALSE);
  replace_text (self, self->content, content, PROP_CONTENT);
}

void
recess_message_set_reasoning (RecessMessage *self,
                              const char    *reasoning)
{
  g_return_if_fail (RECESS_IS_MESSAGE (self));

  replace_text (self, self->reasoning, reasoning, PROP_REASONING);
}

void
recess_message_set_status (RecessMessage       *self,
                           RecessMessageStatus  status)
{
  g_return_if_fail (RECESS_IS_MESSAGE (self));

  if (self->status == status)
    return;

  self->status = status;
  /* They say nothing of what is written from now on. */
  if (status == RECESS_MESSAGE_IN_PROGRESS)
    recess_message_set_tokens (self, NULL);
  for (guint i = 0; i < self->calls->len; i++)
    recess_tool_call_set_writing (g_ptr_array_index (self->calls, i),
                                  status == RECESS_MESSAGE_IN_PROGRESS);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS]);
}

gboolean
recess_message_get_has_probabilities (RecessMessage *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE (self), FALSE);

  return self->has_probabilities;
}

void
recess_message_set_has_probabilities (RecessMessage *self,
                                      gboolean       has_probabilities)
{
  g_return_if_fail (RECESS_IS_MESSAGE (self));

  if (self->has_probabilities == has_probabilities)
    return;

  self->has_probabilities = has_probabilities;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_PROBABILITIES]);
}

GPtrArray *
recess_message_get_tokens (RecessMessage *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE (self), NULL);

  return self->tokens;
}

void
recess_message_set_tokens (RecessMessage *self,
                           GPtrArray     *tokens)
{
  g_return_if_fail (RECESS_IS_MESSAGE (self));

  if (self->tokens == tokens)
    return;

  g_clear_pointer (&self->tokens, g_ptr_array_unref);
  if (tokens != NULL)
    self->tokens = g_ptr_array_ref (tokens);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOKENS]);
}

GListModel *
recess_message_get_attachments (RecessMessage *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE (self), NULL);

  if (self->attachments == NULL)
    self->attachments = g_list_store_new (RECESS_TYPE_ATTACHMENT);

  return G_LIST_MODEL (self->attachments);
}

const char *
recess_message_get_id (RecessMessage *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE (self), NULL);

  return self->id;
}

const char *
recess_message_get_parent_id (RecessMessage *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE (self), NULL);

  return self->parent_id;
}

const char *
recess_message_get_role (RecessMessage *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE (self), NULL);

  return self->role == NULL ? "" : self->role;
}

const char *
recess_message_get_content (RecessMessage *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE (self), NULL);

  return self->content->str;
}

gsize
recess_message_get_content_length (RecessMessage *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE (self), 0);

  return self->content->len;
}

const char *
recess_message_get_reasoning (RecessMessage *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE (self), NULL);

  return self->reasoning->str;
}

gsize
recess_message_get_reasoning_length (RecessMessage *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE (self), 0);

  return self->reasoning->len;
}

const char *
recess_message_get_model (RecessMessage *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE (self), NULL);

  return self->model;
}

RecessMessageStatus
recess_message_get_status (RecessMessage *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE (self), RECESS_MESSAGE_COMPLETE);

  return self->status;
}

const char *
recess_message_get_error_message (RecessMessage *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE (self), NULL);

  return self->error_message;
}

double
recess_message_get_created_at (RecessMessage *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE (self), 0);

  return self->created_at;
}

double
recess_message_get_cost (RecessMessage *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE (self), -1);

  return self->cost;
}

gboolean
recess_message_get_estimated (RecessMessage *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE (self), FALSE);

  return self->estimated;
}

int
recess_message_get_prompt_tokens (RecessMessage *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE (self), -1);

  return self->prompt_tokens;
}

int
recess_message_get_completion_tokens (RecessMessage *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE (self), -1);

  return self->completion_tokens;
}

int
recess_message_get_duration_ms (RecessMessage *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE (self), -1);

  return self->duration_ms;
}

int
recess_message_get_first_token_ms (RecessMessage *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE (self), -1);

  return self->first_token_ms;
}

int
recess_message_get_position (RecessMessage *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE (self), 0);

  return self->position;
}

int
recess_message_get_siblings (RecessMessage *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE (self), 1);

  return self->siblings;
}

gboolean
recess_message_is_cut (RecessMessage *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE (self), FALSE);

  if (g_strcmp0 (self->role, "assistant") != 0 || self->content->len == 0 || self->calls->len > 0 ||
      self->status == RECESS_MESSAGE_IN_PROGRESS || self->status == RECESS_MESSAGE_WAITING)
    return FALSE;

  return self->status != RECESS_MESSAGE_COMPLETE || g_strcmp0 (self->finish_reason, "length") == 0;
}

const char *
recess_message_get_finish_reason (RecessMessage *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE (self), NULL);

  return self->finish_reason;
}

gboolean
recess_message_get_can_continue (RecessMessage *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE (self), FALSE);

  return self->can_continue;
}

void
recess_message_set_can_continue (RecessMessage *self,
                                 gboolean       can_continue)
{
  g_return_if_fail (RECESS_IS_MESSAGE (self));

  if (self->can_continue == !!can_continue)
    return;

  self->can_continue = !!can_continue;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_CONTINUE]);
}

void
recess_message_set_check (RecessMessage *self,
                          const char    *check,
                          gboolean       passed)
{
  g_return_if_fail (RECESS_IS_MESSAGE (self));

  self->check_passed = !!passed;
  if (recess_set_str (&self->check, check))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHECK]);
}

const char *
recess_message_get_check (RecessMessage *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE (self), NULL);

  return self->check;
}

gboolean
recess_message_get_check_passed (RecessMessage *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE (self), FALSE);

  return self->check_passed;
}

double
recess_message_get_updated_at (RecessMessage *self)
{
  g_return_val_if_fail (RECESS_IS_MESSAGE (self), 0);

  return self->updated_at;
}

void
recess_message_set_updated_at (RecessMessage *self,
                               double         updated_at)
{
  g_return_if_fail (RECESS_IS_MESSAGE (self));

  self->updated_at = updated_at;
}
