"""The same work on an empty database and on one that has grown, in turn; the purge beside it; what a million refreshes leave."""
import sys
import threading
import time

import growth_report
from authserver import AuthServer
from crowd import Crowd
from rows import ROWS

KEYS = ("cc-es256", "introspect", "userinfo", "refresh-es256", "code-es256")
# An answer that was lost when a load stopped may be asked for again when the next one begins, which is minutes later here.
SETTINGS = {"Tokens__RefreshGrace": "2h"}


class Sizes:
    """How much there is of everything."""

    def __init__(self, quick):
        self.steps = (20_000, 100_000) if quick else (1_000_000, 10_000_000)
        self.turns = 3 if quick else 9  # of each server, one after the other
        self.seconds = 1 if quick else 3
        self.users = 20_000 if quick else 1_000_000
        self.spread = 256 if quick else 2048  # refresh tokens that take turns, all over the table
        self.expired = 60_000 if quick else 400_000
        self.refreshes = 20_000 if quick else 1_000_000
        self.beside = 2 if quick else 10  # seconds of load while the purge runs


def run(at, tool, asked):
    """→ the report's text"""
    sizes, rows = Sizes(asked.quick), [r for r in ROWS if r.key in KEYS]
    empty, own = AuthServer(at, asked.server, SETTINGS, place=1), AuthServer(at, asked.server, SETTINGS)
    try:
        chains = []
        for server in (empty, own):
            server.start()
            chains.append(server.refresh("web-ES256", sizes.spread))
        crowd = Crowd(at, own.database)
        steps = []
        for count in sizes.steps:
            began = time.monotonic()
            crowd.grow(sizes.users, count)
            say(f"{count:,} authorizations: {time.monotonic() - began:.0f} s to load")
            steps.append({row.key: compare(empty, own, row, chains, tool, asked.connections, sizes) for row in rows})
        empty.close()
        beside = purge(own, crowd, chains[1], tool, sizes, asked.connections)
        bloat = refresh(own, chains[1], tool, sizes, asked.connections)
        return growth_report.write(rows, sizes, steps, beside, bloat, asked)
    finally:
        empty.close()
        own.close()


def compare(empty, own, row, chains, tool, connections, sizes):
    servers = (empty, own)
    loads = chains if row.key == "refresh-es256" else [row.load(server, client, connections) for server in servers]
    sides = [(load, server.port, server.roots()) for load, server in zip(loads, servers)]
    return tool.compare(sides, connections, sizes.seconds, sizes.turns, row.title)


def client(kind, algorithm):
    return f"cc-{algorithm}" if kind == "cc" else f"web-{algorithm}"


def purge(own, crowd, chain, tool, sizes, connections):
    """Loads what is past, lets the purge come, and measures beside it. → {key: run}, each with what was purged meanwhile"""
    code = own.code_flow("web-ES256")
    found = {}
    for key, load in (("refresh-es256", chain), ("code-es256", code)):
        crowd.expire(sizes.expired)
        # As many runs without it, beside the same autovacuum that it causes: one long, as the one with it will be.
        alone = tool.once(load, own.port, connections, sizes.beside, own.roots())
        with Deletions(own) as deletions:
            hurry(own)
            deletions.await_first()
            beside = tool.once(load, own.port, connections, sizes.beside, own.roots())
            ended_early = deletions.are_done(sizes.expired)
            deletions.await_all(sizes.expired)
            rate = deletions.rate()
        found[key] = {"alone": alone, "beside": beside, "purged": rate, "ended_early": ended_early}
        say(f"purge beside {key}: {rate:,.0f} rows/s; p99 {alone['p99']:.2f} → {beside['p99']:.2f} ms, "
            f"{alone['rate']:,.0f} → {beside['rate']:,.0f}/s{' (the purge ended first)' if ended_early else ''}")
    return found


def hurry(own):
    """The job is due now; the schedule looks every few seconds. Its clock counts ticks of 100 ns from the year 1."""
    own.cluster.sql(own.database, "update qrtz_triggers set next_fire_time = "
                    "(extract(epoch from now()) * 10000000)::bigint + 621355968000000000 "
                    "where trigger_name = 'PurgeAuthorizationsJob'")


class Deletions:
    """Counts the authorizations that go, as PostgreSQL tells it, about once a second."""

    def __init__(self, own):
        self.own, self.seen, self._stop = own, [], threading.Event()

    def __enter__(self):
        self.before = self._count()
        self.seen.append((time.monotonic(), 0))
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join()

    def _count(self):
        return int(self.own.cluster.sql(
            self.own.database, "select n_tup_del from pg_stat_user_tables where relname = 'authorizations'"))

    def _watch(self):
        while not self._stop.wait(0.25):
            self.seen.append((time.monotonic(), self._count() - self.before))

    def await_first(self):
        self._await(lambda: self.seen[-1][1] > 0, "no purge came")

    def await_all(self, count):
        self._await(lambda: self.are_done(count), "the purge did not end")

    def are_done(self, count):
        return self.seen[-1][1] >= count

    def rate(self):
        """Rows a second while it ran."""
        last = self.seen[-1][1]
        begin = max(t for t, n in self.seen if n == 0)
        end = min(t for t, n in self.seen if n == last)
        return last / (end - begin)

    @staticmethod
    def _await(is_so, otherwise):
        until = time.monotonic() + 300
        while not is_so():
            if time.monotonic() > until:
                raise SystemExit(otherwise)
            time.sleep(0.1)


def refresh(own, chain, tool, sizes, connections):
    """As many refreshes as are asked for, and what the table looks like before and after."""
    before, done = look(own), 0
    while done < sizes.refreshes:
        done += tool.once(chain, own.port, connections, 2 if sizes.refreshes < 100_000 else 20, [])["good"]
        say(f"{done:,} refreshes")
    after = look(own)
    return {"refreshes": done, "before": before, "after": after}


def look(own):
    time.sleep(1.5)  # backends report what they did once a second
    words = own.cluster.sql(
        own.database, "select n_tup_upd, n_tup_hot_upd, pg_relation_size(relid), pg_indexes_size(relid), n_dead_tup, "
        "autovacuum_count, autoanalyze_count from pg_stat_user_tables where relname = 'authorizations'").split("|")
    return dict(zip(("updates", "hot", "table", "indexes", "dead", "vacuums", "analyzes"), map(int, words)))


def say(text):
    print(f"  {text}", file=sys.stderr, flush=True)
