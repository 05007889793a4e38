# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Walks through every page as a user with a fresh home does, on the practice model, and leaves
pictures: tour.py FOLDER SCHEME

Each page is left as PAGE-SCHEME-WIDTH.png, 1280 and 360 pixels wide. A page that cannot be reached
ends the tour with what was there instead.
"""

import os
import pathlib
import re
import sys

import engine
from recess_window import RecessWindow

WIDE = (1280, 800)
NARROW = (360, 720)


class Tour:
    def __init__(self, window, folder, scheme):
        self.window = window
        self.folder = folder
        self.scheme = scheme

    def shoot(self, page, sizes=(WIDE, NARROW)):
        """Pictures of the page as it is, in these sizes; the window is wide again afterwards."""
        for width, height in sizes:
            self.window.resize(width, height)
            self.window.picture(self.folder / f"{page}-{self.scheme}-{width}.png")
        if self.window.size() != WIDE and WIDE in sizes:
            self.window.resize(*WIDE)
        print(f"  {page} ({self.scheme})", flush=True)


    def shoot_window(self, title):
        """A picture of another window of the program, which is closed then."""
        self.window.use_window(title)
        page = title.lower().replace(" ", "-")
        self.shoot(page, sizes=[self.window.size()])
        self.window.key("Escape")
        self.window.use_window("Recess")


def choose_scheme(scheme):
    folder = pathlib.Path(os.environ["XDG_CONFIG_HOME"]) / "glib-2.0" / "settings"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "keyfile").write_text(f"[io/github/recess/Recess]\ncolor-scheme='{scheme}'\n",
                                    encoding="utf-8")


def ask(window, text):
    """Sends a message and waits until its answer is complete and shown."""
    before = len(finished())
    window.set_text(window.get("text", "Message"), text)
    window.click("button", "Send")
    window.wait(lambda: len(finished()) > before, f"an answer to {text!r}")
    words = finished()[-1]["content"].split("```")[0].split("\n")[0]
    window.wait(lambda: any(plain(words)[:20] in plain(node.name)
                            for node in window.find_all("label")), "the answer to be shown")


def plain(text):
    return text.replace("*", "").replace("`", "").replace("_", "").strip()


def finished():
    """The answers that are complete, oldest first."""
    return sorted((message for conversation in engine.conversations()
                   for message in engine.messages(conversation["id"])
                   if message["role"] == "assistant" and message["status"] == "complete"),
                  key=lambda message: message["created_at"])


def walk_chat(tour):
    window = tour.window
    tour.shoot("welcome")

    window.click("button", "Begin")
    window.get("text", "Message")
    tour.shoot("chat-empty")

    ask(window, "Write Pong in one HTML file")
    tour.shoot("chat-code")

    window.act("win.new")
    ask(window, "Why does an API need a key?")
    ask(window, "Explain what a system message does")
    tour.shoot("chat")

    window.click("button", "Model")
    window.get("list", "Models")
    tour.shoot("models", sizes=[WIDE])
    window.key("Escape")
    window.wait(lambda: not any("focused" in node.states for node in window.find_all("entry")),
                "the models to be gone")

    window.click("button", "Edit")
    window.get("text", "Text of the message")
    tour.shoot("editing", sizes=[WIDE])
    window.click("button", "Cancel")

    window.click("page tab", "Request")
    json = window.get("text", "JSON")
    window.wait(lambda: "recess-practice" in json.text, "the request to be shown")
    tour.shoot("request", sizes=[WIDE])
    window.click("button", re.compile("✓"))
    window.click("button", "Received")
    window.get_text("chat.completion.chunk")
    tour.shoot("request-past", sizes=[WIDE])
    window.click("page tab", "Settings")


def walk_search(tour):
    window = tour.window

    window.act("win.search")
    window.type("pong")
    window.wait(lambda: len(rows(window)) == 1, "one conversation to be found")
    tour.shoot("search", sizes=[WIDE])
    window.type("ping")
    window.get("button", "Clear")
    tour.shoot("search-nothing", sizes=[WIDE])
    window.click("button", "Clear")
    window.wait(lambda: len(rows(window)) == 2, "both conversations to be back")


def rows(window):
    return window.find_all("list item", within=window.get("list", "Conversations"))


def walk_functions(tour):
    """The ready-made project: three calls on cards, and the guide beside them."""
    window = tour.window
    before = len(finished())

    window.act("win.try-functions")
    window.wait(lambda: len(finished()) > before and not finished()[-1]["tool_calls"],
                "the model to call no more")
    window.get("button", "Send")
    tour.shoot("functions")

    window.click("button", re.compile("^Context:"))
    window.get_text("Functions and schema")
    tour.shoot("context", sizes=[WIDE])
    window.key("Escape")


def walk_failure(tour):
    """A provider that is not there: what the thread and the notice say."""
    window = tour.window

    provider = engine.request("POST", "/recess/providers", {
        "name": "away", "base_url": "http://127.0.0.1:9/v1", "auth": "none"})
    engine.request("PUT", "/recess/aliases", {"default_model": "away/model"})
    window.act("win.new")
    window.set_text(window.get("text", "Message"), "Is anybody there?")
    window.click("button", "Send")
    window.get("label", "The answer failed.")
    tour.shoot("failure")
    engine.request("PUT", "/recess/aliases", {"default_model": None})
    engine.request("DELETE", f"/recess/providers/{provider['id']}")


def walk_dialogs(tour):
    window = tour.window

    window.key("F1")
    tour.shoot_window("Keyboard Shortcuts")
    window.click("button", "Main Menu")
    window.click("menu item", "About Recess")
    tour.shoot_window("About Recess")


def walk_preferences(tour):
    window = tour.window

    window.key("ctrl+comma")
    window.use_window("Preferences")
    for page in ("Providers", "Models", "Prices", "API Access", "Appearance"):
        window.click(None, page)
        tour.shoot("preferences-" + page.lower().replace(" ", "-"), sizes=[(800, 640), NARROW])
    window.resize(800, 640)
    window.key("Escape")
    window.wait(lambda: not window.has_window("Preferences"), "the preferences to be closed")
    window.use_window("Recess")


def walk(tour):
    walk_chat(tour)
    walk_search(tour)
    walk_functions(tour)
    walk_preferences(tour)
    walk_dialogs(tour)
    walk_failure(tour)


def walk_high_contrast(tour):
    window = tour.window

    window.get("text", "Message")
    tour.shoot("contrast-chat", sizes=[WIDE])
    window.act("win.welcome")
    window.get("button", "Begin")
    tour.shoot("contrast-welcome", sizes=[WIDE])


def main():
    folder = pathlib.Path(sys.argv[1])
    scheme = sys.argv[2]

    choose_scheme(scheme)
    with RecessWindow() as window:
        window.move_pointer_away()
        window.resize(*WIDE)
        walk(Tour(window, folder, scheme))
    with RecessWindow(env={"ADW_DEBUG_HIGH_CONTRAST": "1"}) as window:
        window.move_pointer_away()
        window.resize(*WIDE)
        walk_high_contrast(Tour(window, folder, scheme))


main()
