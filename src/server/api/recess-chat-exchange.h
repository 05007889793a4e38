/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "recess-api.h"
#include "recess-chat-request.h"

G_BEGIN_DECLS

/**
 * recess_chat_exchange_start:
 * @chat: (transfer full): what the request says
 *
 * Answers a chat completion: finds who completes it, passes the answer on as it comes, keeps it
 * where `Recess-Message` asks for that, and books it in the log.
 */
void recess_chat_exchange_start (RecessApi          *api,
                                 RecessRequest      *request,
                                 RecessChatRequest  *chat);

G_END_DECLS
