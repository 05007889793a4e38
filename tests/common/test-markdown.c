/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-markdown-parser.h"
#include "common/recess-markdown.h"

static const char *corpus[] = {
  "",
  "\n",
  "one",
  "One *em*, **strong**, ~~gone~~, `code` and [a link](https://example.org \"t\").\n\nTwo.",
  "# Title #\n## Second ##\ntext\n### C#\n#no\n####### seven\n",
  "Setext\n===\nTwo\nlines\n---\n\n---\n***\n_ _ _\n",
  "- one\n- two\n  more\nlazy\n\n  para\n\n- [ ] open\n- [x] done\n* other list\n",
  "1. one\n1. two\n   - deep\n     - deeper\n2) other\n\n10. ten\n11. eleven\n",
  "-\n\n  not in it\n-\n  in it\n- - - a\n- > quoted\n- # head\n- ```c\n  int x;\n  ```\n",
  "> quote\nlazy\n> > two\n>\n> - item\n>   more\n\nout\n",
  "```python pong.py\nimport tk\n\n  indented\n```\nafter\n~~~\n```\n~~~~\n```js\nopen",
  "Para\n    not code\n\n    code\n\n    more\n\n\n\tend\nafter\n",
  "| a | b |\n|---|:-:|\n| 1 | `x\\|y` |\n| 2 |\nlazy row\n\nafter | the\n",
  "Here it is:\n| a | b |\n| --- | ---: |\n| 1 | 2 |\n> quote\n",
  "<div>\n*text*\n\n*md*\n<!-- a\n\nb -->\n<b>inline</b> a<br>b\n",
  "$$\na\n- b\n\\]\n$$\nThen \\(x_1*y*z\\) and $$a`b$$ and \\[q\\] and \\\\(no\\\\).\n\\[\n\\frac{1}{2}\n\\]\n",
  "![alt *x*](http://e.org/i.png)\n\ntext ![in](b.png) www.example.org and me@example.org.\n",
  "&amp; &lt;b&gt; &copy; &#65; &#x41; &nope; \\*not\\* a\\\nb  \nc\n",
  "tab\n\n-\tone\n\n\ttwo\n>\tquote\n\n\t\tcode\n",
  "CR\r\nLF\r\n\r\n- a\r\n- b\r\n```\r\nx\r\n```\r\n",
  "Grüße — 日本語 **太字** 🎉\n\n- ünï\n\n> „Zitat“ **x**\n",
  "bad \xff\xfe utf \xe2\x82 here\n\xf0\x9f",
  "**open [link](htt and `code\n\nnext *em\n",
  "a | b\n--|--\n1 | 2\n\n|x|\n|-|\n|y|\n",
  "Text\n-\n\nText\n--",
};

static void
dump_inline (GString            *out,
             const RecessInline *text)
{
  g_string_append_printf (out, " '%s'", text->text);
  g_assert_true (g_utf8_validate (text->text, text->length, NULL));

  for (guint i = 0; i < text->runs->len; i++)
    {
      const RecessRun *run = &g_array_index (text->runs, RecessRun, i);

      g_assert_cmpuint (run->length, >, 0);
      g_assert_cmpuint (run->start + run->length, <=, text->length);
      g_assert_cmpuint (run->flags, !=, 0);
      if (i > 0)
        {
          const RecessRun *last = run - 1;

          g_assert_cmpuint (run->start, >=, last->start + last->length);
        }
      g_string_append_printf (out, " <%u+%u %x %s>", run->start, run->length, run->flags,
                              run->url == NULL ? "-" : run->url);
    }
}

static void
dump_block (GString     *out,
            RecessBlock *block)
{
  g_string_append_printf (out, "%d:%u q%u l%u %c%u t%d c%d s%d h%d [%s|%s]", block->kind, block->level,
                          block->quote_depth, block->list_depth,
                          block->delimiter == '\0' ? '_' : block->delimiter, block->number,
                          block->task, block->continued, block->spaced, block->has_header,
                          block->language == NULL ? "" : block->language,
                          block->name == NULL ? "" : block->name);
  if (block->kind == RECESS_BLOCK_CODE)
    g_string_append_printf (out, " {%s}", block->source->str);
  else if (block->kind == RECESS_BLOCK_TABLE)
    {
      for (guint i = 0; i < block->table->n_columns; i++)
        g_string_append_printf (out, " %d/%u", block->table->align[i], block->table->width[i]);
      for (guint i = 0; i < block->rows->len; i++)
        for (guint j = 0; j < block->table->n_columns; j++)
          if (recess_block_get_cell (block, i, j) != NULL)
            dump_inline (out, recess_block_get_cell (block, i, j));
    }
  else if (block->kind != RECESS_BLOCK_RULE)
    dump_inline (out, recess_block_get_inline (block));
  g_string_append_c (out, '\n');
}

static char *
dump_from (RecessMarkdown *markdown,
           guint           first)
{
  GString *out = g_string_new (NULL);

  for (guint i = first; i < recess_markdown_get_n_blocks (markdown); i++)
    dump_block (out, recess_markdown_get_block (markdown, i));

  return g_string_free (out, FALSE);
}

static char *
dump_whole (const char *text,
            gsize       length,
            gboolean    literal)
{
  g_autoptr (RecessMarkdown) markdown = recess_markdown_new (literal);

  recess_markdown_append (markdown, text, length);
  return dump_from (markdown, 0);
}

static void
test_every_split (void)
{
  for (guint c = 0; c < G_N_ELEMENTS (corpus) * 2; c++)
    {
      const char *text = corpus[c / 2];
      gsize length = strlen (text);
      g_autofree char *whole = dump_whole (text, length, c % 2);

      for (gsize i = 0; i <= length; i++)
        {
          g_autoptr (RecessMarkdown) markdown = recess_markdown_new (c % 2);
          g_autofree char *parts = NULL;

          recess_markdown_append (markdown, text, i);
          recess_markdown_append (markdown, text + i, length - i);
          parts = dump_from (markdown, 0);
          g_assert_cmpstr (parts, ==, whole);
        }
    }
}

static GString *
join_corpus (void)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < 40; i++)
    {
      g_string_append (text, corpus[g_test_rand_int_range (0, G_N_ELEMENTS (corpus))]);
      g_string_append (text, g_test_rand_bit () ? "\n" : "\n\n");
    }

  return text;
}

/* What an append says is unchanged is unchanged, and what it changes is little. */
static void
append_and_check (RecessMarkdown *markdown,
                  const char     *text,
                  gsize           length)
{
  guint before = recess_markdown_get_n_blocks (markdown);
  g_autofree RecessBlock **blocks = g_new0 (RecessBlock *, before + 1);
  guint first;

  for (guint i = 0; i < before; i++)
    blocks[i] = recess_markdown_get_block (markdown, i);

  first = recess_markdown_append (markdown, text, length);
  g_assert_cmpuint (first, <=, before);
  g_assert_cmpuint (first + RECESS_MARKDOWN_MAX_DEPTH + 3, >=, before);
  g_assert_cmpuint (first, <=, recess_markdown_get_n_blocks (markdown));
  for (guint i = 0; i < first; i++)
    g_assert_true (recess_markdown_get_block (markdown, i) == blocks[i]);
}

static void
test_random_chunks (void)
{
  for (guint round = 0; round < 60; round++)
    {
      GString *text = join_corpus ();
      g_autoptr (RecessMarkdown) markdown = recess_markdown_new (round % 4 == 3);
      g_autofree char *whole = dump_whole (text->str, text->len, round % 4 == 3);
      g_autofree char *parts = NULL;

      for (gsize i = 0; i < text->len; )
        {
          gsize length = g_test_rand_int_range (1, round % 2 ? 12 : 200);

          length = MIN (length, text->len - i);
          append_and_check (markdown, text->str + i, length);
          i += length;
        }
      parts = dump_from (markdown, 0);
      g_assert_cmpstr (parts, ==, whole);
      g_string_free (text, TRUE);
    }
}

static void
test_long (void)
{
  static const char *units[] = { "word ", "wordword", "a b. ", "日本", "- x\n", "| a | b |\n", "*a* " };
  static const char *heads[] = { "", "- ", "> 1. ", "```\n", "|a|b|\n|-|-|\n", "<div>", "$$\n", "    " };

  for (guint u = 0; u < G_N_ELEMENTS (units); u++)
    for (guint h = 0; h < G_N_ELEMENTS (heads); h++)
      {
        g_autoptr (RecessMarkdown) markdown = recess_markdown_new (FALSE);
        GString *text = g_string_new (heads[h]);
        g_autofree char *whole = NULL;
        g_autofree char *parts = NULL;

        while (text->len < 30000)
          g_string_append (text, units[u]);
        whole = dump_whole (text->str, text->len, FALSE);
        for (gsize i = 0; i < text->len; i += 997)
          append_and_check (markdown, text->str + i, MIN (997, text->len - i));
        parts = dump_from (markdown, 0);
        g_assert_cmpstr (parts, ==, whole);

        for (guint i = 0; i < recess_markdown_get_n_blocks (markdown); i++)
          {
            RecessBlock *block = recess_markdown_get_block (markdown, i);

            if (block->kind != RECESS_BLOCK_CODE)
              g_assert_cmpuint (block->source->len, <=, RECESS_MARKDOWN_MAX_ROW);
          }
        g_string_free (text, TRUE);
      }
}

/* Nothing is said of time, but what is not linear does not end here. */
static void
test_hostile (void)
{
  static const char *units[] = {
    ">", "> ", "*", "**a ", "[", "[a](", "![", "- ", "1. ", "`", "``` ", "|", "<", "\\(", "$$ ", "~",
    "_a_", "&", "#", "\t", "\n", "\n\n- ", "a\n=\n", "|-", "<!--", "]", "[]()", "\\", "\xf0", "\xe2\x82",
  };

  for (guint u = 0; u < G_N_ELEMENTS (units); u++)
    {
      g_autoptr (RecessMarkdown) markdown = recess_markdown_new (FALSE);
      GString *text = g_string_new (NULL);
      g_autofree char *dump = NULL;

      while (text->len < 1000000)
        g_string_append (text, units[u]);
      recess_markdown_append (markdown, text->str, text->len);
      for (guint i = 0; i < 100; i++)
        recess_markdown_append (markdown, units[u], -1);
      if (recess_markdown_get_n_blocks (markdown) > 0)
        dump = dump_from (markdown, recess_markdown_get_n_blocks (markdown) - 1);
      g_string_free (text, TRUE);
    }
}

static void
test_deep_list (void)
{
  g_autoptr (RecessMarkdown) markdown = recess_markdown_new (FALSE);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (text, "%*s- x\n", i * 2, "");
  recess_markdown_append (markdown, text->str, text->len);
  for (guint i = 0; i < recess_markdown_get_n_blocks (markdown); i++)
    g_assert_cmpuint (recess_markdown_get_block (markdown, i)->list_depth, <=,
                      RECESS_MARKDOWN_MAX_DEPTH);
  g_string_free (text, TRUE);
}

static void
test_code_grows_in_place (void)
{
  g_autoptr (RecessMarkdown) markdown = recess_markdown_new (FALSE);
  RecessBlock *code;

  recess_markdown_append (markdown, "```c\nint x", -1);
  code = recess_markdown_get_block (markdown, 0);
  g_assert_cmpstr (code->source->str, ==, "int x");
  recess_markdown_append (markdown, ";\n``", -1);
  g_assert_true (recess_markdown_get_block (markdown, 0) == code);
  g_assert_cmpstr (code->source->str, ==, "int x;\n``");
  g_assert_cmpuint (code->committed, ==, strlen ("int x;"));
  recess_markdown_append (markdown, "`", -1);
  g_assert_cmpstr (code->source->str, ==, "int x;");
  recess_markdown_append (markdown, "\n\n\nend", -1);
  g_assert_cmpstr (code->source->str, ==, "int x;");
  g_assert_cmpuint (recess_markdown_get_n_blocks (markdown), ==, 2);
}

typedef struct
{
  const char *source;
  const char *expected;
} Expectation;

static char *
describe (const char *source)
{
  static const char *names[] = { "p", "h", "li", "code", "table", "hr", "img", "math", "html" };
  g_autoptr (RecessMarkdown) markdown = recess_markdown_new (FALSE);
  GString *out = g_string_new (NULL);

  recess_markdown_append (markdown, source, -1);
  for (guint i = 0; i < recess_markdown_get_n_blocks (markdown); i++)
    {
      RecessBlock *block = recess_markdown_get_block (markdown, i);
      g_autofree char *text = recess_block_dup_text (block);

      g_string_append_printf (out, "%s%s", i == 0 ? "" : " ", names[block->kind]);
      if (block->kind == RECESS_BLOCK_HEADING)
        g_string_append_printf (out, "%u", block->level);
      if (block->kind == RECESS_BLOCK_LIST_ITEM)
        {
          g_autofree char *marker = recess_block_dup_marker (block);

          g_string_append_printf (out, "%u%s", block->list_depth, marker);
        }
      if (block->quote_depth > 0)
        g_string_append_printf (out, ">%u", block->quote_depth);
      if (block->task != RECESS_TASK_NONE)
        g_string_append (out, block->task == RECESS_TASK_DONE ? "+" : "-");
      g_string_append_printf (out, "(%s)", text);
    }

  return g_string_free (out, FALSE);
}

static void
test_structure (void)
{
  static const Expectation cases[] = {
    { "a\nb\n\nc", "p(a\nb) p(c)" },
    { "a\n\n\n# T #\nb", "p(a) h1(T) p(b)" },
    { "a\n===\nb\n---\n---", "h1(a) h2(b) hr()" },
    { "* a\n* b\n\n  c\n\nd", "li1•(a) li1•(b) p(c) p(d)" },
    { "1. a\n1. b\n   1) c\n   2) d\n2. e", "li11.(a) li12.(b) li21)(c) li22)(d) li13.(e)" },
    { "- a\n  - b\n    - c\n- d", "li1•(a) li2◦(b) li3▪(c) li1•(d)" },
    { "- [x] a\n- [ ] b\n- [y] c", "li1•+(a) li1•-(b) li1•([y] c)" },
    { "text\n14. no list", "p(text\n14. no list)" },
    { "text\n- list", "p(text) li1•(list)" },
    { "> a\nb\n\n> c", "p>1(a\nb) p>1(c)" },
    { "> - a\n>   > b", "li1•>1(a) p>2(b)" },
    { "- ```\n  x\n    y\n  ```\n- b", "li1•() code(x\n  y) li1•(b)" },
    { "```\na\n", "code(a)" },
    { "```\na\n\n", "code(a\n)" },
    { "```\n```", "code()" },
    { "    a\n\n    b\n\nc", "code(a\n\nb) p(c)" },
    { "|a|b|\n|-|-|\n|1|2|\n\nx", "table(a\tb\n1\t2) p(x)" },
    { "x\na|b\n-|-\n1|2", "p(x) table(a\tb\n1\t2)" },
    { "a|b\n-|-|-\n", "p(a|b\n-|-|-)" },
    { "a\n***\nb", "p(a) hr() p(b)" },
    { "<div>\nx\n\ny", "html(<div>\nx) p(y)" },
    { "\\[\nx\n+ y\n\\]\nz", "math(x + y) p(z)" },
    { "![a](b)", "img(a)" },
    { "Text\n-", "p(Text\n-)" },
    { "- \n- a", "li1•() li1•(a)" },
    { "&lt;&#65;\\*<br>x", "p(<A*\nx)" },
    { "a #", "p(a #)" },
    { "# a\n# b #\n# c#", "h1(a) h1(b) h1(c#)" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = describe (cases[i].source);

      g_assert_cmpstr (found, ==, cases[i].expected);
    }
}

static void
test_runs (void)
{
  static const Expectation cases[] = {
    { "plain", " 'plain'" },
    { "**b** *i* ***bi***", " 'b i bi' <0+1 1 -> <2+1 2 -> <4+2 3 ->" },
    { "`a*b*`", " 'a*b*' <0+4 8 ->" },
    { "~~x~~", " 'x' <0+1 4 ->" },
    { "[**a** b](u?a=1&amp;b)", " 'a b' <0+1 21 u?a=1&b> <1+2 20 u?a=1&b>" },
    { "![alt](u)x", " 'altx' <0+3 40 u>" },
    { "\\(a_b_c\\) $$x$$", " '\\(a_b_c\\) x' <0+9 10 ->" },
    { "costs $5 and $10", " 'costs $5 and $10'" },
    { "**\"q\"**", " '\"q\"' <0+3 1 ->" },
    { "**a**\nb", " 'a\nb' <0+1 1 ->" },
    { "see https://e.org/x.", " 'see https://e.org/x.' <4+15 20 https://e.org/x>" },
    { "a@e.org", " 'a@e.org' <0+7 20 mailto:a@e.org>" },
    { "a `b\nc` d", " 'a b c d' <2+3 8 ->" },
    { "<b>x</b>", " '<b>x</b>'" },
    { "- dash", " '- dash'" },
    { "C #", " 'C #'" },
    { "`unclosed", " '`unclosed'" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (RecessBlock) block = recess_block_new (RECESS_BLOCK_PARAGRAPH);
      g_autoptr (GString) out = g_string_new (NULL);

      g_string_append (block->source, cases[i].source);
      dump_inline (out, recess_block_get_inline (block));
      g_assert_cmpstr (out->str, ==, cases[i].expected);
    }
}

static void
test_info (void)
{
  static const struct
  {
    const char *info;
    const char *language;
    const char *name;
  } cases[] = {
    { "", NULL, NULL },
    { "c", "c", NULL },
    { " python pong.py", "python", "pong.py" },
    { "python:src/pong.py", "python", "pong.py" },
    { "js title=\"a.js\"", "js", "a.js" },
    { "{.python}", "python", NULL },
    { "text some words", "text", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (RecessMarkdown) markdown = recess_markdown_new (FALSE);
      g_autofree char *source = g_strdup_printf ("```%s\nx\n```\n", cases[i].info);
      RecessBlock *block;

      recess_markdown_append (markdown, source, -1);
      block = recess_markdown_get_block (markdown, 0);
      g_assert_cmpstr (block->language, ==, cases[i].language);
      g_assert_cmpstr (block->name, ==, cases[i].name);
    }
}

static void
test_table_chunks (void)
{
  g_autoptr (RecessMarkdown) markdown = recess_markdown_new (FALSE);
  RecessBlock *first;

  recess_markdown_append (markdown, "| a | long head |\n|:--|--:|\n", -1);
  for (guint i = 0; i < 100; i++)
    recess_markdown_append (markdown, "| x | y |\n", -1);

  g_assert_cmpuint (recess_markdown_get_n_blocks (markdown), ==,
                    (101 + RECESS_MARKDOWN_MAX_ROWS - 1) / RECESS_MARKDOWN_MAX_ROWS);
  first = recess_markdown_get_block (markdown, 0);
  g_assert_true (first->has_header);
  g_assert_cmpuint (first->table->width[1], ==, strlen ("long head"));
  for (guint i = 1; i < recess_markdown_get_n_blocks (markdown); i++)
    {
      RecessBlock *block = recess_markdown_get_block (markdown, i);

      g_assert_false (block->has_header);
      g_assert_true (block->continued);
      g_assert_true (block->table == first->table);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/markdown/structure", test_structure);
  g_test_add_func ("/markdown/runs", test_runs);
  g_test_add_func ("/markdown/info", test_info);
  g_test_add_func ("/markdown/code-grows-in-place", test_code_grows_in_place);
  g_test_add_func ("/markdown/table-chunks", test_table_chunks);
  g_test_add_func ("/markdown/every-split", test_every_split);
  g_test_add_func ("/markdown/random-chunks", test_random_chunks);
  g_test_add_func ("/markdown/long", test_long);
  g_test_add_func ("/markdown/hostile", test_hostile);
  g_test_add_func ("/markdown/deep-list", test_deep_list);
  return g_test_run ();
}
