/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "common/recess-api-error.h"

#include "recess-client-error.h"

/* Without the full stop that some libraries put there. */
static char *
dup_reason (const GError *error)
{
  char *reason = g_strstrip (g_strdup (error->message));

  while (g_str_has_suffix (reason, "."))
    reason[strlen (reason) - 1] = '\0';

  return reason;
}

static GError *
explain_timeout (const char *place,
                 guint       limit)
{
  char seconds[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (seconds, sizeof seconds, "%.3g", limit / 1000.0);
  return recess_api_error_new (0, NULL, "timeout", "No byte from %s for %s s.", place, seconds);
}

static const char *
describe_certificate (GTlsCertificateFlags flags)
{
  if (flags & G_TLS_CERTIFICATE_BAD_IDENTITY)
    return "its certificate is for another host name";
  if (flags & G_TLS_CERTIFICATE_EXPIRED)
    return "its certificate has expired";
  if (flags & G_TLS_CERTIFICATE_NOT_ACTIVATED)
    return "its certificate is not valid yet, or the clock of this computer is wrong";
  if (flags & G_TLS_CERTIFICATE_REVOKED)
    return "its certificate has been revoked";
  if (flags & G_TLS_CERTIFICATE_INSECURE)
    return "its certificate uses an insecure algorithm";
  if (flags & G_TLS_CERTIFICATE_UNKNOWN_CA)
    return "its certificate is self-signed or from an unknown authority";

  return "its certificate is not acceptable";
}

static GError *
explain_tls (const char   *place,
             SoupMessage  *message,
             const GError *error)
{
  g_autofree char *reason = dup_reason (error);
  GTlsCertificateFlags flags = 0;

  if (message != NULL)
    flags = soup_message_get_tls_peer_certificate_errors (message);

  if (flags != 0 || g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    return recess_api_error_new (0, NULL, "tls_error", "%s cannot be trusted: %s.",
                                 place, describe_certificate (flags));
  if (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_UNAVAILABLE))
    return recess_api_error_new (0, NULL, "tls_error",
                                 "This computer has no TLS support for GLib (glib-networking).");
  if (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_CERTIFICATE_REQUIRED))
    return recess_api_error_new (0, NULL, "tls_error", "%s asks for a client certificate.", place);

  return recess_api_error_new (0, NULL, "tls_error",
                               "No secure connection to %s: %s. Does the address begin with "
                               "http:// perhaps?", place, reason);
}

static GError *
explain_loss (const char *place,
              gboolean    begun)
{
  return recess_api_error_new (0, NULL, "connection_lost",
                               begun ? "The connection to %s was lost in the middle of the answer."
                                     : "%s closed the connection without an answer.", place);
}

static GError *
explain_name (RecessClient *client,
              const GError *error)
{
  const char *base_url = recess_client_get_base_url (client);
  g_autoptr (GUri) uri = g_uri_parse (base_url, SOUP_HTTP_URI_FLAGS, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : recess_client_get_place (client);

  if (g_error_matches (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE))
    return recess_api_error_new (0, NULL, "host_not_found",
                                 "The name “%s” could not be looked up. Is this computer online?",
                                 host);

  return recess_api_error_new (0, NULL, "host_not_found",
                               "There is no host named “%s”. Check the address.", host);
}

static GError *
explain_refusal (RecessClient *client)
{
  return recess_api_error_new (0, NULL, "connection_refused",
                               "Nothing answers at %s. Is the server running?",
                               recess_client_get_place (client));
}

static GError *
explain_io (RecessClient *client,
            gboolean      begun,
            const GError *error)
{
  const char *place = recess_client_get_place (client);
  g_autofree char *reason = dup_reason (error);

  switch (error->code)
    {
    case G_IO_ERROR_CONNECTION_REFUSED:
      return explain_refusal (client);
    case G_IO_ERROR_NOT_FOUND:
      if (recess_client_is_socket (client))
        return explain_refusal (client);
      break;
    case G_IO_ERROR_HOST_UNREACHABLE:
    case G_IO_ERROR_NETWORK_UNREACHABLE:
      return recess_api_error_new (0, NULL, "unreachable",
                                   "%s cannot be reached. Is this computer online?", place);
    case G_IO_ERROR_TIMED_OUT:
      return recess_api_error_new (0, NULL, "timeout", "%s did not answer in time.", place);
    case G_IO_ERROR_PARTIAL_INPUT:
    case G_IO_ERROR_CONNECTION_CLOSED:
    case G_IO_ERROR_CLOSED:
      return explain_loss (place, begun);
    case G_IO_ERROR_INVALID_DATA:
      return recess_api_error_new (0, NULL, "not_http",
                                   "The answer of %s cannot be unpacked: %s.", place, reason);
    default:
      break;
    }

  return recess_api_error_new (0, NULL, "transport_error", "The request to %s failed: %s.",
                               place, reason);
}

GError *
recess_client_explain (RecessClient      *client,
                       SoupMessage       *message,
                       RecessClientWatch *watch,
                       gboolean           begun,
                       const GError      *error)
{
  g_autofree char *reason = NULL;
  const char *place;

  g_return_val_if_fail (RECESS_IS_CLIENT (client), NULL);
  g_return_val_if_fail (error != NULL, NULL);

  place = recess_client_get_place (client);
  if (watch != NULL && recess_client_watch_get_expired (watch))
    return explain_timeout (place, recess_client_watch_get_limit (watch));
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      error->domain == RECESS_API_ERROR)
    return g_error_copy (error);

  if (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_EOF))
    return explain_loss (place, begun);
  if (error->domain == G_TLS_ERROR)
    return explain_tls (place, message, error);
  if (error->domain == G_RESOLVER_ERROR)
    return explain_name (client, error);
  if (error->domain == G_IO_ERROR)
    return explain_io (client, begun, error);

  reason = dup_reason (error);
  if (error->domain == SOUP_SESSION_ERROR)
    return recess_api_error_new (0, NULL, "not_http", "What answers at %s does not speak HTTP: %s.",
                                 place, reason);

  return recess_api_error_new (0, NULL, "transport_error", "The request to %s failed: %s.",
                               place, reason);
}

gboolean
recess_client_error_passes (const GError *explained)
{
  const char *code = recess_api_error_get_code (explained);

  return g_strcmp0 (code, "connection_refused") == 0 || g_strcmp0 (code, "connection_lost") == 0;
}
