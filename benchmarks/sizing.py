"""Writes what a vCPU carries of each operation as docs/sizing.md, beside what Keycloak's guide reckons with."""
import datetime

import isolation
import machine
import traces
from report import number, postgres_version

# Keycloak, "Concepts for sizing CPU and memory resources": what to reckon with for a vCPU.
GUIDE = {"sign-in": 15, "cc-es256": 120, "refresh-es256": 120}
GUIDE_MEMORY = 1250  # MB for a pod, caches of 10,000 sessions included
GUIDE_HASH = "Argon2id with Keycloak's defaults: 7 MiB, 5 passes, 1 lane"
OWN_HASH = "PBKDF2-HMAC-SHA512, 210,000 rounds"
GOAL = 2_000  # microseconds beside the hash, on a machine that needs this for the hash itself:
GOAL_HASH = 109_000


def table(runs, sign_in):
    """Rows of Markdown: server's and database's CPU for one, and how many make a vCPU of both."""
    page = sign_in["page"]
    costs = [("password sign-in: page, POST, redirect", (page[0] + sign_in["hash"], page[1]), "sign-in"),
             ("password sign-in, JSON API", (sign_in["api"][0] + sign_in["hash"], sign_in["api"][1]), "sign-in")]
    costs += [(title, (run["cost"][0], sum(run["cost"][1:])), key) for key, (title, run) in runs.items()]
    lines = ["| operation | a second and vCPU | server, µs | database, µs | Keycloak's guide |", "| --- | --- | --- | --- | --- |"]
    for title, (server, database), key in costs:
        lines.append(f"| {title} | {number(1e6 / (server + database))} | {number(server)} | {number(database)} "
                     f"| {GUIDE.get(key, '–')} |")
    return lines


def beside(sign_in):
    """Lines of Markdown: what a sign-in costs beside its hash, and whether that is little enough."""
    here = GOAL * sign_in["hash"] / GOAL_HASH
    lines = ["Measured with a hash of one round, less that round; a page's is its GET and its POST, from browsers that nobody knows. "
             f"Goal: under {GOAL / 1000:.0f} ms, set where a hash takes {GOAL_HASH / 1000:.0f} ms; at the speed of this machine that is "
             f"{here / 1000:.2f} ms.", "",
             f"| sign-in | server, ms | database, ms | together | {GOAL / 1000:.2f} | {here / 1000:.2f}, at this speed |",
             "| --- | --- | --- | --- | --- | --- |"]
    for title, key in (("page, POST, redirect", "page"), ("JSON API, with session and tokens", "api")):
        server, database = sign_in[key]
        verdicts = ("met" if server + database < goal else "**not met**" for goal in (GOAL, here))
        lines.append(f"| {title} | {server / 1000:.2f} | {database / 1000:.2f} | {(server + database) / 1000:.2f} "
                     f"| {' | '.join(verdicts)} |")
    return lines


def write(runs, footprint, sign_in, seen, postgres):
    """The page. `runs`: row → (title, run); `seen`: what `isolation.measure` saw."""
    return "\n".join([
        "# Sizing", "",
        "Written by `./bench --sizing`. CPU of one operation, measured at saturation on one core that the server shares with its",
        "PostgreSQL; a second and vCPU is what one core for both carries at 100 %. Plan for 60 %. A vCPU of a cloud is often half",
        "a core: measure one of yours.", "",
        f"{machine.description()}; .NET {machine.first_line('dotnet', '--version')}; PostgreSQL {postgres_version(postgres)}; "
        f"{datetime.date.today()}.", "",
        *table(runs, sign_in), "",
        f"Memory after all of it: {footprint['memory']:.0f} MB resident; Keycloak's guide reckons with {GUIDE_MEMORY:,} MB.", "",
        f"A password sign-in is its hash. Ours: {OWN_HASH} (`Password:Iterations`), {sign_in['hash'] / 1000:.1f} ms of CPU here. "
        f"Theirs: {GUIDE_HASH}. The figures of the first two rows compare the hashes, not the servers; twice the rounds, half "
        "the sign-ins.", "",
        "## Beside the hash", "",
        *beside(sign_in), "",
        *traces.table(sign_in["shares"].items()), "",
        "## A storm of sign-ins", "",
        f"{isolation.STEADY} refreshes and {isolation.STEADY} client credentials a second, quiet, and while {isolation.TIMES} times "
        "what can be hashed is offered, all on the one core, after a first storm that nobody measured:", "",
        "```text", *isolation.report(seen)[0], "```", "",
        "How that is done: [decision 9](decisions/0009-hashing.md)."]) + "\n"
