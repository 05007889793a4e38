# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A conversation goes into a file and comes back."""

import atexit
import json
import pathlib
import subprocess
import tempfile

import engine
import tap
from chat_window import ChatWindow, Upstream

UP = Upstream()
WINDOW = ChatWindow()
WINDOW.resize(1280, 800)
UP.add("ok")
FILES = tempfile.TemporaryDirectory()
atexit.register(WINDOW.close)
atexit.register(UP.end)

TEXT = "Hello, wörld!"


def same(got, expected):
    tap.check(got == expected, f"expected {expected!r}, got {got!r}")


def choose_file(path):
    """Types a path into the file dialog."""
    WINDOW.wait(lambda: len(WINDOW.frames()) == 2, "the file dialog")
    found = WINDOW.wait(lambda: subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--name", " Conversation$"],
        capture_output=True, text=True, check=False).stdout.split(), "its X window")
    subprocess.run(["xdotool", "windowfocus", "--sync", found[-1], "key", "ctrl+a", "type", path],
                   check=True)
    subprocess.run(["xdotool", "key", "Return"], check=True)
    WINDOW.wait(lambda: len(WINDOW.frames()) == 1, "the file dialog to go")


def export(item, name):
    path = pathlib.Path(FILES.name) / name
    WINDOW.select_row("One")
    WINDOW.focus_at(140, 70)
    WINDOW.key("Menu")
    WINDOW.click(None, item)
    choose_file(str(path))
    WINDOW.wait(path.exists, "the file")
    return path


def test_export():
    WINDOW.ask("One", TEXT)
    file = json.loads(export("Export…", "one.json").read_text())
    same(file["object"], "recess.conversation.export")
    same([row["content"] for row in file["messages"]], ["One", TEXT])


def test_export_markdown():
    text = export("Export as Markdown…", "one.md").read_text()
    same(text, f"# One\n\n## User\n\nOne\n\n## Assistant\n\n{TEXT}\n")


def test_import():
    WINDOW.click("button", "Main Menu")
    WINDOW.click(None, "Import Conversation…")
    choose_file(f"{FILES.name}/one.json")
    WINDOW.wait(lambda: len(engine.conversations()) == 2, "another conversation")
    WINDOW.wait_words("^Conversation imported$")
    same([row["content"] for row in engine.messages(WINDOW.conversation()["id"])], ["One", TEXT])
    WINDOW.wait_titles(["One", "One"])


def test_import_what_is_none():
    bad = pathlib.Path(FILES.name) / "bad.json"
    bad.write_text('{"messages": [{"role": "elf", "content": "x"}]}')
    WINDOW.click("button", "Main Menu")
    WINDOW.click(None, "Import Conversation…")
    choose_file(str(bad))
    WINDOW.wait_words(r"messages\[0\].role")


tap.run(globals())
