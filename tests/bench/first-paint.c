/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* first-paint [--text] PROGRAM [ARGUMENT]…
 *
 * Starts a program and looks at its window from outside, through the X server, as it would look at
 * any other: nothing is asked of the program. Prints {"pid", "painted_ms", "text_ms"} when the
 * window has shown its first picture and, with --text, a text of full blocks (U+2588), then keeps
 * the program until standard input ends.
 */

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/Xdamage.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define DEADLINE_MS 120000

/* A text of blocks covers more than any other text of the window; letters do not come near. */
#define DARK_LEVEL 100
#define DARK_SHARE_PERCENT 4

typedef struct
{
  Display *display;
  int      damage_event;
  pid_t    pid;
  double   start_ms;
  double   painted_ms;
  double   text_ms;
  bool     wants_text;
} Watch;

static double
now_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);

  return now.tv_sec * 1000.0 + now.tv_nsec / 1000000.0;
}

static int
ignore_error_cb (Display     *display,
                 XErrorEvent *event)
{
  return 0;
}

static void
look_at_window (Watch  *self,
                Window  window)
{
  XWindowAttributes attributes;
  XImage *image;
  long dark = 0;
  long seen = 0;
  unsigned long first;
  bool varied = false;

  if (!XGetWindowAttributes (self->display, window, &attributes)
      || attributes.map_state != IsViewable || attributes.width < 100 || attributes.height < 100)
    return;

  image = XGetImage (self->display, window, 0, 0, attributes.width, attributes.height,
                     AllPlanes, ZPixmap);
  if (image == NULL)
    return;

  first = XGetPixel (image, attributes.width / 2, attributes.height / 2);
  for (int y = 0; y < attributes.height; y += 2)
    {
      for (int x = 0; x < attributes.width; x += 2)
        {
          unsigned long pixel = XGetPixel (image, x, y);

          varied |= pixel != first;
          dark += (pixel & 0xff) < DARK_LEVEL && ((pixel >> 8) & 0xff) < DARK_LEVEL;
          seen++;
        }
    }
  XDestroyImage (image);

  /* Not the empty surface, which is black all over. */
  if (varied && dark < seen / 2 && self->painted_ms == 0)
    self->painted_ms = now_ms () - self->start_ms;
  if (self->painted_ms != 0 && self->text_ms == 0
      && dark < seen / 2 && dark * 100 > seen * DARK_SHARE_PERCENT)
    self->text_ms = now_ms () - self->start_ms;
}

static void
handle_event (Watch  *self,
              XEvent *event)
{
  if (event->type == MapNotify && !event->xmap.override_redirect)
    {
      XDamageCreate (self->display, event->xmap.window, XDamageReportNonEmpty);
      look_at_window (self, event->xmap.window);
    }
  else if (event->type == self->damage_event + XDamageNotify)
    {
      XDamageNotifyEvent *damage = (XDamageNotifyEvent *) event;

      XDamageSubtract (self->display, damage->damage, None, None);
      look_at_window (self, damage->drawable);
    }
}

static bool
watch (Watch *self)
{
  struct pollfd waits = { ConnectionNumber (self->display), POLLIN, 0 };

  while (self->painted_ms == 0 || (self->wants_text && self->text_ms == 0))
    {
      double left = self->start_ms + DEADLINE_MS - now_ms ();

      while (XPending (self->display) > 0)
        {
          XEvent event;

          XNextEvent (self->display, &event);
          handle_event (self, &event);
        }

      if (left <= 0 || waitpid (self->pid, NULL, WNOHANG) == self->pid)
        return false;
      if (poll (&waits, 1, left < 100 ? (int) left : 100) < 0 && errno != EINTR)
        return false;
    }

  return true;
}

static pid_t
start_program (Watch  *self,
               char  **argv)
{
  self->start_ms = now_ms ();
  self->pid = fork ();
  if (self->pid == 0)
    {
      execvp (argv[0], argv);
      _exit (127);
    }

  return self->pid;
}

static void
end_program (pid_t pid)
{
  kill (pid, SIGTERM);
  waitpid (pid, NULL, 0);
}

int
main (int    argc,
      char **argv)
{
  Watch self = { 0 };
  int error_event;
  char discarded[64];

  if (argc > 1 && strcmp (argv[1], "--text") == 0)
    {
      self.wants_text = true;
      argv++;
      argc--;
    }
  self.display = XOpenDisplay (NULL);
  if (argc < 2 || self.display == NULL
      || !XDamageQueryExtension (self.display, &self.damage_event, &error_event))
    {
      fprintf (stderr, "usage: first-paint [--text] PROGRAM [ARGUMENT]…, on an X display\n");
      return 2;
    }

  XSetErrorHandler (ignore_error_cb);
  XSelectInput (self.display, DefaultRootWindow (self.display), SubstructureNotifyMask);
  XSync (self.display, False);

  if (start_program (&self, argv + 1) < 0 || !watch (&self))
    {
      fprintf (stderr, "first-paint: %s showed nothing\n", argv[1]);
      end_program (self.pid);
      return 1;
    }

  printf ("{\"pid\": %d, \"painted_ms\": %.1f, \"text_ms\": %.1f}\n",
          (int) self.pid, self.painted_ms, self.text_ms);
  fflush (stdout);

  while (read (STDIN_FILENO, discarded, sizeof discarded) > 0)
    continue;
  end_program (self.pid);
  XCloseDisplay (self.display);

  return 0;
}
