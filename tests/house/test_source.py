# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules of the source that a compiler does not know."""

import json
import re
import shutil
import subprocess

import tap
import tree

LONGEST_FILE = 800
LONGEST_FUNCTION = 100
LONGEST_LINE = 100
OFTEN_AT_MOST = 60

LICENCE = "SPDX-License-Identifier: GPL-3.0-or-later"
LEFT_OVER = re.compile(r"\b(TODO|FIXME|XXX)\b|not implemented yet|[cC]oming soon")
OWN_WORDS = {"tests/house/test_source.py"}


def code():
    """Every source file of ours, the generated ones aside."""
    return [path for folder in ("src", "tests", "data", "po")
            for path in tree.files("*.c", "*.h", "*.py", "*.sh", "*.ui", "*.css", "*.mjs", "*.build",
                                   under=tree.TOP / folder)
            if "node_modules" not in path.parts]


def text_of(path):
    return path.read_text(encoding="utf-8")


def test_licence_heads():
    paths = [path for path in code() if path.suffix in (".c", ".h", ".py", ".mjs")]
    tap.check_none((tree.name(path) for path in paths if LICENCE not in text_of(path)[:300]),
                   "without a licence at its head")


def test_nothing_is_left_over():
    faults = []
    for path in code():
        if tree.name(path) in OWN_WORDS:
            continue
        for number, line in enumerate(text_of(path).splitlines(), 1):
            if LEFT_OVER.search(line):
                faults.append(f"{tree.name(path)}:{number}: {line.strip()}")
    tap.check_none(faults, "left over")


def test_white_space():
    faults = []
    for path in code():
        for number, line in enumerate(text_of(path).split("\n"), 1):
            if "\t" in line or line != line.rstrip():
                faults.append(f"{tree.name(path)}:{number}")
        if text_of(path) and not text_of(path).endswith("\n"):
            faults.append(f"{tree.name(path)}: no newline at its end")
    tap.check_none(faults, "tabs or trailing white space")


def test_lines_are_not_too_long():
    lengths = [(len(line), f"{tree.name(path)}:{number}")
               for path in tree.files("*.c", "*.h")
               for number, line in enumerate(text_of(path).splitlines(), 1)]
    tap.check_none((f"{place} ({length})" for length, place in lengths if length > LONGEST_LINE),
                   f"over {LONGEST_LINE} columns")


def test_files_are_one_thing():
    lengths = {tree.name(path): text_of(path).count("\n") for path in tree.files("*.c", "*.h")}
    tap.check_none((f"{name}: {length} lines" for name, length in lengths.items()
                    if length > LONGEST_FILE), f"over {LONGEST_FILE} lines")


def functions():
    """(file, name, lines) of every function below src/."""
    found = subprocess.run(["ctags", "-R", "--languages=C", "--kinds-C=f", "--fields=+ne",
                            "--output-format=json", "-f", "-", "--langmap=C:.c", str(tree.SRC)],
                           capture_output=True, text=True, check=True).stdout
    for line in found.splitlines():
        tag = json.loads(line)
        if "end" in tag:
            yield tag["path"].removeprefix(f"{tree.TOP}/"), tag["name"], tag["end"] - tag["line"] + 1


def test_functions_are_short():
    if shutil.which("ctags") is None:
        raise tap.Skip("ctags is not installed")
    all_functions = sorted(functions(), key=lambda function: function[2])
    tap.check(all_functions, "ctags found no function")
    median = all_functions[len(all_functions) // 2][2]
    long = [function for function in all_functions if function[2] > OFTEN_AT_MOST]
    print(f"# {len(all_functions)} functions, median {median} lines, "
          f"{len(long)} over {OFTEN_AT_MOST}")
    for path, name, lines in long:
        print(f"# {path}: {name} has {lines} lines")
    tap.check_none((f"{path}: {name} has {lines} lines" for path, name, lines in all_functions
                    if lines > LONGEST_FUNCTION), f"over {LONGEST_FUNCTION} lines")


def test_headers_are_guarded():
    tap.check_none((tree.name(path) for path in tree.files("*.h")
                    if "#pragma once" not in text_of(path)), "without #pragma once")


def test_sources_are_built():
    listed = "".join(text_of(path) for path in tree.files("meson.build"))
    tap.check_none((tree.name(path) for path in tree.files("*.c")
                    if f"'{path.name}'" not in listed), "in no meson.build")


tap.run(globals())
