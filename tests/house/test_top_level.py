# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The top level, `dev`, and what the README promises."""

import re
import shutil

import tap
import tree

TOP_LEVEL = {"src", "data", "po", "tests", "flatpak", "meson.build", "meson_options.txt",
             "README.md", "dev", "COPYING"}
COMMANDS = {"build", "run", "test", "bench", "tour", "fuzz", "format", "headers", "help"}


def readme():
    return (tree.TOP / "README.md").read_text(encoding="utf-8")


def top_level():
    """What belongs to the tree; without git, everything that is not built."""
    if shutil.which("git") is None or not (tree.TOP / ".git").exists():
        return {path.name for path in tree.TOP.iterdir() if not path.name.startswith("build")}
    tracked = tree.run("git", "-c", f"safe.directory={tree.TOP}", "-C", tree.TOP, "ls-files")
    return {line.split("/")[0] for line in tracked.splitlines()}


def test_top_level_is_as_agreed():
    seen = {name for name in top_level() if not name.startswith(".")}
    tap.check(seen == TOP_LEVEL, f"too much: {sorted(seen - TOP_LEVEL)}, "
                                 f"missing: {sorted(TOP_LEVEL - seen)}")


def test_licence_is_the_gpl():
    text = (tree.TOP / "COPYING").read_text(encoding="utf-8")
    tap.check("GNU GENERAL PUBLIC LICENSE" in text and "Version 3" in text, "COPYING is not the GPL")


def test_dev_lists_its_commands():
    said = tree.run(tree.TOP / "dev", "help")
    tap.check_none((command for command in sorted(COMMANDS)
                    if not re.search(rf"^  {command}\b", said, re.MULTILINE)),
                   "./dev help does not name")


def test_dev_has_the_commands_of_the_readme():
    used = set(re.findall(r"\./dev(?: --yes)? ([a-z]+)", readme()))
    tap.check({"run", "test"} <= used, "the README names neither ./dev run nor ./dev test")
    tap.check_none(sorted(used - COMMANDS), "the README names, but dev does not know")


def test_links_of_the_readme():
    targets = re.findall(r"\]\(([^)]+)\)", readme()) + re.findall(r'src="([^"]+)"', readme())
    tap.check_none((target for target in targets if not target.startswith("http")
                    and not (tree.TOP / target.split("#")[0]).exists()), "leads nowhere")


def test_dev_refuses_what_it_does_not_know():
    try:
        tree.run(tree.TOP / "dev", "frobnicate")
    except AssertionError as error:
        tap.check("Usage:" in str(error), "no usage where the command is unknown")
    else:
        raise AssertionError("an unknown command succeeded")


def test_shell_scripts():
    if shutil.which("shellcheck") is None:
        raise tap.Skip("shellcheck is not installed")
    scripts = [tree.TOP / "dev", tree.TOP / ".ci" / "run",
               *tree.files("*.sh", under=tree.TOP / "tests")]
    tree.run("shellcheck", "-x", *scripts, cwd=tree.TOP)


tap.run(globals())
