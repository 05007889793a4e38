# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the benches share: medians, processes, tables."""

import pathlib
import statistics


def median(values):
    return statistics.median(values)


def spread(values):
    return f"{median(values):,.0f} ({min(values):,.0f}–{max(values):,.0f})"


def pss_mb(pids):
    """The proportional set size of all these processes, in MB."""
    total = 0
    for pid in pids:
        try:
            rollup = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8")
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
        total += sum(int(line.split()[1]) for line in rollup.splitlines()
                     if line.startswith("Pss:"))
    return total / 1024


def cpu_seconds(pid):
    """Processor time that the process has taken so far."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


def descendants(root):
    """The process and all that it started, and these, as far as they are still its children."""
    children = {}
    for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text(encoding="utf-8").rsplit(")", 1)[1].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(path.parent.name))
    found = [root]
    for pid in found:
        found += children.get(pid, [])
    return found


def compare(what, ours, theirs, aim, unit=""):
    """Prints one line of ratio against its aim; returns 1 where it is missed."""
    ratio = ours / theirs
    kept = ratio <= aim
    print(f"{what}: {ours:,.0f} / {theirs:,.0f} {unit} = {ratio:.2f} "
          f"(aim ≤ {aim:g}) {'kept' if kept else 'MISSED'}", flush=True)
    return 0 if kept else 1
