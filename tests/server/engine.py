# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A recess-server under test, in folders of its own, and the ways to ask it."""

import contextlib
import http.client
import http.server
import json
import os
import pathlib
import signal
import socket
import subprocess
import tempfile
import threading

import tap

PROGRAM = os.environ["RECESS_SERVER"]
PATIENCE = 30


class UnixConnection(http.client.HTTPConnection):
    """HTTP to the private socket."""

    def __init__(self, path):
        super().__init__("localhost", timeout=PATIENCE)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(PATIENCE)
        self.sock.connect(self.path)


class Home:
    """What the environment of one user points at."""

    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.data = self.root / "data"
        self.runtime = self.root / "run"
        self.runtime.mkdir(mode=0o700)
        self.environment = {
            **os.environ,
            "HOME": str(self.root),
            "XDG_RUNTIME_DIR": str(self.runtime),
            "XDG_DATA_HOME": str(self.root / "share"),
            "XDG_STATE_HOME": str(self.root / "state"),
            # Nobody's keyring is asked.
            "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent",
        }
        self.environment.pop("FLATPAK_ID", None)


@contextlib.contextmanager
def new_home():
    with tempfile.TemporaryDirectory(prefix="recess-server-") as root:
        yield Home(root)


class Engine:
    """One server; ended with the block it was started for."""

    def __init__(self, home, *arguments, wrapper=(), environment=None):
        self.log = (home.root / f"log-{os.urandom(4).hex()}").open("w+b")
        self.process = subprocess.Popen(
            [*wrapper, PROGRAM, "--data-dir", str(home.data), *arguments],
            stdout=subprocess.PIPE, stderr=self.log, text=True,
            env=environment or home.environment)
        line = self.process.stdout.readline()
        self.ready = json.loads(line) if line else None

    def __enter__(self):
        tap.check(self.ready is not None, f"the server has not started: {self.read_log()}")
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.log.close()

    def read_log(self):
        self.log.seek(0)
        return self.log.read().decode()

    def wait(self):
        return self.process.wait(PATIENCE)

    def end(self, with_signal=signal.SIGTERM):
        self.process.send_signal(with_signal)
        return self.wait()

    @property
    def socket_path(self):
        return next(url for url in self.ready["listeners"] if url.startswith("unix:")).removeprefix("unix:")

    @property
    def port(self):
        return next(int(url.rsplit(":", 1)[1].split("/")[0]) for url in self.ready["listeners"]
                    if url.startswith("http:"))

    def private(self):
        return UnixConnection(self.socket_path)

    def public(self, port=None):
        return http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=PATIENCE)

    def memory(self):
        """The most it had in memory so far, in KiB."""
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
        raise AssertionError("no VmHWM")


def ask(connection, method, path, body=None, **headers):
    """Status and JSON of one request; the connection is closed."""
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    if body is not None:
        headers.setdefault("Content-Type", "application/json")
        body = json.dumps(body)
    with contextlib.closing(connection):
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        text = response.read()
        return response.status, json.loads(text) if text else None


class EndlessProvider(http.server.ThreadingHTTPServer):
    """Begins an answer and never ends it."""

    daemon_threads = True

    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_GET(self):
            text = b'{"object":"list","data":[{"id":"m","object":"model"}]}'
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            self.wfile.write(b'data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m",'
                             b'"choices":[{"index":0,"delta":{"role":"assistant","content":"begun"},'
                             b'"finish_reason":null}]}\n\n')
            self.wfile.flush()
            self.server.over.wait()

    def __init__(self):
        super().__init__(("127.0.0.1", 0), self.Handler)
        self.over = threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def __exit__(self, *_):
        self.over.set()
        self.shutdown()
        self.server_close()

    @property
    def option(self):
        return f"fake=http://127.0.0.1:{self.server_address[1]}/v1"
