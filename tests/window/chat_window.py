# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The window of Recess under test: what its Chat pane shows, and the steps a user takes in it."""

import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import urllib.request

import engine
from accessible_tree import Tree, bus_address
from gi.repository import GLib
from recess_window import DEADLINE_SECONDS, RecessWindow, WindowError

__all__ = ["ChatWindow", "Upstream", "WindowError", "bus_address", "kill_server"]

MESSAGE = re.compile(r"^(User|Assistant|System|Developer|Tool) message(,|$)")


class Upstream:
    """tests/upstream/upstream.py: the name of the model says what goes wrong."""

    def __init__(self, *options, name="up"):
        self.name = name
        self.process = subprocess.Popen([sys.executable, os.environ["RECESS_UPSTREAM"], *options],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.base = json.loads(self.process.stdout.readline())["listening"]
        self.port = int(self.base.split(":")[2].partition("/")[0])

    def ask(self, path):
        with urllib.request.urlopen(self.base.removesuffix("v1") + path, timeout=60) as answer:
            return json.loads(answer.read())

    def chats(self):
        """The bodies of the chat completions it was asked since the last time."""
        return [json.loads(row["body"]) for row in self.ask("requests")
                if row["path"].endswith("/chat/completions")]

    def go(self):
        self.ask("go")

    def add(self, model=None, **members):
        """Makes it a provider of the engine, and @model the one that new conversations use."""
        engine.request("POST", "/recess/providers",
                       {"name": self.name, "base_url": self.base, "auth": "none", **members})
        if model is not None:
            self.use(model)

    def use(self, model):
        engine.request("PUT", "/recess/aliases", {"default_model": f"{self.name}/{model}"})

    def end(self):
        self.process.terminate()
        self.process.wait()


class ChatWindow(RecessWindow):
    def __init__(self, env=None, wait=True, welcome=False, wrapper=()):
        """With @welcome the first page is shown, else the conversation of the last time. The
        program is started by the command @wrapper, if there is one."""
        self.tree = None
        self._paths = {}
        if not welcome:
            set_welcomed()
        super().__init__([*wrapper, os.environ["RECESS_PROGRAM"]],
                         {"RECESS_NEARBY_PORTS": "", **(env or {})}, wait)
        if wait:
            self.wait(engine.answers, "the engine to answer")

    def x_window(self):
        """Below a wrapper the window belongs to a process that it started."""
        for pid in family(self.process.pid):
            found = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(pid)],
                                   capture_output=True, text=True, check=False).stdout.split()
            if found:
                self._x_window = self._x_window if self._x_window in found else found[0]
                return self._x_window
        raise WindowError("the program shows no window")

    def close(self):
        """Ends the program itself, not only its wrapper."""
        if len(self.argv) > 1 and self.process.poll() is None:
            for pid in family(self.process.pid):
                if os.path.realpath(f"/proc/{pid}/exe") == os.path.realpath(self.argv[-1]):
                    os.kill(pid, signal.SIGTERM)
            self.process.wait(DEADLINE_SECONDS)
        return super().close()

    # Finding, faster than the class above does

    def frames(self):
        if self.tree is None:
            self.tree = Tree.of_process(family(self.process.pid))
        return self.tree.frames() if self.tree is not None else []

    def _fresh(self, within):
        return self.tree.snapshot(within.path) if within is not None else None

    def find_all(self, role=None, name=None, within=None):
        return super().find_all(role, name, self._fresh(within))

    def find(self, role=None, name=None, within=None):
        return super().find(role, name, self._fresh(within))

    def find_text(self, text, within=None):
        return super().find_text(text, self._fresh(within))

    def dump(self, within=None):
        """What has a name, or a text, without what every window has."""
        if self.process.poll() is not None:
            return "(the program has ended)"
        lines = []

        def add(node, depth):
            if node.name in ("RecessParamRow", "Welcome") or node.role == "scroll bar":
                return
            if node.name and not node.name.startswith(("Gtk", "Adw")):
                try:
                    lines.append("  " * depth + node.line())
                    depth += 1
                except GLib.Error:
                    return
            for child in node.children:
                add(child, depth)
        for root in [within] if within else self.frames():
            add(root, 0)
        return "\n".join(lines)

    def part(self, name):
        """A part of the window that lives as long as it does, by the name of its class."""
        def look():
            if name not in self._paths:
                node = self.find(None, name)
                if node is None:
                    return None
                self._paths[name] = node.path
            return self.tree.snapshot(self._paths[name])
        return self.wait(look, name)

    # The list

    def conversation_list(self):
        return self.part("Conversations")

    def titles(self):
        """The first label of each row."""
        rows = self.conversation_list().children
        return [next((n.name for n in row.walk() if n.role == "label"), "") for row in rows]

    def wait_titles(self, titles, what="the titles of the list"):
        self.wait(lambda: self.titles() == titles, f"{what}: {titles}")

    def select_row(self, title):
        """Opens the conversation with this title, by keyboard."""
        self.wait(lambda: title in self.titles(), f"a row {title!r}")
        self.focus_at(140, 70)
        self.key("Home")
        for _row in self.titles()[:self.titles().index(title)]:
            self.key("Down")
        self.key("Return")

    def focused(self):
        return self.tree.focused()

    def focus_at(self, x, y):
        """Clicks there with the mouse: a long way with Tab takes long to follow. From the right
        and from the bottom with negative numbers."""
        width, height = self.size()
        self._xdotool("mousemove", "--window", self.x_window(), str(x % width), str(y % height),
                      "click", "1")

    def focus_composer(self):
        self.focus_at(500, -90)

    def model(self):
        """The name on the model chooser."""
        chooser = self.part("Model chooser")
        return next((n.name for n in chooser.walk() if n.role == "label"), "")

    def notice(self):
        """The words of the notice over the composer; empty when it says nothing."""
        words = []
        for node in self.part("Conversation").walk():
            if node.name in ("Next request", "New message"):
                break
            words = [] if node.name == "Messages" else words
            if node.role == "label" and node.name != "GtkLabel":
                words.append(node.name)
        return words

    def status(self):
        """The row below an answer that did not end well."""
        return next(n for n in self.thread().walk() if n.name == "Status")

    def open_preferences(self):
        self.key("ctrl+comma")
        self.wait(lambda: len(self.frames()) == 2, "the Preferences window")

    def close_preferences(self):
        self.wait(lambda: len(self.frames()) > 1, "the Preferences window")
        self.click("button", "Close", within=self.frames()[-1])
        self.wait(lambda: len(self.frames()) == 1, "the Preferences window to go")

    def inspector(self):
        return self.part("Settings and request")

    # The thread

    def thread(self):
        """The messages; all of the conversation as long as it has none."""
        whole = self.part("Conversation")
        return next((node for node in whole.walk() if node.name == "Messages"), whole)

    def blocks(self):
        """[(name of the header, [texts below it])] of the rows that are made, top first."""
        rows = []
        rows_shown = next((n for n in self.thread().walk() if n.role == "list"), None)
        for item in rows_shown.children if rows_shown is not None else []:
            header = next((n for n in item.walk() if MESSAGE.search(n.name)), None)
            if header is not None:
                rows.append((header.name, []))
            elif rows:
                rows[-1][1].extend(n.text for n in item.walk() if n.role in ("label", "text"))
        return rows

    def messages(self):
        """[(role, text)] as the thread shows them."""
        return [(name.partition(" message")[0].lower(), "\n".join(texts))
                for name, texts in self.blocks()]

    def wait_message(self, text, role="assistant"):
        """Waits until the thread shows a message of @role with @text in it."""
        self.wait(lambda: any(who == role and text in what for who, what in self.messages()),
                  f"the {role} to say {text!r}")

    def header(self, number):
        """The header of the message at @number, which has its buttons."""
        def look():
            found = [node for node in self.thread().walk() if MESSAGE.search(node.name)]
            return found[number] if -len(found) <= number < len(found) else None
        return self.wait(look, f"message {number}")

    def press(self, number, button):
        """Clicks a button in the header of the message at @number."""
        self.click("button", button, within=self.header(number))

    def choose(self, number, item):
        """Chooses from the menu of the message at @number."""
        self.press(number, "More")
        self.click(None, item)

    # The composer

    def composer(self):
        return self.part("New message")

    def entry(self):
        return next(n for n in self.composer().walk() if n.name == "Message")

    def draft(self):
        return self.entry().text

    def write(self, text):
        self.set_text(self.entry(), text)

    def send(self, text, key=False):
        self.wait(lambda: self.can("Send"), "the composer to be free")
        if key:
            self.focus_composer()
        self.write(text)
        if key:
            self.key("ctrl+Return")
        else:
            self.click("button", "Send", within=self.composer())

    def can(self, button):
        """Whether the composer has this button now."""
        return any(n.role == "button" and n.name == button for n in self.composer().walk())

    def ask(self, text, answer=None):
        """Sends, and waits for the end of the answer."""
        before = len(self.messages())
        self.send(text)
        self.wait(lambda: len(self.messages()) >= before + 2 and self.can("Send"),
                  f"an answer to {text!r}")
        if answer is not None:
            self.wait_message(answer)

    def new_conversation(self):
        self.click("button", "New Conversation")
        self.wait(lambda: not self.messages(), "an empty conversation")

    def paste(self, text):
        """Cuts @text to the clipboard and pastes it with the keys."""
        self.focus_composer()
        self.write(text)
        self.key("ctrl+a", "ctrl+x")
        self.wait(lambda: self.entry().characters == 0, "the text to be cut")
        self.key("ctrl+v")

    # What it says

    def wait_words(self, pattern, within=None):
        """Waits until a label has words that match @pattern."""
        expression = re.compile(pattern)
        return self.get("label", expression, within)

    def conversation(self):
        """The newest conversation, as the engine knows it."""
        return engine.conversations()[0]


def family(pid):
    """This process and all that it started, and those did."""
    children = {}
    for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            text = path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue  # it has ended
        parent = int(text.rpartition(")")[2].split()[1])
        children.setdefault(parent, []).append(int(path.parent.name))
    found = [pid]
    for member in found:
        found.extend(children.get(member, []))
    return found


def set_welcomed():
    folder = os.path.join(os.environ["XDG_CONFIG_HOME"], "glib-2.0", "settings")
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, "keyfile")
    if not os.path.exists(path):
        with open(path, "w", encoding="utf-8") as file:
            file.write("[io/github/recess/Recess]\nwelcomed=true\n")


def kill_server():
    """Ends the engine as a crash does. Returns what its process id was."""
    pid = engine.request("GET", "/recess/server")["pid"]
    os.kill(pid, signal.SIGKILL)
    return pid
