# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A chat as a user has it: the window is driven through AT-SPI and real keys, the provider says
what the test tells it, and what was kept is asked of the engine."""

import engine
import tap
from recess_window import RecessWindow
from upstream import CUT, END, Upstream

upstream = Upstream()
window = RecessWindow()


def send(text):
    window.set_text(window.get("text", "Message"), text)
    window.click("button", "Send")


def newest():
    """The messages of the conversation that changed last."""
    conversations = sorted(engine.conversations(), key=lambda row: row["updated_at"])
    return engine.messages(conversations[-1]["id"]) if conversations else []


def wait_for_answer(status, content=None):
    def arrived():
        messages = newest()
        return messages and messages[-1]["role"] == "assistant" \
            and messages[-1]["status"] == status \
            and (content is None or messages[-1]["content"] == content)
    window.wait(arrived, f"an answer that is {status}: {content!r}")


def message_button(name):
    """The last button of that name: that of the newest message."""
    window.wait(lambda: window.find_all("button", name), f"the button {name!r}")
    return window.find_all("button", name, window.get("list", "Messages"))[-1]


def test_first_start_welcomes():
    window.get("button", "Begin")
    window.get("label", "Practice model")


def test_practice_model_answers_a_sample():
    window.click("button", "Begin")
    send("Why does an API need a key?")
    wait_for_answer("complete")
    window.get("label", "Why does an API need a key?", window.get("list", "Messages"))
    tap.check("key" in newest()[-1]["content"], "the answer is of something else")


def test_answer_grows_as_it_comes():
    engine.add_provider("scripted", upstream.url, "scripted")
    window.act("win.new")
    send("Say hello")
    upstream.say("Hello ")
    window.get_text("Hello")
    tap.check(newest()[-1]["status"] == "in_progress", "the answer has ended too early")
    upstream.say("there.", END)
    window.get_text("Hello there.")
    wait_for_answer("complete", "Hello there.")
    tap.check(upstream.requests[-1]["messages"][-1]["content"] == "Say hello", "another question")


def test_keys_send():
    window.set_text(window.get("text", "Message"), "By the keyboard")
    window.key("ctrl+Return")
    upstream.say("Received.", END)
    wait_for_answer("complete", "Received.")
    tap.check(len(upstream.requests[-1]["messages"]) == 3, "the conversation was not sent along")


def test_stop_keeps_what_has_come():
    send("Count for ever")
    upstream.say("One, two, ")
    window.get_text("One, two,")
    window.click("button", "Stop")
    wait_for_answer("stopped")
    tap.check(newest()[-1]["content"].startswith("One, two,"), "the text is lost")
    upstream.say(CUT)


def test_escape_stops():
    send("Count again")
    upstream.say("Three, ")
    window.get_text("Three,")
    window.key("Escape")
    wait_for_answer("stopped")
    upstream.say(CUT)


def test_regenerate_adds_an_answer_beside():
    send("Once more")
    upstream.say("First answer.", END)
    wait_for_answer("complete", "First answer.")
    window.click_node(message_button("Regenerate"))
    upstream.say("Second answer.", END)
    wait_for_answer("complete", "Second answer.")
    tap.check(newest()[-1]["siblings"] == 2, "the first answer is gone")
    window.click_node(message_button("Previous Answer"))
    wait_for_answer("complete", "First answer.")


def test_edit_in_place():
    window.click_node(message_button("Edit"))
    editor = window.get("text", "Text of the message")
    window.set_text(editor, "Changed by hand.")
    window.click("button", "Save")
    wait_for_answer("complete", "Changed by hand.")
    window.get_text("Changed by hand.")


def test_error_says_what_happened():
    upstream.fail(400, "This prompt is not to my liking.")
    send("Fail, please")
    wait_for_answer("failed")
    window.get_text("This prompt is not to my liking.")


def test_cut_answer_is_kept():
    send("Be cut off")
    upstream.say("It was going so w", CUT)
    wait_for_answer("interrupted")
    tap.check(newest()[-1]["content"] == "It was going so w", "the text is lost")


def test_search_finds_and_says_when_not():
    rows = window.get("list", "Conversations")
    window.act("win.search")
    window.type("secret")
    window.wait(lambda: len(window.find_all("list item", within=rows)) == 1, "one conversation")
    window.type("zzz")
    window.click("button", "Clear")
    window.wait(lambda: len(window.find_all("list item", within=rows)) == 2, "both conversations")


def test_nothing_is_without_a_name():
    """What can be clicked, and is called by the name of its class, is nameless to a listener."""
    nameless = [node.line() for frame in window.frames() for node in frame.walk()
                if node.name.startswith("Gtk") and node.role in ("button", "switch", "text")
                and node.parent.role != "combo box" and node.actions]
    tap.check_none(nameless, "without an accessible name")


def test_conversation_is_there_after_a_restart():
    global window
    window.close()
    window = RecessWindow()
    window.get("list", "Conversations")
    window.get_text("It was going so w")


tap.run(globals())
