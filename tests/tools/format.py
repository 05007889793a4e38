# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Mends what can be mended without taste: format.py [--check]

White space at line ends, tabs, the last newline, and the list of translatable files. With --check
nothing is written, and a file that would change is a failure. The layout of the C code is GNOME's,
with its aligned parameters and members, which clang-format cannot keep: it is left to its author.
"""

import pathlib
import re
import subprocess
import sys

TOP = pathlib.Path(__file__).resolve().parents[2]
MARKED = re.compile(r"\b(?:N?C?_|ngettext|g_dngettext|g_dpgettext2?) ?\(")
# The replies of the practice model: a Makefile among them has tabs.
VERBATIM = "data/practice/replies/"
PLAIN = {".c", ".h", ".py", ".sh", ".ui", ".css", ".build", ".mjs", ".md", ".in", ".xml"}


def git(*arguments):
    return subprocess.run(["git", "-c", f"safe.directory={TOP}", "-C", str(TOP), *arguments],
                          capture_output=True, text=True, check=True).stdout


def sources():
    names = git("ls-files", "--cached", "--others", "--exclude-standard").splitlines()
    return [TOP / name for name in names
            if pathlib.PurePath(name).suffix in PLAIN and (TOP / name).is_file()
            and not name.startswith(VERBATIM)]


def tidy(text):
    lines = [line.rstrip().expandtabs(8) for line in text.split("\n")]
    return "\n".join(lines).rstrip("\n") + "\n" if text.strip() else text


def potfiles():
    found = set()
    for path in sources():
        name = str(path.relative_to(TOP))
        text = path.read_text(encoding="utf-8")
        if name.startswith("src/") and (
                (path.suffix == ".c" and MARKED.search(text))
                or (path.suffix == ".ui" and 'translatable="yes"' in text)):
            found.add(name)
        if name.startswith("data/") and re.search(r"\.(desktop|metainfo|gschema)[.a-z]*\.in$", name):
            found.add(name)
    return "".join(f"{name}\n" for name in sorted(found))


def main():
    check = "--check" in sys.argv[1:]
    wanted = {path: tidy(path.read_text(encoding="utf-8")) for path in sources()}
    wanted[TOP / "po" / "POTFILES.in"] = potfiles()

    changed = [path for path, text in wanted.items()
               if not path.is_file() or path.read_text(encoding="utf-8") != text]
    for path in changed:
        if not check:
            path.write_text(wanted[path], encoding="utf-8")
        print(("would change " if check else "changed ") + str(path.relative_to(TOP)))
    sys.exit(1 if check and changed else 0)


main()
