# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Measures Recess beside its peers, in one run on one machine: bench.py [start|stream|messages|practice|
tokens]…

Figures of two programs are taken in turns, and their ratio is of the medians. A peer that is not
installed is named and left out.
"""

import importlib
import os
import pathlib
import sys

BUILD = pathlib.Path(os.environ["RECESS_BUILD"])
BENCHES = {
    "start": "first paint, the last conversation's text, memory",
    "stream": "passing a stream of events through",
    "messages": "the message view",
    "practice": "the practice model",
    "tokens": "counting tokens",
}


def cpu_name():
    for line in pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return "unknown processor"


def main():
    wanted = sys.argv[1:] or list(BENCHES)
    unknown = [name for name in wanted if name not in BENCHES]
    if unknown:
        sys.exit(f"bench: there is {', '.join(BENCHES)}, not {', '.join(unknown)}")

    print(f"{os.cpu_count()} × {cpu_name()}, load {os.getloadavg()[0]:.1f}")
    missed = 0
    for name in wanted:
        print(f"\n## {BENCHES[name]}", flush=True)
        missed += importlib.import_module(f"bench_{name}").run(BUILD) or 0
    if missed:
        print(f"\n{missed} aims missed")
    sys.exit(1 if missed else 0)


main()
