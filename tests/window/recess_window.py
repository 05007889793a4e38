# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Drives a GTK window through AT-SPI, as a screen reader would, and with real keys.

Runs inside run-in-window.sh. Nothing here waits for time to pass: every step waits until its
condition holds, looks again at each accessibility event, and says what it saw when its deadline
is over.

    window = RecessWindow()
    window.click('button', 'New Chat')
    window.set_text(window.get('text', 'Message'), 'Hello')
    window.key('ctrl+Return')
    window.wait(lambda: window.find('label', 'Stop') is None, 'the answer to end')
"""

import os
import signal
import subprocess
import time
import warnings

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

warnings.filterwarnings("ignore", category=DeprecationWarning)

# Generous: the machine may be busy with other tests. A step that succeeds takes no longer for it.
DEADLINE_SECONDS = float(os.environ.get("RECESS_WINDOW_DEADLINE", "60"))

# GTK does not tell of every change through AT-SPI, so a condition is looked at this often too.
LOOK_AGAIN_MS = 40

CLICK_ACTIONS = ("click", "toggle", "activate", "press", "clicked")
ROLE_NAMES = {"push button": "button", "check box": "switch", "toggle button": "button"}

_EVENTS = (
    "object:children-changed",
    "object:state-changed",
    "object:property-change",
    "object:text-changed",
    "window:activate",
)


# An object that went away between two questions. The bindings sometimes fail to say so properly.
GONE = (GLib.Error, SystemError)


class WindowError(AssertionError):
    """A step did not come about before its deadline."""


class Node:
    """One accessible object. Its properties are asked anew each time, nothing is remembered."""

    def __init__(self, accessible):
        self._accessible = accessible

    @property
    def role(self):
        name = self._accessible.get_role_name()
        return ROLE_NAMES.get(name, name)

    @property
    def name(self):
        """What a screen reader says, without the mnemonic that GTK 4.8 leaves in: a button "_Send"
        with its label "Send" is called "_Send Send" there."""
        name = self._accessible.get_name() or ""
        if "_" in name:
            first, _space, rest = name.partition(" ")
            name = name.replace("_", "") if first.replace("_", "") != rest else rest
            half = len(name) // 2
            if len(name) % 2 and name[:half] == name[half + 1:]:
                name = name[:half]
        return name

    @property
    def description(self):
        return self._accessible.get_description() or ""

    @property
    def children(self):
        count = self._accessible.get_child_count()
        children = (self._accessible.get_child_at_index(i) for i in range(count))
        return [Node(child) for child in children if child is not None]

    @property
    def parent(self):
        parent = self._accessible.get_parent()
        return Node(parent) if parent is not None else None

    @property
    def text(self):
        if self._accessible.get_text_iface() is None:
            return ""
        return Atspi.Text.get_text(self._accessible, 0, -1)

    @property
    def characters(self):
        """How many characters the text has: right for entries too, whose text reads as empty."""
        if self._accessible.get_text_iface() is None:
            return 0
        return Atspi.Text.get_character_count(self._accessible)

    @property
    def states(self):
        return {state.value_nick for state in self._accessible.get_state_set().get_states()}

    @property
    def extents(self):
        """(x, y, width, height) in the window; None of what is no widget."""
        if self._accessible.get_component_iface() is None:
            return None
        rectangle = Atspi.Component.get_extents(self._accessible, Atspi.CoordType.WINDOW)
        return rectangle.x, rectangle.y, rectangle.width, rectangle.height

    @property
    def shown(self):
        """Whether it has a place in the window. GTK 4.8 has no better word for it: a page of a
        stack that was left keeps its place."""
        extents = self.extents
        return extents is None or (extents[2] > 0 and extents[3] > 0)

    @property
    def actions(self):
        if self._accessible.get_action_iface() is None:
            return []
        count = Atspi.Action.get_n_actions(self._accessible)
        return [Atspi.Action.get_action_name(self._accessible, i) for i in range(count)]

    def act(self, name):
        """Runs the action @name, "click" or one of the widget class such as "win.close"."""
        return Atspi.Action.do_action(self._accessible, self.actions.index(name))

    def set_text(self, text):
        return Atspi.EditableText.set_text_contents(self._accessible, text)

    def walk(self):
        """This node and all below it that has a place in the window, top first."""
        stack = [self]
        while stack:
            node = stack.pop()
            try:
                if node.shown or node is self:
                    yield node
                    stack.extend(reversed(node.children))
            except GONE:
                continue  # it went away while we looked

    def matches(self, role, name):
        return (role is None or self.role == role) and (name is None or _name_matches(self, name))

    def line(self):
        parts = [self.role, repr(self.name)]
        if text := self.text:
            parts.append("text=" + repr(text if len(text) <= 80 else text[:77] + "…"))
        if actions := [action for action in self.actions if action in CLICK_ACTIONS]:
            parts.append("[" + " ".join(actions) + "]")
        interesting = {"focused", "checked", "selected", "expanded", "pressed"} & self.states
        if interesting:
            parts.append("(" + " ".join(sorted(interesting)) + ")")
        if "sensitive" not in self.states:
            parts.append("(insensitive)")
        return " ".join(parts)


def _name_matches(node, name):
    if hasattr(name, "search"):
        return name.search(node.name) is not None
    return node.name == name


class RecessWindow:
    """A program started under test, and its window."""

    def __init__(self, argv=None, env=None, wait=True):
        Atspi.init()
        self._listener = Atspi.EventListener.new(self._event_cb)
        for event in _EVENTS:
            self._listener.register(event)
        self._context = GLib.MainContext.default()
        self._application = None
        self._x_window = None
        self.argv = argv or [os.environ["RECESS_PROGRAM"]]
        environment = {**os.environ, "G_DEBUG": "fatal-criticals", **(env or {})}
        self.process = subprocess.Popen(self.argv, env=environment)
        if wait:
            self.wait_for_window()

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self.close()

    def _event_cb(self, *_arguments):
        pass  # its arrival has woken the loop

    # The program's life

    def wait_for_window(self):
        self.wait(lambda: self.frames(), "a window of " + self.argv[0])

    def close(self):
        """Ends the program as a closed session does, and the driver with it."""
        for event in _EVENTS:
            self._listener.deregister(event)
        if self.process.poll() is None:
            self.process.terminate()
        try:
            return self.process.wait(DEADLINE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    # Waiting

    def wait(self, condition, what, seconds=DEADLINE_SECONDS):
        """Runs the loop until @condition returns something true, which it returns."""
        deadline = time.monotonic() + seconds
        timer = GLib.timeout_add(LOOK_AGAIN_MS, lambda: GLib.SOURCE_CONTINUE)
        try:
            while True:
                try:
                    if result := condition():
                        return result
                except GONE:
                    pass  # an object went away between two questions: look again
                if self.process.poll() is not None:
                    raise WindowError(f"{self.argv[0]} ended ({self.process.returncode}) "
                                      f"while waiting for {what}")
                if time.monotonic() > deadline:
                    raise WindowError(f"waited {seconds:.0f} s for {what}\n{self.dump()}")
                self._context.iteration(True)
        finally:
            GLib.source_remove(timer)

    # Finding

    def application(self):
        if self._application is None:
            desktop = Atspi.get_desktop(0)
            for i in range(desktop.get_child_count()):
                child = desktop.get_child_at_index(i)
                if child is not None and child.get_process_id() == self.process.pid:
                    child.set_cache_mask(Atspi.Cache.NONE)
                    self._application = child
        return Node(self._application) if self._application is not None else None

    def frames(self):
        application = self.application()
        return application.children if application else []

    def find_all(self, role=None, name=None, within=None):
        """All nodes with this role and name; @name may be a compiled expression."""
        roots = [within] if within else self.frames()
        return [node for root in roots for node in root.walk() if node.matches(role, name)]

    def find(self, role=None, name=None, within=None):
        """The first such node now, or None."""
        for root in [within] if within else self.frames():
            for node in root.walk():
                if node.matches(role, name):
                    return node
        return None

    def get(self, role=None, name=None, within=None, seconds=DEADLINE_SECONDS):
        """Waits for such a node."""
        return self.wait(lambda: self.find(role, name, within), f"{role or 'node'} {name!r}", seconds)

    def find_text(self, text, within=None):
        """The first node that shows @text, as its text or as its name, or None."""
        for root in [within] if within else self.frames():
            for node in root.walk():
                if text in node.name or text in node.text:
                    return node
        return None

    def get_text(self, text, within=None, seconds=DEADLINE_SECONDS):
        return self.wait(lambda: self.find_text(text, within), f"the text {text!r}", seconds)

    # Acting

    def click(self, role=None, name=None, within=None):
        """Clicks the node, or the button inside it, as soon as it is there and sensitive."""
        def clickable():
            for node in self.find_all(role, name, within):
                for part in node.walk():
                    if "sensitive" in part.states and set(part.actions) & set(CLICK_ACTIONS):
                        return part
            return None
        return self.click_node(self.wait(clickable, f"{role or 'node'} {name!r} to click"))

    def click_node(self, node):
        actions = node.actions
        node.act(next(action for action in CLICK_ACTIONS if action in actions))
        return node

    def act(self, action):
        """Runs a class action of the window ("win.preferences") from the widget that has it."""
        def owner():
            return next((node for frame in self.frames() for node in frame.walk()
                         if action in node.actions), None)
        self.wait(owner, f"the action {action}").act(action)

    def set_text(self, node, text):
        node.set_text(text)
        self.wait(lambda: node.characters == len(text), f"{node.name!r} to take its text")

    def type(self, text):
        """Real keys to the widget that has the focus."""
        self._xdotool("type", "--delay", "5", text)

    def key(self, *keys):
        """Real keys, as xdotool names them: "ctrl+Return", "Escape"."""
        self._xdotool("key", *keys)

    def _xdotool(self, *arguments):
        subprocess.run(["xdotool", "windowfocus", "--sync", self.x_window(), *arguments],
                       check=True, stdout=subprocess.DEVNULL)

    # The picture

    def x_window(self):
        if self._x_window is None:
            self._x_window = self.wait(lambda: self._titled("."), "an X window")
        return self._x_window

    def use_window(self, title):
        """Keys, sizes and pictures are of this window of the program from now on."""
        self._x_window = self.wait(lambda: self._titled(f"^{title}$"), f"the window {title!r}")

    def has_window(self, title):
        return self._titled(f"^{title}$") is not None

    def _titled(self, pattern):
        found = subprocess.run(["xdotool", "search", "--all", "--onlyvisible", "--pid",
                                str(self.process.pid), "--name", pattern],
                               capture_output=True, text=True, check=False)
        windows = found.stdout.split()
        return windows[-1] if windows else None

    def resize(self, width, height):
        subprocess.run(["xdotool", "windowmove", self.x_window(), "0", "0",
                        "windowsize", self.x_window(), str(width), str(height)], check=True)
        self.wait(lambda: self.size() == (width, height), f"a size of {width} × {height}")
        # The program says so only after the frame that laid it out and painted it.
        self.wait(lambda: any(frame.extents[2:] == (width, height)
                              for frame in RecessWindow.application(self).children),
                  f"a layout of {width} × {height}")

    def move_pointer_away(self):
        """To the corner of the screen, where it hovers over nothing of interest."""
        subprocess.run(["xdotool", "mousemove", "9999", "9999"], check=True)

    def size(self):
        shell = subprocess.run(["xdotool", "getwindowgeometry", "--shell", self.x_window()],
                               capture_output=True, text=True, check=True).stdout
        values = dict(line.split("=") for line in shell.split())
        return int(values["WIDTH"]), int(values["HEIGHT"])

    def picture(self, path):
        """Writes the screen below the window as PNG, once it has stopped changing."""
        width, height = self.size()
        seen = []

        def steady():
            pixels = self._pixels(width, height)
            seen.append(pixels)
            return len(seen) > 2 and seen[-3] == seen[-2] == pixels
        try:
            self.wait(steady, "a steady picture", 10)
        except WindowError:
            pass  # something moves for good; the picture is as good as another
        subprocess.run(["convert", "-size", f"{width}x{height}", "-depth", "8", "rgb:-",
                        "-strip", path], input=seen[-1], check=True)

    @staticmethod
    def _pixels(width, height):
        return subprocess.run(["import", "-window", "root", "-crop", f"{width}x{height}+0+0",
                               "-depth", "8", "rgb:-"], capture_output=True, check=True).stdout

    # For the reader of a failure

    def dump(self, within=None):
        lines = []

        def add(node, depth):
            try:
                if not node.shown:
                    return
                plain = node.role in ("panel", "filler", "image") and not node.text
                if not plain:
                    lines.append("  " * depth + node.line())
                for child in node.children:
                    add(child, depth + (not plain))
            except GONE:
                pass
        for root in [within] if within else self.frames():
            add(root, 0)
        return "\n".join(lines)
