# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the window says where its engine does not start, and the log that the engine leaves."""

import os
import pathlib

import tap
from chat_window import ChatWindow

LOG = pathlib.Path(os.environ["XDG_STATE_HOME"]) / "recess" / "server.log"


def script(text):
    path = pathlib.Path(os.environ["HOME"]) / "engine"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


def test_missing():
    with ChatWindow(env={"RECESS_SERVER": "/nonexistent/recess-server"}, wait=False) as window:
        window.wait_words("^The engine does not start")
        window.wait_words("/nonexistent/recess-server is missing")
        window.click("button", "Try Again")
        window.wait_words("/nonexistent/recess-server is missing")


def test_ends_at_once():
    LOG.parent.mkdir(parents=True, exist_ok=True)
    LOG.write_text("what an earlier engine said\n")
    with ChatWindow(env={"RECESS_SERVER": script("ps -o sid= -p $$ >&2; echo Bad luck >&2; exit 1")},
                    wait=False) as window:
        window.wait_words("Bad luck")
        window.get("button", "Try Again")
        lines = LOG.read_text().split("\n")
        tap.check(lines[0] == "what an earlier engine said", lines)
        tap.check(int(lines[1]) != os.getsid(window.process.pid), "a session of its own")


def test_says_nothing():
    with ChatWindow(env={"RECESS_SERVER": script("exit 1")}, wait=False) as window:
        window.get("button", "Try Again")
        tap.check(window.find_text("Bad luck") is None, "the words of an earlier engine")


def test_long_log_is_put_aside():
    LOG.write_text("x" * 1024 * 1024)
    with ChatWindow(env={"RECESS_SERVER": script("echo Bad luck >&2; exit 1")}, wait=False) as window:
        window.wait_words("Bad luck")
        tap.check(LOG.stat().st_size < 4096, LOG.stat())
        tap.check(LOG.with_name("server.log.1").stat().st_size == 1024 * 1024, "the older log")


tap.run(globals())
