# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks every source file against the headers of Debian sid, warnings being errors.

check_headers.py BUILD CACHE: unpacks sid's -dev packages below CACHE with an apt of its own, as an
ordinary user and without touching the system, and has the compiler parse each file that BUILD
compiles with its own flags, the libraries' headers exchanged.
"""

import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import time

MIRROR = os.environ.get("RECESS_DEBIAN_MIRROR", "http://deb.debian.org/debian")
PACKAGES = ["libadwaita-1-dev", "libgtk-4-dev", "libgtksourceview-5-dev", "libjson-glib-dev",
            "libmd4c-dev", "libsecret-1-dev", "libsoup-3.0-dev", "libsqlite3-dev"]
LIBRARIES = ["gtk4", "libadwaita-1", "gtksourceview-5", "json-glib-1.0", "md4c", "libsecret-1",
             "libsoup-3.0", "sqlite3", "gio-unix-2.0"]
# The C library and the compiler stay this machine's.
NOT_OURS = re.compile(r"^(libc6-dev|libc-dev|linux-libc-dev|libcrypt-dev|libgcc-|libstdc\+\+-|"
                      r"libclang|llvm-)")
MAX_AGE_SECONDS = 24 * 3600


def run(*command, **options):
    return subprocess.run([str(word) for word in command], check=True, text=True, **options)


def apt_options(cache):
    """An apt whose lists, cache and list of installed packages are below @cache."""
    for folder in ("state/lists/partial", "cache/archives/partial", "debs", "empty"):
        (cache / folder).mkdir(parents=True, exist_ok=True)
    (cache / "state" / "status").touch()
    keyring = next((path for path in map(pathlib.Path, (
        "/usr/share/keyrings/debian-archive-keyring.gpg",
        "/usr/share/keyrings/debian-archive-keyring.pgp")) if path.exists()), None)
    if keyring is None:
        sys.exit("check_headers.py: the package debian-archive-keyring is missing")
    (cache / "sources.list").write_text(f"deb [signed-by={keyring}] {MIRROR} sid main\n",
                                        encoding="utf-8")
    settings = {
        "Dir::State": cache / "state",
        "Dir::State::status": cache / "state" / "status",
        "Dir::Cache": cache / "cache",
        "Dir::Etc::SourceList": cache / "sources.list",
        "Dir::Etc::SourceParts": cache / "empty",
        "Dir::Etc::Preferences": "/dev/null",
        "Dir::Etc::PreferencesParts": cache / "empty",
        "APT::Sandbox::User": "",
        "Acquire::Languages": "none",
    }
    return [word for key, value in settings.items() for word in ("-o", f"{key}={value}")]


def wanted_packages(options):
    """The -dev packages that ours depend on, by way of other -dev packages."""
    said = run("apt-cache", *options, "depends", "--recurse", "--no-recommends", "--no-suggests",
               "--no-conflicts", "--no-breaks", "--no-replaces", "--no-enhances", *PACKAGES,
               stdout=subprocess.PIPE).stdout
    names = {line for line in said.splitlines() if re.fullmatch(r"[a-z0-9][a-z0-9+.-]*-dev", line)}
    return sorted(name for name in names if not NOT_OURS.match(name))


def unpack(cache):
    root = cache / "root"
    stamp = cache / "stamp"
    if stamp.exists() and time.time() - stamp.stat().st_mtime < MAX_AGE_SECONDS:
        return root
    if shutil.which("apt-get") is None:
        sys.exit("check_headers.py: needs apt-get, to fetch the packages of Debian sid")

    print("Fetching the headers of Debian sid…", flush=True)
    options = apt_options(cache)
    run("apt-get", "-qq", *options, "update")
    names = wanted_packages(options)
    shutil.rmtree(cache / "debs")
    (cache / "debs").mkdir()
    run("apt-get", "-qq", *options, "download", *names, cwd=cache / "debs")
    shutil.rmtree(root, ignore_errors=True)
    for deb in sorted((cache / "debs").glob("*.deb")):
        run("dpkg-deb", "-x", deb, root)
    shutil.rmtree(cache / "debs")
    stamp.write_text("\n".join(names), encoding="utf-8")
    return root


def stub_what_is_missing(root, folder):
    """pkg-config wants to know what a library needs for itself, headers or not."""
    known = {path.stem: path.read_text(encoding="utf-8") for path in root.glob("usr/**/*.pc")
             if path.exists()}
    needed = {name for text in known.values()
              for line in re.findall(r"^Requires(?:\.private)?:(.*)$", text, re.MULTILINE)
              for name in re.findall(r"[A-Za-z][\w.+-]*", re.sub(r"[<>=!]+\s*\S+", " ", line))}
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name in needed - known.keys():
        (folder / f"{name}.pc").write_text(f"Name: {name}\nDescription: none\nVersion: 9999\n",
                                           encoding="utf-8")


def library_flags(root, stubs):
    stub_what_is_missing(root, stubs)
    folders = [str(path) for path in [*root.glob("usr/**/pkgconfig"), stubs]]
    environment = {**os.environ, "PKG_CONFIG_LIBDIR": ":".join(folders),
                   "PKG_CONFIG_SYSROOT_DIR": str(root)}
    versions = [run("pkg-config", "--modversion", library, env=environment,
                    stdout=subprocess.PIPE).stdout.strip() for library in LIBRARIES]
    print("Against " + ", ".join(map(" ".join, zip(LIBRARIES, versions))), flush=True)
    flags = shlex.split(run("pkg-config", "--cflags", *LIBRARIES, env=environment,
                            stdout=subprocess.PIPE).stdout)
    found = [flag[2:] for flag in flags if flag.startswith("-I")]
    found.append(str(root / "usr/include"))
    return [word for folder in dict.fromkeys(found) for word in ("-isystem", folder)]


def checks(build, flags):
    """(file, command) of every file of ours, with the headers exchanged."""
    top = pathlib.Path(__file__).resolve().parents[2]
    for entry in json.loads((build / "compile_commands.json").read_text(encoding="utf-8")):
        source = (pathlib.Path(entry["directory"]) / entry["file"]).resolve()
        if not source.is_relative_to(top / "src"):
            continue
        kept = [word for word in shlex.split(entry["command"])
                if not re.match(r"-I/usr/|-fsanitize|-M[DQF]?$|-c$", word)]
        # What is left of the dependency file and of the output.
        words = iter(kept)
        command = []
        for word in words:
            if word == "-o":
                next(words)
            elif not word.endswith((".o", ".o.d")):
                command.append(word)
        yield source.relative_to(top), entry["directory"], [
            *command, *flags, "-Werror", "-fsyntax-only"]


def main():
    build, cache = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
    cache.mkdir(parents=True, exist_ok=True)
    root = unpack(cache)
    todo = list(checks(build, library_flags(root, cache / "stubs")))

    def check(entry):
        _source, directory, command = entry
        return subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False)

    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for (source, _directory, _command), done in zip(todo, pool.map(check, todo)):
            if done.returncode != 0:
                failed += 1
                print(f"{source}\n{done.stderr}", flush=True)
    print(f"{len(todo) - failed} files without a warning, {failed} with")
    sys.exit(1 if failed or not todo else 0)


main()
