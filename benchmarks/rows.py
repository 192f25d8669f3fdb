"""The rows of the table: what each server is asked, the goal, and what no server can do without."""
from dataclasses import dataclass
from typing import Callable


@dataclass(frozen=True)
class Row:
    key: str
    title: str
    algorithm: str      # of the tokens; the peers are started with it
    goal: float
    floor: dict         # what it needs at least, as Floors.of takes it
    load: Callable      # (subject, client by kind and algorithm, connections) → Load


ROWS = [
    Row("cc-rs256", "client credentials, JWT, RS256", "RS256", 2900, {"hello": 1, "rs256": 1},
        lambda s, c, n: s.client_credentials(c("cc", "RS256"))),
    Row("cc-es256", "client credentials, JWT, ES256", "ES256", 14000, {"hello": 1, "es256": 1},
        lambda s, c, n: s.client_credentials(c("cc", "ES256"))),
    Row("introspect", "introspection of a live access token", "ES256", 20000, {"hello": 1},
        lambda s, c, n: s.introspection(c("ref", "ES256"))),
    Row("userinfo", "userinfo", "ES256", 15000, {"hello": 1},
        lambda s, c, n: s.userinfo_load(c("ref", "ES256"))),
    Row("refresh-es256", "refresh with rotation, ES256", "ES256", 3000, {"hello": 1, "update": 1, "es256": 2},
        lambda s, c, n: s.refresh(c("web", "ES256"), n)),
    Row("refresh-rs256", "refresh with rotation, ID token RS256", "RS256", 1800, {"hello": 1, "update": 1, "es256": 1, "rs256": 1},
        lambda s, c, n: s.refresh(c("web", "RS256"), n)),
    Row("code-es256", "code flow with a signed-in browser, ES256", "ES256", 2500, {"hello": 2, "insert": 1, "es256": 2},
        lambda s, c, n: s.code_flow(c("web", "ES256"))),
    Row("code-rs256", "code flow with a signed-in browser, ID token RS256", "RS256", 1400,
        {"hello": 2, "insert": 1, "es256": 1, "rs256": 1}, lambda s, c, n: s.code_flow(c("web", "RS256"))),
    Row("discovery", "discovery", "ES256", 40000, {"hello": 1}, lambda s, c, n: s.document(s.discovery)),
    Row("jwks", "JWKS", "ES256", 40000, {"hello": 1}, lambda s, c, n: s.document(s.jwks)),
]
