# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Holds the arrows between the rooms, as src/README.md draws them: who may include whom, and with
what each static library may be linked."""

import os
import re
import shlex
import subprocess
import tempfile

import tap
import tree

GLIB = ["gio-2.0", "gio-unix-2.0", "json-glib-1.0"]
ENGINE = GLIB + ["libsoup-3.0"]
WINDOW = ENGINE + ["gtk4", "libadwaita-1", "gtksourceview-5"]
PANES = ["app/chat", "app/preferences", "app/welcome"]

# room: (the rooms it may use, the libraries of the system it may be linked with)
ROOMS = {
    "common": ([], GLIB + ["md4c"]),
    "client": (["common"], ENGINE),
    "server/http": (["common"], ENGINE),
    "server/store": (["common"], GLIB + ["sqlite3"]),
    "server/providers": (["client", "common", "server/store"], ENGINE + ["libsecret-1"]),
    "server/sandbox": (["common"], GLIB),
    "server/tools": (["common", "server/sandbox", "server/store"], GLIB),
    "server/api": (["client", "common", "server/http", "server/providers", "server/sandbox",
                    "server/store", "server/tools"], ENGINE),
    "server": (["client", "common", "server/api", "server/http", "server/providers",
                "server/sandbox", "server/store", "server/tools"], ENGINE),
    "app/engine": (["client", "common"], ENGINE),
    "app/widgets": (["client", "common", "app/engine"], WINDOW),
    **{pane: (["app/widgets", "app/engine", "client", "common"], WINDOW) for pane in PANES},
    "app": (["client", "common", "app/engine", "app/widgets", *PANES], WINDOW),
}

# How the functions of a library begin whose use is a room's alone.
FUNCTIONS = {
    "gtk4": ("gtk_", "gdk_"),
    "gtksourceview-5": ("gtk_source_",),
    "libadwaita-1": ("adw_",),
    "libsecret-1": ("secret_",),
    "libsoup-3.0": ("soup_",),
    "md4c": ("md_",),
    "sqlite3": ("sqlite3_",),
}

# The same, as the map says it.
DRAWN = [
    "`app → client, common`",
    "`server → client, common`",
    "`client → common`",
    "`main → api → http, tools, providers, sandbox, store`",
    "`tools → sandbox, store`",
    "`providers → store`",
    "`http`, `sandbox` and `store` call only `common`",
    "the panes call `widgets`, never each other",
]

# Where an include that is not beside its file is looked for.
ROOTS = {"server": ["", "server"], "app": ["", "app"]}


def room_of(path):
    """The room a path below src/ is in: the longest one that it begins with."""
    fitting = [room for room in ROOMS if path == room or path.startswith(room + "/")]
    return max(fitting, key=len, default=None)


def includes(path):
    text = path.read_text(encoding="utf-8")
    return re.findall(r'^\s*#\s*include\s+"([^"]+)"', text, re.MULTILINE)


def resolve(path, include):
    """The file below src/ that @include of @path means, or None where it is generated."""
    relative = path.relative_to(tree.SRC)
    roots = [path.parent] + [tree.SRC / root for root in ROOTS.get(relative.parts[0], [""])]
    for root in roots:
        if (candidate := root / include).is_file():
            return candidate.resolve().relative_to(tree.SRC)
    return None


def test_map_draws_the_same_arrows():
    drawn = (tree.SRC / "README.md").read_text(encoding="utf-8")
    tap.check_none((arrow for arrow in DRAWN if arrow not in drawn), "src/README.md does not say")


def test_every_source_is_in_a_room():
    strays = [path for path in tree.files("*.c", "*.h")
              if room_of(str(path.parent.relative_to(tree.SRC))) is None]
    tap.check_none(map(tree.name, strays), "in no room of src/README.md")


def test_includes():
    faults = []
    for path in tree.files("*.c", "*.h"):
        room = room_of(str(path.parent.relative_to(tree.SRC)))
        for include in includes(path):
            target = resolve(path, include)
            if target is None:
                if "/" in include:
                    faults.append(f"{tree.name(path)}: no {include} below src/")
                continue
            other = room_of(str(target.parent))
            if other != room and other not in ROOMS[room][0]:
                faults.append(f"{tree.name(path)} ({room}) includes {include} ({other})")
    tap.check_none(faults, "against the arrows")


def test_headers_are_not_mistaken():
    names = [path.name for path in tree.files("*.h")]
    tap.check_none(sorted({name for name in names if names.count(name) > 1}),
                   "two headers of one name")


def libraries():
    """The static libraries of the build, by room."""
    found = {}
    for path in tree.files("*.a", under=tree.BUILD / "src"):
        room = room_of(str(path.parent.relative_to(tree.BUILD / "src")))
        found.setdefault(room, []).append(path)
    return found


def link(library, others, packages):
    flags = shlex.split(tree.run("pkg-config", "--libs", *packages))
    compiler = shlex.split(os.environ.get("CC", "cc"))
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [*compiler, "-shared", "-o", f"{folder}/all.so",
             "-Wl,--no-undefined", "-Wl,--whole-archive", str(library), "-Wl,--no-whole-archive",
             "-Wl,--start-group", *map(str, others), "-Wl,--end-group", *flags, "-lm"],
            capture_output=True, text=True, check=False)
    return sorted(set(re.findall(r"undefined reference to `([^']+)'", done.stderr))) \
        or ([done.stderr] if done.returncode else [])


def test_libraries_need_no_more_than_the_arrows():
    if os.environ.get("RECESS_SANITIZE") == "true":
        raise tap.Skip("sanitized objects cannot be linked alone")
    found = libraries()
    tap.check("common" in found, f"no libraries below {tree.BUILD}/src")
    faults = []
    for room, own in found.items():
        rooms = [room, *ROOMS[room][0]]
        others = [library for other in rooms for library in found.get(other, [])]
        packages = sorted({package for other in rooms for package in ROOMS[other][1]})
        for library in own:
            rest = [other for other in others if other != library]
            for symbol in link(library, rest, packages):
                faults.append(f"{library.name} ({room}) needs {symbol}")
    tap.check_none(faults, "not to be had along the arrows")


def test_libraries_call_only_what_is_theirs():
    faults = []
    for room, own in libraries().items():
        foreign = tuple(prefix for package, prefixes in FUNCTIONS.items()
                        if package not in ROOMS[room][1] for prefix in prefixes)
        for library in own:
            needed = set(re.findall(r" U (\w+)", tree.run("nm", "--undefined-only", library)))
            faults += [f"{library.name} ({room}) calls {symbol}" for symbol in sorted(needed)
                       if symbol.startswith(foreign)]
    tap.check_none(faults, "a library of another room")


tap.run(globals())
