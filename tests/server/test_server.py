# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""recess-server as a program: command line, lock, sockets, signals, end."""

import contextlib
import json
import os
import shutil
import signal
import socket
import sqlite3
import stat
import subprocess

import engine
import tap
from engine import Engine, ask, new_home

TCP = ("--listen", "127.0.0.1:0", "--no-key")


def run(home, *arguments):
    return subprocess.run([engine.PROGRAM, "--data-dir", str(home.data), *arguments], text=True,
                          capture_output=True, env=home.environment, timeout=engine.PATIENCE)


def test_version():
    with new_home() as home:
        result = run(home, "--version")
        tap.check(result.returncode == 0 and "recess-server" in result.stdout, result)
        tap.check("libsoup 3." in result.stdout and "SQLite 3." in result.stdout, result.stdout)
        tap.check(not home.data.exists(), "--version has made a data folder")


def test_wrong_arguments():
    with new_home() as home:
        key = home.root / "key"
        key.write_text("sk-file\n")
        key.chmod(0o644)
        empty = home.root / "empty"
        empty.write_text("\n")
        empty.chmod(0o600)
        cases = {
            ("--listen", "127.0.0.1:0"): "--api-key-file",
            ("--listen", "0.0.0.0:0", "--no-key"): "--api-key-file",
            ("--listen", "[::]:0", "--no-key"): "--api-key-file",
            ("--listen", "nowhere"): "--listen 127.0.0.1:",
            ("--listen", "127.0.0.1:99999", "--no-key"): "--listen 127.0.0.1:",
            ("--listen", "unix:relative"): "absolute path",
            ("--listen", "unix:/" + "x" * 107): "107 bytes",
            ("--api-key-file", str(key)): "chmod 600",
            ("--api-key-file", str(empty)): "one key",
            ("--api-key-file", str(home.root / "none")): "cannot be read",
            ("--api-key-file", str(home.root)): "chmod 600",
            ("--api-key-file", str(empty), "--no-key"): "Leave one out",
            ("--allow-origin", "*"): "--allow-origin https://",
            ("--allow-origin", "https://a.example/"): "--allow-origin https://",
            ("--provider", "nothing"): "NAME=BASE_URL",
            ("--alias", "nothing"): "NAME=MODEL",
            ("--frobnicate",): "--help",
            ("stray",): "--help",
        }
        for arguments, remedy in cases.items():
            result = run(home, *arguments)
            tap.check(result.returncode == 2, f"{arguments}: {result}")
            tap.check(remedy in result.stderr.strip().splitlines()[-1], f"{arguments}: {result.stderr}")
            tap.check(result.stdout == "", f"{arguments}: {result.stdout}")


def test_private_socket():
    with new_home() as home, Engine(home) as server:
        tap.check(server.ready["listening"] == server.ready["listeners"][0], server.ready)
        path = server.socket_path
        tap.check(path.startswith(str(home.runtime)), path)
        tap.check(stat.S_IMODE(os.stat(path).st_mode) == 0o600, oct(os.stat(path).st_mode))
        tap.check(stat.S_IMODE(os.stat(os.path.dirname(path)).st_mode) == 0o700, "folder of the socket")
        for name in os.listdir(home.data):
            tap.check(stat.S_IMODE((home.data / name).stat().st_mode) == 0o600, name)

        status, row = ask(server.private(), "GET", "/v1/recess/server")
        tap.check(status == 200 and row["pid"] == server.process.pid, row)
        tap.check(row["data_dir"] == str(home.data) and row["store"] == "ok", row)
        tap.check(row["secret_service"] is False, row)
        status, row = ask(server.private(), "DELETE", "/v1/recess/server")
        tap.check(status == 200 and row["deleted"] is True, row)
        tap.check(server.wait() == 0, server.read_log())
        tap.check(not os.path.exists(path), "the socket is left")


def test_no_runtime_folder():
    with new_home() as home:
        del home.environment["XDG_RUNTIME_DIR"]
        with Engine(home) as server:
            tap.check(server.socket_path.startswith("/tmp/recess"), server.socket_path)
            tap.check(ask(server.private(), "GET", "/v1/recess/server")[0] == 200, "not reached")
            tap.check(server.end() == 0, server.read_log())


def test_key_file():
    with new_home() as home:
        key = home.root / "key"
        key.write_text("sk-file\n")
        key.chmod(0o600)
        with Engine(home, "--listen", "127.0.0.1:0", "--listen", f"unix:{home.root}/s",
                    "--api-key-file", str(key)) as server:
            tap.check(server.ready["listening"] == f"http://127.0.0.1:{server.port}/v1", server.ready)
            status, row = ask(server.public(), "GET", "/v1/models")
            tap.check(status == 401 and row["error"]["code"] == "invalid_api_key", row)
            tap.check(ask(server.public(), "GET", "/v1/models", Authorization="Bearer sk-filf")[0] == 401, "wrong key")
            tap.check(ask(server.public(), "GET", "/v1/models", Authorization="Bearer sk-file")[0] == 200, "key")
            tap.check(ask(server.public(), "GET", "/v1/recess/server", api_key="sk-file")[0] == 200, "api-key")
            tap.check(ask(server.private(), "GET", "/v1/models")[0] == 200, "private socket")
            status, row = ask(server.public(), "DELETE", "/v1/recess/server", api_key="sk-file")
            tap.check(status == 403, row)
            status, row = ask(server.public(), "PUT", "/v1/recess/listener", {"enabled": True}, api_key="sk-file")
            tap.check(status == 403, row)
            tap.check(server.end(signal.SIGINT) == 0, server.read_log())


def test_two_servers():
    with new_home() as home, Engine(home, *TCP) as server:
        result = run(home)
        tap.check(result.returncode == 3, result)
        other = json.loads(result.stdout)
        tap.check(other == {**server.ready, "already": True}, other)
        # A link to the folder is the same folder.
        link = home.root / "link"
        link.symlink_to(home.data)
        result = subprocess.run([engine.PROGRAM, "--data-dir", str(link)], capture_output=True,
                                env=home.environment, timeout=engine.PATIENCE)
        tap.check(result.returncode == 3, result)
        tap.check(ask(server.public(), "GET", "/v1/models")[0] == 200, "the first one has ended")


def test_killed():
    with new_home() as home:
        with Engine(home) as server:
            path = server.socket_path
            server.end(signal.SIGKILL)
            tap.check(os.path.exists(path), "no stale socket to test with")
        with Engine(home) as server:
            tap.check(server.socket_path == path, server.ready)
            tap.check(ask(server.private(), "GET", "/v1/models")[0] == 200, "not reached")


def test_path_in_use():
    with new_home() as home:
        path = home.root / "socket"
        path.write_text("a file of the user's")
        result = run(home, "--listen", f"unix:{path}")
        tap.check(result.returncode == 1 and "in use" in result.stderr, result)
        tap.check(path.read_text() == "a file of the user's", "the file has gone")

        path.unlink()
        with contextlib.closing(socket.socket(socket.AF_UNIX)) as other:
            other.bind(str(path))
            other.listen()
            result = run(home, "--listen", f"unix:{path}")
            tap.check(result.returncode == 1 and "in use" in result.stderr, result)
            tap.check(path.exists(), "the socket of another program has gone")

        with contextlib.closing(socket.socket()) as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            result = run(home, "--no-key", "--listen", "127.0.0.1:%d" % other.getsockname()[1])
            tap.check(result.returncode == 1 and "Cannot listen on 127.0.0.1" in result.stderr, result)


def test_unusable_data():
    with new_home() as home:
        home.data.write_text("no folder")
        result = run(home)
        tap.check(result.returncode == 1 and "--data-dir" in result.stderr, result)


def sandbox(home):
    """Begins a command for which all but the runtime folder is read-only."""
    wrapper = ("bwrap", "--die-with-parent", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc",
               "--bind", str(home.runtime), str(home.runtime))
    if shutil.which("bwrap") is None or subprocess.run([*wrapper, "true"], capture_output=True).returncode != 0:
        raise tap.Skip("no bubblewrap, or it may not be used here")
    return wrapper


def test_read_only_home():
    with new_home() as home:
        wrapper = sandbox(home)
        result = subprocess.run([*wrapper, engine.PROGRAM, "--data-dir", str(home.data)], text=True,
                                capture_output=True, env=home.environment, timeout=engine.PATIENCE)
        tap.check(result.returncode == 1 and str(home.data) in result.stderr, result)

        with Engine(home) as server:
            server.end()
        with Engine(home, wrapper=wrapper) as server:
            row = ask(server.private(), "GET", "/v1/recess/server")[1]
            tap.check(row["store"] == "read-only", row)
            status, row = ask(server.private(), "PUT", "/v1/recess/listener", {"enabled": True})
            tap.check(status >= 400 and row["error"]["message"], row)
            tap.check(ask(server.private(), "GET", "/v1/recess/listener")[1]["enabled"] is False, "it was not kept")
            # One reader at a time too.
            result = subprocess.run([*wrapper, engine.PROGRAM, "--data-dir", str(home.data)], text=True,
                                    capture_output=True, env=home.environment, timeout=engine.PATIENCE)
            tap.check(result.returncode == 3, result)


def test_idle_end():
    with new_home() as home:
        with Engine(home, "--idle-exit", "1") as server:
            tap.check(server.wait() == 0, server.read_log())
        with Engine(home, "--idle-exit", "1") as server, contextlib.closing(server.private()) as connection:
            connection.connect()
            with Engine(engine_home := home_beside(home), "--idle-exit", "2") as clock:
                tap.check(clock.wait() == 0, clock.read_log())
            tap.check(server.process.poll() is None, "ended although a client is there")
            connection.close()
            tap.check(server.wait() == 0, server.read_log())


def home_beside(home):
    folder = home.root / "beside"
    folder.mkdir()
    return engine.Home(folder)


def test_signals():
    with new_home() as home, Engine(home, *TCP) as server:
        server.process.send_signal(signal.SIGHUP)
        server.process.send_signal(signal.SIGPIPE)
        tap.check(ask(server.public(), "GET", "/v1/models")[0] == 200, "ended by a signal to be ignored")
        tap.check(server.end() == 0, server.read_log())


def test_end_within_a_stream():
    with new_home() as home, engine.EndlessProvider() as provider, \
            Engine(home, *TCP, "--provider", provider.option) as server, \
            contextlib.closing(server.public()) as stream, contextlib.closing(server.public()) as resting:
        resting.request("GET", "/v1/models")
        resting.getresponse().read()
        stream.request("POST", "/v1/chat/completions",
                       json.dumps({"model": "fake/m", "stream": True, "messages": [{"role": "user", "content": "?"}]}),
                       {"Content-Type": "application/json"})
        response = stream.getresponse()
        tap.check(response.status == 200, response.read() if response.status != 200 else "")
        tap.check(b"begun" in response.readline(), "the first chunk")
        server.process.send_signal(signal.SIGTERM)
        rest = response.read().decode()
        error = json.loads(next(line for line in rest.splitlines() if line.startswith("data: "))[len("data: "):])
        tap.check(error["error"]["code"] == "server_ending", rest)
        tap.check("[DONE]" not in rest, rest)
        tap.check(server.wait() == 0, server.read_log())


@contextlib.contextmanager
def kept_answer(server):
    """A stream that is kept in a conversation, of which the first chunk has come."""
    row = ask(server.private(), "POST", "/v1/recess/conversations", {"settings": {}})[1]
    messages = f"/v1/recess/conversations/{row['id']}/messages"
    rows = ask(server.private(), "POST", messages,
               {"role": "user", "content": "?", "answer": {"model": "fake/m"}})[1]["data"]
    with contextlib.closing(server.private()) as stream:
        stream.request("POST", "/v1/chat/completions",
                       json.dumps({"model": "fake/m", "stream": True, "messages": [{"role": "user", "content": "?"}]}),
                       {"Content-Type": "application/json", "Recess-Message": rows[1]["id"]})
        response = stream.getresponse()
        tap.check(response.status == 200 and b"begun" in response.readline(), response)
        yield messages


def wait_for_disk(home, text):
    """Until another process sees it."""
    while True:
        with contextlib.closing(sqlite3.connect(f"file:{home.data}/server.db?mode=ro", uri=True)) as db:
            tables = [name for name, in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND "
                                                   "sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE '%fts%'")]
            if any(text in str(row) for table in tables for row in db.execute(f"SELECT * FROM '{table}'")):
                return


def check_interrupted(home, messages):
    with Engine(home) as server:
        rows = ask(server.private(), "GET", messages)[1]["data"]
        tap.check([row["role"] for row in rows] == ["user", "assistant"], rows)
        tap.check(rows[1]["status"] == "interrupted" and rows[1]["content"] == "begun", rows[1])


def test_killed_within_a_kept_answer():
    with new_home() as home, engine.EndlessProvider() as provider:
        with Engine(home, "--provider", provider.option) as server, kept_answer(server) as messages:
            wait_for_disk(home, "begun")
            server.end(signal.SIGKILL)
        check_interrupted(home, messages)


def test_ended_within_a_kept_answer():
    with new_home() as home, engine.EndlessProvider() as provider:
        with Engine(home, "--provider", provider.option) as server, kept_answer(server) as messages:
            tap.check(server.end() == 0, server.read_log())
        check_interrupted(home, messages)


def test_stays_for_a_kept_answer():
    with new_home() as home, engine.EndlessProvider() as provider, \
            Engine(home, "--provider", provider.option, "--idle-exit", "1") as server:
        with kept_answer(server):
            pass
        with Engine(home_beside(home), "--idle-exit", "3") as clock:
            tap.check(clock.wait() == 0, clock.read_log())
        tap.check(server.process.poll() is None, "ended although an answer is being written")
        provider.over.set()
        tap.check(server.wait() == 0, server.read_log())


def wait_for_listener(server):
    """It comes after the server, as its key has to be asked for."""
    while True:
        row = ask(server.private(), "GET", "/v1/recess/listener")[1]
        if row["url"] is not None or row["error"] is not None:
            return row


def test_listener_for_scripts():
    with new_home() as home, contextlib.closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with contextlib.closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]

        with Engine(home, "--idle-exit", "1") as server:
            private = server.private
            row = ask(private(), "GET", "/v1/recess/listener")[1]
            tap.check((row["enabled"], row["port"], row["key"], row["url"]) == (False, 8017, None, None), row)
            for settings, param in (({"enabled": 1}, "enabled"), ({"port": 80}, "port"), ({"port": 70000}, "port"),
                                    ({"port": "8"}, "port"), ({"new_key": None}, "new_key")):
                status, row = ask(private(), "PUT", "/v1/recess/listener", settings)
                tap.check(status == 400 and row["error"]["param"] == param, f"{settings}: {row}")

            status, row = ask(private(), "PUT", "/v1/recess/listener",
                              {"enabled": True, "port": taken.getsockname()[1]})
            tap.check(status == 400 and row["error"]["code"] == "port_taken", row)
            tap.check(ask(private(), "GET", "/v1/recess/listener")[1]["enabled"] is False, "it stays off")

            status, row = ask(private(), "PUT", "/v1/recess/listener", {"enabled": True, "port": port})
            tap.check(status == 200 and row["url"] == f"http://127.0.0.1:{port}/v1", row)
            first = row["key"]
            tap.check(row["key_storage"] == "session" and len(first) > 20, row)
            tap.check(ask(server.public(port), "GET", "/v1/models", api_key=first)[0] == 200, "the key")
            tap.check(ask(server.public(port), "GET", "/v1/models")[0] == 401, "no key")

            second = ask(private(), "PUT", "/v1/recess/listener", {"new_key": True})[1]["key"]
            tap.check(second != first, "the same key")
            tap.check(ask(server.public(port), "GET", "/v1/models", api_key=first)[0] == 401, "the old key")
            tap.check(ask(server.public(port), "GET", "/v1/models", api_key=second)[0] == 200, "the new key")
            server.end(signal.SIGKILL)

        # On again by itself, and a reason to stay.
        with Engine(home, "--idle-exit", "1") as server:
            with Engine(home_beside(home), "--idle-exit", "3") as clock:
                tap.check(clock.wait() == 0, clock.read_log())
            tap.check(server.process.poll() is None, "ended although the listener is on")
            row = wait_for_listener(server)
            tap.check(row["enabled"] and row["url"] == f"http://127.0.0.1:{port}/v1", row)
            tap.check(ask(server.public(port), "GET", "/v1/models", api_key=row["key"])[0] == 200, "the key")
            row = ask(server.private(), "PUT", "/v1/recess/listener", {"enabled": False})[1]
            tap.check(row["url"] is None and row["key"] is None, row)
            try:
                ask(server.public(port), "GET", "/v1/models")
                raise AssertionError("it still listens")
            except ConnectionRefusedError:
                pass
            tap.check(server.wait() == 0, server.read_log())


def keyring(home):
    """Begins a command in a session with a Secret Service of its own, which keeps its file."""
    if shutil.which("dbus-run-session") is None or shutil.which("gnome-keyring-daemon") is None:
        raise tap.Skip("no Secret Service to test with")
    home.environment.pop("DBUS_SESSION_BUS_ADDRESS")
    unlock = "printf password | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec \"$@\""
    return "dbus-run-session", "--", "sh", "-c", unlock, "sh"


def test_key_in_the_secret_service():
    with new_home() as home:
        wrapper = keyring(home)
        with contextlib.closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        with Engine(home, wrapper=wrapper) as server:
            row = ask(server.private(), "PUT", "/v1/recess/listener", {"enabled": True, "port": port})[1]
            key = row["key"]
            while row["key_storage"] == "session":
                row = ask(server.private(), "GET", "/v1/recess/listener")[1]
            tap.check(row["key_storage"] == "secret-service" and row["key"] == key, row)
            ask(server.private(), "DELETE", "/v1/recess/server")
            tap.check(server.wait() == 0, server.read_log())
            tap.check(key not in server.read_log(), "the key is in the log")
        for path in home.data.iterdir():
            tap.check(key.encode() not in path.read_bytes(), f"the key is in {path}")
        with Engine(home, wrapper=wrapper) as server:
            row = wait_for_listener(server)
            tap.check(row["key"] == key and row["key_storage"] == "secret-service", row)
            tap.check(ask(server.public(port), "GET", "/v1/models", api_key=key)[0] == 200, "the kept key")
            ask(server.private(), "DELETE", "/v1/recess/server")
            tap.check(server.wait() == 0, server.read_log())


def test_listener_changes_at_once():
    """Each change begins with what the one before it has left."""
    with new_home() as home, Engine(home) as server:
        with contextlib.closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        for _ in range(10):
            bodies = [{"enabled": False}, {"new_key": True}, {"enabled": True, "port": port}, {"new_key": True}]
            connections = [server.private() for _ in bodies]
            for connection, body in zip(connections, bodies):
                connection.request("PUT", "/v1/recess/listener", json.dumps(body),
                                   {"Content-Type": "application/json"})
            for connection in connections:
                with contextlib.closing(connection):
                    response = connection.getresponse()
                    tap.check(response.status == 200, response.read())
            row = ask(server.private(), "GET", "/v1/recess/listener")[1]
            tap.check(row["enabled"] == (row["url"] is not None) and not row["error"], row)


def test_listener_port_taken_at_start():
    with new_home() as home:
        with contextlib.closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        with Engine(home) as server:
            ask(server.private(), "PUT", "/v1/recess/listener", {"enabled": True, "port": port})
            server.end()
        with contextlib.closing(socket.socket()) as taken:
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            taken.bind(("127.0.0.1", port))
            taken.listen()
            with Engine(home) as server:
                row = wait_for_listener(server)
                tap.check(row["enabled"] and row["url"] is None and str(port) in row["error"], row)


tap.run(globals())
