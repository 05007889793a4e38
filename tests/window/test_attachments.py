# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Images and text files as attachments: pasted, removed, sent, shown, kept over a restart."""

import atexit
import base64
import hashlib
import os
import pathlib
import re
import struct
import subprocess
import tempfile
import zlib

import engine
import tap
from chat_window import ChatWindow, Upstream, WindowError

UP = Upstream()
WINDOW = ChatWindow()
WINDOW.resize(1280, 800)
UP.add("ok")
FILES = tempfile.TemporaryDirectory()
COPIES = []


def end():
    WINDOW.close()
    UP.end()
    for copy in COPIES:
        copy.stdin.close()
        copy.wait()


atexit.register(end)


def same(got, expected):
    tap.check(got == expected, f"expected {expected!r}, got {got!r}")


def png(width, height):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(
            ">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + bytes((x * 255 // width, y * 255 // height, 128)[i]
                                  for x in range(width) for i in range(3))
                    for y in range(height))
    return (b"\x89PNG\r\n\x1a\n"
            + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


IMAGE = png(320, 200)


def make(name, data):
    path = pathlib.Path(FILES.name) / name
    path.write_bytes(data)
    return str(path)


def paste(*arguments):
    """Copies in another program, and pastes here: again where the window had not heard of it."""
    copy = subprocess.Popen([os.environ["RECESS_COPY_FILES"], *arguments],
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    COPIES.append(copy)
    same(copy.stdout.readline(), "ready\n")
    before = (chips(), WINDOW.notice())
    # Chips are below the text.
    WINDOW.focus_at(500, -130 if chips() else -90)
    for seconds in (2, 10, 60):
        WINDOW.key("ctrl+v")
        try:
            return WINDOW.wait(lambda: (chips(), WINDOW.notice()) != before, "it to be pasted",
                               seconds)
        except WindowError:
            if seconds == 60:
                raise


def chips(within=None):
    """The names of the chips; that of an image has its size in pixels once it is read."""
    found = (within or WINDOW.composer()).walk()
    return [node.name for node in found if node.role == "button" and " · " in node.name]


def wait_chips(*patterns, within=None):
    def look():
        names = chips(within() if within else None)
        return len(names) == len(patterns) and all(
            re.search(pattern, name) for pattern, name in zip(patterns, names))
    WINDOW.wait(look, f"the chips {patterns}")


def test_paste_files():
    paste(make("photo.png", IMAGE), make("notes.txt", "one\ntwo\n".encode()))
    wait_chips("photo.png · 320 × 200 · ", "notes.txt · 8 bytes")
    same(WINDOW.draft(), "")


def test_remove_one():
    WINDOW.click("button", "Remove notes.txt", within=WINDOW.composer())
    wait_chips("photo.png")


def test_refuse_what_is_neither():
    paste(make("program.bin", b"\0\1\2\3"))
    WINDOW.wait(lambda: WINDOW.notice(), "a notice")
    same(WINDOW.notice()[0], "“program.bin” cannot be attached.")
    tap.check("neither" in WINDOW.notice()[1], f"the notice says {WINDOW.notice()!r}")
    wait_chips("photo.png")


def test_send():
    paste(make("notes.txt", "one\ntwo\n".encode()))
    wait_chips("photo.png", "notes.txt")
    UP.chats()
    WINDOW.ask("What is this?")
    same(chips(), [])
    content = UP.chats()[0]["messages"][-1]["content"]
    same([part["type"] for part in content], ["text", "image_url", "text"])
    url = content[1]["image_url"]["url"]
    same(url.partition(",")[0], "data:image/png;base64")
    tap.check(base64.b64decode(url.partition(",")[2]) == IMAGE, "the image has changed")
    same(content[2]["text"], "[File: notes.txt]\none\ntwo\n")

    kept = engine.messages(WINDOW.conversation()["id"])[0]["content"]
    digest = hashlib.sha256(IMAGE).hexdigest()
    same(kept[1]["image_url"]["url"], f"recess-blob:{digest}")


def test_shown():
    wait_chips("Image · 320 × 200", "notes.txt · 8 bytes", within=WINDOW.thread)


def test_open_text():
    WINDOW.click("button", re.compile("^notes.txt"), within=WINDOW.thread())
    WINDOW.wait(lambda: len(WINDOW.frames()) == 2, "a window")
    WINDOW.wait(lambda: any(node.text == "one\ntwo\n" for node in WINDOW.frames()[-1].walk()
                            if node.role == "text"), "its text")
    WINDOW.click("button", "Close", within=WINDOW.frames()[-1])
    WINDOW.wait(lambda: len(WINDOW.frames()) == 1, "the window to go")


def test_open_image():
    WINDOW.click("button", re.compile("^Image"), within=WINDOW.thread())
    WINDOW.wait(lambda: len(WINDOW.frames()) == 2, "a window")
    WINDOW.get("button", "Save As…", WINDOW.frames()[-1])
    WINDOW.click("button", "Close", within=WINDOW.frames()[-1])
    WINDOW.wait(lambda: len(WINDOW.frames()) == 1, "the window to go")


def test_paste_a_picture():
    paste("--image", make("copied.png", IMAGE))
    wait_chips("Image · 320 × 200")


def test_a_draft_keeps_its_attachments():
    paste(make("list.txt", b"milk"))
    wait_chips("Image", "list.txt")
    WINDOW.write("Later")
    WINDOW.new_conversation()
    wait_chips()
    WINDOW.select_row("What is this?")
    wait_chips("Image · 320 × 200", "list.txt")
    same(WINDOW.draft(), "Later")


def test_a_draft_keeps_them_over_a_restart():
    global WINDOW
    WINDOW.close()
    WINDOW = ChatWindow()
    WINDOW.resize(1280, 800)
    wait_chips("Image · 320 × 200", "list.txt")
    UP.chats()
    WINDOW.click("button", "Send", within=WINDOW.composer())
    WINDOW.wait(lambda: UP_CHATS.extend(UP.chats()) or UP_CHATS, "the request")
    content = UP_CHATS[0]["messages"][-1]["content"]
    same([part["type"] for part in content], ["text", "image_url", "text"])
    same(content[2]["text"], "[File: list.txt]\nmilk")


UP_CHATS = []

tap.run(globals())
