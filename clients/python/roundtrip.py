"""Client of the Roundtrip API, the open data of AI financing. Needs Python 3.9 or later and no packages.

    from roundtrip import Roundtrip
    api = Roundtrip("http://localhost:3000", as_of="2025-12-31")
    for deal in api.pages("/v1/deals", group="openai"):
        print(deal["title"])
"""

import base64
import hashlib
import hmac
import json
import time
import urllib.error
import urllib.parse
import urllib.request


class Problem(Exception):
    """An error that the API returned (RFC 9457). `problem` is the whole document."""

    def __init__(self, status, problem):
        super().__init__(problem.get("detail") or problem.get("title") or f"status {status}")
        self.status = status
        self.problem = problem
        self.type = problem.get("type", "")


class Roundtrip:
    """Reads the API.

    `as_of` and `data_version` apply to every request that does not set them itself. A request is repeated up to `retries` times
    if the server cannot be reached or responds with 429 or 503, after the time in `Retry-After`, at most `max_wait` seconds.
    """

    def __init__(self, base_url, key=None, as_of=None, data_version=None, retries=3, max_wait=60):
        self.base_url = base_url.rstrip("/")
        self.key = key
        self.defaults = {"asOf": as_of, "dataVersion": data_version}
        self.retries = retries
        self.max_wait = max_wait

    def url(self, path, defaults=True, **parameters):
        """Returns the URL of a request. A list becomes comma-separated values, and None leaves a parameter out."""
        given = {**(self.defaults if defaults else {}), **parameters}
        query = {name: _format(value) for name, value in given.items() if value is not None}
        separator = "&" if "?" in path else "?"
        return self.base_url + path + (separator + urllib.parse.urlencode(query, safe=",") if query else "")

    def get(self, path, **parameters):
        """Returns the response as a dict: `data`, `meta`, and `page` for lists."""
        return self._load(self.url(path, **parameters))

    def pages(self, path, **parameters):
        """Yields every item of a list, and requests each page when it is needed."""
        answer = self.get(path, **parameters)
        while True:
            yield from answer["data"]
            cursor = answer["page"]["next"]
            if cursor is None:
                return
            answer = self.get(path, **{**parameters, "cursor": cursor})

    def changes(self, since=0, limit=1000):
        """Yields the changes after the sequence number `since`, in order, up to the newest. Continue later from the last `sequence`."""
        while since is not None:
            # The feed has every change, so no as-of day applies.
            answer = self._load(self.url("/v1/changes", defaults=False, since=since, limit=limit))
            yield from answer["data"]
            since = answer["page"]["nextSince"]

    def frame(self, path, **parameters):
        """Returns a list as a pandas DataFrame, all pages at once. Needs pandas."""
        import io

        import pandas

        return pandas.read_csv(io.BytesIO(self._request(self.url(path, **{**parameters, "format": "csv"}), "text/csv")))

    def _load(self, url):
        return json.loads(self._request(url, "application/json"))

    def _request(self, url, accept):
        headers = {"Accept": accept, "User-Agent": "roundtrip-python"}
        if self.key is not None:
            headers["Authorization"] = f"Bearer {self.key}"
        attempt = 0
        while True:
            try:
                with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=60) as response:
                    return response.read()
            except urllib.error.HTTPError as error:
                if error.code not in (429, 503) or attempt == self.retries:
                    raise Problem(error.code, _parse(error.read())) from None
                wait = _seconds(error.headers.get("Retry-After"), attempt)
            except (OSError, urllib.error.URLError):
                if attempt == self.retries:
                    raise
                wait = 0.5 * 2**attempt
            attempt += 1
            time.sleep(min(wait, self.max_wait))


def verify(secret, headers, body, tolerance=300, now=None):
    """Verifies a webhook message (Standard Webhooks) and returns its content. Raises ValueError if it is not authentic.

    `body` is the raw bytes of the request.
    """
    given = {name.lower(): value for name, value in headers.items()}
    try:
        message, timestamp, signatures = (given[f"webhook-{name}"] for name in ("id", "timestamp", "signature"))
        sent_at = int(timestamp)
    except (KeyError, ValueError):
        raise ValueError("a webhook header is missing or malformed") from None
    if abs((time.time() if now is None else now) - sent_at) > tolerance:
        raise ValueError("the timestamp of the message is too old or in the future")
    key = base64.b64decode(secret[len("whsec_"):] if secret.startswith("whsec_") else secret)
    digest = hmac.new(key, f"{message}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    expected = b"v1," + base64.b64encode(digest)
    if not any(hmac.compare_digest(expected, one.encode()) for one in signatures.split(" ")):
        raise ValueError("no signature matches")
    return json.loads(body)


def _format(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _parse(body):
    try:
        return json.loads(body)
    except ValueError:
        return {}


def _seconds(retry_after, attempt):
    return float(retry_after) if retry_after is not None and retry_after.isdigit() else 0.5 * 2**attempt
