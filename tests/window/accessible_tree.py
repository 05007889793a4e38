# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Pictures of a program's accessible objects, taken fast.

Asking for one object after the other costs a second for a whole window. Here all questions of a
picture are under way at once, and what never changes of an object (its role) is asked once.
"""

import functools

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

ACCESSIBLE = "org.a11y.atspi.Accessible"
ACTION = "org.a11y.atspi.Action"
COMPONENT = "org.a11y.atspi.Component"
EDITABLE = "org.a11y.atspi.EditableText"
TEXT = "org.a11y.atspi.Text"
PROPERTIES = "org.freedesktop.DBus.Properties"

LEAVES = {"label", "image", "scroll bar", "separator"}
UNNAMED = {"filler", "scroll pane", "scroll bar", "image"}
ROLE_NAMES = {"push button": "button", "check box": "switch", "toggle button": "button"}
CLICK_ACTIONS = ("click", "toggle", "activate", "press", "clicked")


@functools.cache
def bus_address():
    """Where the accessibility bus is."""
    session = Gio.bus_get_sync(Gio.BusType.SESSION, None)
    return session.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None,
                             None, 0, -1, None).unpack()[0]


@functools.cache
def _bus():
    flags = (Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
             | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION)
    return Gio.DBusConnection.new_for_address_sync(bus_address(), flags, None, None)


@functools.cache
def _role_name(number):
    name = Atspi.role_get_name(Atspi.Role(number))
    return ROLE_NAMES.get(name, name)


def _state_names(low, high):
    bits = low | high << 32
    return {Atspi.StateType(i).value_nick for i in range(int(Atspi.StateType.LAST_DEFINED))
            if bits >> i & 1}


def _plain(name):
    """GTK 4.8 says a mnemonic with its underscore, and then once more: "_Send Send"."""
    half = name[len(name) // 2 + 1:]
    marked = name[:-len(half) - 1] if half else ""
    return half if "_" in marked and marked.replace("_", "", 1) == half else name


class Node:
    """An accessible object as it was; its text, states and actions are asked when wanted."""

    def __init__(self, tree, path):
        self.tree, self.path = tree, path
        self.role, self.name, self.children = "", "", []

    def _ask(self, interface, method, arguments=None):
        return _bus().call_sync(self.tree.sender, self.path, interface, method, arguments, None, 0,
                                5000, None).unpack()

    def _property(self, interface, name):
        return self._ask(PROPERTIES, "Get", GLib.Variant("(ss)", (interface, name)))[0]

    @property
    def text(self):
        if self.role not in ("text", "entry", "label", "password text"):
            return ""
        if self.role == "label":
            return self.name
        return self._ask(TEXT, "GetText", GLib.Variant("(ii)", (0, -1)))[0]

    @property
    def characters(self):
        return self._property(TEXT, "CharacterCount")

    @property
    def description(self):
        return self._property(ACCESSIBLE, "Description")

    @property
    def extents(self):
        """(x, y, width, height) in the window."""
        return self._ask(COMPONENT, "GetExtents",
                         GLib.Variant("(u)", (int(Atspi.CoordType.WINDOW),)))[0]

    @property
    def states(self):
        return _state_names(*self._ask(ACCESSIBLE, "GetState")[0])

    @property
    def actions(self):
        if self.role in LEAVES:
            return []
        try:
            count = self._property(ACTION, "NActions")
        except GLib.Error:
            return []
        return [self._ask(ACTION, "GetName", GLib.Variant("(i)", (i,)))[0] for i in range(count)]

    def act(self, name):
        # Not waited for: an action that opens a menu answers late.
        names = self.actions
        _bus().call(self.tree.sender, self.path, ACTION, "DoAction",
                    GLib.Variant("(i)", (names.index(name),)), None, 0, -1, None)

    def set_text(self, text):
        self._ask(EDITABLE, "SetTextContents", GLib.Variant("(s)", (text,)))

    def walk(self):
        yield self
        for child in self.children:
            yield from child.walk()

    def matches(self, role, name):
        if role is not None and self.role != role:
            return False
        if hasattr(name, "search"):
            return name.search(self.name) is not None
        return name is None or self.name == name

    def line(self):
        parts = [self.role, repr(self.name)]
        if self.role in ("text", "entry") and (text := self.text):
            parts.append("text=" + repr(text if len(text) <= 80 else text[:77] + "…"))
        return " ".join(parts)


class Tree:
    """The objects of the program @sender on the accessibility bus."""

    def __init__(self, sender):
        self.sender = sender
        self._fixed = {}

    @staticmethod
    def of_process(pids):
        """The tree of one of these processes; None as long as it has not come to the bus."""
        found = _bus().call_sync("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root",
                                 ACCESSIBLE, "GetChildren", None, None, 0, -1, None).unpack()[0]
        for sender, _path in found:
            try:
                owner, = _bus().call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus",
                                          "org.freedesktop.DBus", "GetConnectionUnixProcessID",
                                          GLib.Variant("(s)", (sender,)), None, 0, -1,
                                          None).unpack()
            except GLib.Error:
                continue
            if owner in pids:
                return Tree(sender)
        return None

    def frames(self):
        return self.snapshot("/org/a11y/atspi/accessible/root").children

    def focused(self):
        """The object that has the focus, or None."""
        found = []

        def look(node, states):
            if "focused" in _state_names(*states):
                found.append(node)
        self.snapshot("/org/a11y/atspi/accessible/root", look)
        return found[0] if found else None

    def snapshot(self, path, take_states=None):
        """The object at @path with all below it, as they are now."""
        loop = GLib.MainContext.default()
        waiting = [0]

        def ask(node, interface, method, arguments, take):
            def answered(bus, result):
                waiting[0] -= 1
                try:
                    take(bus.call_finish(result).unpack()[0])
                except GLib.Error:
                    pass  # it went away while we looked
            waiting[0] += 1
            _bus().call(self.sender, node.path, interface, method, arguments, None, 0, 5000, None,
                        answered)

        def get(node, name, take):
            ask(node, PROPERTIES, "Get", GLib.Variant("(ss)", (ACCESSIBLE, name)), take)

        def take_relations(node, relations):
            for kind, targets in relations:
                if kind == int(Atspi.RelationType.LABELLED_BY) and targets:
                    label = Node(self, targets[0][1])
                    ask(label, TEXT, "GetText", GLib.Variant("(ii)", (0, -1)),
                        functools.partial(take_label, node))

        def take_label(node, text):
            node.name = text

        def take_name(node, name):
            node.name = _plain(name)
            if not name and node.role == "menu item":
                # GTK 4.18 names it by a label that has a text, but is hidden and has no name.
                ask(node, ACCESSIBLE, "GetRelationSet", None,
                    functools.partial(take_relations, node))
            if node.role in UNNAMED:
                self._fixed[node.path] = (node.role, name)

        def take_children(node, children):
            node.children = [visit(child) for _sender, child in children]

        def take_role(node, role):
            node.role = _role_name(role)
            self._fixed[node.path] = (node.role, None)
            look(node, None)

        def look(node, name):
            if node.role not in LEAVES:
                ask(node, ACCESSIBLE, "GetChildren", None,
                    functools.partial(take_children, node))
            if take_states is not None and node.role not in LEAVES:
                ask(node, ACCESSIBLE, "GetState", None, functools.partial(take_states, node))
            if name is None:
                get(node, "Name", functools.partial(take_name, node))
            else:
                node.name = name

        def visit(child):
            node = Node(self, child)
            if child in self._fixed:
                node.role, name = self._fixed[child]
                look(node, name)
            else:
                ask(node, ACCESSIBLE, "GetRole", None, functools.partial(take_role, node))
            return node

        top = visit(path)
        while waiting[0]:
            loop.iteration(True)
        return top
