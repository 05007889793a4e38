/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "recess-json-schema-private.h"

#define MAX_NODES 20000
#define MAX_SAME_DEPTH 500
#define MAX_UNCHECKED 50

typedef struct
{
  RecessJsonSchemaNode *node;
  JsonNode             *ref;
} Reference;

typedef struct
{
  RecessJsonSchema *schema;
  const char       *name;
  GPtrArray        *faults;
  GHashTable       *nodes_by_json;
  GHashTable       *anchors;
  GArray           *references;
  gboolean          too_large;
} Compiler;

/* @field is the member of @node that the keyword fills, where it is about a single one. */
typedef void (*KeywordFunc) (Compiler             *compiler,
                             RecessJsonSchemaNode *node,
                             JsonNode             *value,
                             gpointer              field);

static RecessJsonSchemaNode *compile_node (Compiler *compiler,
                                           JsonNode *json);

static void G_GNUC_PRINTF (3, 4)
add_fault (Compiler   *compiler,
           JsonNode   *where,
           const char *format,
           ...)
{
  g_autofree char *predicate = NULL;
  va_list args;

  if (compiler->faults->len >= RECESS_JSON_SCHEMA_MAX_FAULTS)
    return;

  va_start (args, format);
  predicate = g_strdup_vprintf (format, args);
  va_end (args);
  g_ptr_array_add (compiler->faults,
                   recess_json_place_find_fault (compiler->schema->tree, compiler->name, where,
                                                 predicate));
}

static void
add_unchecked (Compiler   *compiler,
               JsonNode   *where,
               const char *predicate)
{
  GPtrArray *unchecked = compiler->schema->unchecked;

  if (unchecked->len < MAX_UNCHECKED)
    g_ptr_array_add (unchecked,
                     recess_json_place_find_fault (compiler->schema->tree, compiler->name, where,
                                                   predicate));
}

static const char *
get_string (Compiler *compiler,
            JsonNode *value)
{
  if (recess_json_get_type (value) == RECESS_JSON_TYPE_STRING)
    return json_node_get_string (value);

  add_fault (compiler, value, "must be a string.");
  return NULL;
}

static gboolean
get_number (Compiler         *compiler,
            JsonNode         *value,
            RecessJsonNumber *number)
{
  RecessJsonTypes type = recess_json_get_type (value);

  if (type == RECESS_JSON_TYPE_INTEGER || type == RECESS_JSON_TYPE_NUMBER)
    {
      *number = recess_json_get_number (value);
      return TRUE;
    }

  if (type == RECESS_JSON_TYPE_BOOLEAN)
    add_fault (compiler, value, "must be a number, the limit itself; true and false are of "
                                "drafts before 6.");
  else
    add_fault (compiler, value, "must be a number.");
  return FALSE;
}

static void
add_type (Compiler             *compiler,
          RecessJsonSchemaNode *node,
          JsonNode             *value)
{
  RecessJsonTypes type = 0;

  if (recess_json_get_type (value) == RECESS_JSON_TYPE_STRING)
    type = recess_json_type_from_name (json_node_get_string (value));

  if (type == 0)
    add_fault (compiler, value, "must be \"string\", \"number\", \"integer\", \"boolean\", "
                                "\"array\", \"object\" or \"null\".");
  node->types |= type;
}

static void
compile_type (Compiler             *compiler,
              RecessJsonSchemaNode *node,
              JsonNode             *value,
              gpointer              field)
{
  JsonArray *types;

  if (!JSON_NODE_HOLDS_ARRAY (value))
    {
      add_type (compiler, node, value);
      return;
    }

  types = json_node_get_array (value);
  if (json_array_get_length (types) == 0)
    add_fault (compiler, value, "must name at least one type.");
  for (guint i = 0; i < json_array_get_length (types); i++)
    add_type (compiler, node, json_array_get_element (types, i));
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
compile_enum (Compiler             *compiler,
              RecessJsonSchemaNode *node,
              JsonNode             *value,
              gpointer              field)
{
  if (!JSON_NODE_HOLDS_ARRAY (value) || json_array_get_length (json_node_get_array (value)) == 0)
    {
      add_fault (compiler, value, "must be an array of the values that are allowed.");
      return;
    }

  node->enumeration = json_node_get_array (value);
  node->sorted_enum = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < json_array_get_length (node->enumeration); i++)
    g_ptr_array_add (node->sorted_enum,
                     recess_json_canonical (json_array_get_element (node->enumeration, i)));
  g_ptr_array_sort (node->sorted_enum, compare_texts);
}

static void
compile_const (Compiler             *compiler,
               RecessJsonSchemaNode *node,
               JsonNode             *value,
               gpointer              field)
{
  node->constant = value;
  node->canonical_constant = recess_json_canonical (value);
}

static gboolean
get_schemas (Compiler       *compiler,
             JsonNode       *value,
             JsonObjectIter *iter)
{
  if (!JSON_NODE_HOLDS_OBJECT (value))
    {
      add_fault (compiler, value, "must be an object with a schema for each name.");
      return FALSE;
    }

  json_object_iter_init_ordered (iter, json_node_get_object (value));
  return TRUE;
}

static void
compile_properties (Compiler             *compiler,
                    RecessJsonSchemaNode *node,
                    JsonNode             *value,
                    gpointer              field)
{
  JsonObjectIter iter;
  JsonNode *member;
  const char *name;

  if (!get_schemas (compiler, value, &iter))
    return;

  node->properties = g_array_new (FALSE, FALSE, sizeof (RecessJsonProperty));
  node->properties_by_name = g_hash_table_new (g_str_hash, g_str_equal);
  while (json_object_iter_next_ordered (&iter, &name, &member))
    {
      RecessJsonProperty property = { name, compile_node (compiler, member) };

      g_array_append_val (node->properties, property);
      g_hash_table_insert (node->properties_by_name, (gpointer) name, (gpointer) property.node);
    }
}

static void
clear_pattern_property (gpointer data)
{
  RecessJsonPatternProperty *property = data;

  g_regex_unref (property->regex);
}

static GRegex *
make_pattern (Compiler   *compiler,
              JsonNode   *where,
              const char *source)
{
  g_autoptr (GError) error = NULL;
  GRegex *regex = recess_json_pattern_new (source, &error);

  if (regex == NULL)
    add_fault (compiler, where, "is no regular expression: %s.", error->message);

  return regex;
}

static void
compile_pattern_properties (Compiler             *compiler,
                            RecessJsonSchemaNode *node,
                            JsonNode             *value,
                            gpointer              field)
{
  JsonObjectIter iter;
  JsonNode *member;
  const char *name;

  if (!get_schemas (compiler, value, &iter))
    return;

  node->pattern_properties = g_array_new (FALSE, FALSE, sizeof (RecessJsonPatternProperty));
  g_array_set_clear_func (node->pattern_properties, clear_pattern_property);
  while (json_object_iter_next_ordered (&iter, &name, &member))
    {
      RecessJsonPatternProperty property = { make_pattern (compiler, member, name), name, NULL };

      property.node = compile_node (compiler, member);
      if (property.regex != NULL)
        g_array_append_val (node->pattern_properties, property);
    }
}

static void
compile_definitions (Compiler             *compiler,
                     RecessJsonSchemaNode *node,
                     JsonNode             *value,
                     gpointer              field)
{
  JsonObjectIter iter;
  JsonNode *member;
  const char *name;

  if (!get_schemas (compiler, value, &iter))
    return;

  while (json_object_iter_next_ordered (&iter, &name, &member))
    compile_node (compiler, member);
}

static void
compile_required (Compiler             *compiler,
                  RecessJsonSchemaNode *node,
                  JsonNode             *value,
                  gpointer              field)
{
  JsonArray *names = JSON_NODE_HOLDS_ARRAY (value) ? json_node_get_array (value) : NULL;

  if (names == NULL)
    {
      add_fault (compiler, value, "must be an array of names of properties, beside “properties”.");
      return;
    }

  node->required = g_ptr_array_new ();
  for (guint i = 0; i < json_array_get_length (names); i++)
    {
      const char *name = get_string (compiler, json_array_get_element (names, i));

      if (name != NULL)
        g_ptr_array_add (node->required, (gpointer) name);
    }
}

static void
compile_child (Compiler             *compiler,
               RecessJsonSchemaNode *node,
               JsonNode             *value,
               gpointer              field)
{
  const RecessJsonSchemaNode **child = field;

  *child = compile_node (compiler, value);
}

static GPtrArray *
make_list (Compiler *compiler,
           JsonNode *value)
{
  JsonArray *schemas = JSON_NODE_HOLDS_ARRAY (value) ? json_node_get_array (value) : NULL;
  GPtrArray *list;

  if (schemas == NULL || json_array_get_length (schemas) == 0)
    {
      add_fault (compiler, value, "must be an array of schemas, at least one.");
      return NULL;
    }

  list = g_ptr_array_new ();
  for (guint i = 0; i < json_array_get_length (schemas); i++)
    g_ptr_array_add (list, compile_node (compiler, json_array_get_element (schemas, i)));

  return list;
}

static void
compile_prefix_items (Compiler             *compiler,
                      RecessJsonSchemaNode *node,
                      JsonNode             *value,
                      gpointer              field)
{
  g_clear_pointer (&node->prefix, g_ptr_array_unref);
  node->prefix = make_list (compiler, value);
}

/* Before 2020-12 an array here is what prefixItems is now, and additionalItems is for the rest. */
static void
compile_items (Compiler             *compiler,
               RecessJsonSchemaNode *node,
               JsonNode             *value,
               gpointer              field)
{
  if (!JSON_NODE_HOLDS_ARRAY (value))
    node->items = compile_node (compiler, value);
  else if (node->prefix == NULL && json_array_get_length (json_node_get_array (value)) > 0)
    node->prefix = make_list (compiler, value);
}

static void
compile_additional_items (Compiler             *compiler,
                          RecessJsonSchemaNode *node,
                          JsonNode             *value,
                          gpointer              field)
{
  JsonNode *items = json_object_get_member (json_node_get_object (node->json), "items");

  if (items != NULL && JSON_NODE_HOLDS_ARRAY (items))
    node->items = compile_node (compiler, value);
}

static void
compile_list (Compiler             *compiler,
              RecessJsonSchemaNode *node,
              JsonNode             *value,
              gpointer              field)
{
  GPtrArray **list = field;

  *list = make_list (compiler, value);
}

static void
compile_ref (Compiler             *compiler,
             RecessJsonSchemaNode *node,
             JsonNode             *value,
             gpointer              field)
{
  Reference reference = { node, value };

  if (get_string (compiler, value) != NULL)
    g_array_append_val (compiler->references, reference);
}

static void
compile_anchor (Compiler             *compiler,
                RecessJsonSchemaNode *node,
                JsonNode             *value,
                gpointer              field)
{
  const char *name = get_string (compiler, value);

  if (name != NULL)
    g_hash_table_insert (compiler->anchors, (gpointer) name, node->json);
}

static void
raise_min (Compiler        *compiler,
           JsonNode        *value,
           RecessJsonLimit *min,
           gboolean         excluded)
{
  RecessJsonNumber number;
  int order;

  if (!get_number (compiler, value, &number))
    return;

  order = recess_json_compare_numbers (&number, &min->number);
  if (order < 0)
    return;

  min->excluded = excluded || (order == 0 && min->excluded);
  min->number = number;
}

static void
lower_max (Compiler        *compiler,
           JsonNode        *value,
           RecessJsonLimit *max,
           gboolean         excluded)
{
  RecessJsonNumber number;
  int order;

  if (!get_number (compiler, value, &number))
    return;

  order = recess_json_compare_numbers (&number, &max->number);
  if (order > 0)
    return;

  max->excluded = excluded || (order == 0 && max->excluded);
  max->number = number;
}

static void
compile_minimum (Compiler             *compiler,
                 RecessJsonSchemaNode *node,
                 JsonNode             *value,
                 gpointer              field)
{
  raise_min (compiler, value, field, FALSE);
}

static void
compile_exclusive_minimum (Compiler             *compiler,
                           RecessJsonSchemaNode *node,
                           JsonNode             *value,
                           gpointer              field)
{
  raise_min (compiler, value, field, TRUE);
}

static void
compile_maximum (Compiler             *compiler,
                 RecessJsonSchemaNode *node,
                 JsonNode             *value,
                 gpointer              field)
{
  lower_max (compiler, value, field, FALSE);
}

static void
compile_exclusive_maximum (Compiler             *compiler,
                           RecessJsonSchemaNode *node,
                           JsonNode             *value,
                           gpointer              field)
{
  lower_max (compiler, value, field, TRUE);
}

static void
compile_multiple_of (Compiler             *compiler,
                     RecessJsonSchemaNode *node,
                     JsonNode             *value,
                     gpointer              field)
{
  RecessJsonNumber number;

  if (!get_number (compiler, value, &number))
    return;

  if (number.value > 0)
    node->step = number;
  else
    add_fault (compiler, value, "must be greater than 0.");
}

static void
compile_count (Compiler             *compiler,
               RecessJsonSchemaNode *node,
               JsonNode             *value,
               gpointer              field)
{
  guint64 *count = field;
  RecessJsonNumber number;

  if (recess_json_get_type (value) != RECESS_JSON_TYPE_INTEGER ||
      (number = recess_json_get_number (value)).value < 0)
    add_fault (compiler, value, "must be an integer that is not negative.");
  else
    *count = number.value < 0x1p63 ? (guint64) number.value : G_MAXUINT64;
}

static void
compile_unique_items (Compiler             *compiler,
                      RecessJsonSchemaNode *node,
                      JsonNode             *value,
                      gpointer              field)
{
  if (recess_json_get_type (value) == RECESS_JSON_TYPE_BOOLEAN)
    node->unique = json_node_get_boolean (value);
  else
    add_fault (compiler, value, "must be true or false.");
}

static void
compile_pattern (Compiler             *compiler,
                 RecessJsonSchemaNode *node,
                 JsonNode             *value,
                 gpointer              field)
{
  node->pattern_source = get_string (compiler, value);
  if (node->pattern_source != NULL)
    node->pattern = make_pattern (compiler, value, node->pattern_source);
}

static void
compile_format (Compiler             *compiler,
                RecessJsonSchemaNode *node,
                JsonNode             *value,
                gpointer              field)
{
  const char *name = get_string (compiler, value);
  g_autofree char *predicate = NULL;
  g_autofree char *quoted = NULL;

  if (name == NULL)
    return;

  node->format = recess_json_format_from_name (name);
  if (node->format != RECESS_JSON_FORMAT_NONE)
    return;

  quoted = recess_json_excerpt (value);
  predicate = g_strdup_printf ("is not checked: %s is a format that Recess does not know.", quoted);
  add_unchecked (compiler, value, predicate);
}

static void
compile_text (Compiler             *compiler,
              RecessJsonSchemaNode *node,
              JsonNode             *value,
              gpointer              field)
{
  get_string (compiler, value);
}

#define FIELD(member) G_STRUCT_OFFSET (RecessJsonSchemaNode, member)

/* In order of the names. Without a function they are annotations. */
static const struct
{
  const char  *name;
  KeywordFunc  compile;
  glong        field;
} keywords[] = {
  { "$anchor", compile_anchor, 0 },
  { "$comment", NULL, 0 },
  { "$defs", compile_definitions, 0 },
  { "$id", NULL, 0 },
  { "$ref", compile_ref, 0 },
  { "$schema", NULL, 0 },
  { "additionalItems", compile_additional_items, 0 },
  { "additionalProperties", compile_child, FIELD (additional) },
  { "allOf", compile_list, FIELD (all) },
  { "anyOf", compile_list, FIELD (any) },
  { "const", compile_const, 0 },
  { "default", NULL, 0 },
  { "definitions", compile_definitions, 0 },
  { "deprecated", NULL, 0 },
  { "description", compile_text, 0 },
  { "enum", compile_enum, 0 },
  { "example", NULL, 0 },
  { "examples", NULL, 0 },
  { "exclusiveMaximum", compile_exclusive_maximum, FIELD (max) },
  { "exclusiveMinimum", compile_exclusive_minimum, FIELD (min) },
  { "format", compile_format, 0 },
  { "items", compile_items, 0 },
  { "maxItems", compile_count, FIELD (item_counts.max) },
  { "maxLength", compile_count, FIELD (lengths.max) },
  { "maxProperties", compile_count, FIELD (member_counts.max) },
  { "maximum", compile_maximum, FIELD (max) },
  { "minItems", compile_count, FIELD (item_counts.min) },
  { "minLength", compile_count, FIELD (lengths.min) },
  { "minProperties", compile_count, FIELD (member_counts.min) },
  { "minimum", compile_minimum, FIELD (min) },
  { "multipleOf", compile_multiple_of, 0 },
  { "not", compile_child, FIELD (negated) },
  { "oneOf", compile_list, FIELD (one) },
  { "pattern", compile_pattern, 0 },
  { "patternProperties", compile_pattern_properties, 0 },
  { "prefixItems", compile_prefix_items, 0 },
  { "properties", compile_properties, 0 },
  { "readOnly", NULL, 0 },
  { "required", compile_required, 0 },
  { "title", compile_text, 0 },
  { "type", compile_type, 0 },
  { "uniqueItems", compile_unique_items, 0 },
  { "writeOnly", NULL, 0 },
};

static int
compare_keyword (gconstpointer name,
                 gconstpointer keyword)
{
  return strcmp (name, *(const char *const *) keyword);
}

static void
compile_members (Compiler             *compiler,
                 RecessJsonSchemaNode *node)
{
  JsonObjectIter iter;
  JsonNode *value;
  const char *name;

  json_object_iter_init_ordered (&iter, json_node_get_object (node->json));
  while (json_object_iter_next_ordered (&iter, &name, &value))
    {
      gsize index;
      typeof (&keywords[0]) found = bsearch (name, keywords, G_N_ELEMENTS (keywords),
                                             sizeof keywords[0], compare_keyword);

      if (found == NULL)
        {
          add_unchecked (compiler, value, "is not checked.");
          continue;
        }

      index = found - keywords;
      if (keywords[index].compile != NULL)
        keywords[index].compile (compiler, node, value,
                                 G_STRUCT_MEMBER_P (node, keywords[index].field));
    }
}

static RecessJsonSchemaNode *
compile_node (Compiler *compiler,
              JsonNode *json)
{
  RecessJsonSchemaNode *node = g_hash_table_lookup (compiler->nodes_by_json, json);

  if (node != NULL)
    return node;
  if (compiler->too_large)
    return g_ptr_array_index (compiler->schema->nodes, 0);

  node = recess_json_schema_node_new (json);
  g_ptr_array_add (compiler->schema->nodes, node);
  g_hash_table_insert (compiler->nodes_by_json, json, node);
  if (compiler->schema->nodes->len > MAX_NODES)
    {
      compiler->too_large = TRUE;
      return node;
    }

  if (JSON_NODE_HOLDS_OBJECT (json))
    compile_members (compiler, node);
  else if (recess_json_get_type (json) == RECESS_JSON_TYPE_BOOLEAN)
    node->never = !json_node_get_boolean (json);
  else
    add_fault (compiler, json, "must be a schema: an object, or true or false.");

  return node;
}

/* Targets that are nobody's subschema are compiled here, and may refer to others. */
static void
resolve_references (Compiler *compiler)
{
  for (guint i = 0; i < compiler->references->len && !compiler->too_large; i++)
    {
      Reference reference = g_array_index (compiler->references, Reference, i);
      const char *ref = json_node_get_string (reference.ref);
      JsonNode *target = recess_json_find_target (compiler->schema->tree, ref);

      if (target == NULL && *ref == '#')
        target = g_hash_table_lookup (compiler->anchors, ref + 1);

      if (target != NULL)
        reference.node->ref = compile_node (compiler, target);
      else if (*ref == '#')
        add_fault (compiler, reference.ref, "names a place that is not there; “#/$defs/…” names "
                                            "one of the definitions of this schema.");
      else
        add_fault (compiler, reference.ref, "leads out of this schema; only places in it can be "
                                            "named: “#/$defs/…”.");
    }
}

typedef struct
{
  Compiler   *compiler;
  GHashTable *done;
  guint       depth;
} LoopSearch;

/* In @done are NULL for a part that is being looked into, and the part where that has ended. */
static void
find_loop (const RecessJsonSchemaNode *node,
           gpointer                    user_data)
{
  LoopSearch *self = user_data;
  gpointer ended;

  if (g_hash_table_lookup_extended (self->done, node, NULL, &ended))
    {
      if (ended == NULL)
        add_fault (self->compiler, node->json, "refers to itself without taking in a property or "
                                               "an item on the way.");
      return;
    }

  if (self->depth == MAX_SAME_DEPTH)
    {
      add_fault (self->compiler, node->json, "is reached by too many references in a row.");
      return;
    }

  g_hash_table_insert (self->done, (gpointer) node, NULL);
  self->depth++;
  recess_json_schema_node_foreach_same (node, find_loop, self);
  self->depth--;
  g_hash_table_insert (self->done, (gpointer) node, (gpointer) node);
}

static void
find_loops (Compiler *compiler)
{
  g_autoptr (GHashTable) done = g_hash_table_new (NULL, NULL);
  LoopSearch self = { compiler, done, 0 };

  for (guint i = 0; i < compiler->schema->nodes->len; i++)
    find_loop (g_ptr_array_index (compiler->schema->nodes, i), &self);
}

void
recess_json_schema_compile_tree (RecessJsonSchema *schema,
                                 const char       *name,
                                 GPtrArray        *faults)
{
  g_autoptr (GHashTable) nodes_by_json = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) anchors = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GArray) references = g_array_new (FALSE, FALSE, sizeof (Reference));
  Compiler compiler = { schema, name, faults, nodes_by_json, anchors, references, FALSE };

  schema->root = compile_node (&compiler, schema->tree);
  resolve_references (&compiler);
  if (compiler.too_large)
    {
      g_ptr_array_set_size (faults, 0);
      add_fault (&compiler, schema->tree, "has more than %d parts, which is too many.", MAX_NODES);
      return;
    }

  if (faults->len == 0)
    find_loops (&compiler);
}
