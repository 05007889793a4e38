# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the desktop reads of us: desktop file, metainfo, settings, resources, translations."""

import json
import re
import shlex
import shutil
import tempfile
import xml.etree.ElementTree as ElementTree

import tap
import tree

DATA = tree.BUILD / "data"
MARKED = re.compile(r"\b(?:N?C?_|ngettext|g_dngettext|g_dpgettext2?) ?\(")
SHOWN = {"label", "title", "subtitle", "description", "tooltip-text", "placeholder-text",
         "menu-button-tooltip-text", "comments", "heading", "body", "text"}


def one(pattern):
    found = tree.files(pattern, under=DATA)
    tap.check(len(found) == 1, f"{len(found)} files {pattern} in the build")
    return found[0]


def needs(command):
    if shutil.which(command) is None:
        raise tap.Skip(f"{command} is not installed")
    return command


def test_desktop_file():
    tree.run(needs("desktop-file-validate"), "--no-hints", one("*.desktop"))


def test_metainfo():
    tree.run(needs("appstreamcli"), "validate", "--no-net", "--explain", one("*.metainfo.xml"))


def test_names_agree():
    application = one("*.metainfo.xml").name.removesuffix(".metainfo.xml")
    for pattern in ("*.desktop", "*.gschema.xml", "*.service"):
        tap.check(one(pattern).name.startswith(application), f"{pattern} has another id")
    metainfo = ElementTree.parse(one("*.metainfo.xml")).getroot()
    desktop = one("*.desktop").read_text(encoding="utf-8")
    tap.check(metainfo.findtext("id") == application, "the metainfo has another id")
    tap.check(f"Icon={application}\n" in desktop, "the desktop file has another icon")
    meson = (tree.TOP / "meson.build").read_text(encoding="utf-8")
    version = re.search(r"version: '([^']+)'", meson)[1]
    tap.check(metainfo.find("releases/release").get("version") == version,
              "the newest release of the metainfo is not this version")


def test_icons_exist():
    theme = tree.pathlib.Path("/usr/share/icons/Adwaita")
    if not theme.is_dir():
        raise tap.Skip("the Adwaita icons are not installed")
    known = {path.stem for folder in (theme, tree.TOP / "data" / "icons")
             for path in folder.rglob("*-symbolic.svg")}
    faults = []
    for path in tree.files("*.c", "*.ui"):
        for icon in re.findall(r'[">]([a-z0-9-]+-symbolic)["<]', path.read_text(encoding="utf-8")):
            if icon not in known:
                faults.append(f"{tree.name(path)}: {icon}")
    tap.check_none(faults, "no such icon")


def test_settings_schema():
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(one("*.gschema.xml"), folder)
        tree.run("glib-compile-schemas", "--strict", "--dry-run", folder)


def test_settings_are_explained():
    keys = ElementTree.parse(one("*.gschema.xml")).getroot().iter("key")
    tap.check_none((key.get("name") for key in keys
                    if not (key.findtext("summary") or "").strip()), "no summary")


def resources():
    for path in tree.files("*.gresource.xml", under=tree.TOP / "data"):
        for group in ElementTree.parse(path).getroot().iter("gresource"):
            for entry in group.iter("file"):
                yield entry.text.strip()


def test_resources_exist():
    roots = [tree.TOP / "data", tree.SRC / "app"]
    tap.check_none((entry for entry in resources()
                    if not any((root / entry).is_file() for root in roots)), "no such file")


def test_templates_are_resources():
    listed = set(resources())
    tap.check_none((tree.name(path) for path in tree.files("*.ui")
                    if str(path.relative_to(tree.SRC / "app")) not in listed),
                   "in no gresource")


def test_templates_require_the_floor():
    floor = {"gtk": (4, 8), "libadwaita": (1, 2), "Adw": (1, 2), "gtksourceview": (5, 6)}
    faults = []
    for path in tree.files("*.ui"):
        required = ElementTree.parse(path).getroot().findall("requires")
        if not required:
            faults.append(f"{tree.name(path)}: requires nothing")
        for entry in required:
            version = tuple(map(int, entry.get("version").split(".")))
            if version > floor.get(entry.get("lib"), (0, 0)):
                faults.append(f"{tree.name(path)}: requires {entry.get('lib')} {version}")
    tap.check_none(faults, "above the floor")


def test_templates_are_translatable():
    faults = []
    for path in tree.files("*.ui"):
        for entry in ElementTree.parse(path).getroot().iter():
            if entry.tag not in ("property", "attribute") or len(entry):
                continue
            words = (entry.text or "").strip()
            if entry.get("name") in SHOWN and re.search(r"[A-Za-z]{2}", words) \
                    and entry.get("translatable") not in ("yes", "true", "no"):
                faults.append(f"{tree.name(path)}: {words!r}")
    tap.check_none(faults, "not translatable")


def test_icon_buttons_are_named():
    """A tooltip is a description only: without a label a screen reader says "GtkImage"."""
    faults = []
    for path in tree.files("*.ui"):
        for entry in ElementTree.parse(path).getroot().iter("object"):
            properties = {item.get("name") for item in entry.findall("property")}
            named = {item.get("name") for item in entry.findall("accessibility/*")}
            if re.fullmatch(r"Gtk(Toggle|Menu)?Button", entry.get("class")) \
                    and "icon-name" in properties and not named & {"label", "labelled-by"}:
                icon = entry.find("property[@name='icon-name']").text
                faults.append(f"{tree.name(path)}: the button with {icon}")
    tap.check_none(faults, "without an accessible name")


def marked_sources():
    for path in tree.files("*.c"):
        if MARKED.search(path.read_text(encoding="utf-8")):
            yield tree.name(path)
    for path in tree.files("*.ui"):
        if 'translatable="yes"' in path.read_text(encoding="utf-8"):
            yield tree.name(path)
    for path in tree.files("*.desktop.in.in", "*.metainfo.xml.in.in", "*.gschema.xml.in",
                           under=tree.TOP / "data"):
        yield tree.name(path)


def listed_sources():
    lines = (tree.TOP / "po" / "POTFILES.in").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_potfiles_are_complete():
    listed = listed_sources()
    marked = set(marked_sources())
    tap.check_none(sorted(marked - set(listed)), "not in po/POTFILES.in (./dev format adds it)")
    tap.check_none(sorted(set(listed) - marked), "in po/POTFILES.in, but has no strings")
    tap.check(listed == sorted(listed), "po/POTFILES.in is not sorted")


def test_strings_can_be_extracted():
    needs("xgettext")
    with tempfile.TemporaryDirectory() as folder:
        said = tree.run("xgettext", "--files-from=po/POTFILES.in", "--from-code=UTF-8",
                        "--add-comments", "--keyword=_", "--keyword=N_", "--keyword=C_:1c,2",
                        "--keyword=NC_:1c,2", "--keyword=ngettext:1,2", "--keyword=g_dngettext:2,3",
                        f"--output={folder}/recess.pot", cwd=tree.TOP)
        tap.check("warning" not in said, said)
        pot = (tree.pathlib.Path(folder) / "recess.pot").read_text(encoding="utf-8")
        tap.check(pot.count("\nmsgid ") > 20, "hardly a string was found")
        tree.run("msgfmt", "--check-format", "-o", "/dev/null", f"{folder}/recess.pot")


def test_languages_are_there():
    languages = (tree.TOP / "po" / "LINGUAS").read_text(encoding="utf-8").split()
    tap.check_none((language for language in languages
                    if not (tree.TOP / "po" / f"{language}.po").is_file()), "no .po file")


def test_flatpak_manifest():
    manifest = json.loads((tree.TOP / "flatpak" / "io.github.recess.Recess.json")
                          .read_text(encoding="utf-8"))
    tap.check(manifest["id"] == "io.github.recess.Recess", "another id")
    tap.check(manifest["modules"][-1]["name"] == "recess", "the last module is not recess")
    for module in manifest["modules"][:-1]:
        for source in module["sources"]:
            tap.check("sha256" in source or "commit" in source, f"{module['name']} is not pinned")


def test_nothing_installed_is_missing():
    told = tree.run(*shlex.split("meson introspect --installed"), tree.BUILD)
    installed = " ".join(json.loads(told).values())
    for wanted in ("/bin/recess", "/bin/recess-server", ".desktop", ".metainfo.xml",
                   ".gschema.xml", ".service", "/scalable/apps/", "/symbolic/apps/"):
        tap.check(wanted in installed, f"{wanted} is not installed")


tap.run(globals())
