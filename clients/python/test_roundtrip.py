"""Tests of the client against a running server, whose address is in ROUNDTRIP_URL."""

import http.server
import json
import os
import threading
import time
import unittest

from roundtrip import Problem, Roundtrip, verify

api = Roundtrip(os.environ["ROUNDTRIP_URL"])


class Reading(unittest.TestCase):
    def test_pages_yields_every_item_once(self):
        total = api.get("/v1/deals", limit=1, total=True)["page"]["total"]
        ids = [deal["id"] for deal in api.pages("/v1/deals", limit=200)]
        self.assertEqual(len(ids), total)
        self.assertEqual(len(set(ids)), total)

    def test_as_of_applies_to_every_request(self):
        past = Roundtrip(api.base_url, as_of="2025-01-31")
        self.assertEqual(past.get("/v1/deals", limit=1)["meta"]["asOf"], "2025-01-31")
        self.assertEqual(past.get("/v1/deals", limit=1, asOf="2025-02-28")["meta"]["asOf"], "2025-02-28")

    def test_changes_arrive_in_order_and_continue(self):
        sequences = [change["sequence"] for change in api.changes()]
        self.assertEqual(sequences, sorted(set(sequences)))
        self.assertEqual([change["sequence"] for change in api.changes(since=sequences[-3])], sequences[-2:])

    def test_errors_are_problems(self):
        with self.assertRaises(Problem) as caught:
            api.get("/v1/deals", group="opnai")
        self.assertEqual(caught.exception.status, 400)
        self.assertIn("openai", json.dumps(caught.exception.problem))


class Retrying(unittest.TestCase):
    def test_waits_as_long_as_the_server_says(self):
        times = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                times.append(time.monotonic())
                self.send_response(429 if len(times) == 1 else 200)
                self.send_header("Retry-After", "1")
                self.end_headers()
                self.wfile.write(b'{"data": []}')

            def log_message(self, *_):
                pass

        server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.assertEqual(Roundtrip(f"http://127.0.0.1:{server.server_port}").get("/v1"), {"data": []})
        self.assertGreaterEqual(times[1] - times[0], 1)


class Webhooks(unittest.TestCase):
    secret = os.environ["WEBHOOK_SECRET"]
    body = os.environ["WEBHOOK_BODY"].encode()
    headers = json.loads(os.environ["WEBHOOK_HEADERS"])

    def test_accepts_an_authentic_message(self):
        self.assertEqual(verify(self.secret, self.headers, self.body), json.loads(self.body))

    def test_rejects_others(self):
        for headers, body, now in (
            (self.headers, self.body + b" ", None),
            (self.headers, self.body, time.time() + 600),
            ({**self.headers, "webhook-id": "another"}, self.body, None),
            ({}, self.body, None),
        ):
            with self.assertRaises(ValueError):
                verify(self.secret, headers, body, now=now)


if __name__ == "__main__":
    unittest.main()
