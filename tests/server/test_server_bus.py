# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""recess-server and the session bus: with a Secret Service, without, and when the bus goes."""

import contextlib
import shutil
import subprocess
import time

import tap
from engine import PATIENCE, Engine, ask, new_home


@contextlib.contextmanager
def new_bus(home):
    """A session bus of its own, on which nobody can be started."""
    if shutil.which("dbus-daemon") is None:
        raise tap.Skip("no dbus-daemon")
    config = home.root / "bus.conf"
    config.write_text(f"""<busconfig><type>session</type><listen>unix:dir={home.runtime}</listen>
        <policy context="default"><allow send_destination="*" eavesdrop="true"/>
        <allow eavesdrop="true"/><allow own="*"/></policy></busconfig>""")
    bus = subprocess.Popen(["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address"],
                           stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    home.environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
    try:
        yield bus
    finally:
        bus.kill()
        bus.wait()
        bus.stdout.close()


@contextlib.contextmanager
def new_keyring(home):
    """An unlocked Secret Service on the bus of @home."""
    if shutil.which("gnome-keyring-daemon") is None:
        raise tap.Skip("no Secret Service to test with")
    daemon = subprocess.Popen(["gnome-keyring-daemon", "--foreground", "--unlock",
                               "--components=secrets"], env=home.environment,
                              stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL)
    try:
        daemon.stdin.write(b"password\n")
        daemon.stdin.close()
        subprocess.run(["gdbus", "wait", "--session", "--timeout", str(PATIENCE),
                        "org.freedesktop.secrets"], env=home.environment, check=True)
        yield
    finally:
        daemon.kill()
        daemon.wait()


def wait_for_secret_service(server):
    """The probe takes a while; what it says stays."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        row = ask(server.private(), "GET", "/v1/recess/server")[1]
        if row["secret_service"]:
            return
    raise AssertionError(row)


def add_provider(server):
    return ask(server.private(), "POST", "/v1/recess/providers",
               {"name": "x", "base_url": "http://127.0.0.1:9/v1", "key": "geheim"})[1]


def test_bus_goes():
    with new_home() as home, new_bus(home) as bus, new_keyring(home), Engine(home) as server:
        wait_for_secret_service(server)
        row = add_provider(server)
        tap.check(row["key_storage"] == "secret-service", row)
        bus.kill()
        bus.wait()
        path = "/v1/recess/providers/" + row["id"]
        for _ in range(50):
            status, row = ask(server.private(), "POST", path, {"key": "other"})
            tap.check(status == 200 and row["key_storage"] == "session", row)
        tap.check(server.process.poll() is None, "it ended with the bus")
        tap.check(server.end() == 0, server.read_log())


def test_bus_without_a_keyring():
    with new_home() as home, new_bus(home):
        home.environment["G_MESSAGES_DEBUG"] = "all"
        with Engine(home) as server:
            deadline = time.monotonic() + PATIENCE
            while "There is no Secret Service" not in server.read_log():
                tap.check(time.monotonic() < deadline, server.read_log())
            row = ask(server.private(), "GET", "/v1/recess/server")[1]
            tap.check(row["secret_service"] is False, row)
            row = add_provider(server)
            tap.check(row["key_storage"] == "session", row)
            tap.check(server.end() == 0, server.read_log())


tap.run(globals())
