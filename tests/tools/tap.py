# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs the test functions of a Python module and says how it went, in TAP."""

import sys
import traceback


class Skip(Exception):
    """Raised by a test that cannot be run here, with the reason."""


def check(condition, message):
    if not condition:
        raise AssertionError(message)


def check_none(faults, what):
    """Fails with the list of @faults if there is one."""
    faults = list(faults)
    if faults:
        raise AssertionError(what + ":\n" + "\n".join(f"  {fault}" for fault in faults))


def run(namespace):
    """Runs what is named test_* in @namespace, in the order it was written."""
    tests = [(name, value) for name, value in namespace.items()
             if name.startswith("test_") and callable(value)]
    failed = 0
    print(f"1..{len(tests)}", flush=True)
    for number, (name, function) in enumerate(tests, 1):
        title = f"{number} {name.removeprefix('test_').replace('_', ' ')}"
        try:
            function()
            print(f"ok {title}", flush=True)
        except Skip as reason:
            print(f"ok {title} # SKIP {reason}", flush=True)
        except Exception as error:  # a test may fail in any way; the next ones are run all the same
            failed += 1
            known = isinstance(error, AssertionError) and str(error)
            print(f"not ok {title}")
            for line in (str(error) if known else traceback.format_exc()).splitlines():
                print(f"# {line}", flush=True)
    sys.exit(1 if failed else 0)
