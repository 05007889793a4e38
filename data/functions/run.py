# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads the name of a function and its arguments, calls it as function.py defines it, and writes
what it returns to descriptor 3: a line with how it went and how many bytes follow, and these. What
it prints, and where it failed, goes where printed text goes."""

import json
import os
import sys
import traceback

CODE = "function.py"


def to_text(value):
    if isinstance(value, str):
        return value
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).decode("utf-8", "replace")
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def call(name, arguments):
    with open(CODE, encoding="utf-8") as file:
        code = compile(file.read(), CODE, "exec")
    space = {"__name__": "function", "__file__": CODE}
    exec(code, space)
    if callable(space.get(name)):
        return space[name](**arguments)
    if callable(space.get("run")):
        return space["run"](arguments)
    raise NameError(f"the code defines neither {name}() nor run()")


def print_failure(error):
    """Without the frames of this program."""
    shown = error.__traceback__
    while shown is not None and shown.tb_frame.f_code.co_filename != CODE:
        shown = shown.tb_next
    traceback.print_exception(type(error), error, shown)


def attempt():
    try:
        return "ok", to_text(call(*json.load(sys.stdin)))
    except SystemExit:
        return "error", "The function ended the program instead of returning."
    except BaseException as error:
        print_failure(error)
        return "error", f"{type(error).__name__}: {error}"


def main():
    reply = os.dup(3)
    os.close(3)
    how, text = attempt()
    data = text.replace("\0", "\ufffd").encode("utf-8", "replace")
    data = f"{how} {len(data)}\n".encode() + data
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            pass
    while data:
        data = data[os.write(reply, data):]


main()
