# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A home that is read-only, a disk that is full, a keyring that is not there."""

import os
import subprocess

import engine
import tap
from chat_window import ChatWindow, Upstream, set_welcomed

HOME = os.environ["HOME"]
DATA = os.environ["XDG_DATA_HOME"]
READ_ONLY = ("bwrap", "--dev-bind", "/", "/", "--ro-bind", HOME, HOME)
SMALL_DISK = ("bwrap", "--dev-bind", "/", "/", "--size", "8000000", "--tmpfs", DATA)


def same(got, expected):
    tap.check(got == expected, f"expected {expected!r}, got {got!r}")


def need_sandbox():
    try:
        subprocess.run([*READ_ONLY, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise tap.Skip("bubblewrap cannot make a mount here") from error


def end(window):
    window.close()
    engine.request("DELETE", "/recess/server")


def test_read_only_home_at_the_first_start():
    need_sandbox()
    set_welcomed()
    window = ChatWindow(wait=False, wrapper=READ_ONLY)
    window.wait_for_window()
    window.wait_words("^The engine does not start")
    window.wait_words("cannot be used: Read-only file system")
    window.get("button", "Try Again")
    window.close()


def test_read_only_home_with_data():
    need_sandbox()
    window = ChatWindow()
    window.ask("Hello")
    end(window)
    window = ChatWindow(wrapper=READ_ONLY)
    window.wait_message("Hello", "user")
    same(engine.request("GET", "/recess/server")["store"], "read-only")
    window.send("More")
    window.wait_words("^The data folder is read-only")
    same(window.draft(), "More")
    end(window)


def test_full_disk():
    need_sandbox()
    window = ChatWindow(wrapper=SMALL_DISK)
    window.ask("Hello")
    shown = window.messages()
    pid = engine.request("GET", "/recess/server")["pid"]
    filler = f"/proc/{pid}/root{DATA}/filler"
    fill(filler)
    window.send("One more")
    window.wait_words("^The disk is full")
    same(window.draft(), "One more")
    same(window.messages(), shown)
    os.unlink(filler)
    window.click("button", "Send", within=window.composer())
    window.wait(lambda: len(window.messages()) == len(shown) + 2 and window.can("Send"),
                "the message after space was freed")
    end(window)


def fill(path):
    with open(path, "wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            pass  # it is full now


def test_no_secret_service():
    window, upstream = ChatWindow(), Upstream()
    upstream.add("ok", auth="bearer", key="sesame")
    same(provider()["key_storage"], "session")
    window.wait(lambda: window.model() == "ok", "the model of the provider")
    window.ask("Open", "Hello, wörld!")
    same(upstream.ask("requests")[-1]["headers"]["authorization"], "Bearer sesame")
    window.open_preferences()
    window.focus_at(300, 215)  # the first of the usual providers
    window.wait_words("the key lasts for this session only")
    window.close_preferences()
    end(window)
    upstream.end()


def test_secret_service_keeps_the_key():
    upstream = Upstream(name="kept")
    with Keyring():
        window = ChatWindow()
        upstream.add("ok", auth="bearer", key="sesame")
        same(provider("kept")["key_storage"], "secret-service")
        end(window)
        window = ChatWindow()
        window.wait(lambda: window.model() == "ok", "the model of the provider")
        window.new_conversation()
        window.ask("Open", "Hello, wörld!")
        same(upstream.ask("requests")[-1]["headers"]["authorization"], "Bearer sesame")
        for folder, _names, files in os.walk(os.path.join(DATA, "recess")):
            for name in files:
                with open(os.path.join(folder, name), "rb") as file:
                    tap.check(b"sesame" not in file.read(), f"the key is in {name}")
        end(window)
    upstream.end()


class Keyring:
    """GNOME's keyring on the bus of this test, unlocked with an empty password."""

    def __enter__(self):
        try:
            self.process = subprocess.Popen(
                ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
                stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        except FileNotFoundError as error:
            raise tap.Skip("gnome-keyring is not installed") from error
        self.process.stdin.write(b"password")
        self.process.stdin.close()
        try:
            subprocess.run(["gdbus", "wait", "--session", "--timeout", "30",
                            "org.freedesktop.secrets"], check=True)
        except subprocess.CalledProcessError as error:
            self.__exit__()
            raise tap.Skip("gnome-keyring does not start here") from error
        return self

    def __exit__(self, *_exception):
        self.process.terminate()
        self.process.wait()


def provider(name="up"):
    rows = engine.request("GET", "/recess/providers")["data"]
    return next(row for row in rows if row["name"] == name)


tap.run(globals())
