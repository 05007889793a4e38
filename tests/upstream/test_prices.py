# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Prices: the table, the user's own, and what answers cost by them."""

import tap
from engine import Server, Upstream

UP = Upstream()
SERVER = Server("--provider", f"up={UP.base}")


def same(got, expected):
    tap.check(got == expected, f"expected {expected!r}, got {got!r}")


def put(*prices):
    return SERVER.ask("PUT", "/recess/prices", {"prices": list(prices)})


def rows():
    return {row["model"]: row for row in SERVER.get("/recess/prices")["prices"]}


def refused(body, place):
    answer = SERVER.ask("PUT", "/recess/prices", body)
    same((answer.status, answer.error["param"]), (400, place))


def last_request():
    while True:
        row = SERVER.get("/recess/requests?limit=1")["data"][0]
        if row["status"] is not None:
            return row


def kept_answer(model):
    conversation = SERVER.ask("POST", "/recess/conversations", {}).json["id"]
    path = f"/recess/conversations/{conversation}/messages"
    answer = SERVER.ask("POST", path, {"role": "user", "content": "hi",
                                       "answer": {"model": model}}).json["data"][1]["id"]
    SERVER.chat(model, True, headers={"Recess-Message": answer})
    return next(row for row in SERVER.get(path)["data"] if row["id"] == answer)


def test_table():
    prices = SERVER.get("/recess/prices")
    same(prices["currency"], "USD")
    tap.check(len(prices["date"]) == 10, prices["date"])
    row = rows()["gpt-4o-mini"]
    same((row["input"], row["cached_input"], row["output"], row["source"]),
         (0.15, 0.075, 0.6, "table"))
    same(row["updated"], prices["date"])


def test_own_prices_come_first():
    answer = put({"model": "gpt-4o-mini", "input": 1, "output": 2},
                 {"model": "up/ok", "input": 1000, "cached_input": 10.5, "output": 2000})
    same(answer.status, 200)
    row = rows()["gpt-4o-mini"]
    same((row["input"], row["cached_input"], row["output"], row["source"]), (1, None, 2, "user"))
    same(rows()["up/ok"]["cached_input"], 10.5)
    tap.check("gpt-4o" in rows(), "the table is gone")


def test_models_have_prices():
    put({"model": "up/ok", "input": 1000, "output": 2000})
    models = {row["id"]: row for row in SERVER.get("/recess/models")["data"]}
    same((models["up/ok"]["price"]["input"], models["up/ok"]["price"]["output"]), (1000, 2000))
    same(models["up/ok"]["encoding"], None)
    same((models["recess-practice"]["price"], models["recess-practice"]["encoding"]),
         (None, "o200k_base"))


def test_answers_have_costs():
    put({"model": "up/ok", "input": 1000, "output": 2000})
    cost = (7 * 1000 + 6 * 2000) / 1e6
    same(round(kept_answer("up/ok")["cost"], 9), cost)
    same(round(last_request()["cost"], 9), cost)
    SERVER.chat("up/ok")
    same(round(last_request()["cost"], 9), cost)
    # What was paid stays.
    put()
    same(kept_answer("up/ok")["cost"], None)
    same(last_request()["cost"], None)


def test_counted_usage_costs():
    put({"model": "no-usage", "input": 1000, "output": 1000})
    same(round(kept_answer("up/no-usage")["cost"], 9), 0.014)


def test_practice_costs_nothing():
    put({"model": "recess-practice", "input": 1000, "output": 1000})
    same(kept_answer("recess-practice")["cost"], None)


def test_wrong_prices_change_nothing():
    put({"model": "mine", "input": 1, "output": 1})
    good = {"model": "a", "input": 1, "output": 1}
    refused({}, "prices")
    refused({"prices": {}}, "prices")
    refused({"prices": [1]}, "prices[0]")
    refused({"prices": [good, {"input": 1, "output": 1}]}, "prices[1].model")
    refused({"prices": [{"model": "a", "output": 1}]}, "prices[0].input")
    refused({"prices": [{**good, "input": -1}]}, "prices[0].input")
    refused({"prices": [{**good, "output": "1"}]}, "prices[0].output")
    refused({"prices": [{**good, "cached_input": 1e300}]}, "prices[0].cached_input")
    refused({"prices": [good, good]}, "prices[1]")
    refused({"prices": [{**good, "model": "x" * 300}]}, "prices[0]")
    refused({"prices": [{**good, "model": f"m{i}"} for i in range(1001)]}, "prices")
    same(rows()["mine"]["source"], "user")


def test_prices_are_kept():
    put({"model": "mine", "input": 0.25, "output": 1.5})
    folder = SERVER.folder
    SERVER.end()
    again = Server(folder=folder)
    row = next(row for row in again.get("/recess/prices")["prices"] if row["model"] == "mine")
    same((row["input"], row["output"], row["source"]), (0.25, 1.5, "user"))
    again.end()


tap.run(globals())
