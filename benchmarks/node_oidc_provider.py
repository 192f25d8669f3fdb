"""node-oidc-provider, the certified Node library, in memory and on a plain PostgreSQL adapter."""
import json
import os
from pathlib import Path

from subjects import Subject

FOLDER = Path(__file__).parent / "peers"


class NodeOidcProvider(Subject):
    name, port = "node-oidc-provider", 7020
    authorize, token, introspect = "/auth", "/token", "/token/introspection"
    userinfo, jwks = "/me", "/jwks"

    def __init__(self, cluster, algorithm):
        super().__init__(cluster)
        self.algorithm = algorithm
        self.database = cluster.create(f"node_{algorithm.lower()}") if cluster else None
        package = json.loads((FOLDER / "node_modules/oidc-provider/package.json").read_text())
        self.version = package["version"]

    def command(self):
        return ["node", str(FOLDER / "node-oidc-provider.mjs")]

    def environment(self):
        own = {"PORT": str(self.port), "ALG": self.algorithm, "STORE": "pg" if self.cluster else "memory"}
        if self.cluster:
            own["PGURL"] = f"postgres://postgres@127.0.0.1:{self.cluster.PORT}/{self.database}"
        return os.environ | own | {"NODE_ENV": "production"}

    def sign_in(self, browser, url, person):
        end, _ = browser.follow(url)
        return end
