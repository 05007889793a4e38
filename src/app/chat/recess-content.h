/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "widgets/recess-attachment.h"

G_BEGIN_DECLS

/* The content of a message as JSON, and what of it is shown as an attachment. The text of a file is
 * a text part whose first line tells its name: "[File: notes.txt]". */

/**
 * recess_content_build:
 * @text: what was written
 * @attachments: (element-type RecessAttachment): texts have their text, images their address
 *
 * Returns: (transfer full): a string, or an array of parts where there are attachments
 */
char             *recess_content_build           (const char *text,
                                                  GListModel *attachments);
/* Whether the text of a part is shown as a chip: a file, or longer than what people write. */
gboolean          recess_content_is_attachment   (const char *text);
/* Returns: (transfer full) (nullable): an attachment, or %NULL where it is @words, to be read */
RecessAttachment *recess_content_read_part       (JsonObject  *part,
                                                  const char **words);
/**
 * recess_content_set_text:
 * @parts: the content as it is, an array of parts
 *
 * Returns: (transfer full): the same with another text to read; the attachments stay
 */
char             *recess_content_set_text        (const char *parts,
                                                  const char *text);

/* What a draft keeps of its attachments: those that the engine has. */
char             *recess_content_attachments_to_json   (GListModel *attachments);
/* Returns: (transfer full): a #GListStore; empty where @json is not what it should be */
GListStore       *recess_content_attachments_from_json (const char *json);

G_END_DECLS
