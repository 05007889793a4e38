# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Code blocks of an answer are run: what they print is seen as it comes, and they can be stopped."""

import atexit
import os
import pathlib

import engine
import tap
from chat_window import ChatWindow, kill_server

WINDOW = ChatWindow()
WINDOW.resize(1280, 800)
atexit.register(WINDOW.close)

RUN = "Run Code"
STOP = "Stop Program"


def require_sandbox():
    found = engine.request("GET", "/recess/sandbox")
    if not found["available"]:
        raise tap.Skip(found["reason"])


def open_answer(title, answer):
    """A conversation with this answer, opened."""
    engine.request("POST", "/recess/conversations", {
        "title": title,
        "messages": [{"role": "user", "content": "Code"}, {"role": "assistant", "content": answer}]})
    WINDOW.select_row(title)
    WINDOW.wait(lambda: len(WINDOW.messages()) == 2, "its messages")


def buttons(name):
    return [node for node in WINDOW.thread().walk() if node.role == "button" and node.name == name]


def run(number=0):
    WINDOW.wait(lambda: len(buttons(RUN)) > number, "the button that runs code")
    WINDOW.click_node(buttons(RUN)[number])


def outputs():
    return [node.text for node in WINDOW.thread().walk() if node.name == "Output" and node.role == "text"]


def wait_output(text):
    WINDOW.wait(lambda: any(text in output for output in outputs()), f"{text!r} to be printed")


def picture(name):
    folder = os.environ.get("RECESS_PICTURES")
    if folder:
        WINDOW.move_pointer_away()
        WINDOW.picture(str(pathlib.Path(folder) / f"{name}.png"))


def test_program_of_the_practice_model():
    require_sandbox()
    WINDOW.ask("Write a Python program that prints the prime numbers below 100")
    run()
    WINDOW.wait_words("^Finished in ")
    wait_output("97")
    picture("finished")


def test_output_as_it_comes_and_stop():
    require_sandbox()
    open_answer("Endless", "```python\nimport itertools\nprint('begun')\n"
                           "for i in itertools.count():\n    pass\n```\nAnd so on.")
    run()
    wait_output("begun")
    WINDOW.wait_words("^Running…")
    picture("running")
    WINDOW.click("button", STOP)
    WINDOW.wait_words("^Stopped after ")
    WINDOW.wait(lambda: not buttons(STOP), "the button that stops to go")
    run()
    WINDOW.wait_words("^Running…")
    WINDOW.click("button", STOP)
    WINDOW.wait_words("^Stopped after ")


def test_two_blocks_with_outputs_of_their_own():
    require_sandbox()
    open_answer("Two", "```python\nprint('from the first')\n```\n\n```bash\necho from the second; exit 3\n```\n"
                       "\n```html\n<p>none</p>\n```\n")
    WINDOW.wait(lambda: len(buttons(RUN)) == 2, "two that can be run")
    run(1)
    WINDOW.wait_words("^Ended with exit code 3 after ")
    run(0)
    wait_output("from the first")
    tap.check(outputs() == ["from the first", "from the second"], outputs())
    picture("two")


def test_limit_and_long_lines():
    require_sandbox()
    open_answer("Memory", "```python\nprint('x' * 5000)\nheld = []\nwhile True: held.append(bytes(10**7))\n"
                          "```\n\n```python\nfor i in range(20000): print(i)\n```\n")
    run()
    WINDOW.wait_words("^Stopped: memory limit of 512 MiB|^Ended with exit code 1")
    wait_output("x" * 1000 + "\n" + "x")
    run(1)
    wait_output("19999")
    picture("limit")


def test_narrow():
    require_sandbox()
    WINDOW.resize(360, 640)
    WINDOW.wait(lambda: WINDOW.size() == (360, 640), "the narrow window")
    tap.check(len(outputs()) == 2, outputs())
    picture("narrow")
    WINDOW.resize(1280, 800)
    WINDOW.wait(lambda: WINDOW.size() == (1280, 800), "the wide window")


def test_leaving_ends_the_program():
    require_sandbox()
    open_answer("Left", "```sh\necho begun; sleep 1000000\n```\n")
    run()
    wait_output("begun")
    tap.check(sleepers(), "nothing runs")
    open_answer("Other", "Nothing")
    WINDOW.wait(lambda: not sleepers(), "the program to end")


def test_no_sandbox():
    """It says in a sentence why not, and nothing is run."""
    global WINDOW
    WINDOW.close()
    kill_server()
    folder = pathlib.Path(os.environ["HOME"]) / "bin"
    folder.mkdir()
    (folder / "bwrap").write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
    (folder / "bwrap").chmod(0o755)
    WINDOW = ChatWindow(env={"PATH": f"{folder}:{os.environ['PATH']}"})
    atexit.register(WINDOW.close)
    open_answer("Refused", "```sh\necho bare\n```\n")
    run()
    WINDOW.wait_words("does not let Bubblewrap make the namespaces")
    tap.check(not outputs() or outputs() == [""], outputs())
    picture("refused")


def sleepers():
    found = []
    for path in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if path.read_bytes() == b"sleep\x001000000\x00":
                found.append(path)
        except OSError:
            continue
    return found


tap.run(globals())
