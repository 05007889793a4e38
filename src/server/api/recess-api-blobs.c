/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "store/recess-blob-upload.h"
#include "store/recess-blobs.h"

#include "recess-api.h"

#define BODY_BLOB (20u * 1024 * 1024)
/* Waiting for the disk; beyond this the client waits too. */
#define MAX_PENDING (1024u * 1024)
#define MAX_TYPE 127

/* TYPE/SUBTYPE, without parameters. */
static gboolean
is_content_type (const char *type)
{
  static const char token[] =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$&^_.+-";
  gsize first = strspn (type, token);

  return first > 0 && type[first] == '/' && strlen (type) <= MAX_TYPE &&
         type[first + 1] != '\0' && type[first + 1 + strspn (type + first + 1, token)] == '\0';
}

static char *
dup_content_type (RecessRequest *request)
{
  const char *header = recess_request_get_header (request, "Content-Type");
  g_autofree char *type = NULL;

  if (header == NULL)
    return g_strdup ("application/octet-stream");

  type = g_ascii_strdown (header, (gssize) strcspn (header, ";"));
  g_strstrip (type);
  return is_content_type (type) ? g_steal_pointer (&type) : NULL;
}

static void
take_chunk (RecessRequest *request,
            GBytes        *chunk,
            gpointer       chunk_data)
{
  RecessBlobUpload *upload = RECESS_BLOB_UPLOAD (chunk_data);

  recess_blob_upload_push (upload, chunk);
  if (recess_blob_upload_get_pending (upload) > MAX_PENDING)
    recess_request_pause_body (request);
}

static void
begin_blob (RecessRequest *request,
            gpointer       user_data)
{
  RecessApi *api = user_data;
  g_autofree char *type = dup_content_type (request);
  RecessBlobUpload *upload;

  if (type == NULL)
    {
      recess_request_reply_problem (request, SOUP_STATUS_BAD_REQUEST, NULL, NULL,
                                    "The header 'Content-Type' must be a type such as "
                                    "'image/png'.");
      return;
    }

  upload = recess_blob_upload_new (api->store);
  g_signal_connect_object (upload, "drained", G_CALLBACK (recess_request_resume_body), request,
                           G_CONNECT_SWAPPED);
  recess_request_set_chunk_func (request, take_chunk, upload, g_object_unref);
}

static void
committed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (RecessRequest) request = user_data;
  g_autoptr (GError) error = NULL;
  char *text = recess_blob_upload_commit_finish (RECESS_BLOB_UPLOAD (source), result, &error);

  if (text != NULL)
    recess_request_reply_json (request, SOUP_STATUS_OK, text);
  else
    recess_request_reply_error (request, error);
}

static void
create_blob (RecessRequest *request,
             gpointer       user_data)
{
  g_autofree char *type = dup_content_type (request);

  recess_blob_upload_commit_async (recess_request_get_chunk_data (request), type, committed_cb,
                                   g_object_ref (request));
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (RecessRequest) request = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RecessBlob) blob = NULL;

  blob = recess_blobs_load_finish (RECESS_STORE (source), result, &error);
  if (blob == NULL)
    {
      recess_request_reply_error (request, error);
      return;
    }

  /* Whatever it says that it is, a browser must not run it. */
  recess_request_set_reply_header (request, "X-Content-Type-Options", "nosniff");
  recess_request_set_reply_header (request, "Content-Security-Policy", "sandbox");
  recess_request_set_reply_header (request, "Cache-Control",
                                   "private, max-age=31536000, immutable");
  recess_request_reply (request, SOUP_STATUS_OK, blob->content_type, blob->bytes);
}

static void
get_blob (RecessRequest *request,
          gpointer       user_data)
{
  RecessApi *api = user_data;

  recess_blobs_load_async (api->store, recess_request_get_param (request, "hash"), NULL,
                           loaded_cb, g_object_ref (request));
}

void
recess_api_add_blobs (RecessApi *api)
{
  g_return_if_fail (api != NULL);

  recess_router_add_upload (api->router, "POST", "/recess/blobs", BODY_BLOB, begin_blob,
                            create_blob, api);
  recess_router_add (api->router, "GET", "/recess/blobs/{hash}", 0, get_blob, api);
}
