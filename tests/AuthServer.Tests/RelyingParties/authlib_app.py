"""A web app on Authlib, for one person at a time. It answers in JSON, and refuses where Authlib does.

Settings: ISSUER, CLIENT_ID, CLIENT_SECRET (or CLIENT_KEY, a private key in PEM), PORT.
"""
import json
import os
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlencode

import requests
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from authlib.jose import JsonWebKey, JsonWebToken
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from authlib.oidc.core import CodeIDToken, UserInfo
from authlib.oidc.discovery import OpenIDProviderMetadata, get_well_known_url

issuer = os.environ["ISSUER"]
home = f"http://localhost:{os.environ['PORT']}"

metadata = OpenIDProviderMetadata(requests.get(get_well_known_url(issuer, external=True)).json())
# OIDC Discovery says that servers SHOULD take unsigned request objects. Authlib reads a must; this server refuses them.
OpenIDProviderMetadata({k: v for k, v in metadata.items() if k != "request_object_signing_alg_values_supported"}).validate()
assert metadata["issuer"] == issuer

key = os.environ.get("CLIENT_KEY")
app = OAuth2Session(
    os.environ["CLIENT_ID"], key or os.environ["CLIENT_SECRET"], scope="openid profile email offline_access",
    redirect_uri=f"{home}/callback", code_challenge_method="S256", token_endpoint=metadata["token_endpoint"],
    token_endpoint_auth_method="private_key_jwt" if key else "client_secret_basic",
    revocation_endpoint_auth_method="private_key_jwt" if key else "client_secret_basic")


class ShortLived(PrivateKeyJWT):
    """Assertions live an hour unless Authlib is told otherwise, which it then remembers; the server takes five minutes."""

    def sign(self, auth, token_endpoint):
        self.claims = {"exp": int(time.time()) + 60}
        return super().sign(auth, token_endpoint)


if key:
    app.register_client_auth_method(ShortLived(metadata["token_endpoint"], alg="ES256"))
begun = {}


def start():
    begun.update(nonce=generate_token(20), verifier=generate_token(48))
    url, begun["state"] = app.create_authorization_url(
        metadata["authorization_endpoint"], nonce=begun["nonce"], code_verifier=begun["verifier"])
    return url


def callback(path):
    token = app.fetch_token(authorization_response=home + path, state=begun["state"], code_verifier=begun["verifier"])
    keys = JsonWebKey.import_key_set(requests.get(metadata["jwks_uri"]).json())
    claims = JsonWebToken(metadata["id_token_signing_alg_values_supported"]).decode(
        token["id_token"], keys, claims_cls=CodeIDToken,
        claims_options={"iss": {"essential": True, "value": issuer}},
        claims_params={"nonce": begun["nonce"], "client_id": app.client_id, "access_token": token["access_token"]})
    claims.validate()
    begun["id_token"] = token["id_token"]
    return claims


def user_info():
    answer = app.get(metadata["userinfo_endpoint"])
    answer.raise_for_status()
    return UserInfo(answer.json())


def refresh():
    before = dict(app.token)
    after = app.refresh_token(metadata["token_endpoint"], before["refresh_token"])
    return {"is_new": after["access_token"] != before["access_token"], "rotated": after["refresh_token"] != before["refresh_token"]}


def revoke():
    token = dict(app.token)
    answer = app.revoke_token(metadata["revocation_endpoint"], token["refresh_token"], "refresh_token")
    return {"revoked": answer.status_code, "user_info": requests.get(
        metadata["userinfo_endpoint"], headers={"Authorization": f"Bearer {token['access_token']}"}).status_code}


def logout():
    return metadata["end_session_endpoint"] + "?" + urlencode({
        "id_token_hint": begun["id_token"], "post_logout_redirect_uri": f"{home}/bye", "state": "s-1"})


class Pages(BaseHTTPRequestHandler):
    def do_GET(self):
        path = self.path.split("?")[0]
        try:
            if path in ("/", "/logout"):
                self.answer(302, b"", ("Location", start() if path == "/" else logout()))
                return
            page = {"/callback": lambda: callback(self.path), "/userinfo": user_info, "/refresh": refresh,
                    "/revoke": revoke, "/bye": lambda: {"query": self.path.partition("?")[2]}}[path]
            self.answer(200, json.dumps(page()).encode(), ("Content-Type", "application/json"))
        except Exception as wrong:  # for the test to read
            self.answer(500, f"{type(wrong).__name__}: {wrong}".encode(), ("Content-Type", "text/plain"))

    def answer(self, status, body, header):
        self.send_response(status)
        self.send_header(*header)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Pages)
print("open", flush=True)
server.serve_forever()
