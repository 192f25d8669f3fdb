"""The same work on an empty database and on one that has grown, in turn; the purge beside it; what a million refreshes leave."""
import statistics
import sys
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
        self.turns = 3 if quick else 7  # of each server, one after the other
        self.seconds = 1 if quick else 3
        self.users = 20_000 if quick else 1_000_000
        self.spread = 256 if quick else 2048  # refresh tokens that take turns, all over the table
        self.expired = 15_000 if quick else 35_000  # what a purge finds: more than it deletes while it is measured
        self.refreshes = 20_000 if quick else 1_000_000


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
    """The same load alone and beside the purge, in turn. → {key: medians of each, and of what the purge deleted a second}"""
    found = {}
    for key, load in (("refresh-es256", chain), ("code-es256", own.code_flow("web-ES256"))):
        turns = [purge_once(own, crowd, load, tool, sizes, connections) for _ in range(sizes.turns)]
        found[key] = {name: {of: statistics.median(turn[name][of] for turn in turns) for of in ("rate", "p99")}
                      for name in ("alone", "beside")} | {
            "purged": statistics.median(turn["purged"] for turn in turns),
            "kept": statistics.median(turn["beside"]["rate"] / turn["alone"]["rate"] for turn in turns),
            "p99": statistics.median(turn["beside"]["p99"] / turn["alone"]["p99"] for turn in turns)}
        alone, beside = found[key]["alone"], found[key]["beside"]
        say(f"purge beside {key}: {found[key]['purged']:,.0f} rows/s; p99 {alone['p99']:.2f} → {beside['p99']:.2f} ms, "
            f"{alone['rate']:,.0f} → {beside['rate']:,.0f}/s")
    return found


def purge_once(own, crowd, load, tool, sizes, connections):
    """Loads what is past, measures, lets the purge come, and measures again; nobody asks the database anything meanwhile."""
    crowd.expire(sizes.expired)
    alone = tool.once(load, own.port, connections, sizes.seconds, own.roots())
    hurry(own)
    await_past(own, lambda left: left < sizes.expired, "no purge came")
    before, began = past(own), time.monotonic()
    beside = tool.once(load, own.port, connections, sizes.seconds, own.roots())
    after, ended = past(own), time.monotonic()
    if after == 0:
        raise SystemExit("the purge had ended before its measurement")
    await_past(own, lambda left: left == 0, "the purge did not end")
    return {"alone": alone, "beside": beside, "purged": (before - after) / (ended - began)}


def hurry(own):
    """The job is due now; the schedule looks every few seconds. Its clock counts ticks of 100 ns from the year 1."""
    own.cluster.sql(own.database, "update qrtz_triggers set next_fire_time = "
                    "(extract(epoch from now()) * 10000000)::bigint + 621355968000000000 "
                    "where trigger_name = 'PurgeAuthorizationsJob'")


def past(own):
    """How many are left that the purge will delete."""
    return int(own.cluster.sql(own.database, "select count(*) from authorizations where sweep_at < now() - interval '5 minutes'"))


def await_past(own, is_so, otherwise):
    until = time.monotonic() + 300
    while not is_so(past(own)):
        if time.monotonic() > until:
            raise SystemExit(otherwise)
        time.sleep(0.2)


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
