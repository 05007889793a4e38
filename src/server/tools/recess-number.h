/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

__extension__ typedef __int128 RecessInteger;

/**
 * RecessNumber:
 *
 * A number of the calculator: an integer that is exact, or a double.
 */
typedef struct
{
  gboolean      exact;
  RecessInteger integer;
  double        real;
} RecessNumber;

RecessNumber recess_number_from_integer (RecessInteger       integer);
RecessNumber recess_number_from_real    (double              real);
double       recess_number_get_real     (RecessNumber        number);

/* An operation falls back to doubles where an integer would be too large or there is none. Returns:
 * FALSE where there is no such number at all, with the reason for the model */
gboolean     recess_number_add          (RecessNumber       *a,
                                         RecessNumber        b,
                                         const char        **reason);
gboolean     recess_number_subtract     (RecessNumber       *a,
                                         RecessNumber        b,
                                         const char        **reason);
gboolean     recess_number_multiply     (RecessNumber       *a,
                                         RecessNumber        b,
                                         const char        **reason);
gboolean     recess_number_divide       (RecessNumber       *a,
                                         RecessNumber        b,
                                         const char        **reason);
/* The rest has the sign of @b. */
gboolean     recess_number_modulo       (RecessNumber       *a,
                                         RecessNumber        b,
                                         const char        **reason);
gboolean     recess_number_power        (RecessNumber       *a,
                                         RecessNumber        b,
                                         const char        **reason);
gboolean     recess_number_factorial    (RecessNumber       *a,
                                         const char        **reason);
/* Calls the function @name with @n arguments. @known: (out): whether there is such a function */
gboolean     recess_number_call         (const char         *name,
                                         const RecessNumber *arguments,
                                         guint               n,
                                         RecessNumber       *result,
                                         gboolean           *known,
                                         const char        **reason);
/* As a number of JSON. */
void         recess_number_append       (RecessNumber        number,
                                         GString            *json);

G_END_DECLS
