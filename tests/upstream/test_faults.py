# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a client of the server gets when a provider does well, and when it does not."""

import json
import pathlib
import subprocess

import tap
from engine import Server, Upstream

UP = Upstream()
SERVER = Server("--provider", f"up={UP.base}", "--alias", "gpt-old=up/ok")
FIXTURES = pathlib.Path(__file__).resolve().parents[1] / "fixtures"

# What "hi" and TEXT are in o200k_base
COUNTED = {"prompt_tokens": 8, "completion_tokens": 6, "total_tokens": 14}
TEXT = "Hello, wörld!"


def same(got, expected):
    tap.check(got == expected, f"expected {expected!r}, got {got!r}")


def contains(text, piece):
    tap.check(piece in text, f"no {piece!r} in {text!r}")


def check_error(answer, status, piece):
    same(answer.status, status)
    contains(answer.error["message"], piece)
    return answer.error


def check_broken_stream(answer, text, piece):
    """A stream that failed after its first byte: an error event, and no [DONE]."""
    same(answer.status, 200)
    tap.check(answer.whole, "the stream is cut off")
    error = answer.events[-1]["error"]
    same(sorted(error), ["code", "message", "param", "type"])
    contains(error["message"], piece)
    same("".join(event["choices"][0]["delta"].get("content") or ""
                 for event in answer.events[:-1]), text)


def pieces(model):
    return UP.chat(model, stream=True).body


# What passes through

def test_whole_answer_is_untouched():
    answer = SERVER.chat("up/extensions")
    same(answer.body, UP.chat("extensions").body)
    same(answer.headers["Content-Type"], "application/json; charset=utf-8")


def test_stream_is_untouched():
    for model in ("ok", "extensions", "tools", "split", "broken-utf8", "huge-event"):
        answer = SERVER.chat(f"up/{model}", stream=True)
        same(answer.status, 200)
        contains(answer.headers["Content-Type"], "text/event-stream")
        same(answer.body.replace(b"\r\n", b"\n"), pieces(model).replace(b"\r\n", b"\n"))


def test_request_is_untouched_but_for_the_model():
    body = ('{ "model" :"up/echo", "temperature":0.70,"x":12345678901234567890,"y":1e2,'
            '"messages":[{"role":"user","content":"a\\u0000b \\ud83d\\ude00"}] , "z":{} }')
    answer = SERVER.ask("POST", "/chat/completions", body)
    same(answer.json["choices"][0]["message"]["content"], body.replace("up/echo", "echo"))


def test_bare_names():
    same(SERVER.chat("gpt-old").json["choices"][0]["message"]["content"], TEXT)
    error = check_error(SERVER.chat("gpt-4o-mini"), 404, "gpt-4o-mini")
    same(error["code"], "model_not_found")
    contains(error["message"], "--alias")
    check_error(SERVER.chat("nobody/model"), 404, "nobody/model")
    same(SERVER.chat("up/").status, 404)


def test_default_provider():
    same(SERVER.ask("PUT", "/recess/aliases", {"default_provider": "nobody"}).status, 400)
    same(SERVER.ask("PUT", "/recess/aliases", {"default_provider": "up"}).status, 200)
    try:
        same(SERVER.chat("ok").json["model"], "ok")
        check_error(SERVER.chat("gpt-4o-mini"), 404, "No such model")
    finally:
        same(SERVER.ask("PUT", "/recess/aliases", {"default_provider": None}).status, 200)


def test_usage_is_for_those_who_ask():
    for event in SERVER.chat("up/ok", stream=True).events[:-1]:
        tap.check(event["choices"], "a chunk without choices reached a client that did not ask")
    asked = SERVER.chat("up/ok", stream=True, stream_options={"include_usage": True}).events
    same(asked[-1], "[DONE]")
    same(asked[-2]["usage"]["total_tokens"], 13)
    same(asked[-2]["choices"], [])


def test_azure_begins_with_no_choices():
    answer = SERVER.chat("up/empty-choices", stream=True)
    tap.check(all(event["choices"] for event in answer.events[:-1]), "a chunk without choices")
    same(answer.text, TEXT)


def test_provider_ignores_stream_options():
    answer = SERVER.chat("up/no-usage", stream=True, stream_options={"include_usage": True})
    same(answer.text, TEXT)
    told = answer.events[-2]
    same((told["choices"], told["object"]), ([], "chat.completion.chunk"))
    same((told["id"], told["model"]), (answer.events[0]["id"], "no-usage"))
    same(told["usage"], COUNTED)
    tap.check(all(event["choices"] for event in answer.events[:-2]), "a chunk without choices")
    unasked = SERVER.chat("up/no-usage", stream=True)
    tap.check(all(event["choices"] for event in unasked.events[:-1]), "a chunk without choices")


def test_provider_rejects_stream_options():
    UP.requests()
    same(SERVER.chat("up/rejects-stream-options", stream=True).text, TEXT)
    same(len(UP.requests()), 2)
    same(SERVER.chat("up/rejects-stream-options", stream=True).text, TEXT)
    same(len(UP.requests()), 1)
    # It is remembered of the provider, and other providers are still asked.
    SERVER.add_provider("fresh", UP.base)
    same(SERVER.chat("fresh/ok", stream=True).text, TEXT)


def test_recorded_server():
    for name in ("chat-stream", "chat-stream-usage", "tools-parallel-stream", "n2"):
        model = f"recorded:{name}"
        streams = "stream" in name
        usage = {"stream_options": {"include_usage": True}} if "usage" in name else {}
        same(SERVER.chat(f"up/{model}", streams, **usage).body, UP.chat(model, streams).body)
    check_error(SERVER.chat("up/recorded:err-no-key"), 401, "Invalid API Key")
    check_error(SERVER.chat("up/recorded:err-content-type"), 400, "Expected 'content'")


# Faults before the first byte

def test_wrong_key():
    for auth in ("bearer", "api-key"):
        SERVER.add_provider(f"wrong-{auth}", UP.base, auth=auth, key="wrong")
        error = check_error(SERVER.chat(f"wrong-{auth}/ok"), 401, "Incorrect API key")
        contains(error["message"], f"'wrong-{auth}' refused its key")
    check_error(SERVER.chat("up/unauthorized"), 401, "'up' wants a key")


def test_unknown_model():
    same(check_error(SERVER.chat("up/nonsense"), 404, "No such model")["code"], "model_not_found")


def test_rate_limits():
    UP.requests()
    answer = SERVER.chat("up/rate-limit")
    check_error(answer, 429, "Slow down")
    same(answer.headers["x-should-retry"], "false")
    same(len(UP.requests()), 3)

    answer = SERVER.chat("up/rate-limit-later")
    check_error(answer, 429, "two minutes")
    same(answer.headers["Retry-After"], "120")
    same(len(UP.requests()), 1)

    same(SERVER.chat("up/rate-limit-once").status, 200)
    same(len(UP.requests()), 2)


def test_server_errors():
    UP.requests()
    answer = SERVER.chat("up/server-error")
    same(check_error(answer, 500, "It fell over")["type"], "server_error")
    same(answer.headers["x-should-retry"], "false")
    same(len(UP.requests()), 3)
    same(SERVER.chat("up/flaky").status, 200)
    same(len(UP.requests()), 3)


def test_nobody_answers():
    SERVER.add_provider("nobody", "http://127.0.0.1:1/v1")
    answer = SERVER.chat("nobody/m")
    check_error(answer, 502, "Nothing answers")
    same(answer.headers["x-should-retry"], "false")


def test_certificates():
    for name, piece in (("good", "self-signed"), ("expired", "")):
        pem = FIXTURES / "tls" / f"{name}.pem"
        upstream = Upstream("--tls", str(pem), str(pem))
        SERVER.add_provider(f"tls-{name}", upstream.base)
        error = check_error(SERVER.chat(f"tls-{name}/ok"), 502, "cannot be trusted")
        contains(error["message"], piece)
        upstream.end()


def test_html_instead_of_json():
    check_error(SERVER.chat("up/html"), 502, "web page instead of JSON")
    check_error(SERVER.chat("up/html", stream=True), 502, "web page instead of JSON")
    check_error(SERVER.chat("up/html-error"), 502, "Bad gateway")


def test_no_answer_at_all():
    check_error(SERVER.chat("up/empty"), 502, "cannot be read")
    check_error(SERVER.chat("up/cut-whole"), 502, "lost in the middle")


def test_whole_answer_for_a_stream():
    check_error(SERVER.chat("up/whole-for-stream", stream=True), 502, "asked for a stream")
    check_error(SERVER.chat("up/error-200", stream=True), 502, "No credit")


def test_deep_answer():
    check_error(SERVER.chat("up/deep"), 502, "cannot be read")
    same(SERVER.chat("up/deep", stream=True).body, pieces("deep"))


def test_broken_utf8_in_a_whole_answer():
    same(SERVER.chat("up/broken-utf8").json["choices"][0]["message"]["content"], "a\ufffd\ufffdb")


def test_silence():
    SERVER.add_provider("hasty", UP.base, first_byte_limit_ms=300, idle_limit_ms=300)
    check_error(SERVER.chat("hasty/silent"), 504, "No byte")
    check_broken_stream(SERVER.chat("hasty/stall", stream=True), "Hello, ", "No byte")


# Faults after it

def test_cut_stream():
    check_broken_stream(SERVER.chat("up/cut", stream=True), "Hello, ", "'up'")
    check_broken_stream(SERVER.chat("up/cut-event", stream=True), "Hello, ", "'up'")


def test_stream_that_ends_early():
    check_broken_stream(SERVER.chat("up/early-end", stream=True), "Hello, ", "before it was complete")


def test_stream_without_done():
    answer = SERVER.chat("up/no-done", stream=True)
    same(answer.text, TEXT)
    same(answer.events[-1], "[DONE]")


def test_error_in_a_stream():
    check_broken_stream(SERVER.chat("up/error-event", stream=True), "Hello, ", "Out of memory")


def test_client_leaves():
    """The provider is told at once."""
    for model in ("stall:leaves", "silent:leaves"):
        with SERVER.connect("POST", "/chat/completions", {
                "model": f"up/{model}", "stream": True,
                "messages": [{"role": "user", "content": "hi"}]}) as raw:
            UP.wait_asked(model)
            if model.startswith("stall"):
                raw.recv(1)
        while UP.left() != model:
            pass
    same(SERVER.chat("up/ok").status, 200)


def test_slow_client():
    """20 MB for a client that does not read: the provider waits, and nothing is lost."""
    connection, response = SERVER.open("POST", "/chat/completions", {
        "model": "up/long", "stream": True, "messages": [{"role": "user", "content": "hi"}]})
    same(SERVER.chat("up/ok").status, 200)
    statm = pathlib.Path(f"/proc/{SERVER.process.pid}/statm").read_text().split()
    tap.check(int(statm[1]) * 4096 < 200 * 1024 * 1024, f"the server holds {statm[1]} pages")
    text = response.read()
    connection.close()
    same(text.count(b"x" * 1000), 20000)
    tap.check(text.endswith(b"data: [DONE]\n\n"), "the end is missing")


# What is refused here

def test_bad_requests():
    good = {"model": "up/ok", "messages": [{"role": "user", "content": "hi"}]}
    UP.requests()
    for change, param in ((({"messages": []}), "messages"), ({"stream": "yes"}, "stream"),
                          ({"messages": [{"role": "user", "content": 5}]}, "messages[0].content"),
                          ({"temperature": "hot"}, "temperature"), ({"model": 5}, "model")):
        answer = SERVER.ask("POST", "/chat/completions", {**good, **change})
        same((answer.status, answer.error["param"]), (400, param))
        same(answer.error["type"], "invalid_request_error")
    for body in ("", "{", "[]", "5", '{"a":' + "[" * 100000, b"\xff\xfe"):
        same(SERVER.ask("POST", "/chat/completions", body).status, 400)
    same(UP.requests(), [])


def test_large_request():
    text = "x" * (5 * 1024 * 1024)
    answer = SERVER.ask("POST", "/chat/completions", {
        "model": "up/ok", "messages": [{"role": "user", "content": text}]})
    same(answer.status, 200)
    contains(UP.requests()[-1]["body"], text)
    answer = SERVER.ask("POST", "/chat/completions", {
        "model": "up/ok", "messages": [{"role": "user", "content": text}, {"role": "x"}]})
    same(answer.error["param"], "messages[1].role")


# Models and embeddings

def test_models():
    rows = {row["id"]: row for row in SERVER.get("/models")["data"]}
    same(rows["up/ok"], {"id": "up/ok", "object": "model", "created": 1795000000,
                         "owned_by": "scripts", "shutdown_date": "2027-01-06"})
    same(rows["up/slow"]["shutdown_date"], None)
    for path in ("up%2Flab%2Fwith-slash", "up/lab/with-slash"):
        same(SERVER.get(f"/models/{path}")["id"], "up/lab/with-slash")
    same(SERVER.get("/models/gpt-old")["id"], "gpt-old")
    check_error(SERVER.ask("GET", "/models/up%2Fnonsense"), 404, "up/nonsense")
    check_error(SERVER.ask("DELETE", "/models/up%2Fok"), 400, "Only tuned models can be deleted.")
    check_error(SERVER.ask("DELETE", "/models/nonsense"), 404, "nonsense")

    window = {row["id"]: row for row in SERVER.get("/recess/models?refresh=true")["data"]}
    same(window["up/ok"]["context_length"], 8192)
    same(window["up/ok"]["kind"], "provider")


def test_dead_providers_do_not_stop_the_list():
    SERVER.add_provider("silent", UP.base.replace("/v1", "/silent"))
    dead = SERVER.add_provider("dead", "http://127.0.0.1:1/v1")
    rows = {row["id"] for row in SERVER.get("/models")["data"]}
    tap.check("up/ok" in rows, "the list is not complete")
    state = SERVER.get(f"/recess/providers/{dead['id']}")["state"]
    same(state["state"], "failed")
    contains(state["message"], "Nothing answers")


def test_embeddings():
    answer = SERVER.ask("POST", "/embeddings", {"model": "up/e", "input": ["a", "b"],
                                                "encoding_format": "base64"})
    same(answer.body, UP.ask("POST", "/embeddings", {"model": "e", "input": ["a", "b"],
                                                     "encoding_format": "base64"}).body)
    for members, param in (({"input": []}, "input"), ({}, "input"),
                           ({"input": "a", "encoding_format": "hex"}, "encoding_format")):
        same(SERVER.ask("POST", "/embeddings", {"model": "up/e", **members}).error["param"], param)
    check_error(SERVER.ask("POST", "/embeddings", {"model": "recess-practice", "input": "a"}),
                400, "no embeddings")


# Providers

def test_providers():
    row = SERVER.add_provider("mine", UP.base, key="geheim-123", headers={"X-Team": "a"})
    tap.check(row["has_key"] and "geheim" not in json.dumps(row), f"{row}")
    same(row["key_storage"], "session")
    same(SERVER.ask("POST", "/recess/providers", {"name": "mine", "base_url": UP.base})
         .error["param"], "name")

    UP.requests()
    same(SERVER.chat("mine/ok").status, 200)
    headers = UP.requests()[-1]["headers"]
    same((headers["authorization"], headers["x-team"]), ("Bearer geheim-123", "a"))

    path = f"/recess/providers/{row['id']}"
    changed = SERVER.ask("POST", path, {"name": "ours", "auth": "api-key"}).json
    same((changed["name"], changed["auth"], changed["has_key"]), ("ours", "api-key", True))
    same(SERVER.chat("ours/ok").status, 200)
    same(UP.requests()[-1]["headers"]["api-key"], "geheim-123")
    same(SERVER.ask("POST", path, {"key": None}).json["has_key"], False)
    same(SERVER.ask("DELETE", path).json["deleted"], True)
    same(SERVER.ask("GET", path).status, 404)
    same(SERVER.chat("ours/ok").status, 404)


def test_keys_go_where_they_were_meant_to_go():
    other = UP.base.replace("/v1", "/other/v1")
    path = f"/recess/providers/{SERVER.add_provider('moved', UP.base, key='geheim-321')['id']}"
    refused = SERVER.ask("POST", path, {"base_url": other})
    same((refused.status, refused.error["param"]), (400, "key"))
    same(SERVER.ask("GET", path).json["base_url"], UP.base)
    same(SERVER.ask("POST", path, {"base_url": UP.base, "idle_limit_ms": 5000}).status, 200)
    same(SERVER.ask("POST", path, {"base_url": other, "key": "another"}).status, 200)

    UP.requests()
    for way in ("/recess/providers", "/recess/providers/test", path):
        answer = SERVER.ask("POST", way, {"name": "nosy", "base_url": other, "key": "x",
                                          "key_env": "HOME"})
        same((answer.status, answer.error["param"]), (403, "key_env"))
    tap.check(not any(SERVER.folder in json.dumps(row) for row in UP.requests()), "HOME was sent")


def test_server_as_its_own_provider():
    """It is told so, and does not ask itself until nothing is left."""
    server = Server()
    server.add_provider("self", server.base)
    same(server.ask("PUT", "/recess/aliases", {"default_provider": "self"}).status, 200)
    answer = server.chat("anything")
    same((answer.status, answer.error["code"]), (400, "loop"))
    state = next(row for row in server.get("/recess/providers")["data"] if row["name"] == "self")
    contains(state["state"]["message"], "asked by itself")
    same(server.end(), 0)


def test_provider_of_the_command_line():
    row = next(row for row in SERVER.get("/recess/providers")["data"] if row["name"] == "up")
    same(SERVER.ask("DELETE", f"/recess/providers/{row['id']}").status, 400)
    same(SERVER.ask("POST", f"/recess/providers/{row['id']}", {"name": "down"}).status, 400)


def test_azure():
    root = UP.base.removesuffix("/v1")
    SERVER.add_provider("azure", root, auth="api-key", key="k", api_version="2024-10-21",
                        deployment_paths=True)
    UP.requests()
    same(SERVER.chat("azure/ok").status, 200)
    asked = UP.requests()[-1]
    same(asked["path"], "/openai/deployments/ok/chat/completions?api-version=2024-10-21")
    same(asked["headers"]["api-key"], "k")


def test_testing_a_provider():
    good = SERVER.ask("POST", "/recess/providers/test", {"base_url": UP.base}).json
    tap.check(good["ok"] and "ok" in good["models"] and good["error"] is None, f"{good}")
    bad = SERVER.ask("POST", "/recess/providers/test", {"base_url": UP.base, "key": "wrong"}).json
    same((bad["ok"], bad["models"]), (False, []))
    contains(bad["error"]["message"], "Incorrect API key")
    dead = SERVER.ask("POST", "/recess/providers/test", {"base_url": "http://127.0.0.1:1"}).json
    contains(dead["error"]["message"], "Nothing answers")
    same(SERVER.ask("POST", "/recess/providers/test", {"base_url": "x"}).error["param"], "base_url")


def test_nearby():
    port = UP.base.split(":")[2].split("/")[0]
    server = Server(environment={"RECESS_NEARBY_PORTS": f"ollama={port} vllm=1"})
    found = server.get("/recess/providers/nearby")["data"]
    same([(row["name"], row["label"], row["base_url"]) for row in found],
         [("ollama", "Ollama", UP.base)])
    tap.check("ok" in found[0]["models"], f"{found}")
    same(server.end(), 0)


def test_headless():
    server = Server("--provider", f"up={UP.base},key-env=MY_KEY", "--default-model", "up/ok",
                    environment={"MY_KEY": "from-the-environment"})
    UP.requests()
    same(server.chat("gpt-4o-mini").status, 200)
    same(UP.requests()[-1]["headers"]["authorization"], "Bearer from-the-environment")
    row = server.get("/recess/providers")["data"][0]
    same((row["key_storage"], row["has_key"]), ("environment", True))
    same(server.end(), 0)


def test_providers_survive_and_keys_are_in_no_file():
    server = Server()
    server.add_provider("kept", UP.base, key="geheim-456")
    server.ask("PUT", "/recess/aliases", {"aliases": {"gpt": "kept/ok"}})
    same(server.chat("gpt").status, 200)
    same(server.end(), 0)
    found = subprocess.run(["grep", "-r", "-l", "geheim-456", server.folder],
                           capture_output=True, text=True, check=False).stdout
    same(found, "")

    again = Server(folder=server.folder)
    row = again.get("/recess/providers")["data"][0]
    same((row["name"], row["has_key"]), ("kept", False))
    same(again.chat("gpt").status, 200)
    same(again.end(), 0)


def test_server_ends_in_order():
    """Also the one that went through all of the above, with streams still open."""
    connection, response = SERVER.open("POST", "/chat/completions", {
        "model": "up/slow", "stream": True, "messages": [{"role": "user", "content": "hi"}]})
    response.read(10)
    same(SERVER.end(), 0)
    connection.close()


tap.run(globals())
