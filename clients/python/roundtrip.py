"""Client of the Roundtrip API, the open data of AI financing. Needs Python 3.9 or later and no packages.

    from roundtrip import Roundtrip
    api = Roundtrip("http://localhost:3000", as_of="2025-12-31")
    for deal in api.items("/v1/deals", group="openai"):
        print(deal["title"])
"""

import base64
import collections
import email.utils
import gzip
import hashlib
import hmac
import http.client
import io
import json
import random
import re
import shutil
import socket
import time
import urllib.error
import urllib.parse
import urllib.request


class Problem(Exception):
    """An error that the API returned (RFC 9457). `problem` is the whole document."""

    def __init__(self, status, problem, retry_after=None):
        super().__init__(problem.get("detail") or problem.get("title") or f"status {status}")
        self.status = status
        self.problem = problem
        self.type = problem.get("type", "about:blank")
        self.title = problem.get("title", "")
        self.detail = problem.get("detail", "")
        self.errors = problem.get("errors", [])
        self.retry_after = retry_after


class UnexpectedResponse(ValueError):
    """A response that is not JSON. Something other than the API has answered, such as the login page of a network."""


class Roundtrip:
    """Reads the API.

    `as_of` and `data_version` apply to every request that does not set them itself. A request is repeated up to `retries` times
    if the connection breaks or the server responds with 429 or 503, after the time in `Retry-After`. If that is longer than
    `max_wait` seconds, the request fails. It also fails, and is not repeated, if the server sends nothing for `timeout` seconds.
    The last `cache_size` responses are kept and reused if they have not changed.
    """

    def __init__(self, base_url, key=None, as_of=None, data_version=None, retries=3, max_wait=60, timeout=60, cache_size=50):
        self.base_url = base_url.rstrip("/")
        self.key = key
        self.defaults = {"asOf": as_of, "dataVersion": data_version}
        self.retries = retries
        self.max_wait = max_wait
        self.timeout = timeout
        self.cache_size = cache_size
        self._cache = collections.OrderedDict()
        self._opener = urllib.request.build_opener(_Redirects)

    def url(self, path, defaults=True, **parameters):
        """Returns the URL of a request. `{name}` in the path is replaced with that parameter, and the others go to the query.

        A list becomes comma-separated values, and None leaves a parameter out.
        """
        if not path.startswith("/"):
            raise ValueError(f'The path must start with a slash, but is "{path}".')
        given = {**(self.defaults if defaults else {}), **parameters}
        path = re.sub(r"\{(\w+)\}", lambda name: _segment(name[1], given.pop(name[1], "")), path)
        query = {name: _format(value) for name, value in given.items() if value is not None}
        separator = "&" if "?" in path else "?"
        return self.base_url + path + (separator + urllib.parse.urlencode(query, safe=",") if query else "")

    def get(self, path, **parameters):
        """Returns the response as a dict: `data`, `meta`, and `page` for lists."""
        return self._load(self.url(path, **parameters))

    def pages(self, path, **parameters):
        """Yields the pages of a list. Each is requested when it is needed.

        To continue later, pass `page["next"]` of the last one as `cursor`.
        """
        while True:
            answer = self.get(path, **parameters)
            yield answer
            parameters["cursor"] = answer["page"]["next"]
            if parameters["cursor"] is None:
                return

    def items(self, path, **parameters):
        """Yields the items of a list, of all pages."""
        for page in self.pages(path, **parameters):
            yield from page["data"]

    def changes(self, since=0, every=None, limit=1000):
        """Yields the changes of the data after the sequence number `since`, in order and without gaps.

        Ends with the newest change, or asks for new ones `every` so many seconds and never ends.
        """
        while True:
            # The feed has every change, so the defaults do not apply.
            answer = self._load(self.url("/v1/changes", defaults=False, since=since, limit=limit))
            yield from answer["data"]
            if answer["data"]:
                since = answer["data"][-1]["sequence"]
            if answer["page"]["nextSince"] is None:
                if every is None:
                    return
                time.sleep(every)

    def download(self, path, file, **parameters):
        """Writes a response to a file, given by its name: CSV, NDJSON, or a file of `/v1/exports`."""

        def save(_, content):
            with open(file, "wb") as output:
                shutil.copyfileobj(content, output)

        self._request(self.url(path, **parameters), {"Accept": "*/*"}, save)

    def frame(self, path, **parameters):
        """Returns a list as a pandas DataFrame, all pages at once. Needs pandas."""
        import pandas

        url = self.url(path, **{**parameters, "format": "csv"})
        text = self._request(url, {"Accept": "text/csv"}, lambda _, content: content.read())
        # Only an empty cell has no value. `NA` is Namibia.
        return pandas.read_csv(io.BytesIO(text), keep_default_na=False, na_values=[""])

    def _load(self, url):
        etag, known = self._cache.get(url, (None, None))
        headers = {"Accept": "application/json", **({"If-None-Match": etag} if etag else {})}

        def read(response, content):
            return response.headers.get("ETag", etag), known if response.status == 304 else content.read()

        etag, body = self._request(url, headers, read)
        try:
            answer = json.loads(body)
        except ValueError:
            raise UnexpectedResponse(f"The response of {url} is not JSON: {body[:100]}") from None
        if etag is not None and self.cache_size > 0:
            self._cache[url] = (etag, body)
            self._cache.move_to_end(url)
            while len(self._cache) > self.cache_size:
                self._cache.popitem(last=False)
        return answer

    def _request(self, url, headers, read):
        sent = {**headers, "Accept-Encoding": "gzip", "User-Agent": "roundtrip-python"}
        if self.key is not None:
            sent["Authorization"] = f"Bearer {self.key}"
        attempt = 0
        while True:
            backoff = min(self.max_wait, 0.5 * 2**attempt) * random.uniform(0.5, 1)
            try:
                with self._open(urllib.request.Request(url, headers=sent)) as response:
                    compressed = response.headers.get("Content-Encoding") == "gzip"
                    result = read(response, gzip.GzipFile(fileobj=response) if compressed else response)
                    # Python does not notice that a body is cut short if it is read in pieces.
                    if response.length:
                        raise http.client.IncompleteRead(b"", response.length)
                    return result
            except Problem as problem:
                asked = problem.retry_after
                if problem.status not in (429, 503) or attempt >= self.retries or (asked or 0) > self.max_wait:
                    raise
                wait = backoff if asked is None else asked * random.uniform(1, 1.1)
            except (OSError, EOFError, http.client.HTTPException) as error:
                if attempt >= self.retries or isinstance(getattr(error, "reason", error), socket.timeout):
                    raise
                wait = backoff
            attempt += 1
            time.sleep(wait)

    def _open(self, request):
        try:
            return self._opener.open(request, timeout=self.timeout)
        except urllib.error.HTTPError as error:
            if error.code == 304:
                return error
            content = gzip.GzipFile(fileobj=error) if error.headers.get("Content-Encoding") == "gzip" else error
            raise Problem(error.code, _parse(content.read()), _seconds(error.headers.get("Retry-After"))) from None


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects, and does not send the key to another server."""

    def redirect_request(self, request, *rest):
        following = super().redirect_request(request, *rest)
        if following is not None and (following.type, following.host) != (request.type, request.host):
            following.remove_header("Authorization")
        return following


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


def _segment(name, value):
    # URLs resolve dots, so that the request would go to another path.
    if not isinstance(value, str) or value in ("", ".", ".."):
        raise ValueError(f'The parameter "{name}" of the path is no id.')
    return urllib.parse.quote(value, safe="")


def _format(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _parse(body):
    try:
        problem = json.loads(body)
    except ValueError:
        return {}
    return problem if isinstance(problem, dict) else {}


def _seconds(retry_after):
    """Returns `Retry-After`, a number of seconds or a date, in seconds."""
    if retry_after is None or retry_after.isdigit():
        return None if retry_after is None else float(retry_after)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(retry_after).timestamp() - time.time())
    except (TypeError, ValueError):
        return None
