/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "recess-chat-session.h"
#include "engine/recess-engine.h"

G_BEGIN_DECLS

#define RECESS_TYPE_REQUEST_PAGE (recess_request_page_get_type ())

/**
 * RecessRequestPage:
 *
 * The exact JSON that will be sent, as it changes; and each request of the conversation that was
 * made, with what came back.
 */
G_DECLARE_FINAL_TYPE (RecessRequestPage, recess_request_page, RECESS, REQUEST_PAGE, GtkWidget)

GtkWidget *recess_request_page_new         (RecessEngine      *engine);
void       recess_request_page_set_session (RecessRequestPage *self,
                                            RecessChatSession *session);

G_END_DECLS
