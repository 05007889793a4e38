# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The start: first paint beside the smallest libadwaita program, the text of the last
conversation, and the memory beside a browser with a blank page.

Each program is started anew in a window of its own run and seen from outside, by first-paint.
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import urllib.request

import figures

ROUNDS = 7
MESSAGES = 40
BENCH = pathlib.Path(__file__).resolve().parent
RUN_IN_WINDOW = BENCH.parent / "run-in-window.sh"


def start(build, argv, home=None, text=False, settle=0):
    """Starts a program once and returns what was seen of it."""
    keep = ["--keep-home", home] if home else []
    done = subprocess.run(
        [RUN_IN_WINDOW, *keep, sys.executable, BENCH / "watch_start.py", str(settle),
         build / "tests/bench/first-paint", *(["--text"] if text else []), *argv],
        capture_output=True, text=True, check=False)
    for line in done.stdout.splitlines():
        if line.startswith("{"):
            return json.loads(line)
    raise RuntimeError(f"{argv[0]} was not seen:\n{done.stdout}{done.stderr}")


def seed_home(build, home):
    """A home with one conversation whose last answer is a field of full blocks."""
    data = pathlib.Path(home) / ".local/share/recess"
    data.mkdir(parents=True)
    messages = []
    for number in range(MESSAGES):
        role = "assistant" if number % 2 else "user"
        messages.append({"role": role, "content": f"Line {number} of a talk."})
    messages[-1]["content"] = "\n\n".join(["█" * 300] * 4)
    server = subprocess.Popen([build / "src/server/recess-server", "--listen", "127.0.0.1:0",
                               "--no-key", "--data-dir", data],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        url = json.loads(server.stdout.readline())["listening"]
        request = urllib.request.Request(
            f"{url}/recess/conversations", method="POST",
            data=json.dumps({"title": "Bench", "messages": messages}).encode(),
            headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            conversation = json.load(answer)["id"]
    finally:
        server.terminate()
        server.wait()
    settings = pathlib.Path(home) / ".config/glib-2.0/settings"
    settings.mkdir(parents=True)
    (settings / "keyfile").write_text(
        f"[io/github/recess/Recess]\nconversation='{conversation}'\nwelcomed=true\n",
        encoding="utf-8")


def browser():
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    return None


def run(build):
    if not (build / "tests/bench/first-paint").exists():
        print("left out: first-paint is not built (libX11 and libXdamage are missing)")
        return 0
    hello = build / "tests/bench/bench-hello-adw"
    recess = build / "src/app/recess"
    seen = {"hello": [], "fresh": [], "text": []}

    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        seed = pathlib.Path(folder) / "seed"
        seed_home(build, seed)
        for number in range(ROUNDS):
            home = pathlib.Path(folder) / f"home{number}"
            shutil.copytree(seed, home)
            seen["hello"].append(start(build, [hello], settle=1))
            seen["fresh"].append(start(build, [recess]))
            seen["text"].append(start(build, [recess], home=home, text=True, settle=1))

    for name, rows in seen.items():
        print(f"{name}: painted {figures.spread([row['painted_ms'] for row in rows])} ms")
    print(f"text: {figures.spread([row['text_ms'] for row in seen['text']])} ms")

    hello_ms = figures.median([row["painted_ms"] for row in seen["hello"]])
    missed = figures.compare("first paint, fresh home / hello libadwaita",
                             figures.median([row["painted_ms"] for row in seen["fresh"]]),
                             hello_ms, 1.5, "ms")
    missed += figures.compare("first paint, a conversation / hello libadwaita",
                              figures.median([row["painted_ms"] for row in seen["text"]]),
                              hello_ms, 1.5, "ms")
    missed += figures.compare("text of the last conversation / hello libadwaita",
                              figures.median([row["text_ms"] for row in seen["text"]]),
                              hello_ms, 2.0, "ms")

    ours = figures.median([row["pss_mb"] for row in seen["text"]])
    print(f"PSS of hello libadwaita: {figures.median([row['pss_mb'] for row in seen['hello']]):.0f} MB"
          f", of recess and recess-server ({seen['text'][0]['processes']} processes): {ours:.0f} MB")
    if path := browser():
        arguments = [path, "--no-first-run", "--no-sandbox", "--disable-gpu", "--new-window",
                     "about:blank"]
        blank = [start(build, arguments, settle=4) for _ in range(3)]
        print(f"Chromium, a blank page: painted "
              f"{figures.spread([row['painted_ms'] for row in blank])} ms, "
              f"{blank[0]['processes']} processes")
        missed += figures.compare("PSS, recess with recess-server / Chromium",
                                  ours, figures.median([row["pss_mb"] for row in blank]), 0.3, "MB")
    else:
        print("left out: Chromium is not installed")
    return missed
