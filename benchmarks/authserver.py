"""This server, as it is shipped: compiled ahead of time, in Production, on PostgreSQL."""
import json
import os

from subjects import CALLBACK, PASSWORD, PEOPLE, Subject, secret_of


def _client(name, grants, **more):
    return {"client_id": name, "client_secret": secret_of(name), "grant_types": grants,
            "token_endpoint_auth_method": "client_secret_basic"} | more


def _machine(name, **more):
    return _client(name, ["client_credentials"], response_types=[], scope="api", **more)


def _app(name):
    """The operator's own, which asks for passwords itself (`/api/account/login`)."""
    return {"client_id": name, "first_party": True, "token_endpoint_auth_method": "none", "redirect_uris": [CALLBACK],
            "grant_types": ["authorization_code", "refresh_token"], "scope": "openid profile email offline_access",
            "id_token_signed_response_alg": "ES256"}


def _web(name, algorithm):
    return _client(name, ["authorization_code", "refresh_token"], redirect_uris=[CALLBACK], require_consent=False,
                   scope="openid offline_access api", id_token_signed_response_alg=algorithm)


DECLARATIONS = {
    "scopes": [{"name": "api", "description": "The API"}],
    "users": [{"email": f"u{i}@example.org", "password": PASSWORD, "email_verified": True, "name": f"User {i}"}
              for i in range(PEOPLE)],
    "clients": [_machine("cc-ES256"), _machine("cc-RS256", access_token_signed_response_alg="RS256"),
                _web("web-ES256", "ES256"), _web("web-RS256", "RS256"), _app("app")],
}


class AuthServer(Subject):
    name, port = "AuthServer", 7010
    authorize, token, introspect = "/connect/authorize", "/connect/token", "/connect/introspect"
    userinfo, jwks = "/connect/userinfo", "/.well-known/jwks.json"

    def __init__(self, cluster, binary, settings=(), place=0):
        """`place`: tells it from others that run beside it."""
        super().__init__(cluster)
        self.binary, self.settings, self.port = binary, dict(settings), AuthServer.port + place
        self.database = cluster.create(f"authserver{place or ''}")
        (self.folder / "declarations.json").write_text(json.dumps(DECLARATIONS))

    def command(self):
        return [self.binary, "--urls", self.home]

    def environment(self):
        return os.environ | {
            "ASPNETCORE_ENVIRONMENT": "Production",
            "DOTNET_GCgen0size": "0x1000000",  # as the image has it
            "Issuer": self.home, "AllowInsecureIssuer": "true", "RateLimits__Enabled": "false",
            "Keys__EncryptionSecret": "a secret for measuring, and for nothing else",
            "ConnectionStrings__Default":
                f"Host={self.cluster.folder};Port={self.cluster.PORT};Username=postgres;Database={self.database}",
            "Declarations__Paths__0": str(self.folder / "declarations.json"),
            "Email__Transport": "Pickup", "Email__PickupDirectory": str(self.folder / "mail"),
            "Logging__LogLevel__Default": "Warning",
        } | self.settings

    def sign_in(self, browser, url, person):
        page, text = browser.follow(url)
        end, text = browser.submit(page, text, Email=f"u{person}@example.org", Password=PASSWORD)
        if not end.startswith(CALLBACK):
            raise SystemExit(f"sign-in ended at {end}: {text[:500]}")
        return end
