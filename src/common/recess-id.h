/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * recess_id_new:
 * @prefix: what the id begins with, its separator included: "cmsg_", "file-"
 *
 * Makes an id of @prefix and 24 letters and digits from the system's random source (142 bits).
 *
 * Returns: (transfer full): the id
 */
char       *recess_id_new        (const char *prefix);
/* The same as long as the program runs: requests that it sends are known again by it. */
const char *recess_id_of_process (void);
gboolean    recess_id_valid      (const char *id,
                                  const char *prefix);

G_END_DECLS
