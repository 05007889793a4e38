# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The first start in a fresh home, and the first provider."""

import atexit
import os

import engine
import tap
from chat_window import ChatWindow, Upstream

UP = Upstream()
WINDOW = ChatWindow(env={"RECESS_NEARBY_PORTS": f"vllm={UP.port}"}, welcome=True)
WINDOW.resize(1280, 800)
atexit.register(lambda: WINDOW.close())
atexit.register(UP.end)

TEXT = "Hello, wörld!"


def same(got, expected):
    tap.check(got == expected, f"expected {expected!r}, got {got!r}")


def test_welcome_says_what_was_found():
    page = WINDOW.part("Welcome")
    WINDOW.wait_words("Practice model", page)
    WINDOW.wait_words("models, on this computer", page)
    same(engine.conversations(), [])


def test_a_sample_prompt_is_answered():
    WINDOW.click("button", "Why does an API need a key?")
    WINDOW.wait_message("secret")
    WINDOW.wait_titles(["Why does an API need a key?"])
    WINDOW.wait_message("Why does an API need a key?", "user")
    row, = engine.conversations()
    same(row["title"], "Why does an API need a key?")
    same([message["status"] for message in engine.messages(row["id"])], ["complete"] * 2)


def test_found_nearby_is_one_click_away():
    WINDOW.open_preferences()
    WINDOW.get("list item", "vLLM", within=WINDOW.get("list", "Found on This Computer"))
    WINDOW.close_preferences()


def test_add_a_provider_with_a_wrong_key():
    restart()
    WINDOW.open_preferences()
    WINDOW.focus_at(300, 215)  # the first of the usual providers
    WINDOW.get("text", "API Key")
    set_entry("Name, the Prefix of Its Models", "mine")
    set_entry("Base URL", UP.base)
    set_entry("API Key", "wrong")
    WINDOW.click("button", "Test")
    WINDOW.wait_words("(?i)refused its key|incorrect api key")


def test_add_a_provider_with_a_key():
    set_entry("API Key", "sesame")
    WINDOW.click("button", "Test")
    WINDOW.wait_words("[0-9]+ models")
    WINDOW.click("button", "Save")
    WINDOW.wait(lambda: [row["name"] for row in providers()] == ["mine"], "the provider")
    tap.check(providers()[0]["has_key"], "it has no key")
    tap.check("sesame" not in str(providers()), "the key can be read")
    WINDOW.close_preferences()


def test_its_models_can_be_chosen():
    WINDOW.new_conversation()
    WINDOW.click("button", "Model", within=WINDOW.inspector())
    search = WINDOW.get("entry", "Search models")
    WINDOW.get("list item", "mine/no-usage")
    WINDOW.set_text(search, "no-usage")
    WINDOW.key("Return")
    WINDOW.wait(lambda: WINDOW.model() == "no-usage", "the model to be chosen")
    WINDOW.ask("Open", TEXT)
    same(UP.ask("requests")[-1]["headers"]["authorization"], "Bearer sesame")


def test_second_start_shows_no_welcome():
    restart()
    WINDOW.wait_message("Open", "user")
    WINDOW.wait(lambda: WINDOW.model() == "no-usage", "the model of the conversation")
    tap.check(os.path.exists(os.path.join(os.environ["XDG_DATA_HOME"], "recess")), "no data")


def providers():
    return engine.request("GET", "/recess/providers")["data"]


def set_entry(title, text):
    WINDOW.set_text(WINDOW.get("text", title), text)


def restart():
    """Without anything nearby."""
    global WINDOW
    WINDOW.close()
    engine.request("DELETE", "/recess/server")
    WINDOW = ChatWindow(welcome=True)
    WINDOW.resize(1280, 800)


tap.run(globals())
