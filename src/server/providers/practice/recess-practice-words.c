/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "recess-practice-text.h"
#include "recess-practice-words.h"

static const char stop_words[] =
  "above below than a an the this that these those some any each every my your our his her its "
  "their me you us him them it i we he she they is are was were be been being am do does did done "
  "have has had will would can could shall should may might must let lets and or but nor so if "
  "then than also too plus as at by for from in into of on onto off out over per to toward "
  "towards up down with within without about after before around near under until till via please "
  "kindly hello hi hey thanks thank just now not no don't doesn't isn't i'd i'll i'm i've it's "
  "let's what's where's how's what which who whom whose when where why how there here want need "
  "like wish prefer able go going gonna could you next maybe possible still already really very "
  "right called named between one two three four five six ten";

static const char empty_words[] = "tell give show get know see make";

static const char weak_words[] =
  "find set put take look search check new add use many much first last good long short help "
  "today sort kind thing things something anything about information info data result results "
  "value values item items list";

static const char common_words[] = "time day number name text date word words line page";

static const char leading_words[] =
  "above below than in at to from for with by on about of into onto within near around under via "
  "using between until before after through against toward towards over per as called named "
  "titled saying";

static const char *const meanings[] = {
  "say translate translation interpret",
  "weather forecast rain raining sunny snow wind umbrella climate",
  "price cost worth charge fee expensive cheap", "mail email e-mail", "message text sms",
  "buy purchase order", "delete remove erase cancel discard", "create add make new insert open",
  "find search look lookup locate seek", "show list display view", "start begin launch run",
  "stop end halt quit terminate close", "play listen hear",
  "person people guest attendee participant party", "picture image photo photograph",
  "movie film cinema", "song track tune music", "city town place location", "address location",
  "phone call ring dial telephone", "car taxi cab ride", "flight fly plane",
  "trip travel journey", "calendar appointment meeting event schedule",
  "remind reminder remember forget", "alarm wake", "timer countdown",
  "calculate compute evaluate", "convert change exchange turn", "money currency dollar euro",
  "weight weigh heavy", "height tall high", "width wide", "length long", "age old",
  "distance far", "speed fast quick", "language tongue",
  "meaning mean define definition dictionary", "warm cold hot heat heating temperature degree",
  "light lamp bright brightness dim", "volume loud louder sound", "quiet mute silence silent",
  "direct nonstop non-stop", "urgent important high priority", "user customer client account",
  "task todo to-do job", "file document", "stock share ticker", "news headline article",
  "recipe cook cooking dish", "book reserve reservation booking", "deliver ship send dispatch",
  "package parcel shipment", "when time date", "quantity count amount", "status state progress",
  "update modify edit change set", "repair fix mend", "pay payment transfer",
  "transfer move send", "book library", "roll dice die throw toss", "register subscribe enrol "
  "join sign",
  "total sum", "clock time hour", "turn switch", "shop store purchase buy",
  "doctor dr. physician appointment visit", "notify alert message inform", "question ask",
  "teach explain lesson", "assign give", "random pick choose", "record log note", "upload attach",
  "download fetch", "population inhabitant people live resident", "route direction way road get",
  "book novel read", "borrow lend loan", "capital city", "distance between far",
  "sunrise sunset sun", "animal pet", "student pupil class grade", "employee staff worker",
  "salary pay wage income", "holiday vacation leave", "invoice bill receipt",
  "refund return money", "discount coupon voucher", "seat ticket", "train rail railway",
  "bus coach", "password login", "photo camera", "video clip", "visit see tour",
  "job position vacancy", "health medical", "medicine drug pill", "exercise workout train run",
  "calorie nutrition diet", "temperature fever", "drive car", "charge battery", "print copy",
  "count number many", "average mean median", "plot chart graph", "compare difference",
  "encrypt cipher", "vote poll survey", "score result", "match game", "player team",
  "rent hire lease", "tip gratuity", "trip route directions", "lock secure",
};

static const char *const names[] = {
  "usd dollar dollars buck bucks $", "eur euro euros \xe2\x82\xac",
  "gbp pound pounds sterling \xc2\xa3", "jpy yen \xc2\xa5", "chf franc francs",
  "cny yuan renminbi", "inr rupee rupees", "pln zloty", "sek krona", "btc bitcoin", "eth ether",
  "celsius c centigrade metric", "fahrenheit f imperial", "kelvin k",
  "km kilometer kilometers kilometre kilometres", "m meter meters metre metres", "mi mile miles",
  "cm centimeter centimeters centimetre centimetres", "ft foot feet", "in inch inches",
  "kg kilo kilos kilogram kilograms", "g gram grams", "lb lbs pound pounds", "oz ounce ounces",
  "l liter liters litre litres", "min minute minutes", "h hr hour hours", "s sec second seconds",
  "en english", "fr french", "de german", "es spanish", "it italian", "ja japanese",
  "zh chinese mandarin", "pt portuguese", "ru russian", "pl polish", "nl dutch", "ko korean",
  "ar arabic", "sv swedish", "tr turkish", "mon monday", "tue tuesday", "wed wednesday",
  "thu thursday", "fri friday", "sat saturday", "sun sunday", "small s little tiny",
  "medium m mid", "large l big", "asc ascending increasing", "desc descending decreasing",
  "high urgent important top critical", "low minor unimportant", "normal medium regular standard",
  "on true yes enable enabled active", "off false no disable disabled inactive",
  "car driving drive", "bike bicycle cycling cycle", "foot walking walk",
  "transit train bus public", "day daily", "week weekly", "month monthly",
  "year yearly annual annually", "hour hourly", "male man m", "female woman f", "us usa american",
  "uk british", "color colour", "gray grey", "todo open pending",
  "done finished completed complete closed", "plus add sum", "minus subtract difference",
  "times multiply product", "divide divided quotient", "png image", "text txt plain",
  "call phone telephone", "mail email e-mail",
};

static const struct
{
  const char *prepositions;
  const char *words;
} fits[] = {
  { "from", "from origin source start sender departure depart begin since base station" },
  { "to into onto towards", "direction to destination dest target recipient arrival end receiver "
    "language email room level temperature amount new assignee goal city address" },
  { "in", "city location place room language country region town folder format area state currency "
    "unit harbor to target bed category zone timezone" },
  { "at", "location place restaurant address time price store venue rate email speed hotel shop "
    "station" },
  { "by", "artist author creator director user deadline amount percent sort due writer singer" },
  { "for", "label recipient reason purpose topic query person user customer city title duration "
    "guest name product symbol place location word country patient" },
  { "with", "attendee participant person guest tag subject title ingredient message contact text "
    "partner" },
  { "on", "date day topic subject floor channel platform device title list" },
  { "about", "topic subject query keyword message text title question body content about" },
  { "of", "name title city country person word product place location harbor company author of "
    "owner" },
  { "near around", "location place city address near" },
  { "until till before", "until end deadline due date" },
  { "after since", "start from since after date" },
  { "as", "title name role format type as label" },
  { "called named titled", "name title label subject" },
  { "saying", "message text body content note" },
};

static gboolean
has_word (const char *words,
          const char *word)
{
  gsize length = strlen (word);

  for (const char *p = strstr (words, word); p != NULL && length > 0; p = strstr (p + 1, word))
    {
      if ((p == words || p[-1] == ' ') && (p[length] == ' ' || p[length] == '\0'))
        return TRUE;
    }

  return FALSE;
}

GStrv
recess_practice_stems_of (const char *words)
{
  static GMutex mutex;
  static GHashTable *known;
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&mutex);
  GStrv stems;

  if (known == NULL)
    known = g_hash_table_new (NULL, NULL);
  if ((stems = g_hash_table_lookup (known, words)) != NULL)
    return stems;

  stems = g_strsplit (words, " ", -1);
  for (guint i = 0; stems[i] != NULL; i++)
    {
      char *stem = recess_practice_stem (stems[i]);

      g_free (stems[i]);
      stems[i] = stem;
    }
  g_hash_table_insert (known, (gpointer) words, stems);
  return stems;
}

gboolean
recess_practice_word_is_stop (const char *lower)
{
  return has_word (stop_words, lower);
}

/* "makes" tells as little as "make". */
static float
value_of_verb (const char *lower)
{
  gsize length = strlen (lower);
  g_autofree char *plain = g_strndup (lower, length - (length > 3 && lower[length - 1] == 's'));

  if (has_word (empty_words, lower) || has_word (empty_words, plain))
    return 0.25f;

  return has_word (weak_words, lower) || has_word (weak_words, plain) ? 0.5f : 1;
}

float
recess_practice_word_value (const char *lower)
{
  if (has_word (stop_words, lower))
    return 0;

  return has_word (common_words, lower) ? 0.8f : value_of_verb (lower);
}

gboolean
recess_practice_word_leads (const char *lower)
{
  return has_word (leading_words, lower);
}

gboolean
recess_practice_word_is_article (const char *lower)
{
  return has_word ("a an the this that these those some any my your our his her its their", lower);
}

gboolean
recess_practice_word_negates (const char *lower)
{
  return has_word ("not no don't doesn't never without dont do-not non neither", lower);
}

/* Which rows of a table a stem stands in, one bit each */
static GHashTable *
index_rows (const char *const *rows,
            guint              n_rows)
{
  GHashTable *index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                             (GDestroyNotify) g_array_unref);

  for (guint i = 0; i < n_rows; i++)
    {
      g_auto(GStrv) words = g_strsplit (rows[i], " ", -1);

      for (guint w = 0; words[w] != NULL; w++)
        {
          char *stem = recess_practice_stem (words[w]);
          GArray *found = g_hash_table_lookup (index, stem);

          if (found == NULL)
            {
              found = g_array_new (FALSE, FALSE, sizeof (guint));
              g_hash_table_insert (index, g_strdup (stem), found);
            }
          g_array_append_val (found, i);
          g_free (stem);
        }
    }

  return index;
}

static gboolean
share_row (GHashTable *index,
           const char *a,
           const char *b)
{
  GArray *first = g_hash_table_lookup (index, a);
  GArray *second = g_hash_table_lookup (index, b);

  for (guint i = 0; first != NULL && second != NULL && i < first->len; i++)
    {
      for (guint j = 0; j < second->len; j++)
        {
          if (g_array_index (first, guint, i) == g_array_index (second, guint, j))
            return TRUE;
        }
    }

  return FALSE;
}

static GHashTable *
names_index (void)
{
  static GHashTable *index;

  if (g_once_init_enter (&index))
    g_once_init_leave (&index, index_rows (names, G_N_ELEMENTS (names)));

  return index;
}

static GHashTable *
meanings_index (void)
{
  static GHashTable *index;

  if (g_once_init_enter (&index))
    g_once_init_leave (&index, index_rows (meanings, G_N_ELEMENTS (meanings)));

  return index;
}

gboolean
recess_practice_stem_has_kin (const char *stem)
{
  return g_hash_table_contains (meanings_index (), stem)
         || g_hash_table_contains (names_index (), stem);
}

float
recess_practice_stem_kinship (const char *a,
                              const char *b)
{
  gsize common = 0;
  gsize longer = MAX (strlen (a), strlen (b));

  if (*a == '\0' || *b == '\0')
    return 0;
  while (a[common] != '\0' && a[common] == b[common])
    common++;
  if (a[common] == '\0' && b[common] == '\0')
    return 1;
  if (common >= 4 && 10 * common >= 7 * longer)
    return 0.8f;

  if (share_row (meanings_index (), a, b))
    return 0.7f;

  return share_row (names_index (), a, b) ? 0.6f : 0;
}

gboolean
recess_practice_words_same (const char *a,
                            const char *b)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  first = recess_practice_stem (a);
  second = recess_practice_stem (b);
  return g_str_equal (first, second) || share_row (names_index (), first, second);
}

float
recess_practice_preposition_fit (const char *preposition,
                                 const char *stem)
{
  if (g_str_equal (preposition, stem))
    return 1.2f;

  for (guint i = 0; i < G_N_ELEMENTS (fits); i++)
    {
      if (has_word (fits[i].prepositions, preposition)
          && g_strv_contains ((const char *const *) recess_practice_stems_of (fits[i].words), stem))
        return 1;
    }

  return 0;
}
