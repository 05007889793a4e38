# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is written, asked or undone while the user turns to another conversation, or closes."""

import atexit

import engine
import tap
from chat_window import ChatWindow, Upstream

UP = Upstream()
WINDOW = ChatWindow()
WINDOW.resize(1280, 800)
UP.add("ok")
atexit.register(UP.end)

TEXT = "Hello, wörld!"


def same(got, expected):
    tap.check(got == expected, f"expected {expected!r}, got {got!r}")


def titled(title):
    return next((row for row in engine.conversations() if row["title"] == title), None)


def answer_to(title):
    """The last message of the conversation, as soon as it is an answer that has ended."""
    def ended():
        row = titled(title)
        last = engine.messages(row["id"])[-1:] if row else []
        return last and last[0]["role"] == "assistant" and \
            last[0]["status"] != "in_progress" and last[0]
    return ended


def open_row(title):
    WINDOW.select_row(title)
    WINDOW.wait(lambda: ("user", title) in WINDOW.messages(), f"{title!r} to be shown")


def test_each_conversation_keeps_its_draft():
    WINDOW.ask("One", TEXT)
    WINDOW.new_conversation()
    WINDOW.ask("Two", TEXT)
    WINDOW.write("for two")
    open_row("One")
    same(WINDOW.draft(), "")
    WINDOW.write("for one")
    open_row("Two")
    same(WINDOW.draft(), "for two")
    open_row("One")
    same(WINDOW.draft(), "for one")


def test_regenerate_keeps_the_draft():
    open_row("One")
    WINDOW.write("not sent")
    WINDOW.press(1, "Regenerate")
    WINDOW.wait(lambda: engine.messages(titled("One")["id"])[-1]["siblings"] == 2 and
                WINDOW.can("Send"), "the other answer")
    same(WINDOW.draft(), "not sent")
    WINDOW.write("")


def test_undo_belongs_to_what_was_deleted():
    open_row("One")
    WINDOW.choose(1, "Delete")
    WINDOW.wait_words("^Message deleted")
    shown = len(engine.messages(titled("One")["id"]))
    open_row("Two")
    WINDOW.click("button", "Undo")
    WINDOW.wait(lambda: len(engine.messages(titled("One")["id"])) >= shown and
                engine.messages(titled("One")["id"])[-1]["siblings"] == 2,
                "the answer to come back")


def test_sent_and_left_at_once():
    WINDOW.new_conversation()
    WINDOW.focus_composer()
    WINDOW.write("Three")
    WINDOW.key("ctrl+Return", "ctrl+n")
    answer = WINDOW.wait(answer_to("Three"), "an answer")
    same((answer["status"], answer["content"]), ("complete", TEXT))


def test_sent_and_closed_at_once():
    WINDOW.new_conversation()
    WINDOW.focus_composer()
    WINDOW.write("Four")
    WINDOW.key("ctrl+Return", "ctrl+q")
    same(WINDOW.process.wait(60), 0)
    with ChatWindow() as again:
        answer = again.wait(answer_to("Four"), "an answer")
        same((answer["status"], answer["content"]), ("complete", TEXT))


tap.run(globals())
