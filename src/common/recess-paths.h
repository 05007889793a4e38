/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where the two programs meet: both compute these from the environment, and so agree. */

/* Returns: (transfer full): the data folder of this user, which need not be there yet */
char     *recess_paths_dup_data_dir     (void);
/**
 * recess_paths_dup_socket:
 *
 * Returns: (transfer full): the private socket of the server of @data_dir, at most 107 bytes. It is
 *   in the runtime folder of this user (of this Flatpak), else in a private one below /tmp.
 */
char     *recess_paths_dup_socket       (const char  *data_dir);
/**
 * recess_paths_make_private:
 * @dir: a folder
 *
 * Makes @dir with mode 0700 where it is not there. Fails where others may write in it, or it is
 * theirs.
 */
gboolean  recess_paths_make_private     (const char  *dir,
                                         GError     **error);

G_END_DECLS
