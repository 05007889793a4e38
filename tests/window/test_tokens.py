# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The token meter and the context bar over the composer."""

import atexit
import os
import pathlib

import engine
import tap
from chat_window import ChatWindow, Upstream

WINDOW = ChatWindow()
WINDOW.resize(1280, 800)
atexit.register(WINDOW.close)

TEXT = "Hello, wörld!"
PICTURES = os.environ.get("RECESS_PICTURES")


def same(got, expected):
    tap.check(got == expected, f"expected {expected!r}, got {got!r}")


def bar():
    """The button itself, inside of what shows the menu."""
    buttons = [node for node in WINDOW.find_all("button", None, WINDOW.part("Conversation"))
               if node.name.startswith("Context: ")]
    return buttons[-1] if buttons else None


def wait_context(words):
    """The bar, once its description is this one."""
    found = WINDOW.wait(bar, "the context bar")
    WINDOW.wait(lambda: bar() is not None and bar().name == f"Context: {words}",
                f"{words!r} instead of {found.name!r}")
    return bar()


def picture(name):
    if PICTURES:
        WINDOW.picture(pathlib.Path(PICTURES) / f"{name}.png")


def open_conversation(title, settings, *messages):
    row = engine.request("POST", "/recess/conversations", {
        "title": title, "settings": settings,
        "messages": [{"role": role, "content": content} for role, content in messages]})
    WINDOW.select_row(title)
    WINDOW.wait(lambda: len(WINDOW.messages()) == len(messages), "its messages")
    return row["id"]


def test_empty():
    WINDOW.new_conversation()
    wait_context("0 tokens")


def test_draft_is_counted():
    WINDOW.write("hello world")
    # 3 for the message, its role, its two words, 3 for the answer
    wait_context("9 tokens, What you write 9")
    WINDOW.write("hello world hello world")
    wait_context("11 tokens, What you write 11")
    WINDOW.write("")
    wait_context("0 tokens")


def test_parts_are_told():
    open_conversation("Parts", {"max_tokens": 500}, ("system", "hello world"),
                      ("user", "hello world"), ("assistant", "hello"))
    wait_context("20 tokens, Instructions 6, Conversation 14, Kept free for the answer 500")
    WINDOW.write("hello")
    found = wait_context("25 tokens, Instructions 6, Conversation 11, What you write 8, "
                         "Kept free for the answer 500")
    WINDOW.click_node(found)
    for words in ("Instructions", "Conversation", "What you write", "Kept free for the answer",
                  "25 tokens"):
        WINDOW.get_text(words)
    picture("context-popover")
    WINDOW.key("Escape")
    WINDOW.write("")


def test_functions_are_counted():
    open_conversation("Functions", {"functions": ["roll_dice"]}, ("user", "hello"))
    found = WINDOW.wait(lambda: bar() is not None and "Functions and schema" in bar().name and bar(),
                        "the functions")
    tap.check(found.name.startswith("Context: ≈ "), f"{found.name!r} is no estimate")


def test_a_message_changes_the_count():
    identifier = open_conversation("Grows", {}, ("user", "hello"), ("assistant", "hello"))
    wait_context("13 tokens, Conversation 13")
    engine.request("POST", f"/recess/conversations/{identifier}/messages",
                   {"role": "user", "content": "hello"})
    wait_context("18 tokens, Conversation 18")


def test_a_long_text():
    """Typing goes on while much is counted."""
    WINDOW.new_conversation()
    open_conversation("Long", {}, ("user", "word " * 100_000), ("assistant", "hello"))
    WINDOW.wait(lambda: bar() is not None and "100013 tokens" in bar().name, "many tokens")
    WINDOW.write("hello")
    WINDOW.wait(lambda: "What you write 8" in bar().name, "the draft")
    WINDOW.write("")


def test_prices_of_a_provider():
    upstream = Upstream()
    atexit.register(upstream.end)
    engine.request("PUT", "/recess/prices",
                   {"prices": [{"model": "ok", "input": 1000, "output": 2000}]})
    upstream.add("ok")
    WINDOW.new_conversation()
    WINDOW.wait(lambda: WINDOW.model() == "ok", "the model of the provider")
    WINDOW.ask("hi", TEXT)
    WINDOW.get_text("≈ 18 of 8192 tokens · $0.018")
    # 7 tokens in and 6 out, as the provider says
    WINDOW.wait_words(r"6 tokens · \$0\.019")
    picture("context-priced")


def test_preferences():
    engine.request("PUT", "/recess/prices", {"prices": []})
    WINDOW.open_preferences()
    frame = WINDOW.frames()[-1]
    WINDOW.click(None, "Prices", within=frame)
    WINDOW.get("label", "gpt-4o-mini", within=frame)
    picture("prices")
    for label, text in (("Model", "mine"), ("Input, Dollars per Million Tokens", "0,5"),
                        ("Output, Dollars per Million Tokens", "1.25")):
        WINDOW.set_text(WINDOW.get("text", label, within=frame), text)
    WINDOW.click("button", "Add Price", within=frame)
    WINDOW.get_text("$0.5 in, $1.25 out, set by you")
    prices = {row["model"]: row for row in engine.request("GET", "/recess/prices")["prices"]}
    same((prices["mine"]["input"], prices["mine"]["source"]), (0.5, "user"))
    WINDOW.click("button", "Reset to Table", within=frame)
    WINDOW.wait(lambda: WINDOW.find_text("mine") is None, "the price to go")
    WINDOW.close_preferences()


def test_narrow():
    WINDOW.resize(360, 720)
    WINDOW.wait(lambda: WINDOW.find("text", "Message") is not None, "the composer")
    picture("context-narrow")
    WINDOW.resize(1280, 800)


tap.run(globals())
