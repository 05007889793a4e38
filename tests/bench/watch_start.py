# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Inside a window's run: watch_start.py SETTLE first-paint …

Passes on what first-paint saw, with the memory of the program's processes SETTLE seconds later, when
what it does after its first picture is done.
"""

import json
import os
import subprocess
import sys
import time

import figures


def processes_of_the_run():
    """Those started for this run whose program is one of the wanted ones."""
    wanted = os.environ["RECESS_BENCH_NAMES"].split(",")
    for pid in figures.marked("RECESS_BENCH_RUN=" + os.environ["RECESS_BENCH_RUN"]):
        try:
            program = os.path.basename(os.readlink(f"/proc/{pid}/exe"))
        except OSError:
            continue
        if program in wanted:
            yield pid


def main():
    settle, *command = sys.argv[1:]
    watcher = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    line = watcher.stdout.readline()
    if line:
        seen = json.loads(line)
        time.sleep(float(settle))
        pids = list(processes_of_the_run())
        print(json.dumps({**seen, "pss_mb": figures.pss_mb(pids), "processes": len(pids)}))
    watcher.stdin.close()
    sys.exit(watcher.wait())


main()
