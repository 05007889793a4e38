# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Starts the scripted upstream and recess-server for a test, and talks to them."""

import atexit
import contextlib
import http.client
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SERVER = os.environ["RECESS_SERVER"]


class Process:
    def __init__(self, command, **options):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True, **options)
        atexit.register(self.end)
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError(f"{command[0]} ended with {self.process.wait()} at its start")
        self.base = json.loads(line)["listening"]

    def end(self):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()
        return self.process.returncode


class Answer:
    def __init__(self, response, body, whole):
        self.status = response.status
        self.headers = response.headers
        self.body = body
        self.whole = whole

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def error(self):
        error = self.json["error"]
        assert sorted(error) == ["code", "message", "param", "type"], error
        return error

    @property
    def events(self):
        """The data of the events, JSON where it is."""
        return [data if data == "[DONE]" else json.loads(data) for data in self.datas]

    @property
    def datas(self):
        text = self.body.decode("utf-8", "replace").replace("\r\n", "\n")
        blocks = [block for block in text.split("\n\n") if block]
        lines = [line for block in blocks for line in block.split("\n")]
        return [line[5:].lstrip() for line in lines if line.startswith("data:")]

    @property
    def text(self):
        return "".join(choice["delta"].get("content") or "" for event in self.events
                       if event != "[DONE]" for choice in event.get("choices", []))


class Peer:
    """What is asked over HTTP at @base."""

    def __init__(self, base):
        host, _, path = base.removeprefix("http://").partition("/")
        self.host, self.path = host, "/" + path

    def open(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection(self.host, timeout=120)
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
        if isinstance(body, str):
            body = body.encode()
        headers = {**({"Content-Type": "application/json"} if body else {}), **(headers or {})}
        connection.request(method, self.path + path, body, headers)
        return connection, connection.getresponse()

    def connect(self, method, path, body, headers=None):
        """A request of which the caller reads as much of the answer as it wants."""
        host, port = self.host.split(":")
        body = json.dumps(body).encode()
        raw = socket.create_connection((host, int(port)), 120)
        more = "".join(f"{name}: {value}\r\n" for name, value in (headers or {}).items())
        raw.sendall(f"{method} {self.path}{path} HTTP/1.1\r\nHost: {self.host}\r\n"
                    f"Content-Type: application/json\r\n{more}"
                    f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
        return raw

    def ask(self, method, path, body=None, headers=None):
        connection, response = self.open(method, path, body, headers)
        with contextlib.closing(connection):
            try:
                return Answer(response, response.read(), True)
            except http.client.IncompleteRead as cut:
                return Answer(response, cut.partial, False)

    def get(self, path):
        answer = self.ask("GET", path)
        assert answer.status == 200, (path, answer.status, answer.body)
        return answer.json

    def chat(self, model, stream=False, headers=None, **members):
        body = {"model": model, "messages": [{"role": "user", "content": "hi"}], **members}
        if stream:
            body["stream"] = True
        return self.ask("POST", "/chat/completions", body, headers)


class Upstream(Process, Peer):
    def __init__(self, *options):
        Process.__init__(self, [sys.executable, str(HERE / "upstream.py"), *options])
        Peer.__init__(self, self.base)

        self.root = Peer(self.base.removesuffix("v1"))

    def requests(self):
        """What it was asked since the last time."""
        return self.root.get("requests")

    def wait_asked(self, model):
        """Waits until a completion of @model was asked for."""
        while not any(json.loads(row["body"] or "{}").get("model") == model
                      for row in self.requests() if row["method"] == "POST"):
            pass

    def left(self):
        """Waits until somebody left in the middle of an answer."""
        return self.root.get("left")

    def go(self):
        self.root.get("go")


class Server(Process, Peer):
    def __init__(self, *options, folder=None, environment=None):
        self.folder = folder or tempfile.mkdtemp(prefix="recess-test-")
        if folder is None:
            atexit.register(shutil.rmtree, self.folder, True)
        variables = {**os.environ, **{f"XDG_{name}": f"{self.folder}/{name.lower()}" for name in
                     ("DATA_HOME", "CONFIG_HOME", "CACHE_HOME", "STATE_HOME", "RUNTIME_DIR")},
                     "HOME": self.folder, "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent",
                     "RECESS_NEARBY_PORTS": "", "no_proxy": "127.0.0.1", **(environment or {})}
        os.makedirs(f"{self.folder}/runtime_dir", mode=0o700, exist_ok=True)
        Process.__init__(self, [SERVER, "--listen", "127.0.0.1:0", "--no-key",
                                "--data-dir", f"{self.folder}/data", *options], env=variables)
        Peer.__init__(self, self.base)

    def add_provider(self, name, base_url, **members):
        answer = self.ask("POST", "/recess/providers",
                          {"name": name, "base_url": base_url, **members})
        assert answer.status == 200, answer.body
        return answer.json
