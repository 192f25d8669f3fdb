"""What is measured: a server that is started, signed in to, and asked for the same work as the others."""
import json
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import machine
from browser import Browser, basic, challenge, query_of
from loads import Load, LoadFailed, http, template

CALLBACK = "https://rp.example/cb"
PEOPLE = 8
PASSWORD = "Correct-Horse-7"


def secret_of(client):
    return f"{client}-secret-0123456789abcdef"


class Subject:
    """A server on a port. Those that derive from it say how it is started and where its endpoints are."""

    name = version = ""
    port = 7000
    authorize, token, introspect = "/auth", "/token", "/introspect"
    userinfo, discovery, jwks = "/userinfo", "/.well-known/openid-configuration", "/jwks"
    redirect_status = 303
    scope = "openid offline_access api"

    def __init__(self, cluster):
        self.cluster, self.process = cluster, None
        self.folder = Path(tempfile.mkdtemp(prefix="auth-subject-"))
        self._browsers = []

    @property
    def host(self):
        return f"127.0.0.1:{self.port}"

    @property
    def home(self):
        return f"http://{self.host}"

    def start(self):
        """Starts it. → seconds until the first answer."""
        began = time.monotonic()
        self.log = open(self.folder / "log", "a")
        self.process = subprocess.Popen(machine.on_core(machine.SERVER_CORE, self.command()), env=self.environment(),
                                        stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, cwd=self.folder,
                                        start_new_session=True)
        while time.monotonic() - began < 60:
            try:
                with urllib.request.urlopen(self.home + self.discovery, timeout=2) as answer:
                    if answer.status == 200:
                        return time.monotonic() - began
            except (urllib.error.URLError, OSError):
                pass
            if self.process.poll() is not None:
                break
            time.sleep(0.005)
        raise SystemExit(f"{self.name} did not start: {(self.folder / 'log').read_text()[-2000:]}")

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = None

    def close(self):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def memory(self):
        """Megabytes resident, all of its processes."""
        return machine.tree(self.process.pid)[1] / 1e6

    def roots(self):
        return [self.process.pid] + ([self.cluster.pid] if self.cluster else [])

    # What it is asked.

    def post(self, path, client, **fields):
        request = urllib.request.Request(self.home + path, urllib.parse.urlencode(fields).encode(),
                                         dict([basic(client, secret_of(client)).split(": ", 1)]))
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refused:
            raise SystemExit(f"{self.name}: {path} answered {refused.status}: {refused.read()[:300]}") from None

    def authorize_url(self, client, code_challenge, person=0):
        return self.authorize + "?" + urllib.parse.urlencode({
            "client_id": client, "response_type": "code", "redirect_uri": CALLBACK, "scope": self.scope, "state": "s" * 16,
            "nonce": "n" * 16, "code_challenge": code_challenge, "code_challenge_method": "S256", "login_hint": f"u{person}"})

    def sign_in(self, browser, url, person):
        """Takes the browser from the authorization endpoint to the callback. → the callback's URL"""
        raise NotImplementedError

    def signed_in(self, client):
        """Browsers with a session each, which `client` needs not ask anything any more."""
        while len(self._browsers) < PEOPLE:
            browser = Browser(self.home)
            self.sign_in(browser, self.authorize_url(client, challenge()[1], len(self._browsers)), len(self._browsers))
            self._browsers.append(browser)
        return self._browsers

    def tokens(self, client, count):
        """Token responses of as many code flows."""
        made = []
        for i in range(count):
            verifier, code_challenge = challenge()
            browser = self.signed_in(client)[i % PEOPLE]
            end, _ = browser.follow(self.authorize_url(client, code_challenge, i % PEOPLE))
            code = query_of(end).get("code") or _fail(f"{self.name}: no code in {end}")
            made.append(self.post(self.token, client, grant_type="authorization_code", code=code, redirect_uri=CALLBACK,
                                  code_verifier=verifier))
        return made

    # The loads.

    def client_credentials(self, client):
        return Load("repeat", [http("POST", self.token, self.host, [basic(client, secret_of(client))],
                                    "grant_type=client_credentials&scope=api")])

    def introspection(self, client, asks=None):
        asks = asks or client
        return Load("repeat", [
            http("POST", self.introspect, self.host, [basic(asks, secret_of(asks))],
                 urllib.parse.urlencode({"token": t["access_token"], "token_type_hint": "access_token"}))
            for t in self.tokens(client, 32)])

    def userinfo_load(self, client):
        return Load("repeat", [http("GET", self.userinfo, self.host, [f"Authorization: Bearer {t['access_token']}"])
                               for t in self.tokens(client, 32)])

    def refresh(self, client, connections):
        return Load("chain", template=template(self.token, self.host, [basic(client, secret_of(client))],
                                               "grant_type=refresh_token&refresh_token=@@"),
                    values=[t["refresh_token"] for t in self.tokens(client, connections)], mark='"refresh_token":"')

    def code_flow(self, client):
        verifier, code_challenge = challenge()
        return Load("flow", [http("GET", self.authorize_url(client, code_challenge, i), self.host, [f"Cookie: {b.cookies()}"])
                             for i, b in enumerate(self.signed_in(client))],
                    template(self.token, self.host, [basic(client, secret_of(client))],
                             urllib.parse.urlencode({"grant_type": "authorization_code", "redirect_uri": CALLBACK,
                                                     "code_verifier": verifier}) + "&code=@@"),
                    mark="code=", first_status=self.redirect_status)

    def document(self, path):
        return Load("repeat", [http("GET", path, self.host)])


def _fail(text):
    raise LoadFailed(text)
