#!/usr/bin/env python3
# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A model server that answers by script, and misbehaves on demand.

What it does is chosen by the name of the model; the names are those of the functions below, with
'-' for '_'. `recorded:NAME` answers byte by byte as tests/fixtures/llama-server/NAME.txt does. The
key "wrong" is refused. GET /requests gives what was asked, and forgets it; GET /left waits until
somebody has left in the middle, and says which model it was; GET /go lets a `gate` go on. Nothing
below /silent is ever answered.

    upstream.py [--port N] [--tls CERTIFICATE KEY]

prints {"listening": "http://127.0.0.1:PORT/v1"} when it is ready, and ends with its input.
"""

import argparse
import asyncio
import base64
import json
import pathlib
import ssl
import struct
import sys

FIXTURES = pathlib.Path(__file__).resolve().parents[1] / "fixtures" / "llama-server"

WORDS = ["Hel", "lo", ", ", "wör", "ld", "!"]
TEXT = "".join(WORDS)
USAGE = {"prompt_tokens": 7, "completion_tokens": 6, "total_tokens": 13}
CREATED = 1795000000


class Call:
    """One request and the way back to who made it."""

    def __init__(self, reader, writer, method, path, headers, body):
        self.reader, self.writer = reader, writer
        self.method, self.path, self.headers, self.body = method, path, headers, body
        self.json = json.loads(body) if body.strip() else {}
        self.model = self.json.get("model", "")
        self.stream = bool(self.json.get("stream"))
        self.wants_usage = bool((self.json.get("stream_options") or {}).get("include_usage"))

    async def send(self, data):
        self.writer.write(data if isinstance(data, bytes) else data.encode())
        await self.writer.drain()

    async def answer(self, status, body, kind="application/json", headers=None):
        body = body if isinstance(body, bytes) else body.encode()
        lines = [f"HTTP/1.1 {status} Scripted", f"Content-Type: {kind}",
                 f"Content-Length: {len(body)}", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        await self.send("\r\n".join(lines) + "\r\n\r\n")
        await self.send(body)

    async def error(self, status, message, headers=None, **members):
        await self.answer(status, json.dumps({"error": {"message": message, **members}}),
                          headers=headers)

    async def begin(self, kind="text/event-stream"):
        await self.send("HTTP/1.1 200 OK\r\n" f"Content-Type: {kind}\r\n"
                        "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n")

    async def chunk(self, data):
        data = data if isinstance(data, bytes) else data.encode()
        await self.send(f"{len(data):x}\r\n".encode() + data + b"\r\n")

    async def event(self, data):
        await self.chunk(f"data: {data if isinstance(data, str) else json.dumps(data)}\n\n")

    async def end(self):
        await self.send("0\r\n\r\n")

    def piece(self, delta, finish_reason=None, **members):
        return {"id": "chatcmpl-scripted", "object": "chat.completion.chunk", "created": CREATED,
                "model": self.model, **members,
                "choices": [{"index": 0, "delta": delta, "finish_reason": finish_reason}]}

    def usage_piece(self):
        return {**self.piece({}), "choices": [], "usage": USAGE}

    def whole(self, content=TEXT, **members):
        return {"id": "chatcmpl-scripted", "object": "chat.completion", "created": CREATED,
                "model": self.model, "choices": [{"index": 0, "finish_reason": "stop", "logprobs": None,
                "message": {"role": "assistant", "content": content, "refusal": None}}],
                "usage": USAGE, **members}

    async def words(self, words=None):
        await self.event(self.piece({"role": "assistant", "content": ""}))
        for word in words or WORDS:
            await self.event(self.piece({"content": word}))

    async def finish(self, usage=None):
        await self.event(self.piece({}, "stop"))
        if self.wants_usage if usage is None else usage:
            await self.event(self.usage_piece())
        await self.event("[DONE]")
        await self.end()


async def ok(call):
    if not call.stream:
        await call.answer(200, json.dumps(call.whole()))
        return
    await call.begin()
    await call.words()
    await call.finish()


async def slow(call):
    await call.begin()
    await call.event(call.piece({"role": "assistant", "content": ""}))
    for number in range(600):
        await call.event(call.piece({"content": f"{number} "}))
        await asyncio.sleep(0.1)
    await call.finish()


async def long(call):
    """Much text, as fast as it is taken."""
    await call.begin()
    for _ in range(20000):
        await call.event(call.piece({"content": "x" * 1000}))
    await call.finish()


async def endless(call):
    """Text until the other side leaves."""
    await call.begin()
    while True:
        await call.event(call.piece({"content": "x" * (1024 * 1024)}))


async def unauthorized(call):
    await call.error(401, "Incorrect API key provided", type="authentication_error", code=401)


async def unknown(call):
    await call.error(404, "No such model", code="model_not_found", param=None, type="not_found")


async def rate_limit(call):
    await call.error(429, "Slow down", code="rate_limit_exceeded")


async def rate_limit_later(call):
    await call.error(429, "Slow down for two minutes", headers={"Retry-After": "120"})


async def rate_limit_once(call):
    if count(call) == 1:
        await call.error(429, "Slow down", headers={"Retry-After": "0"})
    else:
        await ok(call)


async def server_error(call):
    await call.error(500, "It fell over", type="internal", code=500)


async def flaky(call):
    if count(call) <= 2:
        await call.error(503, "Loading model", type="unavailable_error", code=503)
    else:
        await ok(call)


async def html(call):
    await call.answer(200, "<!DOCTYPE html><title>Sign in to the network</title>", "text/html")


async def html_error(call):
    await call.answer(502, "<html><head><title>Bad gateway</title></head></html>", "text/html")


async def empty(call):
    await call.answer(200, "")


async def cut(call):
    await call.begin()
    await call.words(WORDS[:3])
    call.writer.transport.abort()


async def cut_event(call):
    await call.begin()
    await call.words(WORDS[:3])
    await call.chunk('data: {"choices":[{"index":0,"delta":{"content":"half')
    call.writer.transport.abort()


async def cut_whole(call):
    body = json.dumps(call.whole())
    await call.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                    f"Content-Length: {len(body)}\r\n\r\n{body[:40]}")
    call.writer.close()


async def early_end(call):
    await call.begin()
    await call.words(WORDS[:3])
    await call.end()


async def no_done(call):
    await call.begin()
    await call.words()
    await call.event(call.piece({}, "stop"))
    await call.end()


async def stall(call):
    """Begins, and then is silent until the other side leaves."""
    await call.begin()
    await call.words(WORDS[:3])
    await silent(call)


async def silent(call):
    try:
        await call.reader.read()
    finally:
        left.put_nowait(call.model)


async def gate(call):
    """Goes on with the second half when it is told to."""
    await call.begin()
    await call.words(WORDS[:3])
    await gates.get()
    for word in WORDS[3:]:
        await call.event(call.piece({"content": word}))
    await call.finish()


async def broken_utf8(call):
    if not call.stream:
        await call.answer(200, json.dumps(call.whole("a?b"), ensure_ascii=False).encode()
                          .replace(b"a?b", b"a\xff\xfeb"))
        return
    await call.begin()
    await call.words(["a"])
    await call.chunk(b'data: ' + json.dumps(call.piece({"content": "?"})).encode()
                     .replace(b"?", b"\xff\xfe") + b"\n\n")
    await call.words(["b"])
    await call.finish()


async def split(call):
    """Every byte of the stream is a chunk of its own."""
    await call.begin()
    events = [call.piece({"role": "assistant", "content": ""})]
    events += [call.piece({"content": word}) for word in WORDS]
    events += [call.piece({}, "stop")] + ([call.usage_piece()] if call.wants_usage else [])
    text = "".join(f"data: {json.dumps(event, ensure_ascii=False)}\r\n\r\n" for event in events)
    for byte in (text + "data: [DONE]\r\n\r\n").encode():
        await call.chunk(bytes([byte]))
    await call.end()


async def huge_event(call):
    await call.begin()
    await call.words(["<"])
    await call.event(call.piece({"content": "x" * (10 * 1024 * 1024)}))
    await call.event(call.piece({"content": ">"}))
    await call.finish()


async def deep(call):
    nest = "[" * 100000 + "]" * 100000
    if not call.stream:
        await call.answer(200, json.dumps(call.whole())[:-1] + f', "deep": {nest}}}')
        return
    await call.begin()
    await call.words(["a"])
    await call.event(f'{{"choices":[{{"index":0,"delta":{{"content":"b","deep":{nest}}}}}]}}')
    await call.words(["c"])
    await call.finish()


async def no_usage(call):
    await call.begin()
    await call.words()
    await call.finish(usage=False)


async def rejects_stream_options(call):
    if "stream_options" in call.json:
        await call.error(400, "Unknown field: stream_options", type="invalid_request_error")
    else:
        await ok(call)


async def extensions(call):
    """What a strict reader would lose or reformat."""
    odd = '"x_temperature":0.70,"x_small":1e2,"x_big":12345678901234567890,"x_nul":"a\\u0000b"'
    if not call.stream:
        await call.answer(200, json.dumps(call.whole())[:-1] + "," + odd + "}",
                          "application/json; charset=utf-8")
        return
    await call.begin()
    await call.chunk(": waiting in the queue\n\n")
    await call.event(call.piece({"role": "assistant", "content": None}))
    await call.event(call.piece({"reasoning_content": "Let me see."}))
    await call.event('{"id":"chatcmpl-scripted", "object":"chat.completion.chunk","created":1795000000,'
                     f'"model":"extensions",{odd},"choices":[{{"index":0,"finish_reason":null,'
                     '"delta":{"content":"Well."}}]}')
    await call.finish()


async def empty_choices(call):
    """As Azure begins its streams."""
    await call.begin()
    await call.event({**call.piece({}), "choices": [], "prompt_filter_results": []})
    await call.words()
    await call.finish()


async def tools(call):
    await call.begin()
    await call.event(call.piece({"role": "assistant", "content": None}))
    for index, city in enumerate(["Rome", "Oslo"]):
        await call.event(call.piece({"tool_calls": [{"index": index, "id": f"call_{index}",
                                     "type": "function",
                                     "function": {"name": "get_weather", "arguments": ""}}]}))
        for part in ['{"ci', 'ty":"', city, '"}']:
            await call.event(call.piece({"tool_calls": [{"index": index,
                                         "function": {"arguments": part}}]}))
    await call.event(call.piece({}, "tool_calls"))
    if call.wants_usage:
        await call.event(call.usage_piece())
    await call.event("[DONE]")
    await call.end()


async def runner(call):
    """Calls the first of the functions until it has a result, or as the older functions do."""
    legacy = call.json.get("functions")
    function = legacy[0] if legacy else call.json["tools"][0]["function"]
    said = {"role": "assistant", "content": None}
    if call.json["messages"][-1]["role"] in ("tool", "function"):
        await structured(call, call.json["messages"][-1]["content"])
        return
    asked_for = {"name": function["name"], "arguments": '{"city":"Rome"}'}
    if legacy:
        said["function_call"] = asked_for
    else:
        said["tool_calls"] = [{"id": "call_1", "type": "function", "function": asked_for}]
    reason = "function_call" if legacy else "tool_calls"
    if not call.stream:
        whole = call.whole()
        whole["choices"][0] |= {"message": {**said, "refusal": None}, "finish_reason": reason}
        await call.answer(200, json.dumps(whole))
        return
    await call.begin()
    for row in said.get("tool_calls", []):
        row["index"] = 0
    await call.event(call.piece(said))
    await call.event(call.piece({}, reason))
    await call.event("[DONE]")
    await call.end()


async def structured(call, content='{"name":"Science fair","day":"Friday","guests":["Ann","Bob"]}'):
    if not call.stream:
        await call.answer(200, json.dumps(call.whole(content)))
        return
    await call.begin()
    await call.words([content[:9], content[9:]])
    await call.finish()


async def call_pieces(call, calls, text=None):
    """Calls, and maybe a text before them, in small pieces."""
    await call.begin()
    await call.event(call.piece({"role": "assistant", "content": text}))
    for index, (name, arguments) in enumerate(calls):
        await call.event(call.piece({"tool_calls": [{
            "index": index, "id": f"call_{index}", "type": "function",
            "function": {"name": name, "arguments": ""}}]}))
        for start in range(0, len(arguments), 7):
            await call.event(call.piece({"tool_calls": [{
                "index": index, "function": {"arguments": arguments[start:start + 7]}}]}))
    await call.event(call.piece({}, "length" if call.model == "calls-cut" else "tool_calls"))
    await call.event("[DONE]")
    await call.end()


async def say(call, text):
    await call.begin()
    await call.words([text])
    await call.finish()


def outputs(call):
    """What the functions gave after the last word of the user."""
    found = []
    for message in call.json.get("messages", []):
        found = [] if message["role"] == "user" else found
        found += [message["content"]] if message["role"] == "tool" else []
    return found


THREE = [("convert_units", '{"value": 26.2, "from": "mile", "to": "km"}'),
         ("calculate", '{"expression": "2^10 + 1"}'),
         ("roll_dice", '{"dice": "2d6"}')]


async def calls(call):
    """Calls three functions, and says then what they gave."""
    if outputs(call):
        await say(call, "They gave " + " | ".join(outputs(call)))
    else:
        await call_pieces(call, THREE)


async def calls_time(call):
    """Calls the three functions of the ready-made project."""
    if outputs(call):
        await say(call, "They gave " + " | ".join(outputs(call)))
    else:
        await call_pieces(call, [("get_current_time", '{"timezone": "Europe/Oslo"}'), THREE[0],
                                 THREE[2]])


async def calls_broken(call):
    """Its arguments are no JSON, and it says so beforehand."""
    if outputs(call):
        await say(call, "They gave " + " | ".join(outputs(call)))
    else:
        await call_pieces(call, [("calculate", '{"expression": 6*7}'), ("no_such_thing", "{}")],
                          "Let me see.")


async def calls_cut(call):
    await calls_broken(call)


async def calls_many(call):
    """128 at once."""
    if outputs(call):
        await say(call, f"There were {len(outputs(call))}.")
    else:
        await call_pieces(call, [("calculate", f'{{"expression": "{number} * 2"}}')
                                 for number in range(128)])


async def calls_endless(call):
    """Calls, whatever it is told."""
    await call_pieces(call, [("calculate", '{"expression": "1"}')])


async def in_parts(call):
    """Is cut at its limit, and goes on when it is asked to, with the probabilities of its tokens."""
    messages = call.json["messages"]
    goes_on = messages[-1]["role"] == "user" and messages[-1]["content"].startswith("Continue")
    words = [" and ", "the rest."] if goes_on else ["The", " first", " part"]
    await call.begin()
    for index, word in enumerate(words):
        piece = call.piece({"content": word})
        if call.json.get("logprobs"):
            others = [{"token": "Other", "logprob": -3.0, "bytes": None}]
            token = {"token": word, "logprob": -0.05 - index, "bytes": list(word.encode())}
            piece["choices"][0]["logprobs"] = {
                "content": [{**token, "top_logprobs": [token, *others]}], "refusal": None}
        await call.event(piece)
    await call.event(call.piece({}, "stop" if goes_on else "length"))
    await call.event("[DONE]")
    await call.end()


async def error_event(call):
    await call.begin()
    await call.words(WORDS[:3])
    await call.event({"error": {"message": "Out of memory", "type": "server_error", "code": 500}})
    await call.end()


async def error_200(call):
    await call.answer(200, json.dumps({"error": {"message": "No credit", "code": 402}}))


async def whole_for_stream(call):
    await call.answer(200, json.dumps(call.whole()))


async def echo(call):
    """Says what it was asked."""
    await call.answer(200, json.dumps(call.whole(call.body.decode())))


async def recorded(call):
    """A recorded answer, headers and body as they were."""
    name = call.model.partition(":")[2]
    text = (FIXTURES / f"{pathlib.Path(name).name}.txt").read_bytes()
    head, _, rest = text.partition(b"\n")
    while not rest.startswith(b"HTTP/1.1"):
        head, _, rest = rest.partition(b"\n")
    head, _, body = rest.replace(b"\r\n", b"\n", 20).partition(b"\n\n")
    status = head.split()[1].decode()
    kind = next((line.split(b":", 1)[1].strip().decode() for line in head.split(b"\n")
                 if line.lower().startswith(b"content-type:")), "application/json")
    await call.answer(status, body.removesuffix(b"\n"), kind)


SCENARIOS = {function.__name__.replace("_", "-"): function for function in [
    ok, slow, long, endless, gate, unauthorized, unknown, rate_limit, rate_limit_later, rate_limit_once,
    server_error, flaky, html, html_error, empty, cut, cut_event, cut_whole, early_end, no_done,
    stall, silent, broken_utf8, split, huge_event, deep, no_usage, rejects_stream_options,
    extensions, empty_choices, tools, runner, structured, calls, calls_time, calls_broken,
    calls_cut, calls_many, calls_endless, in_parts, error_event, error_200, whole_for_stream,
    echo, recorded]}

asked = []
counts = {}
left = asyncio.Queue()
gates = asyncio.Queue()


def count(call):
    """How often this was asked: for servers that do better the next time."""
    key = (call.model, call.body)
    counts[key] = counts.get(key, 0) + 1
    return counts[key]


async def list_models(call):
    rows = [{"id": name, "object": "model", "created": CREATED, "owned_by": "scripts",
             "context_length": 8192} for name in SCENARIOS]
    rows[0]["shutdown_date"] = "2027-01-06"
    rows.append({"id": "lab/with-slash", "object": "model", "created": CREATED, "owned_by": "lab"})
    await call.answer(200, json.dumps({"object": "list", "data": rows}))


async def embed(call):
    inputs = call.json["input"]
    inputs = inputs if isinstance(inputs, list) else [inputs]
    vector = [0.5, -1.25, 3.0]
    if call.json.get("encoding_format") == "base64":
        vector = base64.b64encode(struct.pack("<3f", *vector)).decode()
    data = [{"object": "embedding", "index": index, "embedding": vector}
            for index in range(len(inputs))]
    await call.answer(200, json.dumps({"object": "list", "model": call.model, "data": data,
                                       "usage": {"prompt_tokens": 2, "total_tokens": 2}}))


async def route(call):
    path = call.path.partition("?")[0]
    if call.method == "GET" and path == "/requests":
        rows = [*asked]
        asked.clear()
        await call.answer(200, json.dumps(rows))
        return
    if call.method == "GET" and path == "/left":
        await call.answer(200, json.dumps(await left.get()))
        return
    if call.method == "GET" and path == "/go":
        gates.put_nowait(None)
        await call.answer(200, "null")
        return

    asked.append({"method": call.method, "path": call.path, "headers": call.headers,
                  "body": call.body.decode("utf-8", "replace")})
    if path.startswith("/silent"):
        await silent(call)
    elif "wrong" in (call.headers.get("authorization", "").removeprefix("Bearer "),
                   call.headers.get("api-key")):
        await unauthorized(call)
    elif path.endswith("/models"):
        await list_models(call)
    elif path.endswith("/embeddings"):
        await embed(call)
    elif path.endswith("/chat/completions"):
        name = call.model.partition(":")[0] or "ok"
        if name in SCENARIOS:
            await SCENARIOS[name](call)
        else:
            await unknown(call)
    else:
        await call.error(404, "File Not Found", type="not_found_error", code=404)


async def serve(reader, writer):
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, path, _ = head[0].split(" ", 2)
        headers = {name.lower(): value.strip() for name, _, value in
                   (line.partition(":") for line in head[1:] if line)}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        await route(Call(reader, writer, method, path, headers, body))
        writer.close()
    except (ConnectionError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--tls", nargs=2)
    options = parser.parse_args()

    context = None
    if options.tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*options.tls)
    server = await asyncio.start_server(serve, "127.0.0.1", options.port, ssl=context,
                                        limit=64 * 1024 * 1024)
    port = server.sockets[0].getsockname()[1]
    scheme = "https" if context else "http"
    print(json.dumps({"listening": f"{scheme}://127.0.0.1:{port}/v1"}), flush=True)

    # Whoever started it is gone when its input ends.
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
