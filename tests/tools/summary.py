# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Says in one line how a test run went: summary.py build/meson-logs/testlog.json

Counts the single tests of a TAP program. A program that crashed, hung or gave too few results
counts as one failed test more; one that is not TAP counts as one test.
"""

import json
import re
import sys

RESULT_LINE = re.compile(r"^(not ok|ok)\b(?:\s+\d+)?(?:\s+-)?\s*([^#]*)(?:#\s*(SKIP)\S*\s*(.*))?",
                         re.IGNORECASE)
PLAN_SKIP = re.compile(r"^1\.\.0\s*#\s*SKIP\S*\s*(.*)", re.IGNORECASE)


REASON_LINES = 30


class Count:
    def __init__(self):
        self.passed = 0
        self.failures = []
        self.skips = []


def reason_after(lines, position):
    """What a test says of its failure: the comments below its result."""
    reason = []
    for line in lines[position + 1:position + 1 + REASON_LINES]:
        if not line.startswith("#"):
            break
        reason.append(line)
    return reason


def program_name(test):
    return test["name"].split(" / ")[-1]


def count_program(test, count):
    name = program_name(test)
    failures = []
    passed = 0
    skips = []

    lines = test.get("stdout", "").splitlines()
    for position, line in enumerate(lines):
        if match := PLAN_SKIP.match(line):
            skips.append(f"{name}: {match[1]}")
        elif match := RESULT_LINE.match(line):
            verdict, title, directive, reason = match.groups()
            title = f"{name}: {title.strip()}"
            if directive and directive.upper() == "SKIP":
                skips.append(f"{title} ({reason})" if reason else title)
            elif verdict.lower() == "not ok":
                failures.append("\n".join([title, *reason_after(lines, position)]))
            else:
                passed += 1

    good = test["result"] in ("OK", "EXPECTEDFAIL", "SKIP")
    if not good and not failures:
        failures.append(f"{name}: {test['result'].lower()}")
    if test["result"] == "SKIP" and not skips and not passed:
        skips.append(name)
    if good and not (passed or failures or skips):
        passed = 1

    count.passed += passed
    count.failures += failures
    count.skips += skips


def main():
    count = Count()

    with open(sys.argv[1], encoding="utf-8") as log:
        for line in log:
            count_program(json.loads(line), count)

    print()
    for skip in count.skips:
        print(f"skipped  {skip}")
    for failure in count.failures:
        print(f"FAILED   {failure}")

    line = f"{count.passed} passed, {len(count.failures)} failed"
    if count.skips:
        line += f", {len(count.skips)} skipped"
    print(line)
    sys.exit(1 if count.failures or not count.passed else 0)


main()
