/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "recess-tex.h"

#define MAX_DEPTH 16
#define MAX_DOLLAR 400

typedef struct
{
  const char *name;
  const char *text;
} Symbol;

static const Symbol symbols[] = {
  { "alpha", "α" }, { "beta", "β" }, { "gamma", "γ" }, { "delta", "δ" }, { "epsilon", "ε" },
  { "varepsilon", "ε" }, { "zeta", "ζ" }, { "eta", "η" }, { "theta", "θ" }, { "vartheta", "ϑ" },
  { "iota", "ι" }, { "kappa", "κ" }, { "lambda", "λ" }, { "mu", "μ" }, { "nu", "ν" },
  { "xi", "ξ" }, { "pi", "π" }, { "rho", "ρ" }, { "sigma", "σ" }, { "tau", "τ" },
  { "upsilon", "υ" }, { "phi", "φ" }, { "varphi", "φ" }, { "chi", "χ" }, { "psi", "ψ" },
  { "omega", "ω" }, { "Gamma", "Γ" }, { "Delta", "Δ" }, { "Theta", "Θ" }, { "Lambda", "Λ" },
  { "Xi", "Ξ" }, { "Pi", "Π" }, { "Sigma", "Σ" }, { "Upsilon", "Υ" }, { "Phi", "Φ" },
  { "Psi", "Ψ" }, { "Omega", "Ω" },
  { "times", "×" }, { "cdot", "·" }, { "div", "÷" }, { "pm", "±" }, { "mp", "∓" },
  { "ast", "∗" }, { "star", "⋆" }, { "circ", "∘" }, { "bullet", "•" }, { "oplus", "⊕" },
  { "otimes", "⊗" }, { "cup", "∪" }, { "cap", "∩" }, { "setminus", "∖" }, { "wedge", "∧" },
  { "land", "∧" }, { "vee", "∨" }, { "lor", "∨" }, { "neg", "¬" }, { "lnot", "¬" },
  { "sum", "∑" }, { "prod", "∏" }, { "int", "∫" }, { "iint", "∬" }, { "oint", "∮" },
  { "partial", "∂" }, { "nabla", "∇" }, { "infty", "∞" }, { "forall", "∀" }, { "exists", "∃" },
  { "nexists", "∄" }, { "emptyset", "∅" }, { "varnothing", "∅" }, { "in", "∈" }, { "notin", "∉" },
  { "ni", "∋" }, { "subset", "⊂" }, { "subseteq", "⊆" }, { "supset", "⊃" }, { "supseteq", "⊇" },
  { "leq", "≤" }, { "le", "≤" }, { "geq", "≥" }, { "ge", "≥" }, { "neq", "≠" }, { "ne", "≠" },
  { "ll", "≪" }, { "gg", "≫" }, { "approx", "≈" }, { "sim", "∼" }, { "simeq", "≃" },
  { "cong", "≅" }, { "equiv", "≡" }, { "propto", "∝" }, { "perp", "⊥" }, { "parallel", "∥" },
  { "mid", "∣" }, { "models", "⊨" }, { "vdash", "⊢" }, { "top", "⊤" }, { "bot", "⊥" },
  { "to", "→" }, { "rightarrow", "→" }, { "leftarrow", "←" }, { "gets", "←" },
  { "leftrightarrow", "↔" }, { "Rightarrow", "⇒" }, { "implies", "⇒" }, { "Leftarrow", "⇐" },
  { "Leftrightarrow", "⇔" }, { "iff", "⇔" }, { "mapsto", "↦" }, { "uparrow", "↑" },
  { "downarrow", "↓" }, { "longrightarrow", "⟶" }, { "hookrightarrow", "↪" },
  { "ldots", "…" }, { "dots", "…" }, { "cdots", "⋯" }, { "vdots", "⋮" }, { "ddots", "⋱" },
  { "prime", "′" }, { "degree", "°" }, { "angle", "∠" }, { "triangle", "△" }, { "square", "□" },
  { "hbar", "ℏ" }, { "ell", "ℓ" }, { "Re", "ℜ" }, { "Im", "ℑ" }, { "aleph", "ℵ" },
  { "therefore", "∴" }, { "because", "∵" }, { "langle", "⟨" }, { "rangle", "⟩" },
  { "lfloor", "⌊" }, { "rfloor", "⌋" }, { "lceil", "⌈" }, { "rceil", "⌉" }, { "lbrace", "{" },
  { "rbrace", "}" }, { "vert", "|" }, { "Vert", "‖" }, { "backslash", "\\" },
  { "quad", "\u2003" }, { "qquad", "\u2003\u2003" }, { "colon", ":" },
  { "sin", "sin" }, { "cos", "cos" }, { "tan", "tan" }, { "cot", "cot" }, { "arcsin", "arcsin" },
  { "arccos", "arccos" }, { "arctan", "arctan" }, { "sinh", "sinh" }, { "cosh", "cosh" },
  { "tanh", "tanh" }, { "exp", "exp" }, { "log", "log" }, { "ln", "ln" }, { "lg", "lg" },
  { "lim", "lim" }, { "max", "max" }, { "min", "min" }, { "sup", "sup" }, { "inf", "inf" },
  { "arg", "arg" }, { "det", "det" }, { "dim", "dim" }, { "ker", "ker" }, { "gcd", "gcd" },
  { "Pr", "Pr" }, { "bmod", "mod" }, { "deg", "deg" },
  /* What only changes how it is set */
  { "left", "" }, { "right", "" }, { "big", "" }, { "Big", "" }, { "bigl", "" }, { "bigr", "" },
  { "displaystyle", "" }, { "textstyle", "" }, { "limits", "" }, { "nolimits", "" },
};

static const Symbol doubles[] = {
  { "A", "𝔸" }, { "C", "ℂ" }, { "E", "𝔼" }, { "F", "𝔽" }, { "H", "ℍ" }, { "N", "ℕ" }, { "P", "ℙ" },
  { "Q", "ℚ" }, { "R", "ℝ" }, { "Z", "ℤ" }, { "1", "𝟙" },
};

static const Symbol scripts[] = {
  { "B", "ℬ" }, { "E", "ℰ" }, { "F", "ℱ" }, { "H", "ℋ" }, { "I", "ℐ" }, { "L", "ℒ" }, { "M", "ℳ" },
  { "R", "ℛ" }, { "N", "𝒩" }, { "D", "𝒟" }, { "O", "𝒪" }, { "P", "𝒫" }, { "S", "𝒮" }, { "X", "𝒳" },
};

static const Symbol accents[] = {
  { "hat", "\u0302" }, { "bar", "\u0304" }, { "overline", "\u0304" }, { "tilde", "\u0303" },
  { "dot", "\u0307" }, { "ddot", "\u0308" }, { "vec", "\u20d7" },
};

/* In pairs: what it is, and what it is above or below the line. */
static const char *const superscripts[] = {
  "0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸",
  "9", "⁹", "+", "⁺", "−", "⁻", "=", "⁼", "(", "⁽", ")", "⁾", "a", "ᵃ", "b", "ᵇ", "c", "ᶜ",
  "d", "ᵈ", "e", "ᵉ", "f", "ᶠ", "g", "ᵍ", "h", "ʰ", "i", "ⁱ", "j", "ʲ", "k", "ᵏ", "l", "ˡ",
  "m", "ᵐ", "n", "ⁿ", "o", "ᵒ", "p", "ᵖ", "r", "ʳ", "s", "ˢ", "t", "ᵗ", "u", "ᵘ", "v", "ᵛ",
  "w", "ʷ", "x", "ˣ", "y", "ʸ", "z", "ᶻ", "T", "ᵀ", "N", "ᴺ", "M", "ᴹ", "K", "ᴷ", "D", "ᴰ",
  "α", "ᵅ", "β", "ᵝ", "γ", "ᵞ", "δ", "ᵟ", "θ", "ᶿ", "φ", "ᵠ", "χ", "ᵡ", "∘", "°", "′", "′",
  "∗", "*", "*", "*", " ", "", NULL
};

static const char *const subscripts[] = {
  "0", "₀", "1", "₁", "2", "₂", "3", "₃", "4", "₄", "5", "₅", "6", "₆", "7", "₇", "8", "₈",
  "9", "₉", "+", "₊", "−", "₋", "=", "₌", "(", "₍", ")", "₎", "a", "ₐ", "e", "ₑ", "h", "ₕ",
  "i", "ᵢ", "j", "ⱼ", "k", "ₖ", "l", "ₗ", "m", "ₘ", "n", "ₙ", "o", "ₒ", "p", "ₚ", "r", "ᵣ",
  "s", "ₛ", "t", "ₜ", "u", "ᵤ", "v", "ᵥ", "x", "ₓ", "β", "ᵦ", "γ", "ᵧ", "ρ", "ᵨ", "φ", "ᵩ",
  "χ", "ᵪ", ",", ",", " ", "", NULL
};

static gboolean set_until (const char **p,
                           const char  *end,
                           char         close,
                           GString     *out,
                           guint        depth);

static const char *
find_symbol (const Symbol *table,
             gsize         n_symbols,
             const char   *name,
             gsize         length)
{
  for (gsize i = 0; i < n_symbols; i++)
    if (strlen (table[i].name) == length && memcmp (table[i].name, name, length) == 0)
      return table[i].text;

  return NULL;
}

#define FIND(table, name, length) find_symbol (table, G_N_ELEMENTS (table), name, length)

static void
skip_space (const char **p,
            const char  *end)
{
  while (*p < end && g_ascii_isspace (**p))
    (*p)++;
}

static gboolean set_one (const char **p,
                         const char  *end,
                         GString     *out,
                         guint        depth);

/* A group in braces, or one thing. Returns: (nullable): what it says */
static char *
take_argument (const char **p,
               const char  *end,
               guint        depth)
{
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean set;

  skip_space (p, end);
  if (*p < end && **p == '{')
    {
      (*p)++;
      set = set_until (p, end, '}', out, depth);
    }
  else
    set = set_one (p, end, out, depth);

  return set && out->len > 0 ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

static gboolean
append_raised (GString           *out,
               const char        *text,
               const char *const *table)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gsize length = (gsize) (g_utf8_next_char (p) - p);
      guint i = 0;

      while (table[i] != NULL && (strlen (table[i]) != length || memcmp (table[i], p, length) != 0))
        i += 2;
      if (table[i] == NULL)
        return FALSE;
      g_string_append (out, table[i + 1]);
    }

  return TRUE;
}

static gboolean
is_one (const char *text)
{
  gboolean one = TRUE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    one &= g_unichar_isalnum (g_utf8_get_char (p)) || g_unichar_ismark (g_utf8_get_char (p));

  return one;
}

static void
append_operand (GString    *out,
                const char *text)
{
  g_string_append_printf (out, is_one (text) ? "%s" : "(%s)", text);
}

static gboolean
set_fraction (const char **p,
              const char  *end,
              GString     *out,
              guint        depth)
{
  g_autofree char *above = take_argument (p, end, depth);
  g_autofree char *below = above != NULL ? take_argument (p, end, depth) : NULL;

  if (below == NULL)
    return FALSE;

  append_operand (out, above);
  g_string_append (out, "/");
  append_operand (out, below);
  return TRUE;
}

static gboolean
set_root (const char **p,
          const char  *end,
          GString     *out,
          guint        depth)
{
  g_autofree char *under = NULL;
  const char *sign = "√";

  skip_space (p, end);
  if (end - *p > 2 && (*p)[0] == '[' && (*p)[2] == ']')
    {
      sign = (*p)[1] == '2' ? "√" : (*p)[1] == '3' ? "∛" : (*p)[1] == '4' ? "∜" : NULL;
      *p += 3;
    }

  under = take_argument (p, end, depth);
  if (sign == NULL || under == NULL)
    return FALSE;

  g_string_append (out, sign);
  append_operand (out, under);
  return TRUE;
}

/* What takes an argument and is set as it, or as another letter. */
static gboolean
set_style (const char  *name,
           gsize        length,
           const char **p,
           const char  *end,
           GString     *out,
           guint        depth)
{
  static const Symbol plain[] = {
    { "text", "" }, { "mathrm", "" }, { "mathbf", "" }, { "mathit", "" }, { "mathsf", "" },
    { "operatorname", "" }, { "textbf", "" }, { "textit", "" }, { "boldsymbol", "" },
    { "mbox", "" },
  };
  const char *accent = FIND (accents, name, length);
  gboolean is_double = length == 6 && memcmp (name, "mathbb", 6) == 0;
  gboolean is_script = length == 7 && memcmp (name, "mathcal", 7) == 0;
  g_autofree char *text = NULL;
  const char *letter;

  if (accent == NULL && !is_double && !is_script && FIND (plain, name, length) == NULL)
    return FALSE;

  text = take_argument (p, end, depth);
  if (text == NULL || (accent != NULL && g_utf8_strlen (text, -1) != 1))
    return FALSE;

  letter = is_double ? FIND (doubles, text, strlen (text))
                     : is_script ? FIND (scripts, text, strlen (text)) : text;
  if (letter == NULL)
    return FALSE;

  g_string_append (out, letter);
  if (accent != NULL)
    g_string_append (out, accent);
  return TRUE;
}

static gboolean
set_command (const char **p,
             const char  *end,
             GString     *out,
             guint        depth)
{
  const char *name = ++*p;
  const char *symbol;
  gsize length;

  while (*p < end && g_ascii_isalpha (**p))
    (*p)++;
  length = (gsize) (*p - name);

  if (length == 0)
    {
      if (*p >= end)
        return FALSE;
      (*p)++;
      if (strchr (",;: ", *name) != NULL)
        g_string_append_c (out, ' ');
      else if (*name == '|')
        g_string_append (out, "‖");
      else if (strchr ("{}%$&#_", *name) != NULL)
        g_string_append_c (out, *name);
      else
        return *name == '!';
      return TRUE;
    }

  symbol = FIND (symbols, name, length);
  if (symbol != NULL)
    {
      g_string_append (out, symbol);
      /* An empty delimiter */
      if (*symbol == '\0' && *p < end && **p == '.')
        (*p)++;
      return TRUE;
    }

  if (length >= 4 && memcmp (name + length - 4, "frac", 4) == 0)
    return set_fraction (p, end, out, depth);
  if (length == 4 && memcmp (name, "sqrt", 4) == 0)
    return set_root (p, end, out, depth);

  return set_style (name, length, p, end, out, depth);
}

static gboolean
set_raised (const char **p,
            const char  *end,
            GString     *out,
            guint        depth)
{
  const char *const *table = **p == '^' ? superscripts : subscripts;
  g_autofree char *text = NULL;

  (*p)++;
  text = take_argument (p, end, depth);
  return text != NULL && append_raised (out, text, table);
}

static gboolean
set_one (const char **p,
         const char  *end,
         GString     *out,
         guint        depth)
{
  const char *next;

  if (*p >= end || depth > MAX_DEPTH)
    return FALSE;

  switch (**p)
    {
    case '\\':
      return set_command (p, end, out, depth + 1);

    case '^':
    case '_':
      return set_raised (p, end, out, depth + 1);

    case '{':
      (*p)++;
      return set_until (p, end, '}', out, depth + 1);

    case '}':
    case '&':
    case '#':
    case '%':
    case '$':
      return FALSE;

    case '-':
      g_string_append (out, "−");
      break;

    case '\'':
      g_string_append (out, "′");
      break;

    case '~':
      g_string_append_c (out, ' ');
      break;

    default:
      if (g_ascii_isspace (**p))
        {
          if (out->len > 0 && out->str[out->len - 1] != ' ')
            g_string_append_c (out, ' ');
          break;
        }
      next = g_utf8_next_char (*p);
      g_string_append_len (out, *p, MIN (next, end) - *p);
      *p = MIN (next, end);
      return TRUE;
    }

  (*p)++;
  return TRUE;
}

/* With @close 0 to the end. */
static gboolean
set_until (const char **p,
           const char  *end,
           char         close,
           GString     *out,
           guint        depth)
{
  while (*p < end)
    {
      if (close != '\0' && **p == close)
        {
          (*p)++;
          return TRUE;
        }
      if (!set_one (p, end, out, depth + 1))
        return FALSE;
    }

  return close == '\0';
}

/* Bytes of the delimiter; 0 where it is not closed, as while it is being written. */
static gsize
count_mark (const char *tex,
            gsize       length)
{
  static const char *const marks[][2] = {
    { "$$", "$$" }, { "\\(", "\\)" }, { "\\[", "\\]" }, { "$", "$" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      gsize mark = strlen (marks[i][0]);

      if (length > 2 * mark && memcmp (tex, marks[i][0], mark) == 0)
        return memcmp (tex + length - mark, marks[i][1], mark) == 0 ? mark : 0;
    }

  return 0;
}

char *
recess_tex_set (const char *tex,
                gsize       length)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char *p = tex;
  const char *end = tex + length;
  gsize mark;

  g_return_val_if_fail (tex != NULL, NULL);

  while (p < end && g_ascii_isspace (*p))
    p++;
  while (p < end && g_ascii_isspace (end[-1]))
    end--;
  mark = count_mark (p, (gsize) (end - p));
  if (mark == 0)
    return NULL;

  p += mark;
  end -= mark;
  if (!set_until (&p, end, '\0', out, 0))
    return NULL;

  g_strstrip (out->str);
  return *out->str != '\0' ? g_strdup (out->str) : NULL;
}

static gboolean
is_likely_tex (const char *start,
               const char *end)
{
  gboolean spaced = FALSE;
  gboolean marked = FALSE;

  for (const char *p = start; p < end; p++)
    {
      spaced |= *p == ' ';
      marked |= strchr ("\\^_=<>+{", *p) != NULL;
    }

  return marked || !spaced;
}

const char *
recess_tex_find_dollar (const char *text,
                        char        before)
{
  g_return_val_if_fail (text != NULL && *text == '$', NULL);

  if (g_ascii_isalnum (before) || before == '$' || text[1] == '$' || text[1] == '\0' ||
      g_ascii_isspace (text[1]))
    return NULL;

  for (const char *p = text + 1; *p != '\0' && p - text < MAX_DOLLAR; p++)
    {
      if (*p == '\\' && p[1] != '\0')
        p++;
      else if (*p == '`' || (*p == '\n' && p[1] == '\n'))
        return NULL;
      else if (*p == '$')
        return !g_ascii_isspace (p[-1]) && !g_ascii_isalnum (p[1]) && p[1] != '$' &&
               is_likely_tex (text + 1, p) ? p + 1 : NULL;
    }

  return NULL;
}
