# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Inside a window's run: watch_start.py SETTLE first-paint …

Passes on what first-paint saw, with the memory of the program's processes SETTLE seconds later, when
what it does after its first picture is done.
"""

import json
import subprocess
import sys
import time

import figures


def main():
    settle, *command = sys.argv[1:]
    watcher = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    line = watcher.stdout.readline()
    if line:
        seen = json.loads(line)
        time.sleep(float(settle))
        pids = figures.descendants(seen["pid"])
        print(json.dumps({**seen, "pss_mb": figures.pss_mb(pids), "processes": len(pids)}))
    watcher.stdin.close()
    sys.exit(watcher.wait())


main()
