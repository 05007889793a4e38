/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-markdown.h"
#include "common/recess-tex.h"

static void
test_set (void)
{
  static const struct
  {
    const char *tex;
    const char *text;
  } samples[] = {
    { "$x^2 + y_1 = \\alpha$", "x² + y₁ = α" },
    { "\\(\\frac{a}{b+c}\\)", "a/(b+c)" },
    { "$$\\sum_{i=1}^{n} i = \\frac{n(n+1)}{2}$$", "∑ᵢ₌₁ⁿ i = (n(n+1))/2" },
    { "\\[ \\sqrt{2} \\approx 1.41 \\]", "√2 ≈ 1.41" },
    { "$\\sqrt[3]{x+1}$", "∛(x+1)" },
    { "$f: \\mathbb{R} \\to \\mathbb{N}$", "f: ℝ → ℕ" },
    { "$e^{-x}$", "e⁻ˣ" },
    { "$\\left( \\hat{x} \\right)$", "( x̂ )" },
    { "$A \\subseteq B \\implies \\forall x \\in A$", "A ⊆ B ⇒ ∀ x ∈ A" },
    { "$\\text{if } n \\geq 0$", "if n ≥ 0" },
    { "$\\{1, 2\\}$", "{1, 2}" },
    { "$\\sin\\theta$", "sinθ" },
    { "$\\begin{matrix} a & b \\end{matrix}$", NULL },
    { "$x^{q}$", NULL },
    { "$\\unknown{x}$", NULL },
    { "$\\frac{a}$", NULL },
    { "${$", NULL },
    { "$$", NULL },
    { "$$x", NULL },
    { "\\[ x", NULL },
    { "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autofree char *text = recess_tex_set (samples[i].tex, strlen (samples[i].tex));

      g_test_message ("%s", samples[i].tex);
      g_assert_cmpstr (text, ==, samples[i].text);
    }
}

/* Prices and variables are no TeX. */
static void
test_dollars (void)
{
  static const char *const no[] = {
    "$5 and $6", "$5-$6", "$5, or 4$ each", "$HOME/bin:$PATH", "$ x$", "$x $", "$x", "$", "$$",
    "$a`b$", "$5 million to a person who has 6$.",
  };
  static const char *const yes[] = { "$x$", "$x^2 + 1$.", "$O(n)$,", "$\\alpha = 5\\$$" };

  for (guint i = 0; i < G_N_ELEMENTS (no); i++)
    {
      g_test_message ("%s", no[i]);
      g_assert_null (recess_tex_find_dollar (no[i], ' '));
    }
  for (guint i = 0; i < G_N_ELEMENTS (yes); i++)
    {
      g_test_message ("%s", yes[i]);
      g_assert_nonnull (recess_tex_find_dollar (yes[i], '('));
      g_assert_null (recess_tex_find_dollar (yes[i], 'S'));
    }
}

static char *
show (const char *source,
      gsize       split)
{
  RecessMarkdown *markdown = recess_markdown_new (FALSE);
  GString *text = g_string_new (NULL);

  recess_markdown_append (markdown, source, split);
  for (guint i = 0; i < recess_markdown_get_n_blocks (markdown); i++)
    recess_block_get_inline (recess_markdown_get_block (markdown, i));
  recess_markdown_append (markdown, source + split, strlen (source) - split);
  for (guint i = 0; i < recess_markdown_get_n_blocks (markdown); i++)
    g_string_append_printf (text, "%s|",
                            recess_block_get_inline (recess_markdown_get_block (markdown,
                                                                                i))->text);
  recess_markdown_free (markdown);

  return g_string_free (text, FALSE);
}

static void
test_every_split (void)
{
  static const char source[] =
    "It costs $5 and **$6**, with \\(\\alpha^2\\) and $x_1$.\n\n$$\n\\frac{a}{b}\n$$\n\n"
    "\\[\\pi\\]\n\n`$x^2$` is code, $x^{q}$ is not set.\n";
  static const char expected[] =
    "It costs $5 and $6, with α² and x₁.|a/b|π|$x^2$ is code, $x^{q}$ is not set.|";

  for (gsize split = 0; split < sizeof source; split++)
    {
      g_autofree char *text = show (source, split);

      g_test_message ("%zu", split);

      g_assert_cmpstr (text, ==, expected);
    }
}

/* Whatever is in it: an end, and text that is text. */
static void
test_anything (void)
{
  static const char *const pieces[] = {
    "\\frac", "{", "}", "^", "_", "\\sqrt", "[3]", "x", "\\alpha", " ", "\\", "é", "\\hat", "$",
    "\\mathbb", "R", "-", "&", "\\left", ".", "\n", "\\text",
  };

  for (guint round = 0; round < 20000; round++)
    {
      g_autoptr(GString) tex = g_string_new ("$");
      g_autofree char *text = NULL;

      for (int n = g_test_rand_int_range (0, 40); n > 0; n--)
        g_string_append (tex, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
      g_string_append_c (tex, '$');
      text = recess_tex_set (tex->str, tex->len);
      if (text != NULL)
        g_assert_true (g_utf8_validate (text, -1, NULL));
    }
}

static void
test_deep (void)
{
  g_autofree char *open = g_strnfill (100000, '{');
  g_autofree char *tex = g_strconcat ("$", open, "$", NULL);

  g_assert_null (recess_tex_set (tex, strlen (tex)));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tex/set", test_set);
  g_test_add_func ("/tex/dollars", test_dollars);
  g_test_add_func ("/tex/every-split", test_every_split);
  g_test_add_func ("/tex/anything", test_anything);
  g_test_add_func ("/tex/deep", test_deep);
  return g_test_run ();
}
