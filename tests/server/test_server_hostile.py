# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What clients do to recess-server that they should not: too much, too slow, nonsense."""

import contextlib
import http.client
import json
import os
import random
import resource
import socket
import time

import engine
import tap
from engine import Engine, ask, new_home

TCP = ("--listen", "127.0.0.1:0", "--no-key")
MEBIBYTE = 1024 * 1024


def read_status(peer):
    """Status of the next reply, which may come before the request was sent."""
    response = http.client.HTTPResponse(peer)
    response.begin()
    response.read()
    return response.status


def test_large_chunked_body():
    with new_home() as home, Engine(home, *TCP) as server:
        ask(server.public(), "GET", "/v1/models")
        before = server.memory()
        with contextlib.closing(socket.create_connection(("127.0.0.1", server.port))) as peer:
            peer.settimeout(engine.PATIENCE)
            peer.sendall(b"POST /v1/recess/providers HTTP/1.1\r\nHost: localhost\r\n"
                         b"Transfer-Encoding: chunked\r\n\r\n")
            piece = b"100000\r\n" + b"x" * MEBIBYTE + b"\r\n"
            for _ in range(700):
                peer.sendall(piece)
            peer.sendall(b"0\r\n\r\n")
            tap.check(read_status(peer) == 413, "no 413")
            # The connection is as good as new.
            peer.sendall(b"GET /v1/models HTTP/1.1\r\nHost: localhost\r\n\r\n")
            tap.check(read_status(peer) == 200, "the next request")
        grown = server.memory() - before
        print(f"# 700 MiB sent, memory grew by {grown} KiB")
        # The sanitizers keep what was freed.
        tap.check(grown < 40 * 1024 or os.environ.get("RECESS_SANITIZE") == "true", f"memory grew by {grown} KiB")


def test_endless_body_is_cut():
    with new_home() as home, Engine(home, *TCP) as server:
        with contextlib.closing(socket.create_connection(("127.0.0.1", server.port))) as peer:
            peer.settimeout(engine.PATIENCE)
            peer.sendall(b"POST /v1/models HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
            piece = b"100000\r\n" + b"x" * MEBIBYTE + b"\r\n"
            try:
                for _ in range(1500):
                    peer.sendall(piece)
                raise AssertionError("1.5 GiB were taken")
            except OSError:
                pass
        tap.check(ask(server.public(), "GET", "/v1/models")[0] == 200, "the server has gone")


def test_others_are_served_meanwhile():
    with new_home() as home, Engine(home, *TCP) as server, \
            contextlib.closing(socket.create_connection(("127.0.0.1", server.port))) as peer:
        peer.setblocking(False)
        peer.send(b"POST /v1/models HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
        piece = b"100000\r\n" + b"x" * MEBIBYTE + b"\r\n"
        offset = 0
        for _ in range(50):
            for _ in range(20):
                try:
                    offset = (offset + peer.send(piece[offset:])) % len(piece)
                except BlockingIOError:
                    break
            tap.check(ask(server.public(), "GET", "/v1/models")[0] == 200, "not served")


def served_again(server):
    """Until the server has seen that the others are gone, one more is refused."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with contextlib.suppress(ConnectionError):
            return ask(server.public(), "GET", "/v1/models")[0] == 200
    return False


def test_many_connections():
    """More than are let in, and more than there are descriptors for."""
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    with new_home() as home, Engine(home, *TCP, "--listen", f"unix:{home.root}/s") as server:
        with contextlib.ExitStack() as stack:
            for _ in range(min(400, limit[0] - 100)):
                stack.enter_context(contextlib.closing(socket.create_connection(("127.0.0.1", server.port))))
            tap.check(ask(server.private(), "GET", "/v1/models")[0] == 200, "the window is shut out")
        tap.check(served_again(server), "clients are shut out for ever")


def test_no_descriptors():
    with new_home() as home:
        wrapper = ("prlimit", "--nofile=48:48")
        with Engine(home, *TCP, wrapper=wrapper) as server:
            with contextlib.ExitStack() as stack:
                for _ in range(80):
                    stack.enter_context(contextlib.closing(socket.create_connection(("127.0.0.1", server.port))))
            tap.check(ask(server.public(), "GET", "/v1/models")[0] == 200, "it never recovered")


def test_deep_json():
    with new_home() as home, Engine(home, *TCP) as server:
        for body in ("[" * 100000 + "]" * 100000, '{"a":' * 100000 + "1" + "}" * 100000, '{"a":"\\u0000\ud800"}',
                     "{", '{"a":1}{"b":2}', "\0", "nul", '"text"'):
            with contextlib.closing(server.public()) as connection:
                connection.request("POST", "/v1/recess/providers/test", body.encode("utf-8", "surrogatepass"),
                                   {"Content-Type": "application/json"})
                response = connection.getresponse()
                text = response.read()
                tap.check(response.status == 400, f"{body[:20]}: {response.status} {text}")
                tap.check(json.loads(text)["error"]["type"] == "invalid_request_error", text)


def test_noise():
    noise = random.Random(20261122)
    with new_home() as home, Engine(home, *TCP) as server:
        for _ in range(300):
            with contextlib.closing(socket.create_connection(("127.0.0.1", server.port))) as peer:
                peer.settimeout(engine.PATIENCE)
                with contextlib.suppress(OSError):
                    peer.sendall(noise.randbytes(noise.randrange(1, 70000)) + b"\r\n\r\n")
                    peer.shutdown(socket.SHUT_WR)
                    while peer.recv(65536):
                        pass
        tap.check(ask(server.public(), "GET", "/v1/models")[0] == 200, "the server has gone")
        tap.check("CRITICAL" not in server.read_log(), server.read_log())


def test_pages_of_strangers():
    with new_home() as home, Engine(home, *TCP) as server:
        for headers in ({"Host": "evil.example"}, {"Host": f"localhost.evil.example:{server.port}"},
                        {"Origin": "https://evil.example"}, {"Origin": f"http://localhost:{server.port}"}):
            with contextlib.closing(server.public()) as connection:
                connection.putrequest("GET", "/v1/models", skip_host="Host" in headers)
                for name, value in headers.items():
                    connection.putheader(name, value)
                connection.endheaders()
                tap.check(connection.getresponse().status == 403, headers)


def test_leaving_clients_leave_nothing():
    with new_home() as home, Engine(home, *TCP) as server:
        ask(server.public(), "GET", "/v1/models")
        count = lambda: len(os.listdir(f"/proc/{server.process.pid}/fd"))
        before = count()
        for number in range(200):
            connection = http.client.HTTPConnection("127.0.0.1", server.port)
            for _ in range(number % 3):
                connection.request("GET", "/v1/models")
                connection.getresponse().read()
            connection.connect()
            connection.close()
        while count() > before + 1:
            tap.check(ask(server.public(), "GET", "/v1/models")[0] == 200, "not served")


tap.run(globals())
