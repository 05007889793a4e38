/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "recess-provider-preset.h"

static const RecessProviderPreset presets[] = {
  { "OpenAI", "openai", "https://api.openai.com/v1", "bearer" },
  { "Azure OpenAI", "azure", "https://RESOURCE.openai.azure.com/openai", "api-key", "2024-10-21",
    TRUE },
  { "Ollama", "ollama", "http://localhost:11434/v1", "none" },
  { "LM Studio", "lmstudio", "http://localhost:1234/v1", "none" },
  { "llama.cpp", "llamacpp", "http://localhost:8080/v1", "none" },
  { "vLLM", "vllm", "http://localhost:8000/v1", "none" },
  { "OpenRouter", "openrouter", "https://openrouter.ai/api/v1", "bearer" },
  { "Groq", "groq", "https://api.groq.com/openai/v1", "bearer" },
  { "Mistral", "mistral", "https://api.mistral.ai/v1", "bearer" },
  { "DeepSeek", "deepseek", "https://api.deepseek.com/v1", "bearer" },
  { "Together", "together", "https://api.together.xyz/v1", "bearer" },
  { N_("Other"), "", "https://", "bearer" },
};

const RecessProviderPreset *
recess_provider_presets_get (guint *n_presets)
{
  g_return_val_if_fail (n_presets != NULL, NULL);

  *n_presets = G_N_ELEMENTS (presets);
  return presets;
}
