/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Makes one of every widget that has a template, with warnings fatal: what is misspelt in a .ui
 * file, or too new for this GTK, does not wait for a user to come by. */

#include "config.h"

#include <adwaita.h>
#include <gmodule.h>
#include <gtksourceview/gtksource.h>

#include "recess-application.h"
#include "recess-resources.h"

#define UI_PATH RESOURCE_PATH "/ui"

typedef GType (*TypeFunc) (void);

static void
start_template_cb (GMarkupParseContext  *context,
                   const char           *element,
                   const char          **names,
                   const char          **values,
                   gpointer              user_data,
                   GError              **error)
{
  char **class_name = user_data;

  if (strcmp (element, "template") == 0)
    g_markup_collect_attributes (element, names, values, error,
                                 G_MARKUP_COLLECT_STRDUP, "class", class_name,
                                 G_MARKUP_COLLECT_STRING | G_MARKUP_COLLECT_OPTIONAL, "parent",
                                 NULL, G_MARKUP_COLLECT_INVALID);
}

/* Returns: (transfer full): the class of the template; NULL where the file has none */
static char *
template_class (const char *path)
{
  static const GMarkupParser parser = { .start_element = start_template_cb };
  g_autoptr(GMarkupParseContext) context = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;
  char *class_name = NULL;

  bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  g_assert_no_error (error);

  context = g_markup_parse_context_new (&parser, 0, &class_name, NULL);
  g_markup_parse_context_parse (context, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                &error);
  g_assert_no_error (error);

  return class_name;
}

/* RecessPaneHost becomes recess_pane_host_get_type. */
static TypeFunc
find_type_func (const char *class_name)
{
  GModule *module = g_module_open (NULL, 0);
  g_autoptr(GString) symbol = g_string_new (NULL);
  gpointer func;

  for (const char *at = class_name; *at != '\0'; at++)
    {
      if (g_ascii_isupper (*at) && at != class_name)
        g_string_append_c (symbol, '_');
      g_string_append_c (symbol, g_ascii_tolower (*at));
    }
  g_string_append (symbol, "_get_type");

  if (!g_module_symbol (module, symbol->str, &func))
    g_error ("%s is not in the program", symbol->str);

  return func;
}

static void
test_template (gconstpointer data)
{
  const char *class_name = data;
  GType type = find_type_func (class_name) ();
  g_autoptr(GObject) object = NULL;

  if (G_TYPE_IS_ABSTRACT (type))
    {
      g_test_skip ("an abstract class");
      return;
    }

  object = g_object_ref_sink (g_object_new (type, NULL));
  g_assert_true (GTK_IS_WIDGET (object));
  if (GTK_IS_WINDOW (object))
    gtk_window_destroy (GTK_WINDOW (object));
}

static void
add_tests (void)
{
  g_auto(GStrv) names = g_resources_enumerate_children (UI_PATH, G_RESOURCE_LOOKUP_FLAGS_NONE,
                                                        NULL);

  for (char **name = names; name != NULL && *name != NULL; name++)
    {
      g_autofree char *path = g_build_path ("/", UI_PATH, *name, NULL);
      char *class_name = template_class (path);

      if (class_name != NULL)
        {
          g_autofree char *test = g_strconcat ("/templates/", class_name, NULL);

          g_test_add_data_func_full (test, class_name, test_template, g_free);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  gtk_source_init ();
  /* Brings in the program, as far as anything in it is used. */
  g_type_ensure (RECESS_TYPE_APPLICATION);
  g_resources_register (recess_get_resource ());

  add_tests ();

  return g_test_run ();
}
