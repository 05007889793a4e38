# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the window says when a provider misbehaves, and that the next message works."""

import atexit
import os

import engine
import tap
from chat_window import ChatWindow, Upstream

UP = Upstream()
TLS = os.path.join(os.environ["RECESS_TLS"], "good.pem")
SELF_SIGNED = Upstream("--tls", TLS, TLS, name="self-signed")
WINDOW = ChatWindow()
WINDOW.resize(1280, 800)
UP.add("ok")
SELF_SIGNED.add()
atexit.register(WINDOW.close)
atexit.register(UP.end)
atexit.register(SELF_SIGNED.end)

TEXT = "Hello, wörld!"


def same(got, expected):
    tap.check(got == expected, f"expected {expected!r}, got {got!r}")


def answer(title):
    """The last row of the conversation with this title."""
    row = next((row for row in engine.conversations() if row["title"] == title), None)
    return engine.messages(row["id"])[-1] if row is not None else {"status": None}


def fail(model, words, status="failed", kept="", upstream=UP):
    """Asks @model: the thread says what happened, and a retry with a good model works."""
    upstream.use(model)
    WINDOW.new_conversation()
    WINDOW.send("Try " + model)
    WINDOW.wait_words(words, WINDOW.thread())
    WINDOW.wait(lambda: WINDOW.can("Send"), "the composer to be free")
    same(answer("Try " + model)["status"], status)
    same(answer("Try " + model)["content"], kept)
    tap.check(kept.strip() in WINDOW.messages()[-1][1], "what came is not shown")
    same(WINDOW.messages()[0], ("user", "Try " + model))
    again()


def again(text="And now?"):
    UP.use("ok")
    WINDOW.wait(lambda: WINDOW.model() == "ok", "the good model")
    WINDOW.ask(text, TEXT)


def notice(words):
    WINDOW.wait(lambda: words in " ".join(WINDOW.notice()), f"a notice with {words!r}")


def test_wrong_key():
    engine.request("POST", "/recess/providers",
                   {"name": "locked", "base_url": UP.base, "auth": "bearer", "key": "wrong"})
    engine.request("PUT", "/recess/aliases", {"default_model": "locked/ok"})
    WINDOW.new_conversation()
    WINDOW.send("Open")
    WINDOW.wait_words("'locked' refused its key", WINDOW.thread())
    notice("refused its key")
    WINDOW.click("button", "Edit Key")
    WINDOW.close_preferences()
    again()


def test_unknown_model():
    engine.request("PUT", "/recess/aliases", {"default_model": "up/nobody"})
    WINDOW.new_conversation()
    WINDOW.send("Who?")
    WINDOW.wait_words("nobody|No such model", WINDOW.thread())
    WINDOW.click("button", "Choose Model")
    WINDOW.get("entry", "Search models")
    WINDOW.key("Escape")
    again()


def test_rate_limit():
    fail("rate-limit", "Slow down")


def test_rate_limit_with_a_time():
    fail("rate-limit-later", "Slow down for two minutes")


def test_rate_limit_once_is_waited_for():
    UP.use("rate-limit-once")
    WINDOW.new_conversation()
    WINDOW.ask("Patience", TEXT)


def test_server_error():
    fail("server-error", "It fell over")


def test_html():
    fail("html", "(?i)html|not a|web page")
    fail("html-error", "(?i)502|bad gateway|html")


def test_connection_cut():
    fail("cut", "Interrupted: the text so far is kept. The provider 'up' ended its answer",
         "interrupted", "Hello, ")


def test_regenerate_a_cut_answer():
    UP.use("cut")
    WINDOW.new_conversation()
    WINDOW.send("Be cut")
    WINDOW.wait_words("Interrupted", WINDOW.thread())
    UP.use("ok")
    WINDOW.wait(lambda: WINDOW.model() == "ok", "the good model")
    WINDOW.click("button", "Regenerate", within=WINDOW.status())
    WINDOW.wait_message(TEXT)
    same(answer("Be cut")["siblings"], 2)


def test_error_in_the_stream():
    fail("error-event", "Out of memory", "failed", "Hello, ")


def test_stall_and_stop():
    UP.use("stall")
    WINDOW.new_conversation()
    WINDOW.send("Stall")
    WINDOW.wait_message("Hello,")
    WINDOW.click("button", "Stop", within=WINDOW.composer())
    WINDOW.wait_words("^Stopped", WINDOW.thread())
    same(UP.ask("left"), "stall")
    same(answer("Stall")["content"], "Hello, ")
    again()


def test_stall_and_idle_limit():
    engine.request("POST", "/recess/providers", {"name": "hasty", "base_url": UP.base,
                                                 "auth": "none", "idle_limit_ms": 300})
    engine.request("PUT", "/recess/aliases", {"default_model": "hasty/stall"})
    WINDOW.new_conversation()
    WINDOW.send("Stall again")
    WINDOW.wait_words("the text so far is kept. .*'hasty' failed: No byte", WINDOW.thread())
    same(answer("Stall again")["content"], "Hello, ")
    again()


def test_broken_utf8():
    UP.use("broken-utf8")
    WINDOW.new_conversation()
    WINDOW.ask("Break", "a\ufffd")


def test_huge_event():
    UP.use("huge-event")
    WINDOW.new_conversation()
    WINDOW.send("Much")
    WINDOW.wait(lambda: answer("Much")["status"] == "complete", "the whole answer")
    same(len(answer("Much")["content"]), 10 * 1024 * 1024 + 2)
    WINDOW.wait(lambda: WINDOW.can("Send"), "the composer to be free")
    WINDOW.new_conversation()
    again()


def test_self_signed_certificate():
    fail("ok", "(?i)certificate", upstream=SELF_SIGNED)


def test_no_server_there():
    gone = Upstream(name="gone")
    gone.add("ok")
    gone.end()
    WINDOW.new_conversation()
    WINDOW.send("Anybody?")
    WINDOW.wait_words("'gone' failed: Nothing answers at", WINDOW.thread())
    again()


tap.run(globals())
