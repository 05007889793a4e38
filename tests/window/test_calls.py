# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Calls of functions in the Chat pane: answered by hand, by handlers, and mended."""

import atexit
import re

import engine
import tap
from chat_window import ChatWindow, Upstream

UP = Upstream()
WINDOW = ChatWindow()
WINDOW.resize(1280, 800)
UP.add("calls")
atexit.register(WINDOW.close)
atexit.register(UP.end)

THREE = ["convert_units", "calculate", "roll_dice"]


def same(got, expected):
    tap.check(got == expected, f"expected {expected!r}, got {got!r}")


def set_handlers(kind):
    """All functions are asked of the user, or computed."""
    for row in engine.request("GET", "/recess/functions?limit=100")["data"]:
        handler = {"type": "ask"} if kind == "ask" else {"type": "ready", "function": row["name"]}
        engine.request("POST", f"/recess/functions/{row['id']}", {"handler": handler})


def begin(title, model, **settings):
    """Opens a conversation that has three functions."""
    engine.request("POST", "/recess/conversations", {
        "title": title, "settings": {"model": f"up/{model}", "functions": THREE, **settings}})
    WINDOW.select_row(title)
    WINDOW.wait(lambda: WINDOW.model() == model, f"the model {model}")


def rows(title):
    conversation = next(row for row in engine.conversations() if row["title"] == title)
    return engine.messages(conversation["id"])


def card(function, state):
    """The card of the first call of a function that is in this state."""
    name = re.compile(f"^Call of {function}, {state}$")

    def look():
        return next((node for node in WINDOW.thread().walk() if name.search(node.name)), None)
    return WINDOW.wait(look, f"a call of {function} that is {state!r}")


def text(node):
    return "\n".join(part.name for part in node.walk() if part.role == "label")


def answer(function, words):
    place = card(function, "Waiting for you")
    WINDOW.set_text(next(n for n in place.walk() if n.name == f"Output of {function}"), words)
    WINDOW.click("button", "Answer", within=card(function, "Waiting for you"))


def choose(function, state, item):
    """Chooses from the menu of a card."""
    WINDOW.click("button", "More", within=card(function, state))
    WINDOW.click(None, item)


def wait_answer(words):
    WINDOW.wait_message(words)
    WINDOW.wait(lambda: WINDOW.can("Send"), "the composer to be free")


def test_three_calls_by_hand():
    set_handlers("ask")
    begin("By hand", "calls")
    UP.chats()
    WINDOW.send("Convert, compute and roll.")
    WINDOW.wait_words("^3 calls in parallel$", WINDOW.thread())
    tap.check('"from": "mile"' in text(card("convert_units", "Waiting for you")),
              "the arguments are put in order")
    WINDOW.wait(lambda: WINDOW.can("Send"), "the composer to be free while the window waits")
    answer("convert_units", "42.16 km")
    card("convert_units", "Complete")
    answer("calculate", "1025")
    card("calculate", "Complete")
    same(len(UP.chats()), 1)
    answer("roll_dice", "[3, 4]")
    wait_answer("They gave 42.16 km | 1025 | [3, 4]")
    body, = UP.chats()
    same([message["role"] for message in body["messages"]],
         ["user", "assistant", "tool", "tool", "tool"])
    same([call["id"] for call in body["messages"][1]["tool_calls"]],
         [message["tool_call_id"] for message in body["messages"][2:]])
    same([tool["function"]["name"] for tool in body["tools"]], THREE)


def test_outputs_are_on_the_cards():
    same([role for role, _text in WINDOW.messages()], ["user", "assistant", "assistant"])


def test_delete_with_outputs_and_undo():
    WINDOW.choose(1, "Delete")
    WINDOW.wait(lambda: len(WINDOW.messages()) == 2, "the answer to go")
    same([row["role"] for row in rows("By hand")], ["user", "assistant"])
    WINDOW.click("button", "Undo")
    card("roll_dice", "Complete")
    WINDOW.wait(lambda: len(rows("By hand")) == 6, "all rows to be back")
    same([row["role"] for row in rows("By hand")],
         ["user", "assistant", "tool", "tool", "tool", "assistant"])


def test_three_calls_by_handlers():
    set_handlers("ready")
    begin("By handlers", "calls")
    WINDOW.send("Convert, compute and roll.")
    wait_answer("They gave ")
    tap.check("1025" in text(card("calculate", "Complete")), "what was computed")
    same([row["status"] for row in rows("By handlers")], ["complete"] * 6)


def test_not_by_itself():
    begin("Run all", "calls")
    WINDOW.click("button", re.compile("^Functions"), within=WINDOW.part("Settings and request"))
    WINDOW.click("switch", "Run Handlers")
    WINDOW.wait(lambda: next(row for row in engine.conversations() if row["title"] == "Run all")
                ["settings"].get("auto_run") is False, "the setting to be kept")
    WINDOW.send("Convert, compute and roll.")
    card("roll_dice", "Waiting for you")
    WINDOW.click("button", "Run All", within=WINDOW.thread())
    card("roll_dice", "Complete")
    same(len(rows("Run all")), 5)
    WINDOW.click("button", "Continue", within=WINDOW.thread())
    wait_answer("They gave ")


def test_mended_after_an_error():
    begin("Mended", "calls-broken")
    WINDOW.send("Compute.")
    wait_answer("They gave {")
    same(WINDOW.messages()[1][1].startswith("Let me see."), True)
    place = card("calculate", "Failed")
    tap.check("Not valid JSON. Line 1, column 17" in text(place), text(place))
    tap.check("There is no function" in text(card("no_such_thing", "Failed")), "it is named")
    WINDOW.click("button", "Edit Arguments", within=place)
    editor = WINDOW.get("text", "Arguments of calculate")
    same(editor.text, '{"expression": 6*7}')
    WINDOW.set_text(editor, '{"expression": "6*7"}')
    WINDOW.click("button", "Save", within=place)
    WINDOW.click("button", "Run", within=card("calculate", "Waiting for you"))
    tap.check('"result": 42' in text(card("calculate", "Complete")), "what was computed")
    choose("no_such_thing", "Failed", "Edit Output")
    WINDOW.set_text(WINDOW.get("text", "Output of no_such_thing"), "nothing")
    WINDOW.click("button", "Answer", within=card("no_such_thing", "Failed"))
    card("no_such_thing", "Complete")
    UP.chats()
    WINDOW.press(-1, "Regenerate")
    wait_answer("| nothing")
    same([call["function"]["arguments"] for call in UP.chats()[0]["messages"][1]["tool_calls"]],
         ['{"expression": "6*7"}', "{}"])


def test_cut_by_the_limit():
    begin("Cut", "calls-cut")
    WINDOW.send("Compute.")
    WINDOW.wait_words("^2 calls in parallel$", WINDOW.thread())
    WINDOW.wait(lambda: WINDOW.can("Send"), "the window to ask no more")
    same(len(rows("Cut")), 4)


def test_128_calls():
    begin("Many", "calls-many")
    WINDOW.send("Double.")
    wait_answer("There were 128.")
    same([row["status"] for row in rows("Many")], ["complete"] * 131)
    tap.check("254" in rows("Many")[129]["content"], "the last is doubled too")


def test_endless_calls():
    begin("Endless", "calls-endless")
    WINDOW.send("Go on.")
    WINDOW.wait(lambda: "32 times in a row" in " ".join(WINDOW.notice()), "the window to stop")
    WINDOW.wait(lambda: WINDOW.can("Send"), "the composer to be free")
    same(sum(row["role"] == "assistant" for row in rows("Endless")), 33)


def test_the_ready_made_project():
    """Its steps have their ticks when what they say has happened, not before."""
    UP.use("calls-time")
    WINDOW.new_conversation()
    WINDOW.wait(lambda: WINDOW.model() == "calls-time", "the default model")
    WINDOW.click("button", "Try Three Functions")
    WINDOW.get("panel", "The model answers, done", within=WINDOW.inspector())
    for step in ("Three functions are on", "One prompt needs all three",
                 "The model calls them in parallel", "Each call has its output"):
        WINDOW.get("panel", step + ", done", within=WINDOW.inspector())
    wait_answer("They gave ")
    WINDOW.choose(-1, "Delete")
    WINDOW.get("panel", "The model answers, to do", within=WINDOW.inspector())
    WINDOW.click("button", "Continue", within=WINDOW.thread())
    WINDOW.get("panel", "The model answers, done", within=WINDOW.inspector())
    WINDOW.click("button", "Close the Guide")
    WINDOW.wait(lambda: WINDOW.find("panel", "The model answers, done",
                                    within=WINDOW.inspector()) is None, "the guide to go")


tap.run(globals())
