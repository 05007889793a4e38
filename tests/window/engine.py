# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The engine of the window under test, asked over its own socket."""

import http.client
import json
import os
import pathlib
import socket


def socket_path():
    """Where the recess-server of this run listens; None as long as there is none."""
    folder = pathlib.Path(os.environ["XDG_RUNTIME_DIR"]) / "recess"
    for path in sorted(folder.glob("*")):
        if path.is_socket():
            return path
    return None


class _Connection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=30)
        self._path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self._path)


def request(method, path, body=None):
    """Returns the answer's JSON; any status but success is an error."""
    connection = _Connection(socket_path())
    try:
        text = None if body is None else json.dumps(body)
        connection.request(method, "/v1" + path, text, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        data = answer.read()
    finally:
        connection.close()
    if answer.status >= 300:
        raise AssertionError(f"{method} {path}: {answer.status} {data.decode(errors='replace')}")
    return json.loads(data) if data else None


def answers():
    """True once the engine answers at all."""
    try:
        return socket_path() is not None and request("GET", "/recess/server") is not None
    except (OSError, http.client.HTTPException):
        return False


def conversations():
    return request("GET", "/recess/conversations?limit=100")["data"]


def messages(conversation):
    return request("GET", f"/recess/conversations/{conversation}/messages")["data"]


def add_provider(name, url, model=None):
    """A provider without a key; with @model its model is the default one."""
    request("POST", "/recess/providers", {"name": name, "base_url": url, "auth": "none"})
    if model is not None:
        request("PUT", "/recess/aliases",
                {"default_model": f"{name}/{model}", "default_provider": name, "aliases": {}})
