# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Passing a provider's stream through, beside the official client that reads the same stream.

Both are measured in bytes of the stream per second of their own processor time: recess-server for
what it takes from the provider and gives to its client, openai-node for what it decodes. The
provider and the reader are small and are not counted.
"""

import json
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import threading

import figures

CHUNKS = 200000
ROUNDS = 5
OPENAI_VERSION = "6.49.0"
TOP = pathlib.Path(__file__).resolve().parents[2]
CACHE = TOP / ".cache" / "openai-node"

NODE_CLIENT = """
const { default: OpenAI } = await import(process.argv[1]);
const client = new OpenAI({ baseURL: process.argv[2], apiKey: 'x', maxRetries: 0 });
const before = process.cpuUsage();
let chunks = 0;
const stream = await client.chat.completions.create({
  model: 'bench', stream: true, messages: [{ role: 'user', content: 'go' }] });
for await (const chunk of stream)
  chunks += chunk.choices.length;
const used = process.cpuUsage(before);
console.log(JSON.stringify({ chunks, seconds: (used.user + used.system) / 1e6 }));
"""


def chunk(number):
    return b"data: " + json.dumps({
        "id": "chatcmpl-bench", "object": "chat.completion.chunk", "created": 1790000000,
        "model": "bench", "system_fingerprint": "fp_0",
        "choices": [{"index": 0, "delta": {"content": f"word{number % 1000} "}, "logprobs": None,
                     "finish_reason": None}]}, separators=(",", ":")).encode() + b"\n\n"


class Upstream:
    """A provider that knows one answer and gives it as fast as it is taken."""

    def __init__(self):
        self.stream = b"".join(map(chunk, range(CHUNKS))) + b"data: [DONE]\n\n"
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            connection, _address = self.socket.accept()
            threading.Thread(target=self.answer, args=(connection,), daemon=True).start()

    def answer(self, connection):
        with connection:
            reader = connection.makefile("rb")
            head = reader.readline()
            length = 0
            while (line := reader.readline().strip()):
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            reader.read(length)  # what is left unread would reset the connection
            if head.startswith(b"GET"):
                body = b'{"object":"list","data":[{"id":"bench","object":"model","created":1,' \
                       b'"owned_by":"bench"}]}'
                kind = b"application/json"
            else:
                body = self.stream
                kind = b"text/event-stream"
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: " + kind
                               + b"\r\nConnection: close\r\n\r\n")
            try:
                connection.sendall(body)
            except OSError:
                pass


def read_stream(port, model):
    """Asks for a stream over a bare socket, and returns the bytes that came."""
    body = json.dumps({"model": model, "stream": True,
                       "messages": [{"role": "user", "content": "go"}]}).encode()
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(b"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n"
                           b"Content-Type: application/json\r\nConnection: close\r\n"
                           b"Content-Length: %d\r\n\r\n" % len(body) + body)
        count = 0
        tail = b""
        while data := connection.recv(1 << 20):
            count += len(data)
            tail = (tail + data)[-200:]
    if b"[DONE]" not in tail:
        raise RuntimeError(f"the stream ended early: {tail!r}")
    return count


def measure_server(build, upstream):
    rates = []
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen(
            [build / "src/server/recess-server", "--listen", "127.0.0.1:0", "--no-key",
             "--data-dir", folder, "--provider", f"bench=http://127.0.0.1:{upstream.port}/v1"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            url = json.loads(server.stdout.readline())["listening"]
            port = int(url.split(":")[2].split("/")[0])
            read_stream(port, "bench/bench")
            for _ in range(ROUNDS):
                before = figures.cpu_seconds(server.pid)
                read_stream(port, "bench/bench")
                used = max(figures.cpu_seconds(server.pid) - before, 0.01)
                rates.append(len(upstream.stream) / 1e6 / used)
        finally:
            server.terminate()
            server.wait()
    return rates


def openai_module():
    """The official client: where a test has installed it, else from the registry; None offline."""
    for folder in (TOP / "build", TOP / "tests", CACHE):
        for found in sorted(folder.glob("**/node_modules/openai/index.mjs")):
            return found
    if shutil.which("npm") is None:
        return None
    CACHE.mkdir(parents=True, exist_ok=True)
    subprocess.run(["npm", "install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts",
                    "--prefix", CACHE, f"openai@{OPENAI_VERSION}"],
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    found = CACHE / "node_modules/openai/index.mjs"
    return found if found.exists() else None


def measure_node(module, upstream):
    rates = []
    for _ in range(ROUNDS):
        done = subprocess.run(
            ["node", "--input-type=module", "-e", NODE_CLIENT, str(module),
             f"http://127.0.0.1:{upstream.port}/v1"],
            capture_output=True, text=True, check=True, env={**os.environ, "no_proxy": "*"})
        rates.append(len(upstream.stream) / 1e6 / json.loads(done.stdout)["seconds"])
    return rates


def run(build):
    upstream = Upstream()
    print(f"{CHUNKS:,} events, {len(upstream.stream) / 1e6:.1f} MB", flush=True)
    ours = measure_server(build, upstream)
    print(f"recess-server: {figures.spread(ours)} MB per second of processor time")

    module = openai_module()
    if module is None or shutil.which("node") is None:
        print("left out: openai-node could not be installed")
        return 0
    theirs = measure_node(module, upstream)
    print(f"openai-node: {figures.spread(theirs)} MB per second of processor time")
    ratio = figures.median(ours) / figures.median(theirs)
    print(f"recess-server / openai-node = {ratio:.1f} (aim ≥ 10) {'kept' if ratio >= 10 else 'MISSED'}")
    return 0 if ratio >= 10 else 1
