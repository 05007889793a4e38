/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define RECESS_TYPE_APPLICATION (recess_application_get_type ())

G_DECLARE_FINAL_TYPE (RecessApplication, recess_application, RECESS, APPLICATION, AdwApplication)

RecessApplication *recess_application_new (void);

G_END_DECLS
