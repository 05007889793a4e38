/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "common/recess-glib-compat.h"
#include "engine/recess-call.h"

#include "recess-code-runner.h"

struct _RecessCodeRunner
{
  GObject       parent_instance;

  RecessEngine *engine;
  char         *reason;
  gboolean      asked;
};

G_DEFINE_FINAL_TYPE (RecessCodeRunner, recess_code_runner, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_REASON,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
recess_code_runner_finalize (GObject *object)
{
  RecessCodeRunner *self = RECESS_CODE_RUNNER (object);

  g_object_unref (self->engine);
  g_free (self->reason);

  G_OBJECT_CLASS (recess_code_runner_parent_class)->finalize (object);
}

static void
recess_code_runner_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  RecessCodeRunner *self = RECESS_CODE_RUNNER (object);

  switch (prop_id)
    {
    case PROP_REASON:
      g_value_set_string (value, self->reason);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
recess_code_runner_class_init (RecessCodeRunnerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = recess_code_runner_finalize;
  object_class->get_property = recess_code_runner_get_property;

  properties[PROP_REASON] =
    g_param_spec_string ("reason", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
recess_code_runner_init (RecessCodeRunner *self)
{
}

RecessCodeRunner *
recess_code_runner_new (RecessEngine *engine)
{
  RecessCodeRunner *self;

  g_return_val_if_fail (RECESS_IS_ENGINE (engine), NULL);

  self = g_object_new (RECESS_TYPE_CODE_RUNNER, NULL);
  self->engine = g_object_ref (engine);
  return self;
}

static const char *
find_language (RecessBlock *block)
{
  static const char *languages[][2] = {
    { "python", "python" }, { "python3", "python" }, { "py", "python" },
    { "sh", "shell" },      { "bash", "shell" },     { "shell", "shell" },
  };

  for (guint i = 0; block->language != NULL && i < G_N_ELEMENTS (languages); i++)
    {
      if (g_ascii_strcasecmp (block->language, languages[i][0]) == 0)
        return languages[i][1];
    }

  return NULL;
}

gboolean
recess_code_runner_knows (RecessBlock *block)
{
  g_return_val_if_fail (block != NULL, FALSE);

  return find_language (block) != NULL;
}

static void
asked_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (RecessCodeRunner) self = user_data;
  g_autoptr (JsonObject) found = recess_call_finish (RECESS_CLIENT (source), result, NULL);

  self->asked = found != NULL;
  if (found != NULL &&
      recess_set_str (&self->reason, recess_json_object_get_string (found, "reason", NULL)))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REASON]);
}

const char *
recess_code_runner_get_reason (RecessCodeRunner *self)
{
  g_return_val_if_fail (RECESS_IS_CODE_RUNNER (self), NULL);

  if (!self->asked && recess_engine_get_state (self->engine) == RECESS_ENGINE_READY)
    {
      self->asked = TRUE;
      recess_call_async (recess_engine_get_client (self->engine), "GET", "/recess/sandbox", NULL,
                         NULL, asked_cb, g_object_ref (self));
    }

  return self->reason;
}

RecessCodeRun *
recess_code_runner_run (RecessCodeRunner *self,
                        RecessBlock      *block)
{
  g_return_val_if_fail (RECESS_IS_CODE_RUNNER (self), NULL);
  g_return_val_if_fail (block != NULL && find_language (block) != NULL, NULL);

  return recess_code_run_new (self->engine, find_language (block), block->source->str);
}
