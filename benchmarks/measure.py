"""Measures this server beside its peers and beside what the machine can do at most; writes docs/performance.md."""
import argparse
import importlib
import shutil
import statistics
import sys
from pathlib import Path

import cluster
import floors
import growth
import isolation
import machine
import report
import signin
import sizing
from authserver import AuthServer
from loads import LoadFailed, Tool
from paces import Pacer
from rows import ROWS
from traces import ENVIRONMENT, Traces

ROOT = Path(__file__).parent.parent


def own_client(kind, algorithm):
    return f"cc-{algorithm}" if kind == "cc" else f"web-{algorithm}"


def node_client(kind, _):
    return {"cc": "cc", "web": "web", "ref": "web-ref"}[kind]


def glewlwyd_client(kind, _):
    return "cc" if kind == "cc" else "web"


def measure_subject(subject, client, rows, tool, connections, is_own=False):
    """Starts it, measures its rows, stops it. → {row: run}, and what a start takes and what memory it ends with."""
    starts = [subject.start()]
    found = {}
    # What is quick comes first: what is compiled while it runs is compiled by then, and slow rows alone would not get there.
    for row in sorted(rows, key=lambda r: r.algorithm):
        try:
            run = tool.measure(row.load(subject, client, connections), subject.port, connections, subject.roots(),
                               f"{subject.name}: {row.title}")
            if subject.cluster and subject.database and row.key.startswith(("refresh", "code")):
                run["transactions"] = transactions_of(subject, row, client, tool)
        except LoadFailed as failed:
            if is_own:
                raise
            print(f"{subject.name}: the row \"{row.title}\" is missing. {failed}", file=sys.stderr)
            continue
        if is_own and run["rate"] < row.goal:
            run["shares"] = tool.shares(row.load(subject, client, connections), subject.port, connections)
        found[row.key] = run
    footprint = {"memory": subject.memory(), "parts": machine.resident(subject.process.pid)}
    for _ in range(2):
        subject.stop()
        starts.append(subject.start())
    subject.stop()
    return found, footprint | {"start": statistics.median(starts)}


def transactions_of(subject, row, client, tool):
    """Database transactions for one operation, counted by the database itself."""
    load = row.load(subject, client, 1)
    before = subject.cluster.transactions(subject.database)
    turns = tool.count(load, subject.port)
    return (subject.cluster.transactions(subject.database) - before) / turns


def peers(rows, at, tool, connections):
    """The peers that can be had, by name → (row → run, footprint). One that is missing is named, and why."""
    found = {}
    for module, make in (("node_oidc_provider", "NodeOidcProvider"), ("glewlwyd", "Glewlwyd")):
        if module == "node_oidc_provider" and not (ROOT / "benchmarks/peers/node_modules/oidc-provider").exists():
            print("node-oidc-provider is not there: its rows are missing (npm ci in benchmarks/peers)", file=sys.stderr)
            continue
        if module == "glewlwyd" and not shutil.which("glewlwyd"):
            print("glewlwyd is not there: its rows are missing (package glewlwyd)", file=sys.stderr)
            continue
        kind = getattr(importlib.import_module(module), make)
        client = node_client if module == "node_oidc_provider" else glewlwyd_client
        for store in ([None, at] if module == "node_oidc_provider" else [at]):
            runs, footprint = {}, None
            for algorithm in ("ES256", "RS256"):
                own = [r for r in rows if r.algorithm == algorithm]
                if not own:
                    continue
                subject = kind(store, algorithm)
                try:
                    more, used = measure_subject(subject, client, own, tool, connections)
                finally:
                    subject.close()
                runs |= more
                footprint = footprint or used
            title = f"{kind.name} {subject.version}" + (", in memory" if store is None else ", PostgreSQL")
            found[title] = (runs, footprint)
    return found


def measure_growth(at, tool, asked):
    """The same with much in the database. A full run writes docs/growth.md."""
    text = growth.run(at, tool, asked)
    print(text)
    if not asked.quick:
        (ROOT / "docs/growth.md").write_text(text)


def measure_storm(at, asked, tool):
    """The storm, and what came of it in words."""
    subject = AuthServer(at, asked.server)
    try:
        subject.start()
        seen = isolation.measure(subject, tool, Pacer(Path(asked.load).with_name("pace")), asked.quick)
    finally:
        subject.close()
    lines, is_fine = isolation.report(seen)
    print("\n".join([*lines, "as it should be" if is_fine else "NOT as it should be"]), flush=True)
    return seen


def measure_apart(at, asked, tool):
    """The ways that are not rows of docs/performance.md."""
    if asked.growth:
        measure_growth(at, tool, asked)
        return
    if asked.sizing:
        measure_sizes(at, asked, tool)
        return
    if asked.sign_in:
        signin.tell(signin.measure(lambda s: AuthServer(at, asked.server, s), tool, asked.floor, 2 if asked.quick else 10))
    if asked.isolation:
        measure_storm(at, asked, tool)


def measure_sizes(at, asked, tool):
    """What a vCPU carries: the rows with ES256, sign-ins, and a storm of them. A full run writes docs/sizing.md."""
    sign_in = signin.measure(lambda settings: AuthServer(at, asked.server, settings), tool, asked.floor, 2 if asked.quick else 10)
    rows = [r for r in ROWS if r.algorithm == "ES256" and r.key not in ("discovery", "jwks")]
    own = AuthServer(at, asked.server)
    try:
        runs, footprint = measure_subject(own, own_client, rows, tool, asked.connections, is_own=True)
    finally:
        own.close()
    titled = {row.key: (row.title, runs[row.key]) for row in rows}
    text = sizing.write(titled, footprint, sign_in, measure_storm(at, asked, tool), asked.postgres)
    print(text)
    if not asked.quick:
        (ROOT / "docs/sizing.md").write_text(text)


def main():
    words = argparse.ArgumentParser(prog="./bench", description=__doc__)
    words.add_argument("--server", required=True, help=argparse.SUPPRESS)
    words.add_argument("--floor", required=True, help=argparse.SUPPRESS)
    words.add_argument("--load", required=True, help=argparse.SUPPRESS)
    words.add_argument("--postgres", required=True, help=argparse.SUPPRESS)
    words.add_argument("--row", action="append", choices=[r.key for r in ROWS], help="this row alone; may be repeated")
    words.add_argument("--quick", action="store_true", help="short and once: to see that it works, not to be quoted")
    words.add_argument("--no-floors", action="store_true", help="without the machine's own figures")
    words.add_argument("--no-peers", action="store_true", help="this server alone")
    words.add_argument("--growth", action="store_true", help="this server with much in its database, in place of all else; "
                                                             "at most an hour; writes docs/growth.md")
    words.add_argument("--isolation", action="store_true", help="a storm of sign-ins, and who notices: ten minutes, this alone")
    words.add_argument("--sign-in", action="store_true", help="what a sign-in costs beside its hash, this alone")
    words.add_argument("--sizing", action="store_true", help="what a vCPU carries, both of these included; writes docs/sizing.md")
    words.add_argument("--traces", metavar="FOLDER", help="samples of what each row's time goes to, by perf")
    words.add_argument("--setting", action="append", default=[], metavar="NAME=VALUE", help="in the server's environment")
    words.add_argument("--connections", type=int, default=32)
    words.add_argument("--seconds", type=int, default=4)
    words.add_argument("--warm", type=int, default=2, help="seconds of a stretch; as many as bring something")
    words.add_argument("--repeats", type=int, default=3)
    asked = words.parse_args()

    rows = [r for r in ROWS if not asked.row or r.key in asked.row]
    seconds, warm, repeats = (2, 1, 1) if asked.quick else (asked.seconds, asked.warm, asked.repeats)
    tool = Tool(asked.load, warm, seconds, repeats, Traces(asked.traces) if asked.traces else None)
    at = cluster.Cluster(asked.postgres, cluster.account_for_postgres())
    try:
        if asked.growth or asked.isolation or asked.sign_in or asked.sizing:
            measure_apart(at, asked, tool)
            return
        most = None if asked.no_floors else floors.measure(at, tool, asked.floor, 2 if asked.quick else 5)
        settings = dict(s.split("=", 1) for s in asked.setting)
        own = AuthServer(at, asked.server, settings | (ENVIRONMENT if asked.traces else {}))
        try:
            runs, footprint = measure_subject(own, own_client, rows, tool, asked.connections, is_own=True)
        finally:
            own.close()
        others = {} if asked.no_peers else peers(rows, at, tool, asked.connections)
    finally:
        at.close()

    print(f"start {footprint['start']:.2f} s, memory {footprint['memory']:.0f} MB", file=sys.stderr)
    if most is None:
        return
    text = report.write(rows, runs, footprint, others, most, asked)
    print(text)
    if not (asked.quick or asked.row or asked.no_peers):
        (ROOT / "docs/performance.md").write_text(text)


if __name__ == "__main__":
    try:
        main()
    except LoadFailed as failed:
        raise SystemExit(str(failed)) from None
