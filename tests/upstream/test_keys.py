# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys of providers in a Secret Service: run below dbus-run-session."""

import os
import shutil
import subprocess
import tempfile

import tap
from engine import Server, Upstream

BUS = {"DBUS_SESSION_BUS_ADDRESS": os.environ.get("DBUS_SESSION_BUS_ADDRESS", "")}


def same(got, expected):
    tap.check(got == expected, f"expected {expected!r}, got {got!r}")


def start_keyring(folder):
    if shutil.which("gnome-keyring-daemon") is None:
        raise tap.Skip("there is no gnome-keyring-daemon")
    variables = {**os.environ, "HOME": folder, "XDG_DATA_HOME": f"{folder}/keyring",
                 "XDG_RUNTIME_DIR": folder}
    daemon = subprocess.Popen(["gnome-keyring-daemon", "--foreground", "--unlock",
                               "--components=secrets"], env=variables, stdin=subprocess.PIPE,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    daemon.stdin.write(b"password\n")
    daemon.stdin.close()
    subprocess.run(["gdbus", "wait", "--session", "--timeout", "30", "org.freedesktop.secrets"],
                   check=True)
    return daemon


def test_key_survives_a_restart():
    folder = tempfile.mkdtemp(prefix="recess-keyring-")
    keyring = start_keyring(folder)
    upstream = Upstream()
    try:
        server = Server(environment=BUS)
        row = server.add_provider("kept", upstream.base, key="geheim-abc")
        same((row["key_storage"], row["has_key"]), ("secret-service", True))
        same(server.end(), 0)

        again = Server(folder=server.folder, environment=BUS)
        same(again.chat("kept/ok").status, 200)
        same(upstream.requests()[-1]["headers"]["authorization"], "Bearer geheim-abc")

        path = f"/recess/providers/{row['id']}"
        same(again.ask("POST", path, {"key": None}).json["key_storage"], "none")
        same(again.ask("POST", path, {"key": "other"}).json["key_storage"], "secret-service")
        same(again.ask("DELETE", path).status, 200)
        same(again.end(), 0)
        found = subprocess.run(["grep", "-r", "-l", "geheim-abc", server.folder],
                               capture_output=True, text=True, check=False).stdout
        same(found, "")
    finally:
        keyring.terminate()
        keyring.wait()
        shutil.rmtree(folder, True)


tap.run(globals())
