/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "app/widgets/recess-token.h"
#include "common/recess-json.h"

static GPtrArray *
parse (const char *json)
{
  g_autoptr(JsonNode) node = recess_json_parse (json, strlen (json), NULL);

  g_assert_nonnull (node);
  return recess_tokens_parse (json_node_get_array (node));
}

static void
test_plain (void)
{
  g_autoptr(GPtrArray) tokens =
    parse ("[{\"token\":\"Hi\",\"logprob\":0,\"bytes\":[72,105],\"top_logprobs\":"
           "[{\"token\":\"Hi\",\"logprob\":0},{\"token\":\"Ho\",\"logprob\":-0.693147}]},"
           "{\"token\":\" you\",\"logprob\":-9999,\"bytes\":null}]");
  const RecessToken *hi = g_ptr_array_index (tokens, 0);
  const RecessToken *you = g_ptr_array_index (tokens, 1);
  const RecessToken *ho = g_ptr_array_index (hi->alternatives, 1);

  g_assert_cmpuint (tokens->len, ==, 2);
  g_assert_cmpstr (hi->text, ==, "Hi");
  g_assert_cmpfloat_with_epsilon (hi->probability, 1, 1e-9);
  g_assert_cmpfloat_with_epsilon (ho->probability, .5, 1e-4);
  g_assert_cmpstr (you->text, ==, " you");
  g_assert_cmpfloat_with_epsilon (you->probability, 0, 1e-9);
}

/* A character in two tokens is shown as one; what never becomes one is shown as broken. */
static void
test_pieces (void)
{
  g_autoptr(GPtrArray) tokens =
    parse ("[{\"token\":\"\\\\xe2\\\\x9c\",\"logprob\":-0.693147,\"bytes\":[226,156]},"
           "{\"token\":\"\\\\x93\",\"logprob\":-0.693147,\"bytes\":[147]},"
           "{\"token\":\"x\",\"logprob\":0,\"bytes\":[120]},"
           "{\"token\":\"y\",\"logprob\":0,\"bytes\":[226]},"
           "{\"token\":\"z\",\"logprob\":0,\"bytes\":[122]}]");
  const RecessToken *check = g_ptr_array_index (tokens, 0);
  const RecessToken *broken = g_ptr_array_index (tokens, 2);

  g_assert_cmpuint (tokens->len, ==, 3);
  g_assert_cmpstr (check->text, ==, "✓");
  g_assert_cmpfloat_with_epsilon (check->probability, .25, 1e-4);
  g_assert_cmpstr (broken->text, ==, "\357\277\275z");
}

static void
test_odd (void)
{
  g_autoptr(GPtrArray) tokens =
    parse ("[1,null,[],{},{\"token\":7,\"logprob\":\"x\",\"bytes\":[\"a\",{},300,-1],"
           "\"top_logprobs\":[3]}]");

  for (guint i = 0; i < tokens->len; i++)
    {
      const RecessToken *token = g_ptr_array_index (tokens, i);

      g_assert_true (g_utf8_validate (token->text, -1, NULL));
      g_assert_cmpfloat (token->probability, ==, 0);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tokens/plain", test_plain);
  g_test_add_func ("/tokens/pieces", test_pieces);
  g_test_add_func ("/tokens/odd", test_odd);
  return g_test_run ();
}
