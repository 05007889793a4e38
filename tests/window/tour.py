# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Walks through every page as a user with a fresh home does, on the practice model, and leaves
pictures: tour.py FOLDER SCHEME

Each page is left as PAGE-SCHEME-WIDTH.png, 1280 and 360 pixels wide. A page that cannot be reached
ends the tour with what was there instead.
"""

import os
import pathlib
import sys

from recess_window import RecessWindow

WIDE = (1280, 800)
NARROW = (360, 720)


class Tour:
    def __init__(self, window, folder, scheme):
        self.window = window
        self.folder = folder
        self.scheme = scheme

    def shoot(self, page, sizes=(WIDE, NARROW)):
        """Pictures of the page as it is, in these sizes; the window is wide again afterwards."""
        for width, height in sizes:
            self.window.resize(width, height)
            self.window.picture(self.folder / f"{page}-{self.scheme}-{width}.png")
        self.window.resize(*WIDE)
        print(f"  {page} ({self.scheme})", flush=True)


def choose_scheme(scheme):
    folder = pathlib.Path(os.environ["XDG_CONFIG_HOME"]) / "glib-2.0" / "settings"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "keyfile").write_text(f"[io/github/recess/Recess]\ncolor-scheme='{scheme}'\n",
                                    encoding="utf-8")


def walk(tour):
    tour.shoot("start")


def main():
    folder = pathlib.Path(sys.argv[1])
    scheme = sys.argv[2]

    choose_scheme(scheme)
    with RecessWindow() as window:
        window.resize(*WIDE)
        walk(Tour(window, folder, scheme))


main()
