# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is done with an answer: going on with one that was cut, and its token probabilities."""

import atexit

import engine
import tap
from chat_window import ChatWindow, Upstream

UP = Upstream()
WINDOW = ChatWindow()
WINDOW.resize(1280, 800)
UP.add("in-parts")
atexit.register(WINDOW.close)
atexit.register(UP.end)

GO_ON = "Continue exactly where your last message stopped, without repeating anything."


def same(got, expected):
    tap.check(got == expected, f"expected {expected!r}, got {got!r}")


def rows():
    return engine.messages(WINDOW.conversation()["id"])


def details():
    """The words below the tokens."""
    row = next((n for n in WINDOW.thread().walk() if n.name == "Token probabilities"), None)
    return next((n.name for n in row.walk() if n.role == "label"), "") if row else ""


def test_a_cut_answer_says_so():
    WINDOW.ask("Tell", "The first part")
    WINDOW.wait_words("^Cut at the token limit$", WINDOW.thread())
    same(rows()[-1]["finish_reason"], "length")


def test_continue():
    UP.chats()
    WINDOW.click("button", "Continue", within=WINDOW.thread())
    WINDOW.wait_message("The first part and the rest.")
    WINDOW.wait(lambda: not any(n.name.startswith("Cut at") for n in WINDOW.thread().walk()),
                "the status to go")
    same(UP.chats()[0]["messages"],
         [{"role": "user", "content": "Tell"},
          {"role": "assistant", "content": "The first part"},
          {"role": "user", "content": GO_ON}])
    same([(row["role"], row["content"], row["finish_reason"]) for row in rows()],
         [("user", "Tell", None), ("assistant", "The first part and the rest.", "stop")])


def test_ask_for_probabilities():
    settings = {"logprobs": True, "top_logprobs": 2}
    engine.request("POST", f"/recess/conversations/{WINDOW.conversation()['id']}",
                   {"settings": settings})
    WINDOW.close()
    start()
    WINDOW.wait_message("The first part and the rest.")
    UP.chats()
    WINDOW.send("Again")
    WINDOW.wait(lambda: len(WINDOW.messages()) == 4 and WINDOW.can("Send"), "the answer")
    body, = UP.chats()
    same((body["logprobs"], body["top_logprobs"]), (True, 2))
    tap.check(rows()[-1]["has_logprobs"], "the row has the tokens")


def start():
    global WINDOW
    WINDOW = ChatWindow()
    WINDOW.resize(1280, 800)


def test_show_probabilities():
    WINDOW.choose(-1, "Show Token Probabilities")
    WINDOW.wait(details, "the tokens")
    tokens = next(n for n in WINDOW.thread().walk() if n.name == "Tokens")
    same(tokens.text, "The first part")
    x, y, _width, _height = tokens.extents
    WINDOW.wait(lambda: WINDOW.focused().name == "Tokens", "the focus to be there")
    WINDOW.key("ctrl+End", "Left")
    WINDOW.wait(lambda: details() == "“ part” 12.9 % — instead: “Other” 5.0 %",
                "the last token")
    WINDOW.focus_at(x + 4, y + 8)
    WINDOW.wait(lambda: details() == "“The” 95.1 % — instead: “Other” 5.0 %", "the first token")


def test_hide_them_again():
    WINDOW.choose(-1, "Hide Token Probabilities")
    WINDOW.wait(lambda: not details(), "the text")
    WINDOW.wait_message("The first part")


def test_the_practice_model_has_none():
    WINDOW.new_conversation()
    engine.request("PUT", "/recess/aliases", {"default_model": "recess-practice"})
    conversation = engine.request("POST", "/recess/conversations",
                                  {"title": "Practice", "settings": {"logprobs": True}})
    tap.check(conversation["id"], "made")
    WINDOW.select_row("Practice")
    WINDOW.send("Hello")
    WINDOW.wait_words("no probabilities. Leave them out", WINDOW.thread())


tap.run(globals())
