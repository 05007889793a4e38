# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The replies of the practice model: their programs run, and the data is what its README says."""

import html.parser
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

import tap

DATA = pathlib.Path(os.environ["RECESS_PRACTICE_DATA"])
PAIRS = ["small-talk", "recess", "prompts", "api", "assistants", "fine-tuning", "programs", "texts",
         "follow-up"]
FENCE = re.compile(r"^(`{3,})(\w+)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)

# What a program is given to read, so that it comes to its end.
INPUT = {
    "guess-number": "".join(f"{number}\n" for number in range(1, 101)),
    "tic-tac-toe": "".join(f"{number}\n" for number in range(1, 10)),
    "rock-paper-scissors": "rock\n" * 200,
}
# They need a display, the network, or a library that is not of Python.
NOT_RUN = {"pong-python", "http-python", "local-api", "python-chat", "stream-python",
           "requires-action"}
VOID = {"meta", "input", "br", "img", "link", "hr"}


def replies():
    for path in sorted((DATA / "replies").glob("*.md")):
        yield path.stem, path.read_text(encoding="utf-8")


def blocks(*languages):
    for subject, text in replies():
        for fence in FENCE.finditer(text):
            if fence[2] in languages:
                yield subject, fence[3]


def lines(name):
    text = (DATA / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def questions(rows):
    return [row["question"] if "question" in row else row["messages"][-1]["content"]
            for row in rows]


def plain(text):
    return " ".join(re.findall(r"\w+", text.lower()))


def fail_none(command, subject, faults, **options):
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60,
                          **options)
    if done.returncode != 0:
        faults.append(f"{subject}: {done.stderr.strip()[-400:]}")
    return done.stdout


def needs(command):
    if shutil.which(command) is None:
        raise tap.Skip(f"{command} is not installed")
    return command


def test_python_runs():
    faults = []
    for subject, code in blocks("python"):
        compile(code, subject, "exec")
        if subject in NOT_RUN:
            continue
        with tempfile.TemporaryDirectory() as folder:
            said = fail_none([sys.executable, "-c", code], subject, faults, cwd=folder,
                             input=INPUT.get(subject, ""))
            left = os.listdir(folder)
        for line in code.splitlines():
            told = re.match(r"print\([^#]*\) +# ([\d\[\]', .]+|True|False|\w+\('.*\))$", line)
            if told and told[1] not in said:
                faults.append(f"{subject}: {told[1]} is not what is printed")
        faults += [f"{subject}: leaves {name} behind" for name in left]
    tap.check_none(faults, "programs that do not run")


def test_pong_is_a_game():
    code = dict(blocks("python"))["pong-python"]
    if not os.environ.get("DISPLAY"):
        needs("xvfb-run")
    play = code.replace("window.mainloop()", """
    game = window.children and Pong(window)
    for _ in range(4000):
        game.running = True
        game.step()
        if max(game.scores) >= 3:
            break
    assert sum(game.scores) >= 3, game.scores
    window.update()
    window.destroy()""")
    command = [sys.executable, "-c", play]
    if not os.environ.get("DISPLAY"):
        command = ["xvfb-run", "-a"] + command
    faults = []
    fail_none(command, "pong-python", faults)
    if any("tkinter" in fault for fault in faults):
        raise tap.Skip("tkinter is not installed")
    tap.check_none(faults, "it does not play")


class Checker(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open = []
        self.faults = []

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)


def test_html_is_whole():
    faults = []
    for subject, code in blocks("html"):
        checker = Checker()
        checker.feed(code)
        if checker.open or checker.faults or not code.startswith("<!DOCTYPE html>"):
            faults.append(f"{subject}: {checker.open} {checker.faults}")
    tap.check_none(faults, "pages that are not closed")


def test_scripts_parse():
    node = needs("node")
    faults = []
    scripts = [(subject, script) for subject, page in blocks("html")
               for script in re.findall(r"<script>(.*?)</script>", page, re.DOTALL)]
    for subject, code in scripts + list(blocks("js")):
        with tempfile.NamedTemporaryFile("w", suffix=".mjs", encoding="utf-8") as file:
            file.write(code)
            file.flush()
            fail_none([node, "--check", file.name], subject, faults)
    tap.check_none(faults, "scripts that do not parse")


def test_shell_parses():
    bash = needs("bash")
    faults = []
    for subject, code in blocks("sh", "bash"):
        fail_none([bash, "-n", "-c", code], subject, faults)
    with tempfile.TemporaryDirectory() as folder:
        loop = dict(blocks("bash"))["bash-loop"]
        fail_none([bash, "-c", loop], "bash-loop", faults, cwd=folder)
    tap.check_none(faults, "shell")


def test_c_compiles():
    compiler = needs("cc")
    faults = []
    for subject, code in blocks("c"):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "program.c"
            path.write_text(code, encoding="utf-8")
            program = str(path.with_suffix(""))
            fail_none([compiler, "-std=gnu17", "-Wall", "-Wextra", "-Werror", "-o", program,
                       str(path)], subject, faults)
            if pathlib.Path(program).exists():
                fail_none([program], subject, faults, input="Ada\n")
    tap.check_none(faults, "C that does not compile")


def test_make_builds():
    make = needs("make")
    needs("cc")
    faults = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "Makefile").write_text(dict(blocks("make"))["makefile"], encoding="utf-8")
        (folder / "list.h").write_text("int one (void);\n", encoding="utf-8")
        (folder / "list.c").write_text('#include "list.h"\nint one (void) { return 0; }\n',
                                       encoding="utf-8")
        (folder / "main.c").write_text('#include "list.h"\nint main (void) { return one (); }\n',
                                       encoding="utf-8")
        fail_none([make, "-C", name], "makefile", faults)
        fail_none([str(folder / "program")], "makefile", faults)
    tap.check_none(faults, "make")


def test_sql_runs():
    base = sqlite3.connect(":memory:")
    base.executescript("""
        CREATE TABLE customers (id INTEGER, name TEXT, city TEXT, age INTEGER);
        CREATE TABLE orders (id INTEGER, customer_id INTEGER, total REAL);
    """)
    for _, code in blocks("sql"):
        base.execute(code)


def test_json_parses():
    for subject, code in blocks("json"):
        whole = code if code.lstrip().startswith(("{", "[")) else "{" + code + "}"
        rows = code.splitlines() if subject == "ft-format" else [whole.replace("…", "")]
        for row in rows:
            try:
                json.loads(row)
            except ValueError as error:
                raise AssertionError(f"{subject}: {error}") from error


def test_pairs_and_replies_fit():
    subjects = {subject for subject, _ in replies()}
    rows = [row for name in PAIRS for row in lines(name)]
    asked = {row["subject"] for row in rows}
    tap.check(len(rows) >= 400 and len(subjects) >= 120, f"{len(rows)} pairs, {len(subjects)}")
    tap.check_none(sorted(subjects ^ asked), "without a reply or a pair")
    tap.check_none((row for row in rows if row["messages"][-1]["role"] != "user"), "no question")
    for row in lines("held-out"):
        tap.check(row["subject"] in subjects, f"{row['subject']} has no reply")


def test_sets_are_apart():
    # What follows on an answer means something else without it.
    alone = [name for name in PAIRS + ["background"] if name != "follow-up"]
    learned = {plain(text) for name in alone for text in questions(lines(name))}
    faults = []
    sets = {name: questions(lines(name)) for name in ("held-out", "unrelated", "development")}
    for name, asked in sets.items():
        faults += [f"{name}: {text}" for text in asked if plain(text) in learned and plain(text)]
    measured = {plain(text) for text in sets["held-out"] + sets["unrelated"]}
    faults += [text for text in sets["development"] if plain(text) in measured]
    tap.check_none(faults, "in two sets")


tap.run(globals())
