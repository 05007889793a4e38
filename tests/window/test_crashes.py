# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Bad luck: one of the two programs is killed, or is there twice."""

import atexit
import os
import select
import signal
import subprocess

import engine
import tap
from chat_window import ChatWindow, Upstream, bus_address, kill_server

UP = Upstream()
WINDOW = ChatWindow()
WINDOW.resize(1280, 800)
UP.add("ok")
atexit.register(lambda: WINDOW.close())
atexit.register(UP.end)

TEXT = "Hello, wörld!"


def same(got, expected):
    tap.check(got == expected, f"expected {expected!r}, got {got!r}")


def answer(title):
    row = next(row for row in engine.conversations() if row["title"] == title)
    return engine.messages(row["id"])[-1]


def server_pid():
    try:
        return engine.request("GET", "/recess/server")["pid"]
    except OSError:
        return None


def restart():
    global WINDOW
    WINDOW.close()
    WINDOW = ChatWindow()
    WINDOW.resize(1280, 800)


def test_restart_brings_everything_back():
    WINDOW.ask("First", TEXT)
    WINDOW.new_conversation()
    WINDOW.ask("Second", TEXT)
    WINDOW.select_row("First")
    WINDOW.wait_message("First", "user")
    WINDOW.write("Not yet sent")
    restart()
    WINDOW.wait_message("First", "user")
    WINDOW.wait_titles(["Second", "First"])
    WINDOW.wait(lambda: WINDOW.draft() == "Not yet sent", "the draft")
    same(WINDOW.size(), (1280, 800))
    WINDOW.write("")


def test_server_killed_in_mid_stream():
    UP.use("slow")
    WINDOW.new_conversation()
    WINDOW.send("Kill the server")
    # What came in the last second need not be kept.
    WINDOW.wait_message("0 1 2 3 4 5 6 7 8 9 10 11 12 13")
    before = kill_server()
    WINDOW.wait_words("^Interrupted: the text so far is kept", WINDOW.thread())
    WINDOW.wait(lambda: server_pid() not in (None, before), "another server")
    row = answer("Kill the server")
    same(row["status"], "interrupted")
    tap.check(row["content"].startswith("0 1 2 "), f"{row['content']!r} is what was kept")
    tap.check("0 1 2" in WINDOW.messages()[-1][1], "the window has dropped the text")
    UP.use("ok")
    WINDOW.wait(lambda: WINDOW.can("Send") and WINDOW.model() == "ok", "the good model")
    WINDOW.ask("Next", TEXT)
    same([role for role, _text in WINDOW.messages()], ["user", "assistant"] * 2)


def test_server_killed_while_idle():
    before = kill_server()
    WINDOW.wait(lambda: server_pid() not in (None, before), "another server")
    WINDOW.ask("And again", TEXT)


def test_window_killed_in_mid_stream():
    global WINDOW
    UP.use("gate")
    WINDOW.new_conversation()
    WINDOW.send("Kill the window")
    WINDOW.wait_message("Hello,")
    WINDOW.kill()
    same(answer("Kill the window")["status"], "in_progress")
    UP.go()
    WINDOW = ChatWindow()
    WINDOW.resize(1280, 800)
    WINDOW.wait_message(TEXT)
    WINDOW.wait(lambda: answer("Kill the window")["status"] == "complete", "the end of the answer")
    WINDOW.wait(lambda: WINDOW.can("Send"), "the window to see the end")


def test_window_comes_back_in_mid_stream():
    global WINDOW
    WINDOW.new_conversation()
    WINDOW.send("Come back")
    WINDOW.wait_message("Hello,")
    WINDOW.kill()
    WINDOW = ChatWindow()
    WINDOW.resize(1280, 800)
    WINDOW.wait_message("Hello,")
    WINDOW.wait(lambda: WINDOW.can("Stop"), "the window to follow the answer")
    UP.go()
    WINDOW.wait_message(TEXT)
    WINDOW.wait(lambda: WINDOW.can("Send"), "the window to see the end")


def test_second_start_is_the_same_window():
    second = subprocess.run(WINDOW.argv, timeout=60, check=False)
    same(second.returncode, 0)
    same(len(WINDOW.frames()), 1)


def test_two_windows_on_one_server():
    """On another session bus a second window is a process of its own."""
    UP.use("ok")
    with ChatWindow(env={"AT_SPI_BUS_ADDRESS": bus_address()},
                    wrapper=["dbus-run-session", "--"]) as other:
        tap.check(other.process.poll() is None, "the second window has ended")
        other.wait_message(TEXT)
        WINDOW.wait(lambda: WINDOW.model() == "ok", "the good model")
        WINDOW.new_conversation()
        WINDOW.ask("For both", TEXT)
        other.wait(lambda: "For both" in other.titles(), "the row in the other window")
        shown = WINDOW.messages()
        other.wait(lambda: other.model() == "ok", "the good model in the other window")
        other.select_row("For both")
        other.wait(lambda: other.messages() == shown, "the same conversation")
        other.ask("From the other", TEXT)
        WINDOW.wait(lambda: len(WINDOW.messages()) == 4, "the other's message")
        WINDOW.wait(lambda: WINDOW.messages() == other.messages(), "the other's answer")


def test_two_servers_on_one_folder():
    here = engine.request("GET", "/recess/server")
    second = subprocess.run(
        [os.environ["RECESS_SERVER"], "--listen", f"unix:{os.environ['XDG_RUNTIME_DIR']}/second",
         "--data-dir", here["data_dir"]], capture_output=True, text=True, timeout=60, check=False)
    tap.check(second.returncode != 0, "a second server runs on the same folder")
    tap.check(here["data_dir"] in second.stderr, f"it said {second.stderr!r}")
    same(server_pid(), here["pid"])


def test_stale_socket():
    global WINDOW
    WINDOW.kill()
    path = engine.socket_path()
    pid = server_pid()
    ended = os.pidfd_open(pid)
    os.kill(pid, signal.SIGKILL)
    select.select([ended], [], [], 60)
    tap.check(path.is_socket(), "the socket is gone, so this shows nothing")
    WINDOW = ChatWindow()
    WINDOW.resize(1280, 800)
    WINDOW.wait_message("From the other", "user")
    WINDOW.ask("After all that", TEXT)


tap.run(globals())
