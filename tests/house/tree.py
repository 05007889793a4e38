# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tree as the tests of the house see it."""

import os
import pathlib
import subprocess

TOP = pathlib.Path(__file__).resolve().parents[2]
SRC = TOP / "src"
BUILD = pathlib.Path(os.environ.get("RECESS_BUILD", TOP / "build"))


def files(*patterns, under=SRC):
    """The files below @under whose names match one of the patterns, sorted."""
    return sorted(path for pattern in patterns for path in under.rglob(pattern)
                  if path.is_file() and "__pycache__" not in path.parts)


def name(path):
    return str(path.relative_to(TOP))


def run(*command, **options):
    """Runs a command; what it says is the reason where it fails."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, check=False, **options)
    if done.returncode != 0:
        raise AssertionError(f"{command[0]} ended with {done.returncode}:\n"
                             f"{done.stdout}{done.stderr}")
    return done.stdout
