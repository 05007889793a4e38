# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Functions and the response format beside a conversation: made, checked, tried, sent."""

import atexit
import json
import re

import engine
import tap
from chat_window import ChatWindow, Upstream

WINDOW = ChatWindow()
WINDOW.resize(1280, 800)
UPSTREAM = Upstream()
UPSTREAM.add(model="structured")
atexit.register(UPSTREAM.end)
atexit.register(WINDOW.close)

PARAMETERS = """{
  "type": "object",
  "properties": {
    "text": { "type": "string", "maxLength": 1e1 },
    "times": { "type": "integer", "minimum": 2, "maximum": 5 },
    "unit": { "enum": ["word", "line"] },
    "loud": { "type": "boolean" },
    "extra": { "type": "object" }
  },
  "required": ["text", "times"],
  "additionalProperties": false
}"""

WRONG = """{
  "type": "object",
  "properties": {
    "text": { "type": "text" }
  }
}"""

CODE = """def run(arguments):
    print("thinking")
    return arguments["text"] * arguments["times"]
"""

EVENT = """{
  "type": "object",
  "properties": { "name": { "type": "string" }, "day": { "enum": ["Friday", "Saturday"] } },
  "required": ["name", "day"]
}"""


def inspector():
    return WINDOW.inspector()


def get(role, name):
    return WINDOW.get(role, name, within=inspector())


def click(role, name):
    WINDOW.click(role, name, within=inspector())


def choose(name, steps):
    """Chooses the entry of a drop-down so many steps below the first."""
    places = []

    def rests():
        places.append(get("combo box", name).extents)
        return places[-1][3] > 0 and places[-3:].count(places[-1]) == 3
    WINDOW.wait(rests, f"{name} to have its place")
    WINDOW.click("button", None, within=get("combo box", name))
    WINDOW.wait(lambda: WINDOW.focused() is not None and WINDOW.focused().role == "list item",
                f"the entries of {name}")
    WINDOW.key("Home", *["Down"] * steps, "Return")


def switch(name):
    """Its knob takes a moment to get there."""
    before = "checked" in get("switch", name).states
    click("switch", name)
    WINDOW.wait(lambda: ("checked" in get("switch", name).states) != before, f"{name} to turn")


def functions():
    return {row["name"]: row for row in engine.request("GET", "/recess/functions")["data"]}


def wait_functions(condition, what):
    return WINDOW.wait(lambda: condition(functions()) and functions(), what)


def open_group(name):
    click("button", name)


def test_ready_made_are_listed():
    open_group("Functions")
    for name in ("get_current_time", "calculate", "search_notes"):
        get("switch", f"Tell the model of {name}")


def test_a_wrong_schema_shows_its_place():
    click("button", "New Function")
    get("label", "A valid schema")
    WINDOW.set_text(get("text", "Parameters"), WRONG)
    get("label", "1 fault")
    click("button", re.compile("^Line 4: parameters.properties.text.type must be"))
    WINDOW.wait(lambda: WINDOW.focused() is not None and WINDOW.focused().name == "Parameters",
                "the place of the fault")
    WINDOW.set_text(get("text", "Parameters"), '{"type": "object",\n  "properties": {]}')
    get("button", re.compile("^Line 2, column 18: "))
    WINDOW.set_text(get("text", "Parameters"), PARAMETERS)
    get("label", "A valid schema")


def test_a_wrong_name_is_told():
    WINDOW.set_text(get("text", "Name"), "repeat it")
    click("button", "Save")
    get("label", re.compile("^The name must be 1 to 64 letters"))
    WINDOW.set_text(get("text", "Name"), "calculate")
    click("button", "Save")
    get("label", "There is another function named “calculate”.")
    tap.check("repeat it" not in functions(), "it was kept")


def test_a_draft_is_kept():
    WINDOW.set_text(get("text", "Description"), "Says it again and again")
    click("button", "Back to the Settings")
    click("button", "New Function")
    tap.check(get("text", "Description").text == "Says it again and again", "the draft is lost")


def test_save():
    WINDOW.set_text(get("text", "Name"), "repeat_it")
    choose("Answered by", 2)
    WINDOW.set_text(get("text", "Python code"), CODE)
    click("button", "Save")
    row = wait_functions(lambda rows: "repeat_it" in rows, "the function")["repeat_it"]
    tap.check(row["parameters"] == json.loads(PARAMETERS), row)
    tap.check(row["handler"] == {"type": "python", "code": CODE}, row)
    get("switch", "Tell the model of repeat_it")


def test_try_it():
    click("button", "Edit repeat_it")
    WINDOW.set_text(get("text", "text"), "ab")
    WINDOW.set_text(get("spin button", "times"), "3")
    click("button", "Try It")
    if not engine.request("GET", "/recess/sandbox")["available"]:
        get("label", re.compile("sandbox"))
        return
    get("label", "ababab")
    get("label", re.compile("thinking"))
    get("label", re.compile("^Done in "))


def test_try_it_with_arguments_that_do_not_fit():
    WINDOW.set_text(get("text", "text"), "much too long for it")
    click("button", "Try It")
    get("label", re.compile(r"arguments\.text must have at most 10 characters"))
    WINDOW.set_text(get("text", "text"), "ab")
    WINDOW.set_text(get("text", "extra"), "{broken")
    click("button", "Try It")
    get("label", re.compile("^extra is no JSON. Line 1, column 2"))
    click("button", "Back to the Settings")


def test_what_is_on_is_sent():
    WINDOW.wait(lambda: "checked" in get("switch", "Tell the model of repeat_it").states,
                "the new function to be on")
    switch("Tell the model of calculate")
    choose("Tool Choice", 5)
    switch("Parallel Calls")
    WINDOW.ask("Hello")
    [body] = UPSTREAM.chats()
    tap.check([tool["function"]["name"] for tool in body["tools"]] == ["repeat_it", "calculate"],
              body["tools"])
    tap.check(body["tools"][0]["function"]["parameters"] == json.loads(PARAMETERS), body["tools"])
    tap.check(body["tool_choice"] == {"type": "function", "function": {"name": "calculate"}},
              body["tool_choice"])
    tap.check(body["parallel_tool_calls"] is False, body)


def test_parameters_are_sent_as_they_were_written():
    click("page tab", "Request")
    text = WINDOW.get("text", "JSON", within=inspector())
    WINDOW.wait(lambda: PARAMETERS in text.text, "the text of the schema")
    click("page tab", "Settings")


def test_a_choice_goes_with_its_function():
    switch("Tell the model of calculate")
    WINDOW.ask("Hello again")
    [body] = UPSTREAM.chats()
    tap.check([tool["function"]["name"] for tool in body["tools"]] == ["repeat_it"], body)
    tap.check("tool_choice" not in body, body)


def test_rename_keeps_it_on():
    click("button", "Edit repeat_it")
    WINDOW.set_text(get("text", "Name"), "say_again")
    click("button", "Save")
    wait_functions(lambda rows: "say_again" in rows and "repeat_it" not in rows, "the new name")
    WINDOW.wait(lambda: "checked" in get("switch", "Tell the model of say_again").states,
                "it to be on")


def test_delete_and_undo():
    click("button", "More for say_again")
    WINDOW.click("menu item", "Delete")
    wait_functions(lambda rows: "say_again" not in rows, "it to go")
    get("label", "Not sent, because they are gone: say_again")
    WINDOW.click("button", "Undo")
    row = wait_functions(lambda rows: "say_again" in rows, "it to come back")["say_again"]
    tap.check(row["handler"] == {"type": "python", "code": CODE}, row)
    WINDOW.wait(lambda: "checked" in get("switch", "Tell the model of say_again").states,
                "it to be on again")


def test_nothing_on_sends_nothing():
    switch("Tell the model of say_again")
    WINDOW.ask("Alone")
    [body] = UPSTREAM.chats()
    tap.check(not {"tools", "tool_choice", "parallel_tool_calls"} & body.keys(), body)
    open_group("Functions")


def test_an_answer_that_fits():
    open_group("Response Format")
    choose("Response format", 2)
    WINDOW.set_text(get("text", "Schema of the answer"), EVENT)
    get("label", re.compile("^A valid schema, "))
    WINDOW.ask("What is on?")
    [body] = UPSTREAM.chats()
    tap.check(body["response_format"]["json_schema"] ==
              {"name": "answer", "strict": True, "schema": json.loads(EVENT)}, body)
    WINDOW.wait_words("Fits the schema")
    WINDOW.get("label", re.compile("^JSON"), within=WINDOW.thread())


def test_a_schema_that_is_no_json_is_not_sent():
    WINDOW.set_text(get("text", "Schema of the answer"), EVENT[:-2])
    get("label", "This is no JSON object; what was valid before is sent.")
    WINDOW.ask("And now?")
    [body] = UPSTREAM.chats()
    tap.check(body["response_format"]["json_schema"]["schema"] == json.loads(EVENT), body)


def test_an_answer_that_does_not_fit():
    WINDOW.set_text(get("text", "Schema of the answer"), EVENT.replace("Friday", "Monday"))
    get("label", re.compile("^A valid schema, "))
    WINDOW.ask("And then?")
    WINDOW.wait_words(re.compile('answer.day must be "Monday" or "Saturday", not "Friday"'))


def test_the_format_is_there_again():
    title = WINDOW.titles()[0]
    WINDOW.new_conversation()
    get("combo box", "Response format")
    tap.check(not WINDOW.find("text", "Schema of the answer", within=inspector()) or
              not get("text", "Schema of the answer").text.count("Monday"), "it stays")
    WINDOW.select_row(title)
    WINDOW.wait(lambda: "Monday" in get("text", "Schema of the answer").text,
                "the schema of the conversation")
    tap.check(get("text", "Schema of the answer").text == EVENT.replace("Friday", "Monday"),
              "another text")
    WINDOW.wait_words("answer.day must be")


tap.run(globals())
