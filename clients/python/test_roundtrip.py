"""Tests of the client: one for each line of BEHAVIOURS.md, whose text it has.

tests/clients/clients.test.ts starts the servers, runs this file, and compares what passed with the list. ROUNDTRIP_SURROUNDINGS has
the addresses, and what the tests must find there.
"""

import hashlib
import json
import os
import socket
import tempfile
import threading
import time
import unittest
import urllib.request

from roundtrip import Problem, Roundtrip, UnexpectedResponse, verify

surroundings = json.loads(os.environ["ROUNDTRIP_SURROUNDINGS"])
gateway = surroundings["gateway"]
release = surroundings["release"]


def ask(path):
    with urllib.request.urlopen(gateway + path) as response:
        return json.load(response)


class Behaviours(unittest.TestCase):
    def setUp(self):
        self.name = "python-" + self._testMethodName.replace("_", "-")

    def connect(self, disturbance="pass", **options):
        return Roundtrip(f"{gateway}/{disturbance}/{self.name}", **options)

    def recorded(self):
        return ask(f"/recorded/{self.name}")

    def statuses(self):
        return [request["status"] for request in self.recorded()]

    def write(self, suffix=""):
        return ask(f"/control/write/{self.name}{suffix}")["sequence"]

    def problem(self, call, *arguments, **parameters):
        with self.assertRaises(Problem) as caught:
            call(*arguments, **parameters)
        return caught.exception

    def test_get(self):
        """Gets a record by its id."""
        first = surroundings["deals"]["first"]
        deal = self.connect().get("/v1/deals/{id}", id=first["id"])["data"]
        self.assertEqual((deal["id"], deal["title"]), (first["id"], first["title"]))

    def test_not_found(self):
        """Reports an unknown id as a problem with status 404, type, title and detail."""
        problem = self.problem(self.connect().get, "/v1/deals/no-such-deal")
        self.assertEqual((problem.status, problem.type, problem.title), (404, "/docs/problems/not-found", "Not found"))
        self.assertEqual(str(problem), problem.detail)
        self.assertIn("no-such-deal", problem.detail)

    def test_wrong_filter(self):
        """Reports a wrong filter as a problem with status 400 that names the parameter and suggests a value."""
        problem = self.problem(self.connect().get, "/v1/deals", group="opnai")
        self.assertEqual(problem.status, 400)
        self.assertEqual((problem.errors[0]["parameter"], problem.errors[0]["didYouMean"]), ("group", "openai"))

    def test_values(self):
        """Sends a list of values as one parameter."""
        deals = self.connect().items("/v1/deals", kind=["debt", "warrant"], limit=200)
        self.assertEqual({deal["kind"] for deal in deals}, {"debt", "warrant"})
        self.assertEqual(self.recorded()[0]["path"], "/v1/deals?kind=debt,warrant&limit=200")

    def test_characters(self):
        """Sends spaces, reserved characters and other scripts in ids and parameters unchanged."""
        api = self.connect()
        text = "größe/? &#+%日本"
        self.assertEqual(self.problem(api.get, "/v1/companies/{id}", id=text).detail, f'No record "{text}" in companies.')
        self.assertIn(text, self.problem(api.get, "/v1/deals", publisher=[text]).detail)

    def test_path(self):
        """Rejects an id that would change the path."""
        api = self.connect()
        for id in ("", ".", ".."):
            self.assertRaises(ValueError, api.get, "/v1/deals/{id}", id=id)
        self.assertRaises(ValueError, api.get, "@example.org/v1/deals")
        self.assertEqual(self.recorded(), [])

    def test_redirect(self):
        """Follows the redirect from a former id to the current one."""
        former = surroundings["former"]
        deal = Roundtrip(surroundings["strict"]).get("/v1/deals/{id}", id=former["id"])["data"]
        self.assertEqual(deal["id"], former["now"])

    def test_empty(self):
        """Returns an empty list without an error."""
        self.assertEqual(list(self.connect().items("/v1/deals", q="zzzzzzzz")), [])

    def test_facets(self):
        """Returns the counts of facets."""
        page = self.connect().get("/v1/deals", facets="kind", total=True, limit=1)["page"]
        self.assertEqual(sum(kind["count"] for kind in page["facets"]["kind"]), surroundings["deals"]["count"])
        self.assertEqual(page["total"], surroundings["deals"]["count"])

    def test_series(self):
        """Returns a series of totals."""
        series = self.connect().get("/v1/series", of="deals", interval="year", fromOn="2023-01-01", toOn="2025-12-31")
        days = [period["lastDay"] for period in series["data"]["periods"]]
        self.assertEqual(days, ["2023-12-31", "2024-12-31", "2025-12-31"])

    def test_money(self):
        """Returns amounts of money as integers, without loss."""
        api = self.connect()
        for deal in surroundings["deals"]["large"]:
            amount = api.get("/v1/deals/{id}", id=deal["id"])["data"]["amount"]
            self.assertEqual({name: amount[name] for name in deal["amount"]}, deal["amount"])
            self.assertIsInstance(amount["max"], int)

    def test_month(self):
        """Returns a date that is known to the month as text."""
        month = surroundings["month"]
        stake = self.connect().get("/v1/stakes/{id}", id=month["id"])["data"]
        self.assertEqual(stake["observedOn"], month["observedOn"])

    def test_download(self):
        """Downloads a file of `/v1/exports` with the listed checksum."""
        api = self.connect(data_version=release)
        listed = {file["name"]: file for file in api.get("/v1/exports")["data"]}["sources.csv"]
        with tempfile.TemporaryDirectory() as folder:
            api.download("/v1/exports/sources.csv", f"{folder}/sources.csv")
            with open(f"{folder}/sources.csv", "rb") as file:
                content = file.read()
        self.assertEqual(hashlib.sha256(content).hexdigest(), listed["sha256"])

    def test_items(self):
        """Yields every item of a list once."""
        ids = [deal["id"] for deal in self.connect().items("/v1/deals", limit=100)]
        count = surroundings["deals"]["count"]
        self.assertEqual((len(ids), len(set(ids)), len(self.recorded())), (count, count, -(-count // 100)))

    def test_pages(self):
        """Requests a page only when it is needed, and continues from its cursor."""
        api = self.connect()
        first = next(api.pages("/v1/deals", limit=5))
        self.assertEqual(len(self.recorded()), 1)
        second = api.get("/v1/deals", limit=5, cursor=first["page"]["next"])
        self.assertEqual(first["data"] + second["data"], api.get("/v1/deals", limit=10)["data"])

    def test_pages_of_a_day(self):
        """Keeps filters and `asOf` on every page."""
        pages = list(self.connect().pages("/v1/deals", group="openai", asOf="2025-06-30", limit=5))
        self.assertGreater(len(pages), 2)
        self.assertEqual({page["meta"]["asOf"] for page in pages}, {"2025-06-30"})
        for request in self.recorded():
            self.assertIn("group=openai", request["path"])

    def test_default_day(self):
        """Reads as of the default day, unless a request sets another day or none."""
        api = self.connect(as_of="2025-01-31")

        def day(**parameters):
            return api.get("/v1/deals", limit=1, **parameters)["meta"]["asOf"]

        self.assertEqual((day(), day(asOf="2025-02-28")), ("2025-01-31", "2025-02-28"))
        self.assertGreater(day(asOf=None), "2026")

    def test_first_day(self):
        """Returns an empty list for a day before the first."""
        self.assertEqual(self.connect(as_of="1990-01-01").get("/v1/deals")["data"], [])

    def test_release(self):
        """Returns the same from a release, whatever is written later."""
        question = {"limit": 1, "total": True}
        before = self.connect(data_version=release).get("/v1/sources", **question)
        self.write()
        self.assertEqual(self.connect(data_version=release).get("/v1/sources", **question), before)
        self.assertGreater(self.connect().get("/v1/sources", **question)["page"]["total"], before["page"]["total"])

    def test_changes(self):
        """Yields the changes in order, and continues after a sequence number without a gap."""
        newest = self.write()
        api = self.connect(as_of="2025-01-31")
        sequences = [change["sequence"] for change in api.changes(since=newest - 25, limit=10)]
        self.assertEqual(sequences[:25], list(range(newest - 24, newest + 1)))
        following = next(api.changes(since=newest - 1))
        self.assertEqual((following["sequence"], following["id"]), (newest, self.name))

    def test_new_changes(self):
        """Waits for new changes and yields them."""
        newest = self.write("-first")
        ids = []

        def follow():
            for change in self.connect().changes(since=newest, every=0.05):
                ids.append(change["id"])
                if change["id"] == f"{self.name}-second":
                    return

        following = threading.Thread(target=follow, daemon=True)
        following.start()
        while len(self.recorded()) < 2:
            time.sleep(0.02)
        self.write("-second")
        following.join(20)
        self.assertIn(f"{self.name}-second", ids)

    def test_restart(self):
        """Continues after a restart of the server."""
        api = self.connect()
        newest = self.write("-before")
        last = [change["sequence"] for change in api.changes(since=newest - 1)][-1]
        ask("/control/restart")
        after = self.write("-after")
        sequences = [change["sequence"] for change in api.changes(since=last)]
        self.assertEqual(sequences[: after - last], list(range(last + 1, after + 1)))

    def test_base_url(self):
        """Works if the address of the server has a path."""
        api = Roundtrip(f"{gateway}/pass/{self.name}/")
        names = [collection["name"] for collection in api.get("/v1")["data"]["collections"]]
        self.assertEqual(names, surroundings["collections"])
        self.assertEqual(self.recorded()[0]["path"], "/v1")

    def test_compressed(self):
        """Receives compressed responses."""
        self.assertEqual(len(self.connect().get("/v1/deals", limit=100)["data"]), 100)
        self.assertEqual(self.recorded()[0]["encoding"], "gzip")

    def test_unchanged(self):
        """Does not download an unchanged response again."""
        api = self.connect(data_version=release)
        first = api.get("/v1/sources", limit=3)
        expected = json.loads(json.dumps(first))
        # What the caller does with a response must not change the next one.
        first["data"].pop()
        self.assertEqual(api.get("/v1/sources", limit=3), expected)
        self.assertEqual(self.statuses(), [200, 304])

    def test_429(self):
        """Waits after a 429 as long as `Retry-After` says, and then succeeds."""
        start = time.monotonic()
        self.connect("limit").get("/v1")
        seconds = time.monotonic() - start
        self.assertEqual(self.statuses(), [429, 200])
        asked = int(self.recorded()[0]["retryAfter"])
        self.assertGreaterEqual(asked, 1)
        self.assertGreaterEqual(seconds, asked)

    def test_503(self):
        """Waits after a 503, repeats the request, and reports the problem if that does not help."""
        start = time.monotonic()
        problem = self.problem(Roundtrip(surroundings["strict"], retries=1).get, "/v1/outlook")
        self.assertGreaterEqual(time.monotonic() - start, 5)
        self.assertEqual((problem.status, problem.title), (503, "Service unavailable"))

    def test_longest_wait(self):
        """Reports a problem at once if `Retry-After` exceeds the longest wait."""
        start = time.monotonic()
        problem = self.problem(Roundtrip(surroundings["strict"], max_wait=4).get, "/v1/outlook")
        self.assertLess(time.monotonic() - start, 4)
        self.assertEqual((problem.status, problem.retry_after), (503, 5))

    def test_cut(self):
        """Repeats a request if the connection was cut before the response."""
        self.assertEqual(len(self.connect("cut").get("/v1/deals", limit=1)["data"]), 1)
        self.assertEqual(len(self.recorded()), 2)

    def test_halved(self):
        """Repeats a request if the response was cut short."""
        self.assertEqual(len(self.connect("halve").get("/v1/deals", limit=200)["data"]), 200)
        self.assertEqual(self.statuses(), [200, 200])

    def test_always_cut(self):
        """Gives up if every connection is cut."""
        self.assertRaises(OSError, self.connect("cut-always", retries=1).get, "/v1")
        self.assertEqual(len(self.recorded()), 2)

    def test_time_limit(self):
        """Stops after the time limit, and does not repeat the request."""
        with self.assertRaises(OSError) as caught:
            self.connect("silent", timeout=0.2).get("/v1")
        self.assertIsInstance(getattr(caught.exception, "reason", caught.exception), socket.timeout)
        self.assertLessEqual(len(self.recorded()), 1)

    def test_sign_in(self):
        """Reports a response that is not JSON."""
        self.assertRaises(UnexpectedResponse, self.connect("sign-in").get, "/v1")
        self.assertEqual(len(self.recorded()), 1)

    def test_key(self):
        """Sends the key to its own server, and not to one that it is redirected to."""
        key = surroundings["key"]
        self.connect(key=key).get("/v1/webhooks")
        self.connect("lead-away", key=key).get("/v1")
        keys = [request["headers"].get("authorization") for request in self.recorded()]
        self.assertEqual(keys, [f"Bearer {key}"] * 2)
        self.assertEqual([request["headers"].get("authorization") for request in ask(f"/recorded/{self.name}-away")], [None])

    def test_user_agent(self):
        """Names itself in `User-Agent`."""
        self.connect().get("/v1")
        self.assertEqual(self.recorded()[0]["headers"]["user-agent"], "roundtrip-python")

    def test_message(self):
        """Accepts a message of the server."""
        webhook = surroundings["webhook"]
        message = webhook["message"]
        self.assertEqual(verify(webhook["secret"], message["headers"], message["body"].encode())["type"], "webhook.test")

    def test_other_messages(self):
        """Rejects a message that was changed, is signed with another secret, or is old."""
        webhook = surroundings["webhook"]
        secret, headers, body = webhook["secret"], webhook["message"]["headers"], webhook["message"]["body"].encode()
        for given in (
            (secret, headers, body + b" "),
            (secret, {**headers, "webhook-id": "another"}, body),
            (secret, {}, body),
            ("whsec_YW5vdGhlciBzZWNyZXQgb2YgMzIgY2hhcmFjdGVycw==", headers, body),
        ):
            self.assertRaises(ValueError, verify, *given)
        with self.assertRaisesRegex(ValueError, "timestamp"):
            verify(secret, webhook["old"]["headers"], body)


if __name__ == "__main__":
    unittest.main()
