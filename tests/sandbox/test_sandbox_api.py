# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Programs that a client of recess-server runs: events, cancelling, refusals, and what is left when
somebody goes."""

import contextlib
import json
import os
import pathlib
import select
import signal
import tempfile

import engine
import tap
from engine import Engine, ask, new_home

RUNS = "/v1/recess/sandbox/runs"
TCP = ("--listen", "127.0.0.1:0", "--no-key")


class Run:
    """One program and its events."""

    def __init__(self, server, code, language="shell", **more):
        self.connection = server.private()
        self.connection.request("POST", RUNS, json.dumps({"language": language, "code": code, **more}),
                                {"Content-Type": "application/json"})
        self.response = self.connection.getresponse()
        tap.check(self.response.status == 200, self.response.status)

    def events(self):
        name = None
        for line in self.response:
            line = line.decode().rstrip("\n")
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            elif line.startswith("data: "):
                yield name, json.loads(line.removeprefix("data: "))

    def begin(self, word="begun"):
        """The id, when the program has printed a word."""
        run_id = None
        for name, data in self.events():
            run_id = data.get("id", run_id)
            if word in data.get("text", ""):
                return run_id
        raise AssertionError("the run has ended early")

    def finish(self):
        """Everything printed, and the end."""
        text = {"stdout": "", "stderr": ""}
        for name, data in self.events():
            if name == "output":
                text[data["stream"]] += data["text"]
            if name == "end":
                self.close()
                return text["stdout"], text["stderr"], data
        raise AssertionError("no end")

    def close(self):
        self.response.close()
        self.connection.close()


@contextlib.contextmanager
def sandbox(*arguments, **changes):
    with new_home() as home:
        environment = {**home.environment, **changes}
        with Engine(home, *arguments, environment=environment) as server:
            status, found = ask(server.private(), "GET", "/v1/recess/sandbox")
            tap.check(status == 200, (status, found))
            if not found["available"]:
                raise tap.Skip(found["reason"])
            yield server


def pids_with(token):
    found = []
    for folder in pathlib.Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError):
            if int(folder.name) != os.getpid() and token.encode() in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
    return found


def wait_for_end(pids):
    """Until none of them is left, told by the kernel."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            watched = os.pidfd_open(pid)
            readable, _, _ = select.select([watched], [], [], engine.PATIENCE)
            os.close(watched)
            tap.check(readable, f"process {pid} is still there")


def begin_sleeper(server):
    """A tree of processes that want to stay, and how to know them."""
    token = f"9{int.from_bytes(os.urandom(5)):d}"
    run = Run(server, f"sleep {token} & setsid sh -c 'trap \"\" TERM HUP INT; sleep {token} & sleep {token}' &"
                      f" sleep 0.1; echo begun; sleep {token}")
    run_id = run.begin()
    pids = pids_with(token)
    tap.check(len(pids) >= 4, pids)
    return run, run_id, pids


def test_events():
    with sandbox() as server:
        run = Run(server, "import sys\nprint('a', flush=True)\nprint(sys.stdin.read(), file=sys.stderr)\n"
                          "print(open('x.txt').read())\nsys.exit(4)", "python", stdin="in",
                  files=[{"name": "x.txt", "content": "file"}], limits={"wall_ms": 30000})
        tap.check(run.response.headers["Content-Type"].startswith("text/event-stream"), "no stream")
        name, data = next(run.events())
        tap.check(name == "started" and data["id"].startswith("srun_"), (name, data))
        out, err, end = run.finish()
        tap.check((out, err) == ("a\nfile\n", "in\n"), (out, err))
        tap.check(end.pop("duration_ms") > 0, end)
        tap.check(end == {"status": "failed", "exit_code": 4, "signal": None, "limit": None,
                          "message": "Ended with exit code 4", "truncated": False}, end)


def test_output_comes_as_it_is_written():
    with sandbox() as server:
        run = Run(server, "echo begun; read line; sleep 1000000")
        run_id = run.begin()
        status, answer = ask(server.private(), "POST", f"{RUNS}/{run_id}/cancel")
        tap.check(status == 200 and answer["cancelled"], answer)
        _, _, end = run.finish()
        tap.check(end["status"] == "cancelled" and end["exit_code"] is None, end)
        status, answer = ask(server.private(), "POST", f"{RUNS}/{run_id}/cancel")
        tap.check(status == 404 and run_id in answer["error"]["message"], answer)


def test_limits_are_told():
    with sandbox() as server:
        _, _, end = Run(server, "while :; do :; done", limits={"wall_ms": 300}).finish()
        tap.check(end["status"] == "limit" and end["limit"] == "wall", end)
        tap.check(end["message"] == "Stopped: time limit of 0.3 s", end)
        out, _, end = Run(server, "yes", limits={"output_bytes": 1000}).finish()
        tap.check(end["limit"] == "output" and end["truncated"], end)
        tap.check(out.startswith("y\n" * 500 + "\n[The output was cut here"), out[:2000])


def test_wrong_bodies():
    cases = [
        ({}, "language"), ({"language": "ruby", "code": ""}, "language"), ({"language": "python"}, "code"),
        ({"language": "python", "code": 1}, "code"), ({"language": None, "code": ""}, "language"),
        ({"language": "shell", "code": "", "stdin": 1}, "stdin"),
        ({"language": "shell", "code": "", "files": {}}, "files"),
        ({"language": "shell", "code": "", "files": [1]}, "files[0]"),
        ({"language": "shell", "code": "", "files": [{"name": "a"}]}, "files[0].content"),
        ({"language": "shell", "code": "", "limits": []}, "limits"),
        ({"language": "shell", "code": "", "limits": {"wall_ms": 0}}, "limits.wall_ms"),
        ({"language": "shell", "code": "", "limits": {"wall_ms": -1}}, "limits.wall_ms"),
        ({"language": "shell", "code": "", "limits": {"cpu_s": 1.5}}, "limits.cpu_s"),
        ({"language": "shell", "code": "", "limits": {"memory_bytes": 1 << 60}}, "limits.memory_bytes"),
        ({"language": "shell", "code": "", "limits": {"processes": "4"}}, "limits.processes"),
    ]
    for name in ("", ".", "..", "a/b", "/etc/passwd", "x" * 256):
        cases.append(({"language": "shell", "code": "", "files": [{"name": name, "content": ""}]}, "files[0]"))
    twice = [{"name": "a", "content": ""}] * 2
    cases.append(({"language": "shell", "code": "", "files": twice}, "files[1]"))
    many = [{"name": str(i), "content": ""} for i in range(257)]
    cases.append(({"language": "shell", "code": "", "files": many}, "files[256]"))
    with sandbox() as server:
        for body, param in cases:
            status, answer = ask(server.private(), "POST", RUNS, body)
            tap.check(status == 400 and answer["error"]["param"] == param, (body, status, answer))


def test_only_the_window():
    with tempfile.TemporaryDirectory() as folder, sandbox(*TCP, "--listen", f"unix:{folder}/socket") as server:
        for method, path in (("GET", "/v1/recess/sandbox"), ("POST", RUNS), ("POST", RUNS + "/x/cancel")):
            body = {"language": "shell", "code": "echo"} if method == "POST" else None
            status, answer = ask(server.public(), method, path, body)
            tap.check(status == 403 and answer["error"]["code"] == "private_socket_only", (path, answer))


def test_too_many():
    with sandbox() as server:
        runs = [Run(server, "sleep 1000000") for _ in range(16)]
        status, answer = ask(server.private(), "POST", RUNS, {"language": "shell", "code": ""})
        tap.check(status == 429 and "16 programs" in answer["error"]["message"], (status, answer))
        for run in runs:
            run_id = next(run.events())[1]["id"]
            ask(server.private(), "POST", f"{RUNS}/{run_id}/cancel")
        for run in runs:
            tap.check(run.finish()[2]["status"] == "cancelled", "not cancelled")
        tap.check(Run(server, "echo again").finish()[0] == "again\n", "no place again")


def test_nothing_of_the_server_gets_in():
    with sandbox(OPENAI_API_KEY="sk-secret", RECESS_SECRET="sk-secret") as server:
        out, _, _ = Run(server, "env; cat /proc/*/environ; ls -l /proc/*/fd | grep -c socket").finish()
        tap.check("sk-secret" not in out, out)
        out, _, _ = Run(server, "import os; print(sorted(os.listdir('/proc/self/fd')))", "python").finish()
        tap.check(out == "['0', '1', '2', '3']\n", out)


def test_client_goes_away():
    with sandbox() as server:
        run, _, pids = begin_sleeper(server)
        run.close()
        wait_for_end(pids)
        tap.check(Run(server, "echo on").finish()[0] == "on\n", "the server does not go on")


def test_server_is_killed():
    with sandbox() as server:
        run, _, pids = begin_sleeper(server)
        server.process.kill()
        server.wait()
        wait_for_end(pids)
        run.close()


def test_server_ends():
    with sandbox() as server:
        run, _, pids = begin_sleeper(server)
        tap.check(server.end() == 0, "no good end")
        wait_for_end(pids)
        run.close()


def has_program(pid):
    """Whether that bwrap has got as far as to take its filter; before that it cannot run anything."""
    with contextlib.suppress(OSError):
        return "Seccomp:\t2" in pathlib.Path(f"/proc/{pid}/status").read_text()
    return False


def test_server_is_killed_as_programs_start():
    """Wherever in the start of a program the keeper goes, the program goes as well."""
    with sandbox():
        pass
    with new_home() as home:
        for delay in range(20):
            token = 1000000 + int.from_bytes(os.urandom(3))
            with Engine(home) as server:
                run = Run(server, f"sleep 1{token}", limits={"file_bytes": token})
                with contextlib.suppress(TimeoutError):
                    run.connection.sock.settimeout(delay * 0.001 + 0.0001)
                    list(run.events())
                server.process.kill()
                server.wait()
                # What is ended may have started another just before.
                while pids := pids_with(str(token)):
                    for pid in pids:
                        with contextlib.suppress(ProcessLookupError):
                            watched = os.pidfd_open(pid)
                            if not select.select([watched], [], [], 1)[0]:
                                tap.check(not has_program(pid), f"{delay} ms: {pid} goes on")
                                # bwrap itself waits for ever where it loses its other half that early.
                                os.kill(pid, signal.SIGKILL)
                                select.select([watched], [], [])
                            os.close(watched)


def refusal(home, **changes):
    with Engine(home, environment={**home.environment, **changes}) as server:
        status, found = ask(server.private(), "GET", "/v1/recess/sandbox")
        tap.check(status == 200 and not found["available"], found)
        marker = home.root / "ran"
        out, err, end = Run(server, f"echo bare > {marker}; echo bare").finish()
        tap.check((out, err) == ("", "") and not marker.exists(), "it ran bare")
        tap.check(end["status"] == "unavailable" and end["message"], end)
        return end["message"]


def test_no_bubblewrap():
    with new_home() as home:
        tap.check("Install the package “bubblewrap”" in refusal(home, PATH="/nonexistent"), "no remedy")


def test_namespaces_forbidden():
    with new_home() as home:
        for words in ("bwrap: No permissions to create new namespace, likely because the kernel does not allow "
                      "non-privileged user namespaces.", "bwrap: setting up uid map: Permission denied"):
            fake = home.root / "bwrap"
            fake.write_text(f"#!/bin/sh\necho '{words}' >&2\nexit 1\n")
            fake.chmod(0o755)
            message = refusal(home, PATH=f"{home.root}:{os.environ['PATH']}")
            tap.check("AppArmor" in message and words.split(":")[1].strip()[:20] in message, message)


def test_bubblewrap_that_lies():
    """One that says that all is well, and has run nothing."""
    with new_home() as home:
        fake = home.root / "bwrap"
        for words in ('{"child-pid": 1}', '{"child-pid": -7}', '{"child-pid": "x"}', '{"exit-code": 0}', "[", "\\0"):
            fake.write_text(f"#!/bin/sh\nprintf '{words}\\n' >&4\nexit 0\n")
            fake.chmod(0o755)
            refusal(home, PATH=f"{home.root}:{os.environ['PATH']}")


tap.run(globals())
