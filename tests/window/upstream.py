# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A provider that says what a test tells it, when the test tells it."""

import http.server
import json
import queue
import threading

END = object()
CUT = object()


class Upstream:
    """Answers each chat completion with what `say` puts in, piece by piece.

        upstream = Upstream()
        upstream.say("Hello ")          # goes out as one event of the running answer
        upstream.say("there.", END)     # and ends it
        upstream.fail(429, "Too many")  # what the next request gets instead
    """

    def __init__(self):
        self.requests = []
        self._pieces = queue.Queue()
        self._failures = queue.Queue()
        upstream = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_arguments):
                pass

            def do_GET(self):
                self.reply(200, {"object": "list", "data": [
                    {"id": "scripted", "object": "model", "created": 1, "owned_by": "test"}]})

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                upstream.requests.append(body)
                if not upstream._failures.empty():
                    status, message = upstream._failures.get()
                    self.reply(status, {"error": {"message": message, "type": "test",
                                                  "param": None, "code": None}})
                else:
                    upstream.stream(self)

            def reply(self, status, value):
                data = json.dumps(value).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def say(self, *pieces):
        for piece in pieces:
            self._pieces.put(piece)

    def fail(self, status, message):
        self._failures.put((status, message))

    def forget(self):
        """Drops what was to be said and is not."""
        while not self._pieces.empty():
            self._pieces.get()

    def stream(self, handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("Connection", "close")
        handler.end_headers()
        try:
            while True:
                piece = self._pieces.get()
                if piece is CUT:
                    break
                if piece is END:
                    handler.wfile.write(_event({}, "stop") + b"data: [DONE]\n\n")
                    break
                handler.wfile.write(_event({"content": piece}, None))
                handler.wfile.flush()
        except OSError:
            pass  # the caller has gone
        handler.close_connection = True


def _event(delta, finish_reason):
    return b"data: " + json.dumps({
        "id": "chatcmpl-test", "object": "chat.completion.chunk", "created": 1, "model": "scripted",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish_reason}]}).encode() \
        + b"\n\n"
