# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Calls of functions, from the answer of a provider to their output, over a real server."""

import contextlib
import http.server
import json
import signal
import sqlite3
import threading
import time

import engine
import tap
from engine import Engine, ask, new_home

SLOW = "import time\ndef slow(**arguments):\n    print('begun', flush=True)\n    time.sleep(60)\n"


class Provider(http.server.ThreadingHTTPServer):
    """Answers every completion with the same events."""

    daemon_threads = True

    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def reply(self, content_type, text):
            self.send_response(200)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def do_GET(self):
            self.reply("application/json",
                       b'{"object":"list","data":[{"id":"m","object":"model"}]}')

        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.reply("text/event-stream", self.server.events.encode())

    def __init__(self, deltas):
        super().__init__(("127.0.0.1", 0), self.Handler)
        chunks = [{"index": 0, "delta": delta, "finish_reason": None} for delta in deltas]
        chunks.append({"index": 0, "delta": {}, "finish_reason": "tool_calls"})
        self.events = "".join(
            "data: " + json.dumps({"id": "c", "object": "chat.completion.chunk", "created": 1,
                                   "model": "m", "choices": [chunk]}) + "\n\n"
            for chunk in chunks) + "data: [DONE]\n\n"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()

    @property
    def option(self):
        return f"fake=http://127.0.0.1:{self.server_address[1]}/v1"


def call(index, name, arguments="{}", identity=None):
    return {"tool_calls": [{"index": index, "id": identity or f"c{index}", "type": "function",
                            "function": {"name": name, "arguments": arguments}}]}


class Talk:
    """A conversation with one answer, which made the calls of the provider."""

    def __init__(self, server):
        self.server = server
        self.id = self.ask("POST", "", {})["id"]

    def ask(self, method, path, body=None, status=200):
        base = "/v1/recess/conversations" + (f"/{self.id}" if hasattr(self, "id") else "")
        found, reply = ask(self.server.private(), method, base + path, body)
        tap.check(found == status, f"{method} {path}: {found} {reply}")
        return reply

    def complete(self):
        rows = self.ask("POST", "/messages", {"role": "user", "content": "Go",
                                              "answer": {"model": "fake/m"}})["data"]
        with contextlib.closing(self.server.private()) as connection:
            connection.request("POST", "/v1/chat/completions", json.dumps(
                {"model": "fake/m", "stream": True,
                 "messages": [{"role": "user", "content": "Go"}]}),
                {"Content-Type": "application/json", "Recess-Message": rows[1]["id"]})
            text = connection.getresponse().read().decode()
        tap.check("[DONE]" in text or "error" in text, text[-200:])
        self.answer = rows[1]["id"]
        return self.rows()

    def rows(self):
        return self.ask("GET", "/messages")["data"]

    def tools(self):
        return [row for row in self.rows() if row["role"] == "tool"]

    def run_all(self):
        return self.ask("POST", f"/messages/{self.answer}/run-calls", {})["data"]

    def follow(self, message, until="end"):
        """The events of a message, as (name, data), up to the first of that name."""
        with contextlib.closing(self.server.private()) as connection:
            connection.request("GET", f"/v1/recess/conversations/{self.id}/messages/{message}/events")
            response = connection.getresponse()
            events = []
            name = None
            for line in response:
                line = line.decode().rstrip("\n")
                if line.startswith("event: "):
                    name = line[7:]
                elif line.startswith("data: "):
                    events.append((name, json.loads(line[6:])))
                    if name == until:
                        return events
        raise AssertionError(f"the stream ended before {until}: {events}")

    def settled(self):
        """The rows of the calls when none of them runs any more."""
        for row in self.tools():
            self.follow(row["id"])
        return self.tools()


def add_function(server, name, handler, parameters=None):
    status, reply = ask(server.private(), "POST", "/v1/recess/functions",
                        {"name": name, "handler": handler, "parameters": parameters})
    tap.check(status == 200, reply)
    return reply["id"]


@contextlib.contextmanager
def talk(*deltas):
    with new_home() as home, Provider(deltas) as provider, \
            Engine(home, "--provider", provider.option) as server:
        yield home, server, Talk(server)


def require_sandbox(server):
    _, reply = ask(server.private(), "GET", "/v1/recess/sandbox")
    if not reply["available"]:
        raise tap.Skip(reply["reason"])


def test_three_calls():
    expression = json.dumps({"expression": "6 * 7"})
    with talk({"content": "Let me see."}, call(0, "calculate", expression),
              call(1, "get_current_time", '{"timezone": "UTC"}'), call(2, "roll_dice", "{"),
              {"tool_calls": [{"index": 2, "function": {"arguments": '"dice": "2d6"}'}}]}) \
            as (_, _, conversation):
        rows = conversation.complete()
        tap.check([row["role"] for row in rows] == ["user", "assistant", "tool", "tool", "tool"], rows)
        tap.check(rows[1]["content"] == "Let me see." and len(rows[1]["tool_calls"]) == 3, rows[1])
        tap.check({row["status"] for row in rows[2:]} == {"waiting"}, rows)
        begun = conversation.run_all()
        tap.check([row["status"] for row in begun] == ["in_progress"] * 3, begun)
        done = conversation.settled()
        tap.check([row["status"] for row in done] == ["complete"] * 3, done)
        tap.check(json.loads(done[0]["content"])["result"] == 42, done[0])
        tap.check(json.loads(done[1]["content"])["timezone"] == "UTC", done[1])
        tap.check(len(json.loads(done[2]["content"])["rolls"]) == 2, done[2])
        # Nothing waits any more, and nothing runs twice by itself.
        tap.check([row["status"] for row in conversation.run_all()] == ["complete"] * 3, "run twice")


def test_what_cannot_run():
    with talk(call(0, "calculate", "no json"), call(1, "calculate", '{"expression": 7}'),
              call(2, "unheard_of"), call(3, "ask_me"), call(4, "calculate", "[]"),
              call(5, "calculate", '{"expression": "1 +"}'), call(6, "no valid name!")) \
            as (_, server, conversation):
        add_function(server, "ask_me", {"type": "ask"})
        conversation.complete()
        conversation.run_all()
        rows = [row for row in conversation.tools()]
        tap.check(rows[3]["status"] == "waiting", rows[3])
        answered = conversation.ask("POST", f"/messages/{rows[3]['id']}", {"content": "My output"})
        tap.check(answered["status"] == "complete" and answered["content"] == "My output", answered)
        rows = conversation.settled()
        for row, words in zip(rows, ("not valid JSON", "expression", "unheard_of", None, "object",
                                     "breaks off", "no valid name!")):
            if words is None:
                continue
            tap.check(row["status"] == "failed", row)
            tap.check(words in row["error"]["message"], row)
            tap.check(words in json.loads(row["content"])["error"], row)
        conversation.ask("POST", f"/messages/{rows[3]['id']}/run", {}, 400)
        conversation.ask("POST", f"/messages/{conversation.answer}/run", {}, 400)
        conversation.ask("POST", "/messages/cmsg_x/run", {}, 404)
        conversation.ask("POST", "/messages/cmsg_x/run-calls", {}, 404)

        # What was wrong is mended, and run again.
        calls = conversation.rows()[1]["tool_calls"]
        calls[0]["function"]["arguments"] = '{"expression": "2 ^ 100"}'
        conversation.ask("POST", f"/messages/{conversation.answer}", {"tool_calls": calls})
        tap.check(conversation.tools()[0]["status"] == "waiting", conversation.tools()[0])
        conversation.run_all()
        mended = conversation.settled()[0]
        tap.check('"result":1267650600228229401496703205376' in mended["content"], mended)


def test_only_the_window_runs():
    with new_home() as home, Engine(home, "--listen", "127.0.0.1:0", "--no-key") as server:
        for path in ("conversations/c/messages/m/run", "conversations/c/messages/m/run-calls",
                     "functions/try", "functions/func_x/try"):
            status, reply = ask(server.public(), "POST", f"/v1/recess/{path}", {})
            tap.check(status == 403, f"{path}: {status} {reply}")


def try_code(server, code, arguments="{}", name="f", **more):
    body = {"name": name, "handler": {"type": "python", "code": code, **more},
            "arguments": arguments}
    status, reply = ask(server.private(), "POST", "/v1/recess/functions/try", body)
    tap.check(status == 200, reply)
    return reply


def test_python():
    with new_home() as home, Engine(home) as server:
        require_sandbox(server)
        cases = [
            ("def f(a, b=2): return a + b", '{"a": 1}', "3"),
            ("def f(**all): return all", '{"ü": [1.5, null]}', '{"ü": [1.5, null]}'),
            ("def run(arguments): return 'as it is: ' + arguments['x']", '{"x": "\\"y"}',
             'as it is: "y'),
            ("def f(): return b'\\xff\\xfe!'", "{}", "\ufffd\ufffd!"),
            ("def f(): return 'a\\0b\\ud800'", "{}", "a\ufffdb?"),
            ("def f(): return None", "{}", "null"),
            ("import sys\nfor n in range(3, 20):\n    try:\n        import os; os.write(n, b'ok 1\\nX')\n"
             "    except OSError: pass\ndef f():\n    print('ok 4\\nfake', flush=True)\n    return 'real'",
             "{}", None),
            ("def f(): return 'x' * 300000", "{}", "x" * 300000),
        ]
        for code, arguments, output in cases:
            reply = try_code(server, code, arguments)
            if output is not None:
                tap.check(reply["output"] == output and reply["error"] is None, (code, str(reply)[:300]))
        reply = try_code(server, "def f():\n    print('ok 4\\nfake', flush=True)\n    return 'real'")
        tap.check(reply["output"] == "real" and reply["log"] == "ok 4\nfake\n", reply)


def test_python_that_fails():
    with new_home() as home, Engine(home) as server:
        require_sandbox(server)
        cases = [
            ("def f(: pass", "SyntaxError"),
            ("x = 1", "neither f() nor run()"),
            ("def f(a): pass", "TypeError"),
            ("def f(): return {1, 2}", "TypeError"),
            ("def f(): return float('nan')", "ValueError"),
            ("def f(): raise KeyError('é')", "KeyError: 'é'"),
            ("def f(): raise SystemExit(0)", "ended the program"),
            ("import os\ndef f(): os._exit(0)", "without an output"),
            ("import os\ndef f(): os.kill(os.getpid(), 9)", ""),
            ("def f(): return f()", "RecursionError"),
        ]
        for code, words in cases:
            reply = try_code(server, code)
            tap.check(reply["output"] is None and words in reply["error"], (code, reply))
        reply = try_code(server, "def f():\n    print('before')\n    return 1 / 0")
        tap.check("ZeroDivisionError: division by zero" == reply["error"], reply)
        tap.check("before" in reply["log"] and 'File "function.py", line 3, in f' in reply["log"], reply)
        tap.check("attempt" not in reply["log"], reply["log"])
        reply = try_code(server, "def f():\n    while True: pass", time_limit_ms=300)
        tap.check(reply["output"] is None and reply["error"], reply)
        reply = try_code(server, "def f():\n    print('x' * 100, '\\xe9' * 200000)\n    return 1")
        tap.check(reply["output"] == "1", str(reply)[:300])
        tap.check(len(reply["log"].encode()) < 66000 and "not kept" in reply["log"], reply["log"][-200:])


def test_without_sandbox():
    """Nothing runs bare; what needs no sandbox runs all the same."""
    with new_home() as home, Provider([call(0, "own"), call(1, "calculate", '{"expression": "1"}')]) \
            as provider, Engine(home, "--provider", provider.option,
                                environment={**home.environment, "PATH": "/nonexistent"}) as server:
        mark = home.root / "mark"
        code = f"open({str(mark)!r}, 'w')\ndef own(): return 1"
        add_function(server, "own", {"type": "python", "code": code})
        conversation = Talk(server)
        conversation.complete()
        conversation.run_all()
        own, calculated = conversation.settled()
        tap.check(own["status"] == "failed" and own["error"]["message"], own)
        tap.check(calculated["status"] == "complete", calculated)
        tap.check(not mark.exists(), "it ran bare")


def test_try():
    with new_home() as home, Engine(home) as server:
        _, functions = ask(server.private(), "GET", "/v1/recess/functions?order=asc")
        convert = next(row for row in functions["data"] if row["name"] == "convert_units")
        path = f"/v1/recess/functions/{convert['id']}/try"
        good = {"arguments": '{"value": 5, "from": "miles", "to": "km"}'}
        status, reply = ask(server.private(), "POST", path, good)
        tap.check(status == 200 and json.loads(reply["output"])["result"] == 8.04672, reply)
        tap.check(reply["log"] is None and reply["duration_ms"] >= 0, reply)
        for arguments, words in (('{"value": "5"}', "value"), ("{", "JSON"), ("7", "object")):
            status, reply = ask(server.private(), "POST", path, {"arguments": arguments})
            tap.check(status == 400 and reply["error"]["param"] == "arguments", reply)
            tap.check(words in reply["error"]["message"], reply)
        status, reply = ask(server.private(), "POST", path, {})
        tap.check(status == 400, reply)
        status, reply = ask(server.private(), "POST", "/v1/recess/functions/func_x/try", good)
        tap.check(status == 404, reply)
        status, reply = ask(server.private(), "POST", "/v1/recess/functions/try",
                            {"arguments": "{}", "handler": {"type": "fixed", "output": "7"}})
        tap.check(status == 200 and reply["output"] == "7", reply)
        status, reply = ask(server.private(), "POST", "/v1/recess/functions/try",
                            {"arguments": "{}", "handler": {"type": "ask"}})
        tap.check(status == 200 and reply["output"] is None and reply["error"], reply)


def test_log_and_stop():
    with talk(call(0, "slow"), call(1, "fixed")) as (_, server, conversation):
        require_sandbox(server)
        add_function(server, "slow", {"type": "python", "code": SLOW})
        add_function(server, "fixed", {"type": "fixed", "output": "done"})
        conversation.complete()
        slow, fixed = conversation.run_all()
        events = conversation.follow(slow["id"], "delta")
        tap.check(events[0][0] == "snapshot", events)
        tap.check("begun" in (events[-1][1].get("log") or ""), events)
        # The other one has ended meanwhile, each for itself.
        tap.check(conversation.follow(fixed["id"])[-1][1]["content"] == "done", "fixed")
        conversation.ask("POST", f"/messages/{slow['id']}/run", {}, 400)
        row = conversation.ask("POST", f"/messages/{slow['id']}/stop", {})
        tap.check(row["status"] == "stopped" and row["log"].startswith("begun"), row)
        again = conversation.ask("POST", f"/messages/{slow['id']}/run", {})
        tap.check(again["status"] == "in_progress" and again["log"] is None, again)
        conversation.ask("DELETE", f"/messages/{conversation.answer}")
        # The sandbox is empty again when its row is settled.
        conversation.ask("POST", f"/messages/{conversation.answer}/restore", {})
        tap.check(conversation.follow(slow["id"])[-1][1]["status"] == "stopped", "deleted")


def test_killed_while_handlers_run():
    with new_home() as home, Provider([call(0, "slow"), call(1, "slow"), call(2, "ask_me")]) as provider:
        with Engine(home, "--provider", provider.option) as server:
            require_sandbox(server)
            add_function(server, "slow", {"type": "python", "code": SLOW})
            add_function(server, "ask_me", {"type": "ask"})
            conversation = Talk(server)
            conversation.complete()
            begun = conversation.run_all()
            conversation.follow(begun[0]["id"], "delta")
            server.end(signal.SIGKILL)
        with Engine(home, "--provider", provider.option) as server:
            conversation.server = server
            rows = conversation.tools()
            tap.check([row["status"] for row in rows] == ["interrupted", "interrupted", "waiting"], rows)
            # They are not run again by themselves, nor with those that wait.
            conversation.run_all()
            tap.check([row["status"] for row in conversation.tools()] ==
                      ["interrupted", "interrupted", "waiting"], rows)
            answered = conversation.ask("POST", f"/messages/{rows[0]['id']}", {"content": "by hand"})
            tap.check(answered["status"] == "complete", answered)


def test_ended_while_handlers_run():
    with new_home() as home, Provider([call(0, "slow")]) as provider:
        with Engine(home, "--provider", provider.option) as server:
            require_sandbox(server)
            add_function(server, "slow", {"type": "python", "code": SLOW})
            conversation = Talk(server)
            conversation.complete()
            conversation.follow(conversation.run_all()[0]["id"], "delta")
            tap.check(server.end() == 0, server.read_log())
        with Engine(home, "--provider", provider.option) as server:
            conversation.server = server
            row = conversation.tools()[0]
            tap.check(row["status"] == "interrupted" and "begun" in row["log"], row)


def test_many_calls():
    deltas = [call(index, "calculate", json.dumps({"expression": f"{index}^2"}))
              for index in range(200)]
    with talk(*deltas) as (_, _, conversation):
        rows = conversation.complete()
        answer = rows[1]
        tap.check(answer["status"] == "failed" and "128" in answer["error"]["message"], answer["error"])
        tap.check(len(rows) == 130 and rows[129]["tool_call_id"] == "c127", len(rows))
        conversation.run_all()
        done = conversation.settled()
        tap.check([json.loads(row["content"])["result"] for row in done] ==
                  [index ** 2 for index in range(128)], done[:2])


def test_long_arguments():
    text = "x" * (1024 * 1024)
    pieces = [{"tool_calls": [{"index": 0, "function": {"arguments": text}}]} for _ in range(9)]
    with talk(call(0, "ask_me", ""), *pieces) as (_, _, conversation):
        rows = conversation.complete()
        arguments = rows[1]["tool_calls"][0]["function"]["arguments"]
        tap.check(rows[1]["status"] == "failed" and "8 MiB" in rows[1]["error"]["message"],
                  rows[1]["error"])
        tap.check(7 * len(text) == len(arguments), len(arguments))


def test_calls_survive_a_kill():
    """What has come of calls is on disk within a second."""
    with new_home() as home, engine.EndlessProvider() as provider:
        provider.Handler.do_POST = lambda handler: stall(handler)
        with Engine(home, "--provider", provider.option) as server:
            conversation = Talk(server)
            rows = conversation.ask("POST", "/messages", {"role": "user", "content": "Go",
                                                          "answer": {"model": "fake/m"}})["data"]
            connection = server.private()
            connection.request("POST", "/v1/chat/completions", json.dumps(
                {"model": "fake/m", "stream": True, "messages": [{"role": "user", "content": "Go"}]}),
                {"Content-Type": "application/json", "Recess-Message": rows[1]["id"]})
            deadline = time.monotonic() + engine.PATIENCE
            count = 0
            while count == 0 and time.monotonic() < deadline:
                with contextlib.closing(sqlite3.connect(home.data / "server.db")) as db:
                    count, = db.execute("SELECT count(*) FROM message_deltas"
                                        " WHERE tool_calls IS NOT NULL").fetchone()
            server.end(signal.SIGKILL)
            connection.close()
        with Engine(home) as server:
            conversation.server = server
            rows = conversation.rows()
            tap.check(rows[1]["status"] == "interrupted", rows[1])
            tap.check(rows[1]["tool_calls"][0]["function"]["arguments"] == '{"a":', rows[1])
            tap.check(rows[2]["status"] == "waiting" and rows[2]["name"] == "f", rows)


def stall(handler):
    handler.rfile.read(int(handler.headers["Content-Length"]))
    handler.send_response(200)
    handler.send_header("Content-Type", "text/event-stream")
    handler.end_headers()
    chunk = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m",
             "choices": [{"index": 0, "delta": call(0, "f", '{"a":'), "finish_reason": None}]}
    handler.wfile.write(b"data: " + json.dumps(chunk).encode() + b"\n\n")
    handler.wfile.flush()
    handler.server.over.wait()


tap.run(globals())
