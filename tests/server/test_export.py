# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Conversations as files: out, in again, and what is no such file."""

import contextlib
import json

import tap
from engine import Engine, ask, new_home

CALL = {"id": "c1", "type": "function", "function": {"name": "calculate", "arguments": '{"expression":"1"}'}}
TALK = [
    {"role": "system", "content": "Be short."},
    {"role": "user", "content": [{"type": "text", "text": "What is 1?"},
                                 {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}}]},
    {"role": "assistant", "content": None, "tool_calls": [CALL]},
    {"role": "tool", "content": "```\n1", "tool_call_id": "c1", "name": "calculate"},
    {"role": "assistant", "content": "One."},
]


@contextlib.contextmanager
def server():
    with new_home() as home, Engine(home) as engine:
        yield lambda method, path, body=None: ask(engine.private(), method,
                                                  f"/v1/recess/conversations{path}", body), engine


def fetch(engine, path):
    """Status, type and bytes of a file."""
    with contextlib.closing(engine.private()) as connection:
        connection.request("GET", f"/v1/recess/conversations{path}")
        response = connection.getresponse()
        return response.status, response.headers, response.read().decode()


def shape(export):
    """What must be the same on the other side: ids are new ones."""
    places = {row["id"]: place for place, row in enumerate(export["messages"])}
    left_out = ("id", "parent_id", "conversation_id", "logprobs", "request_id", "has_logprobs")
    rows = [{**{name: value for name, value in row.items() if name not in left_out},
             "parent": places.get(row["parent_id"])} for row in export["messages"]]
    conversation = export["conversation"]
    return rows, places.get(conversation["head"]), conversation["title"], conversation["settings"]


def test_round_trip():
    with server() as (call, engine):
        status, made = call("POST", "/import", {"messages": TALK})
        tap.check(status == 200 and made["title"] == "What is 1?" and made["message_count"] == 5, made)
        path = f"/{made['id']}"
        call("POST", path, {"settings": {"functions": ["calculate", "unheard_of", 7], "temperature": 0.7}})
        _, rows = call("GET", path + "/messages")
        tap.check([row["role"] for row in rows["data"]] == [row["role"] for row in TALK], rows)
        tap.check(rows["data"][2]["tool_calls"] == [CALL], rows["data"][2])
        tap.check(rows["data"][3]["name"] == "calculate", rows["data"][3])
        # A second question, above which a system message is put: rows that stand before their parents.
        user = rows["data"][1]["id"]
        call("POST", path + "/messages", {"role": "user", "content": "Or 2?",
                                          "parent_id": rows["data"][0]["id"]})
        call("POST", path + "/messages", {"role": "developer", "content": "Above", "before_id": user})
        call("POST", path + f"/messages/{user}/select", {})

        status, headers, text = fetch(engine, path + "/export")
        tap.check(status == 200 and headers["Content-Type"] == "application/json", headers)
        tap.check("attachment" in headers["Content-Disposition"], headers)
        export = json.loads(text)
        tap.check([function["name"] for function in export["functions"]] == ["calculate"], export["functions"])
        status, copy = call("POST", "/import", export)
        tap.check(status == 200, copy)
        again = json.loads(fetch(engine, f"/{copy['id']}/export?format=json")[2])
        tap.check(shape(again) == shape(export), (shape(again), shape(export)))


def test_markdown():
    with server() as (call, engine):
        _, made = call("POST", "/import", {"messages": TALK, "conversation": {"title": "Sums"}})
        status, headers, text = fetch(engine, f"/{made['id']}/export?format=markdown")
        tap.check(status == 200 and headers["Content-Type"].startswith("text/markdown"), headers)
        tap.check(text == "# Sums\n\n## System\n\nBe short.\n\n## User\n\nWhat is 1?\n\n[image_url]\n\n"
                          "## Assistant\n\n**Call:** `calculate`\n\n```json\n{\"expression\":\"1\"}\n```\n\n"
                          "## Output of `calculate`\n\n````\n```\n1\n````\n\n## Assistant\n\nOne.\n", text)


def test_functions_come_along():
    handler = {"type": "fixed", "output": "x"}
    with server() as (call, engine):
        _, _ = call("POST", "/import", {"messages": [], "functions": [
            {"name": "calculate", "handler": handler}, {"name": "own", "handler": handler}]})
        _, functions = ask(engine.private(), "GET", "/v1/recess/functions")
        handlers = {row["name"]: row["handler"]["type"] for row in functions["data"]}
        tap.check(handlers["own"] == "fixed" and handlers["calculate"] == "ready", handlers)


def test_unfinished():
    with server() as (call, _):
        _, made = call("POST", "/import", {"messages": [
            {"role": "assistant", "content": "half", "status": "in_progress"},
            {"role": "tool", "status": "waiting", "tool_call_id": "x", "name": "f"}]})
        _, rows = call("GET", f"/{made['id']}/messages")
        tap.check([row["status"] for row in rows["data"]] == ["interrupted", "waiting"], rows)


def test_refused():
    row = {"role": "user", "content": "x"}
    with server() as (call, engine):
        cases = [
            ({}, "messages"),
            ({"messages": {}}, "messages"),
            ({"messages": [7]}, "messages[0]"),
            ({"messages": [{}]}, "messages[0].role"),
            ({"messages": [row, {"role": "king"}]}, "messages[1].role"),
            ({"messages": [{**row, "content": 7}]}, "messages[0].content"),
            ({"messages": [{**row, "status": "gone"}]}, "messages[0].status"),
            ({"messages": [{**row, "created_at": "now"}]}, "messages[0].created_at"),
            ({"messages": [{**row, "tool_calls": [7]}]}, "messages[0].tool_calls[0]"),
            ({"messages": [{**row, "tool_calls": [{"id": "a"}]}]}, "messages[0].tool_calls[0].function"),
            ({"messages": [{**row, "id": "a"}, {**row, "id": "a"}]}, "messages"),
            ({"messages": [{**row, "id": "a", "parent_id": "b"}]}, "messages"),
            ({"messages": [{**row, "id": "a", "parent_id": "a"}]}, "messages"),
            ({"messages": [{**row, "id": "a", "parent_id": "b"}, {**row, "id": "b", "parent_id": "a"}]},
             "messages"),
            ({"messages": [], "conversation": 7}, "conversation"),
            ({"messages": [], "conversation": {"settings": 7}}, "conversation.settings"),
            ({"messages": [], "functions": [7]}, "functions"),
            ({"messages": [], "functions": [{"name": "a b"}]}, "name"),
        ]
        for body, param in cases:
            status, reply = call("POST", "/import", body)
            tap.check(status == 400 and reply["error"]["param"] == param, (body, reply))
        _, listed = call("GET", "")
        tap.check(listed["data"] == [], "something was left of them")
        status, _, _ = fetch(engine, "/conv_x/export")
        tap.check(status == 404, status)
        status, _, _ = fetch(engine, "/conv_x/export?format=pdf")
        tap.check(status == 400, status)


def test_large():
    with server() as (call, engine):
        messages = [{"role": "user", "content": f"Line {number}"} for number in range(20000)]
        status, made = call("POST", "/import", {"messages": messages})
        tap.check(status == 200 and made["message_count"] == 20000, made)
        export = json.loads(fetch(engine, f"/{made['id']}/export")[2])
        tap.check(len(export["messages"]) == 20000, len(export["messages"]))


tap.run(globals())
