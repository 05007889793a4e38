# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Details of the Chat pane: code is saved, a system message is offered, others change what is shown."""

import atexit
import os
import pathlib

import engine
import tap
from chat_window import ChatWindow

WINDOW = ChatWindow()
WINDOW.resize(1280, 800)
atexit.register(WINDOW.close)

CODE = "def serve(ball):\n    return ball * 2\n"
HOME = pathlib.Path(os.environ["HOME"])


def same(got, expected):
    tap.check(got == expected, f"expected {expected!r}, got {got!r}")


def open_conversation(title, *messages):
    """Makes a conversation, as a script does, and opens it."""
    row = engine.request("POST", "/recess/conversations", {
        "title": title,
        "messages": [{"role": role, "content": content} for role, content in messages]})
    WINDOW.select_row(title)
    WINDOW.wait(lambda: len(WINDOW.messages()) == len(messages), "its messages")
    return row["id"]


def save_dialog():
    WINDOW.click("button", "Save As…", within=WINDOW.thread())
    return WINDOW.wait(lambda: len(WINDOW.frames()) > 1 and WINDOW.frames()[-1], "the dialog")


def test_save_code():
    open_conversation("Code", ("user", "Serve"), ("assistant", f"```python\n{CODE}```\n"))
    dialog = save_dialog()
    entry = WINDOW.wait(lambda: next((node for node in WINDOW.find_all("text", None, dialog)
                                      if node.characters == len("code.py")), None),
                        "the proposed name")
    WINDOW.set_text(entry, str(HOME / "serve.py"))
    WINDOW.click("button", "Save", within=dialog)
    WINDOW.wait_words("Saved “serve.py”")
    same((HOME / "serve.py").read_text(), CODE)


def test_save_code_where_nobody_may_write():
    dialog = save_dialog()
    entry = WINDOW.wait(lambda: next((node for node in WINDOW.find_all("text", None, dialog)
                                      if node.characters == len("code.py")), None),
                        "the proposed name")
    WINDOW.set_text(entry, "/proc/code.py")
    WINDOW.click("button", "Save", within=dialog)
    WINDOW.wait_words("could not be saved")


def test_save_code_cancelled():
    dialog = save_dialog()
    WINDOW.click("button", "Cancel", within=dialog)
    WINDOW.wait(lambda: len(WINDOW.frames()) == 1, "the dialog to go")


def test_system_message_above_a_conversation():
    mid = open_conversation("Begun", ("user", "Hello"), ("assistant", "Good day"))
    offers = len(WINDOW.find_all("button", "Add a System Message"))
    WINDOW.click("button", "Add a System Message", within=WINDOW.part("Conversation"))
    WINDOW.wait(lambda: WINDOW.can("Add"), "the composer to take a system message")
    tap.check("focused" in WINDOW.entry().states, "the composer has the focus")
    WINDOW.write("Be brief")
    WINDOW.click("button", "Add", within=WINDOW.composer())
    WINDOW.wait(lambda: len(WINDOW.messages()) == 3, "the system message")
    same(WINDOW.messages()[0], ("system", "Be brief"))
    same([row["role"] for row in engine.messages(mid)], ["system", "user", "assistant"])
    # GTK 4.8 still tells of the one of the empty conversation, GTK 4.18 does not.
    WINDOW.wait(lambda: len(WINDOW.find_all("button", "Add a System Message")) == offers - 1,
                "the offer to go")


def test_system_message_first():
    WINDOW.new_conversation()
    WINDOW.click("button", "Add a System Message", within=WINDOW.part("Conversation"))
    WINDOW.wait(lambda: WINDOW.can("Add"), "the composer to take a system message")
    WINDOW.write("Be polite")
    WINDOW.click("button", "Add", within=WINDOW.composer())
    WINDOW.wait(lambda: WINDOW.messages() == [("system", "Be polite")], "the system message")
    WINDOW.press(0, "Edit")
    WINDOW.set_text(WINDOW.get("text", "Text of the message"), "Be very polite")
    WINDOW.click("button", "Save", within=WINDOW.thread())
    WINDOW.wait(lambda: WINDOW.messages() == [("system", "Be very polite")], "the new words")


def test_others_change_what_is_shown():
    mid = open_conversation("Shared", ("user", "One"), ("assistant", "Two"), ("user", "Three"))
    path = f"/recess/conversations/{mid}/messages"
    rows = engine.messages(mid)
    engine.request("POST", f"{path}/{rows[1]['id']}", {"content": "Changed"})
    WINDOW.wait(lambda: [text for _role, text in WINDOW.messages()] == ["One", "Changed", "Three"],
                "the change to be shown")
    engine.request("DELETE", f"{path}/{rows[1]['id']}")
    WINDOW.wait(lambda: [text for _role, text in WINDOW.messages()] == ["One", "Three"],
                "the message to go")
    engine.request("POST", path, {"role": "assistant", "content": "Four"})
    WINDOW.wait(lambda: [text for _role, text in WINDOW.messages()] == ["One", "Three", "Four"],
                "the new message")


def test_others_change_the_settings():
    mid = open_conversation("Settings", ("user", "One"))
    path = f"/recess/conversations/{mid}"
    engine.request("POST", path, {"settings": {"frequency_penalty": 0.5}})
    WINDOW.get("label", "frequency_penalty 0.5", within=WINDOW.inspector())
    # Whoever comes first, both are kept.
    engine.request("POST", path, {"settings": {"presence_penalty": 0.7}})
    WINDOW.click("switch", "Tell the model of roll_dice", within=WINDOW.inspector())
    WINDOW.wait(lambda: engine.request("GET", path)["settings"] == {
        "presence_penalty": 0.7, "functions": ["roll_dice"]}, "both changes to be kept")
    WINDOW.get("label", "presence_penalty 0.7", within=WINDOW.inspector())
    engine.request("POST", path, {"settings": {}})
    WINDOW.wait(lambda: WINDOW.find_text("presence_penalty 0.7", WINDOW.inspector()) is None,
                "the settings to go")


tap.run(globals())
