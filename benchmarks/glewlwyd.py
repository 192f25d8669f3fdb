"""Glewlwyd, the C server that Debian packages, on PostgreSQL."""
import json
import os
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import machine
from subjects import CALLBACK, PASSWORD, PEOPLE, Subject, secret_of

SHARE = Path("/usr/share/dbconfig-common/data/glewlwyd/install")
DEFAULTS = SHARE / "pgsql"


class Glewlwyd(Subject):
    name, port = "glewlwyd", 7006
    authorize, token, introspect = "/api/oidc/auth", "/api/oidc/token", "/api/oidc/introspect"
    userinfo, jwks = "/api/oidc/userinfo", "/api/oidc/jwks"
    discovery = "/api/oidc/.well-known/openid-configuration"
    redirect_status = 302
    scope = "openid api"

    def __init__(self, cluster, algorithm):
        super().__init__(cluster)
        self.algorithm = algorithm
        self.version = machine.first_line("dpkg-query", "-W", "-f=${Version}", "glewlwyd")
        self.database = cluster.create(f"glewlwyd_{algorithm.lower()}")
        cluster.sql(self.database, "create extension if not exists pgcrypto")
        self._load(DEFAULTS)
        if cluster.sql(self.database, "select count(*) from g_scope") == "0":
            self._load(SHARE / "postgre.default.sql")
        (self.folder / "glewlwyd.conf").write_text(self._configuration())

    def _load(self, file):
        subprocess.run([f"{self.cluster.binaries}/psql", "-h", self.cluster.folder, "-p", str(self.cluster.PORT), "-U", "postgres",
                        "-d", self.database, "-q", "-f", str(file)], check=True, capture_output=True)

    def _configuration(self):
        modules = "\n".join(f'{kind}_path="/usr/lib/glewlwyd/{folder}"' for kind, folder in (
            ("user_module", "user"), ("user_middleware_module", "user_middleware"), ("client_module", "client"),
            ("user_auth_scheme_module", "scheme"), ("plugin_module", "plugin")))
        return f"""port={self.port}
bind_address="127.0.0.1"
external_url="{self.home}"
login_url="login.html"
api_prefix="api"
static_files_path="/usr/share/glewlwyd/webapp/"
cookie_domain="127.0.0.1"
cookie_secure=0
cookie_same_site="empty"
session_expiration=2419200
session_key="GLEWLWYD2_SESSION_ID"
log_mode="console"
log_level="ERROR"
allow_multiple_user_per_session=true
login_api_enabled=true
admin_scope="g_admin"
profile_scope="g_profile"
{modules}
hash_algorithm="SHA512"
database={{ type="postgre"; conninfo="host={self.cluster.folder} port={self.cluster.PORT} user=postgres dbname={self.database}" }};
"""

    def command(self):
        return ["glewlwyd", "--config-file", str(self.folder / "glewlwyd.conf")]

    def environment(self):
        return os.environ

    def start(self):
        """The first start has no plugin yet, so it is found ready by another address, and then set up."""
        if getattr(self, "_is_set_up", False):
            return super().start()
        Path("/usr/lib/glewlwyd/user_middleware").mkdir(exist_ok=True)
        self.discovery, discovery = "/config", self.discovery
        super().start()
        self._set_up()
        self.stop()
        self.discovery, self._is_set_up = discovery, True
        return super().start()

    def _call(self, method, path, body=None, cookie=""):
        request = urllib.request.Request(
            f"{self.home}/api{path}", json.dumps(body).encode() if body is not None else None,
            {"Content-Type": "application/json", "Cookie": cookie}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return "; ".join(v.split(";")[0] for k, v in answer.headers.items() if k.lower() == "set-cookie")
        except urllib.error.HTTPError as refused:
            raise SystemExit(f"glewlwyd: {method} {path} answered {refused.status}: {refused.read()[:300]}") from None

    def _login(self, name, password):
        return self._call("POST", "/auth/", {"username": name, "password": password})

    def _set_up(self):
        admin = self._login("admin", "password")
        for name in ("api", "p"):
            self._call("POST", "/scope/", {"name": name, "display_name": name, "description": name, "password_required": False,
                                           "scheme": {}}, admin)
        self._call("POST", "/mod/plugin/", {"module": "oidc", "name": "oidc", "display_name": "oidc", "enabled": True,
                                            "parameters": self._plugin()}, admin)
        for i in range(PEOPLE):
            self._call("POST", "/user/", {"username": f"u{i}", "name": f"User {i}", "email": f"u{i}@example.org",
                                          "password": PASSWORD, "enabled": True, "scope": ["openid", "p", "api"]}, admin)
        for client, kinds in (("cc", ["client_credentials"]), ("web", ["code", "refresh_token"])):
            self._call("POST", "/client/", {
                "client_id": client, "name": client, "confidential": True, "enabled": True, "password": secret_of(client),
                "redirect_uri": [CALLBACK], "authorization_type": kinds, "token_endpoint_auth_method": ["client_secret_basic"],
                "scope": ["api"] if client == "cc" else []}, admin)
        for i in range(PEOPLE):
            self._call("PUT", "/auth/grant/web", {"scope": "openid p api"}, self._login(f"u{i}", PASSWORD))

    def _plugin(self):
        make = ["genrsa", "-traditional", "2048"] if self.algorithm == "RS256" else ["ecparam", "-genkey", "-name", "prime256v1", "-noout"]
        key = subprocess.run(["openssl", *make], capture_output=True, text=True, check=True).stdout
        public = subprocess.run(["openssl", "rsa" if self.algorithm == "RS256" else "ec", "-pubout"], input=key,
                                capture_output=True, text=True, check=True).stdout
        return {
            "iss": f"{self.home}/api/oidc", "jwt-type": "rsa" if self.algorithm == "RS256" else "ecdsa", "jwt-key-size": "256",
            "key": key, "cert": public, "code-duration": 60, "refresh-token-duration": 1209600, "access-token-duration": 3600,
            "refresh-token-one-use": "always", "allow-non-oidc": True, "auth-type-client-enabled": True,
            "auth-type-code-enabled": True, "auth-type-token-enabled": False, "auth-type-implicit-enabled": False,
            "auth-type-password-enabled": False, "auth-type-refresh-enabled": True, "pkce-allowed": True,
            "pkce-method-plain-allowed": False, "introspection-revocation-allowed": True,
            "introspection-revocation-allow-target-client": True, "subject-type": "public", "allowed-scope": ["openid", "api"],
            "secret-type": "pem", "jwks-show": True, "request-parameter-allow": False,
        }

    def signed_in(self, client):
        """By its API: the sign-in page is a script."""
        from browser import Browser
        import http.cookiejar
        while len(self._browsers) < PEOPLE:
            browser = Browser(self.home)
            for pair in self._login(f"u{len(self._browsers)}", PASSWORD).split("; "):
                name, value = pair.split("=", 1)
                browser.jar.set_cookie(http.cookiejar.Cookie(
                    0, name, value, None, False, "127.0.0.1", True, False, "/", True, False, None, True, None, None, {}))
            self._browsers.append(browser)
        return self._browsers
