"""Just enough of a browser to sign somebody in: cookies, forms as they stand, redirects."""
import base64
import hashlib
import html.parser
import http.cookiejar
import secrets
import urllib.error
import urllib.parse
import urllib.request


class _Form(html.parser.HTMLParser):
    """The first form that posts: its action and what stands in its fields."""

    def __init__(self):
        super().__init__()
        self.action, self.fields, self._inside, self._done = None, {}, False, False

    def handle_starttag(self, tag, attributes):
        a = dict(attributes)
        if tag == "form" and not self._done and (a.get("method") or "").lower() == "post":
            self.action, self._inside = a.get("action") or "", True
        if self._inside and tag == "input" and a.get("name") and a.get("type") not in ("checkbox", "submit"):
            self.fields[a["name"]] = a.get("value") or ""

    def handle_endtag(self, tag):
        if tag == "form" and self._inside:
            self._inside, self._done = False, True


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Browser:
    def __init__(self, home):
        self.home, self.jar = home, http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.jar), _Stay())

    def open(self, url, fields=None):
        """(status, Location or None, text), without following."""
        data = urllib.parse.urlencode(fields).encode() if fields is not None else None
        request = urllib.request.Request(urllib.parse.urljoin(self.home, url), data, {"Origin": self.home})
        try:
            answer = self._opener.open(request, timeout=30)
        except urllib.error.HTTPError as refused:
            answer = refused
        return answer.status, answer.headers.get("Location"), answer.read().decode(errors="replace")

    def follow(self, url, fields=None):
        """Follows redirects on the server itself. → (final URL or the way out, text)"""
        for _ in range(12):
            status, to, text = self.open(url, fields)
            if to is None:
                if status >= 400:
                    raise SystemExit(f"{url} answered {status}: {text[:300]}")
                return url, text
            url, fields = urllib.parse.urljoin(urllib.parse.urljoin(self.home, url), to), None
            if not url.startswith(self.home):
                return url, ""
        raise SystemExit(f"redirects without end at {url}")

    def submit(self, url, text, **entries):
        form = _Form()
        form.feed(text)
        return self.follow(urllib.parse.urljoin(urllib.parse.urljoin(self.home, url), form.action or url),
                           form.fields | entries)

    def cookies(self):
        return "; ".join(f"{c.name}={c.value}" for c in self.jar)


def challenge():
    """A PKCE pair (RFC 7636): verifier, challenge."""
    verifier = secrets.token_urlsafe(32)
    return verifier, base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def basic(client, secret):
    return "Authorization: Basic " + base64.b64encode(f"{client}:{secret}".encode()).decode()


def query_of(url):
    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query))
