# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers that are kept in a conversation while they pass, whatever happens on the way."""

import json

import tap
from engine import Server, Upstream

UP = Upstream()
OPTIONS = ("--provider", f"up={UP.base}")
SERVER = Server(*OPTIONS)

TEXT = "Hello, wörld!"


def same(got, expected):
    tap.check(got == expected, f"expected {expected!r}, got {got!r}")


def ask(model, server=SERVER):
    """A new conversation with a question and an empty answer: the path of the answer, and its id."""
    conversation = server.ask("POST", "/recess/conversations", {}).json["id"]
    path = f"/recess/conversations/{conversation}/messages"
    rows = server.ask("POST", path, {"role": "user", "content": "hi",
                                     "answer": {"model": model}}).json["data"]
    return path, rows[1]["id"]


def complete(model, message, server=SERVER, stream=True):
    return server.chat(model, stream, headers={"Recess-Message": message})


def row(path, message, server=SERVER):
    return next(row for row in server.get(path)["data"] if row["id"] == message)


def wait_end(path, message, server=SERVER):
    """The row, once nobody writes it any more."""
    answer = server.ask("GET", f"{path}/{message}/events")
    tap.check(b"event: end" in answer.body, f"{answer.body}")
    return row(path, message, server)


def logged(request):
    """The row of the log, which is written behind the answer."""
    while True:
        answer = SERVER.ask("GET", f"/recess/requests/{request}")
        tap.check(answer.status in (200, 404), f"{answer.body}")
        if answer.status == 200 and answer.json["status"] is not None:
            return answer.json


def test_stream_is_kept():
    path, message = ask("up/extensions")
    answer = complete("up/extensions", message)
    same(answer.events[-1], "[DONE]")
    kept = row(path, message)
    same((kept["status"], kept["content"], kept["reasoning"], kept["finish_reason"], kept["error"]),
         ("complete", "Well.", "Let me see.", "stop", None))
    same(kept["usage"]["total_tokens"], 13)
    same(kept["request_id"], answer.headers["x-request-id"])

    log = logged(kept["request_id"])
    same((log["message_id"], log["model"], log["provider"], log["status"]),
         (message, "up/extensions", "up", 200))
    same(log["usage"]["total_tokens"], 13)
    same(log["response"], answer.body.decode())
    same(json.loads(log["request"])["model"], "up/extensions")


def test_whole_answer_is_kept():
    path, message = ask("up/ok")
    same(complete("up/ok", message, stream=False).status, 200)
    kept = row(path, message)
    same((kept["status"], kept["content"], kept["finish_reason"]), ("complete", TEXT, "stop"))


def test_usage_is_counted_where_none_is_told():
    for model, completion in (("no-usage", 6), ("cut", 3)):
        path, message = ask(f"up/{model}")
        complete(f"up/{model}", message)
        kept = row(path, message)
        same(kept["usage"], {"prompt_tokens": 8, "completion_tokens": completion,
                             "total_tokens": 8 + completion, "estimated": True})
        same(logged(kept["request_id"])["usage"], kept["usage"])
    path, message = ask("up/server-error")
    complete("up/server-error", message)
    same(row(path, message)["usage"], None)


def test_every_split_is_kept():
    path, message = ask("up/split")
    complete("up/split", message)
    same(row(path, message)["content"], TEXT)


def test_broken_bytes_are_kept():
    for model, content in (("broken-utf8", "a\ufffd\ufffdb"), ("deep", "ac"),
                           ("huge-event", "<" + "x" * (10 * 1024 * 1024) + ">")):
        path, message = ask(f"up/{model}")
        complete(f"up/{model}", message)
        kept = row(path, message)
        tap.check((kept["status"], kept["content"]) == ("complete", content), f"{model} is lost")


def test_client_leaves():
    """The answer is completed all the same."""
    path, message = ask("up/gate")
    with SERVER.connect("POST", "/chat/completions", {
            "model": "up/gate", "stream": True, "messages": [{"role": "user", "content": "hi"}]},
            {"Recess-Message": message}) as raw:
        raw.recv(1)
    UP.go()
    kept = wait_end(path, message)
    same((kept["status"], kept["content"]), ("complete", TEXT))


def test_client_is_suspended():
    """A client that takes nothing holds up nobody, and the server keeps no more than it can."""
    path, message = ask("up/long")
    with SERVER.connect("POST", "/chat/completions", {
            "model": "up/long", "stream": True, "messages": [{"role": "user", "content": "hi"}]},
            {"Recess-Message": message}) as raw:
        raw.recv(1)
        kept = wait_end(path, message)
        same((kept["status"], len(kept["content"])), ("complete", 20000 * 1000))


def test_endless():
    path, message = ask("up/endless")
    complete("up/endless", message)
    kept = row(path, message)
    same(kept["status"], "failed")
    tap.check("64 MiB" in kept["error"]["message"], kept["error"])


def test_stop_before_the_first_byte():
    """What was stopped has not failed."""
    UP.requests()
    path, message = ask("up/stall")
    with SERVER.connect("POST", "/chat/completions", {
            "model": "up/stall", "messages": [{"role": "user", "content": "hi"}]},
            {"Recess-Message": message}):
        UP.wait_asked("stall")
        same(SERVER.ask("POST", f"{path}/{message}/stop").status, 200)
        kept = wait_end(path, message)
        same((kept["status"], kept["error"]), ("stopped", None))
    same(UP.left(), "stall")


def test_stop():
    path, message = ask("up/stall")
    with SERVER.connect("POST", "/chat/completions", {
            "model": "up/stall", "stream": True, "messages": [{"role": "user", "content": "hi"}]},
            {"Recess-Message": message}) as raw:
        got = b""
        while b'"content": ", "' not in got:
            got += raw.recv(4096)
        same(SERVER.ask("POST", f"{path}/{message}/stop").status, 200)
        while b"[DONE]" not in got:
            piece = raw.recv(4096)
            tap.check(piece, "the stream of a stopped answer ends without [DONE]")
            got += piece
    same(UP.left(), "stall")
    kept = wait_end(path, message)
    same((kept["status"], kept["content"], kept["error"]), ("stopped", "Hello, ", None))


def test_interrupted():
    for model in ("cut", "early-end", "cut-event"):
        path, message = ask(f"up/{model}")
        complete(f"up/{model}", message)
        kept = row(path, message)
        same((kept["status"], kept["content"]), ("interrupted", "Hello, "))
        same(sorted(kept["error"]), ["code", "message", "param", "type"])


def test_failed():
    for model, status in (("unauthorized", 401), ("unknown", 404)):
        path, message = ask(f"up/{model}")
        same(complete(f"up/{model}", message).status, status)
        kept = row(path, message)
        same((kept["status"], kept["content"]), ("failed", ""))
    path, message = ask("nobody/m")
    same(complete("nobody/m", message).status, 404)
    same(row(path, message)["error"]["code"], "model_not_found")


def test_rows_that_are_not_to_be_written():
    same(complete("up/ok", "cmsg_ABCDEFGHIJKLMNOPQRSTUVWX").status, 404)
    path, message = ask("up/ok")
    same(complete("up/ok", message).status, 200)
    same(complete("up/ok", message).status, 400)
    same(row(path, message)["content"], TEXT)

    path, message = ask("up/gate")
    with SERVER.connect("POST", "/chat/completions", {
            "model": "up/gate", "stream": True, "messages": [{"role": "user", "content": "hi"}]},
            {"Recess-Message": message}) as raw:
        raw.recv(1)
        same(complete("up/ok", message).status, 400)
        UP.go()
        same(wait_end(path, message)["content"], TEXT)


def test_server_is_killed():
    """What was written is there and marked, and the next question works."""
    server = Server(*OPTIONS)
    path, message = ask("up/slow", server)
    with server.connect("POST", "/chat/completions", {
            "model": "up/slow", "stream": True, "messages": [{"role": "user", "content": "hi"}]},
            {"Recess-Message": message}) as raw:
        got = b""
        while b'"30 "' not in got:
            got += raw.recv(4096)
        server.process.kill()
        server.process.wait()

    again = Server(*OPTIONS, folder=server.folder)
    kept = row(path, message, again)
    same(kept["status"], "interrupted")
    tap.check(kept["content"].startswith("0 1 2 3 4 "), f"only {kept['content']!r} is left")

    path, message = ask("up/ok", again)
    complete("up/ok", message, again)
    same(row(path, message, again)["content"], TEXT)
    same(again.end(), 0)


def test_practice():
    path, message = ask("recess-practice")
    answer = complete("recess-practice", message)
    kept = row(path, message)
    same((kept["status"], kept["content"], kept["model"]),
         ("complete", answer.text, "recess-practice"))
    tap.check(kept["usage"]["total_tokens"] > 0, "no usage")
    same(SERVER.get(f"/recess/requests/{kept['request_id']}")["provider"], None)


def test_log():
    SERVER.add_provider("secret", UP.base, key="geheim-789")
    for model, status in (("secret/ok", 200), ("secret/server-error", 500)):
        log = logged(SERVER.chat(model).headers["x-request-id"])
        same((log["model"], log["status"], log["source"], log["stream"]),
             (model, status, "api", False))
        tap.check("geheim" not in json.dumps(log), "a key is in the log")
    same(log["error"]["message"], "It fell over")
    same(SERVER.get("/recess/requests?limit=1")["data"][0]["id"], log["id"])


def test_end():
    same(SERVER.end(), 0)


tap.run(globals())
