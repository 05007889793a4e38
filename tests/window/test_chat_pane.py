# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a user does in the Chat pane, in the program as it is."""

import atexit
import re

import engine
import tap
from chat_window import ChatWindow, Upstream

UP = Upstream()
WINDOW = ChatWindow()
WINDOW.resize(1280, 800)
UP.add("ok")
atexit.register(WINDOW.close)
atexit.register(UP.end)

TEXT = "Hello, wörld!"


def same(got, expected):
    tap.check(got == expected, f"expected {expected!r}, got {got!r}")


def rows():
    return engine.messages(WINDOW.conversation()["id"])


def test_send_with_the_button():
    UP.chats()
    WINDOW.ask("One", TEXT)
    same(WINDOW.draft(), "")
    WINDOW.wait_titles(["One"])
    same([row["role"] for row in rows()], ["user", "assistant"])
    body, = UP.chats()
    same(body["model"], "ok")
    same(body["messages"], [{"role": "user", "content": "One"}])
    tap.check(body["stream"], "the answer is streamed")
    same(set(body) - {"model", "messages", "stream", "stream_options"}, set())


def test_send_with_the_keys():
    WINDOW.send("Two", key=True)
    WINDOW.wait(lambda: len(WINDOW.messages()) == 4 and WINDOW.can("Send"), "the second answer")
    same([message["content"] for message in UP.chats()[0]["messages"]], ["One", TEXT, "Two"])


def test_stop():
    UP.use("slow")
    WINDOW.new_conversation()
    WINDOW.send("Slowly")
    WINDOW.wait_message("0 1 2")
    WINDOW.click("button", "Stop", within=WINDOW.composer())
    WINDOW.wait_words("^Stopped", WINDOW.thread())
    WINDOW.wait(lambda: WINDOW.can("Send"), "the composer to be free")
    same(rows()[-1]["status"], "stopped")
    tap.check(rows()[-1]["content"].startswith("0 1 2"), "the text so far is kept")


def test_stop_with_escape():
    WINDOW.send("Again", key=True)
    WINDOW.wait_message("0 1 2")
    WINDOW.wait(lambda: len(WINDOW.messages()) == 4 and "0 1" in WINDOW.messages()[-1][1],
                "the second answer to begin")
    WINDOW.key("Escape")
    WINDOW.wait(lambda: rows()[-1]["status"] == "stopped", "the answer to be stopped")
    WINDOW.wait(lambda: WINDOW.can("Send"), "the composer to be free")


def test_edit_in_place():
    UP.use("ok")
    WINDOW.new_conversation()
    WINDOW.ask("Befor", TEXT)
    WINDOW.press(0, "Edit")
    editor = WINDOW.get("text", "Text of the message")
    same(editor.text, "Befor")
    WINDOW.set_text(editor, "After")
    WINDOW.click("button", "Save", within=WINDOW.thread())
    WINDOW.wait(lambda: WINDOW.messages()[0] == ("user", "After"), "the text to be changed")
    same(rows()[0]["content"], "After")
    WINDOW.key("ctrl+z")
    WINDOW.wait(lambda: rows()[0]["content"] == "Befor", "the edit to be undone")
    WINDOW.wait_message("Befor", "user")
    WINDOW.key("ctrl+shift+z")
    WINDOW.wait(lambda: rows()[0]["content"] == "After", "the edit to be done again")
    WINDOW.wait_message("After", "user")


def test_regenerate_and_siblings():
    UP.chats()
    WINDOW.press(-1, "Regenerate")
    page = WINDOW.wait_words("^2 ?/ ?2$", WINDOW.thread())
    tap.check(page, "which answer it is")
    WINDOW.wait(lambda: WINDOW.can("Send"), "the second answer")
    same(UP.chats()[0]["messages"], [{"role": "user", "content": "After"}])
    second = rows()[-1]["id"]
    WINDOW.press(-1, "Previous Answer")
    WINDOW.wait_words("^1 ?/ ?2$", WINDOW.thread())
    WINDOW.wait(lambda: rows()[-1]["id"] != second, "the first answer to be chosen")
    WINDOW.press(-1, "Next Answer")
    WINDOW.wait_words("^2 ?/ ?2$", WINDOW.thread())
    WINDOW.wait(lambda: rows()[-1]["id"] == second, "the second answer to be chosen")


def test_branch():
    before = engine.conversations()
    WINDOW.choose(0, "Branch From Here")
    WINDOW.wait(lambda: len(engine.conversations()) == len(before) + 1, "a new conversation")
    WINDOW.wait(lambda: WINDOW.messages() == [("user", "After")], "the branch to be shown")
    WINDOW.wait(lambda: len(WINDOW.titles()) == len(before) + 1, "its row")
    # An empty composer asks for the answer that the branch has not.
    WINDOW.click("button", re.compile("^(Send|Answer)"), within=WINDOW.composer())
    WINDOW.wait_message(TEXT)


def test_delete_message_and_undo():
    WINDOW.wait(lambda: WINDOW.can("Send") and len(WINDOW.messages()) == 2, "the branch's answer")
    shown = WINDOW.messages()
    WINDOW.choose(0, "Delete")
    WINDOW.wait(lambda: len(WINDOW.messages()) == 1, "the message to go")
    WINDOW.wait_words("^Message deleted")
    same(len(rows()), 1)
    WINDOW.click("button", "Undo")
    WINDOW.wait(lambda: WINDOW.messages() == shown, "the message to come back")
    same(len(rows()), 2)


def row_menu(title, item):
    """Chooses from the menu of a row of the list, by keyboard."""
    WINDOW.select_row(title)
    WINDOW.key("Menu")
    WINDOW.click("menu item", item)


def test_delete_conversation_and_undo():
    titles = WINDOW.titles()
    row_menu("One", "Delete")
    WINDOW.wait(lambda: "One" not in WINDOW.titles(), "the row to go")
    WINDOW.wait_words("^Conversation deleted")
    tap.check("One" not in [row["title"] for row in engine.conversations()], "it is still listed")
    WINDOW.click("button", "Undo")
    WINDOW.wait(lambda: sorted(WINDOW.titles()) == sorted(titles), "the row to come back")
    WINDOW.wait_message("One", "user")


def test_rename_and_pin():
    row_menu("One", "Rename…")
    entry = WINDOW.get("text", "Title")
    WINDOW.set_text(entry, "The first")
    WINDOW.click("button", "Rename")
    WINDOW.wait(lambda: "The first" in WINDOW.titles(), "the new title")
    row_menu("The first", "Pin")
    WINDOW.wait(lambda: WINDOW.titles()[0] == "The first", "the pinned row on top")
    tap.check(engine.conversations()[0]["pinned"], "it is pinned")
    row_menu("The first", "Unpin")
    WINDOW.wait(lambda: not engine.conversations()[0]["pinned"], "it to be unpinned")


def test_search():
    titles = WINDOW.titles()
    tap.check(len(titles) >= 3, f"too few rows: {titles}")
    WINDOW.click("button", "Search")
    entry = WINDOW.get("entry", "Search in all conversations")
    WINDOW.set_text(entry, "Slowly")
    WINDOW.wait_titles(["Slowly"], "what was found")
    WINDOW.set_text(entry, "nowhere to be found")
    WINDOW.wait_words("Nothing found for “nowhere to be found”")
    WINDOW.click("button", "Clear")
    WINDOW.wait(lambda: sorted(WINDOW.titles()) == sorted(titles), "all conversations")


def test_settings_are_sent():
    WINDOW.new_conversation()
    WINDOW.set_text(WINDOW.get("text", "Temperature", within=WINDOW.inspector()), "0.25")
    WINDOW.set_text(WINDOW.get("text", "Max Tokens", within=WINDOW.inspector()), "77")
    UP.chats()
    WINDOW.ask("Set", TEXT)
    body, = UP.chats()
    same(body["temperature"], 0.25)
    same(body["max_tokens"], 77)
    same(set(body) - {"model", "messages", "stream", "stream_options", "temperature",
                      "max_tokens"}, set())
    same(WINDOW.conversation()["settings"]["temperature"], 0.25)
    WINDOW.click("button", "Reset Temperature", within=WINDOW.inspector())
    WINDOW.ask("Unset", TEXT)
    tap.check("temperature" not in UP.chats()[0], "an unset parameter is sent")


def shown_json():
    """The text moves from row to row: it is looked for each time."""
    node = WINDOW.find("text", "JSON", within=WINDOW.inspector())
    return node.text if node else ""


def test_request_page():
    WINDOW.click("page tab", "Request", within=WINDOW.inspector())
    WINDOW.wait(lambda: '"max_tokens": 77' in shown_json(), "the next request")
    tap.check('"temperature"' not in shown_json(), "an unset parameter is shown")
    tap.check('"content": "Unset"' in shown_json(), shown_json())
    WINDOW.get("button", re.compile("✓  up/ok"), within=WINDOW.inspector())
    WINDOW.click_node(WINDOW.find_all("button", re.compile("✓  up/ok"), WINDOW.inspector())[-1])
    WINDOW.wait(lambda: '"Unset"' not in shown_json() and '"Set"' in shown_json(),
                "the first request")
    WINDOW.click("button", "Received", within=WINDOW.inspector())
    WINDOW.wait(lambda: "chat.completion.chunk" in shown_json(), "what was received")
    WINDOW.click("page tab", "Settings", within=WINDOW.inspector())


def test_choose_a_model():
    WINDOW.click("button", "Model", within=WINDOW.inspector())
    search = WINDOW.get("entry", "Search models")
    WINDOW.get("list item", "up/no-usage")
    WINDOW.set_text(search, "usage")
    WINDOW.key("Return")
    WINDOW.wait(lambda: WINDOW.conversation()["settings"].get("model") == "up/no-usage",
                "the model to be chosen")
    UP.chats()
    WINDOW.ask("Which?", TEXT)
    same(UP.chats()[0]["model"], "no-usage")


def test_a_long_paste_is_a_part():
    text = " ".join(f"word{number}" for number in range(40000))
    WINDOW.paste(text)
    WINDOW.wait_words("Pasted text · 3[0-9]+", WINDOW.composer())
    same(WINDOW.draft(), "")
    UP.chats()
    before = len(rows())
    WINDOW.write("Sum up")
    WINDOW.click("button", "Send", within=WINDOW.composer())
    WINDOW.wait(lambda: len(rows()) == before + 2 and rows()[-1]["status"] == "complete",
                "the answer")
    content = UP.chats()[0]["messages"][-1]["content"]
    same([part["type"] for part in content], ["text", "text"])
    same(content[0]["text"], "Sum up")
    tap.check(content[1]["text"] == text, "the pasted text has changed")


tap.run(globals())
