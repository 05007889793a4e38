# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The message view: the program that drives it prints its own figures, and fails where one of them
misses its aim."""

import subprocess
import pathlib

RUN_IN_WINDOW = pathlib.Path(__file__).resolve().parent.parent / "run-in-window.sh"


def run(build):
    programs = sorted((build / "tests/bench").glob("bench-message*"))
    programs = [program for program in programs if program.is_file()]
    if not programs:
        print("left out: it is not built")
        return 0
    return sum(subprocess.run([RUN_IN_WINDOW, program], check=False).returncode != 0
               for program in programs)
