/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixsocketaddress.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/recess-paths.h"
#include "recess-server-options.h"

#define IDLE_EXIT_SECONDS 60
#define MAX_KEY_FILE 4096
#define MAX_SOCKET_PATH 107

static const char summary[] =
  "Keeps conversations and talks to the providers of language models. Without --listen it waits "
  "for the window of this user, and ends a minute after it has gone.";

/* As they stand on the command line. */
typedef struct
{
  char     **listen;
  char      *data_dir;
  char      *key_file;
  char     **origins;
  char     **providers;
  char     **aliases;
  char      *default_model;
  char      *nearby_ports;
  int        idle_exit;
  gboolean   no_key;
  gboolean   version;
} Arguments;

static void
arguments_clear (Arguments *arguments)
{
  g_strfreev (arguments->listen);
  g_free (arguments->data_dir);
  g_free (arguments->key_file);
  g_strfreev (arguments->origins);
  g_strfreev (arguments->providers);
  g_strfreev (arguments->aliases);
  g_free (arguments->default_model);
  g_free (arguments->nearby_ports);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

static gboolean
parse_arguments (Arguments   *arguments,
                 int         *argc,
                 char      ***argv,
                 GError     **error)
{
  const GOptionEntry entries[] = {
    { "listen", 0, 0, G_OPTION_ARG_STRING_ARRAY, &arguments->listen,
      "Listen on ADDRESS:PORT (port 0 takes a free one) or on unix:PATH", "WHERE" },
    { "data-dir", 0, 0, G_OPTION_ARG_FILENAME, &arguments->data_dir,
      "Keep everything in DIR", "DIR" },
    { "api-key-file", 0, 0, G_OPTION_ARG_FILENAME, &arguments->key_file,
      "Ask clients on TCP for the key in FILE (mode 0600)", "FILE" },
    { "no-key", 0, 0, G_OPTION_ARG_NONE, &arguments->no_key,
      "Ask for no key; on loopback only", NULL },
    { "allow-origin", 0, 0, G_OPTION_ARG_STRING_ARRAY, &arguments->origins,
      "Let web pages of ORIGIN ask (https://example.org)", "ORIGIN" },
    { "provider", 0, 0, G_OPTION_ARG_STRING_ARRAY, &arguments->providers,
      "Add a provider; its key is in the environment variable VAR", "NAME=BASE_URL[,key-env=VAR]" },
    { "alias", 0, 0, G_OPTION_ARG_STRING_ARRAY, &arguments->aliases,
      "Let NAME mean MODEL", "NAME=MODEL" },
    { "default-model", 0, 0, G_OPTION_ARG_STRING, &arguments->default_model,
      "What a request without a known model gets", "MODEL" },
    { "idle-exit", 0, 0, G_OPTION_ARG_INT, &arguments->idle_exit,
      "End SECONDS after the last client; 0 stays", "SECONDS" },
    { "nearby-ports", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, &arguments->nearby_ports,
      "Look for model servers on these ports", "NAME=PORT,…" },
    { "version", 0, 0, G_OPTION_ARG_NONE, &arguments->version,
      "Print the version and end", NULL },
    { NULL }
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) local_error = NULL;

  g_option_context_set_summary (context, summary);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, &local_error))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "The command line is not right: %s. See recess-server --help.",
                   local_error->message);
      return FALSE;
    }

  if (*argc > 1)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "The command line is not right: what is “%s”? See recess-server --help.",
                   (*argv)[1]);
      return FALSE;
    }

  return TRUE;
}

static GSocketAddress *
parse_unix (const char  *path,
            GError     **error)
{
  if (!g_path_is_absolute (path) || strlen (path) > MAX_SOCKET_PATH)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "The socket “%s” must be an absolute path of at most %d bytes: "
                   "--listen unix:/run/….",
                   path, MAX_SOCKET_PATH);
      return NULL;
    }

  return g_unix_socket_address_new (path);
}

static GSocketAddress *
parse_inet (const char  *where,
            GError     **error)
{
  const char *colon = strrchr (where, ':');
  g_autofree char *host = colon != NULL ? g_strndup (where, colon - where) : NULL;
  GSocketAddress *address = NULL;
  guint64 port;

  if (host != NULL && host[0] == '[' && g_str_has_suffix (host, "]"))
    {
      memmove (host, host + 1, strlen (host));
      host[strlen (host) - 1] = '\0';
    }

  if (host != NULL && g_ascii_string_to_unsigned (colon + 1, 10, 0, G_MAXUINT16, &port, NULL))
    {
      const char *number = g_str_equal (host, "localhost") ? "127.0.0.1" : host;

      address = g_inet_socket_address_new_from_string (number, port);
    }

  if (address == NULL)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 "“%s” is no address. Write --listen 127.0.0.1:8017, --listen [::1]:8017 or "
                 "--listen unix:PATH.", where);
  return address;
}

static gboolean
is_loopback (GSocketAddress *address)
{
  GInetAddress *inet;

  if (!G_IS_INET_SOCKET_ADDRESS (address))
    return FALSE;

  inet = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address));
  return g_inet_address_get_is_loopback (inet);
}

/* Who can reach the address must not be able to ask without a key by mistake. */
static gboolean
check_key_for (GSocketAddress   *address,
               const char       *where,
               const Arguments  *arguments,
               GError          **error)
{
  if (G_IS_UNIX_SOCKET_ADDRESS (address) || arguments->key_file != NULL ||
      (arguments->no_key && is_loopback (address)))
    return TRUE;

  if (arguments->no_key)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 "Others can reach %s, so --no-key is refused. Give --api-key-file FILE, or "
                 "listen on 127.0.0.1.", where);
  else
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 "Listening on %s needs a key: give --api-key-file FILE%s.",
                 where, is_loopback (address) ? ", or --no-key to ask for none" : "");
  return FALSE;
}

static GPtrArray *
parse_addresses (const Arguments  *arguments,
                 const char       *data_dir,
                 GError          **error)
{
  g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; arguments->listen != NULL && arguments->listen[i] != NULL; i++)
    {
      const char *where = arguments->listen[i];
      GSocketAddress *address;

      if (g_str_has_prefix (where, "unix:"))
        address = parse_unix (where + strlen ("unix:"), error);
      else
        address = parse_inet (where, error);
      if (address == NULL)
        return NULL;

      g_ptr_array_add (addresses, address);
      if (!check_key_for (address, where, arguments, error))
        return NULL;
    }

  if (addresses->len == 0)
    {
      g_autofree char *path = recess_paths_dup_socket (data_dir);

      g_ptr_array_add (addresses, g_unix_socket_address_new (path));
    }

  return g_steal_pointer (&addresses);
}

static char *
read_key (int          fd,
          const char  *path,
          GError     **error)
{
  char buffer[MAX_KEY_FILE + 1];
  ssize_t length = read (fd, buffer, sizeof buffer);
  g_autofree char *key = g_strndup (buffer, MAX (length, 0));

  g_strstrip (key);
  for (const char *p = key; *p != '\0'; p++)
    {
      if (!g_ascii_isgraph (*p))
        length = -1;
    }

  if (length <= 0 || length > MAX_KEY_FILE || *key == '\0')
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "The key file “%s” must hold one key: a line of letters and digits without "
                   "spaces.", path);
      return NULL;
    }

  return g_steal_pointer (&key);
}

static char *
load_key (const char  *path,
          GError     **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  char *key = NULL;
  struct stat info;

  if (fd < 0)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "The key file “%s” cannot be read: %s.", path, g_strerror (errno));
      return NULL;
    }

  if (fstat (fd, &info) != 0 || !S_ISREG (info.st_mode) || info.st_uid != geteuid () ||
      (info.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 "The key file “%s” must be a file of yours that nobody else can read: "
                 "chmod 600 '%s'.", path, path);
  else
    key = read_key (fd, path, error);

  close (fd);
  return key;
}

static gboolean
check_origins (char   **origins,
               GError **error)
{
  for (guint i = 0; origins != NULL && origins[i] != NULL; i++)
    {
      g_autoptr (GUri) uri = g_uri_parse (origins[i], G_URI_FLAGS_NONE, NULL);

      if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' ||
          *g_uri_get_path (uri) != '\0' || g_uri_get_query (uri) != NULL ||
          g_uri_get_fragment (uri) != NULL)
        {
          g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       "“%s” is no origin. Write it as browsers do: "
                       "--allow-origin https://example.org.", origins[i]);
          return FALSE;
        }
    }

  return TRUE;
}

/* A window goes and comes back; a listener for scripts is there until it is ended. */
static guint
choose_idle_exit (const Arguments *arguments,
                  GPtrArray       *addresses)
{
  if (arguments->idle_exit >= 0)
    return arguments->idle_exit;

  for (guint i = 0; i < addresses->len; i++)
    {
      if (G_IS_INET_SOCKET_ADDRESS (g_ptr_array_index (addresses, i)))
        return 0;
    }

  return IDLE_EXIT_SECONDS;
}

static RecessServerOptions *
check_arguments (Arguments  *arguments,
                 GError    **error)
{
  g_autoptr (RecessServerOptions) self = g_new0 (RecessServerOptions, 1);

  self->version = arguments->version;
  if (self->version)
    return g_steal_pointer (&self);

  if (arguments->data_dir != NULL)
    self->data_dir = g_canonicalize_filename (arguments->data_dir, NULL);
  else
    self->data_dir = recess_paths_dup_data_dir ();

  if (arguments->key_file != NULL && arguments->no_key)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           "--api-key-file and --no-key do not go together. Leave one out.");
      return NULL;
    }

  self->addresses = parse_addresses (arguments, self->data_dir, error);
  if (self->addresses == NULL || !check_origins (arguments->origins, error))
    return NULL;

  if (arguments->key_file != NULL && (self->key = load_key (arguments->key_file, error)) == NULL)
    return NULL;

  if (arguments->nearby_ports != NULL)
    g_setenv ("RECESS_NEARBY_PORTS", g_strdelimit (arguments->nearby_ports, ",", ' '), TRUE);

  self->origins = g_steal_pointer (&arguments->origins);
  self->providers = g_steal_pointer (&arguments->providers);
  self->aliases = g_steal_pointer (&arguments->aliases);
  self->default_model = g_steal_pointer (&arguments->default_model);
  self->idle_exit = choose_idle_exit (arguments, self->addresses);
  return g_steal_pointer (&self);
}

RecessServerOptions *
recess_server_options_parse (int      *argc,
                             char   ***argv,
                             GError  **error)
{
  g_auto (Arguments) arguments = { .idle_exit = -1 };

  if (!parse_arguments (&arguments, argc, argv, error))
    return NULL;

  return check_arguments (&arguments, error);
}

void
recess_server_options_free (RecessServerOptions *self)
{
  g_clear_pointer (&self->addresses, g_ptr_array_unref);
  g_free (self->data_dir);
  g_free (self->key);
  g_strfreev (self->origins);
  g_strfreev (self->providers);
  g_strfreev (self->aliases);
  g_free (self->default_model);
  g_free (self);
}
