"""A storm of sign-ins, ten times what can be hashed: whether anybody else notices."""
import json
import statistics

import machine
from loads import Load, http
from paces import Pace
from subjects import PASSWORD

STEADY = 120  # refreshes a second, and client credentials: what Keycloak's guide gives a whole vCPU for, each
CHAINS = 32  # refresh tokens that take turns
ACCOUNTS = 2000  # nobody signs in twice within the guard's reach
TIMES = 10  # the hashing capacity
MOST = 1.5  # times the quiet p99
AT_ONCE = 100.0  # milliseconds in which a refusal has to be there, p99


def add_accounts(subject, count):
    """People like the first declared one, with her password: declared, each would cost a hash at the start."""
    columns = subject.cluster.sql(subject.database, """select string_agg(column_name, ' ')
        from information_schema.columns where table_name = 'users' and is_generated = 'NEVER'""").split()
    subject.cluster.sql(subject.database, f"""
        insert into users ({", ".join(columns)}) select {", ".join("made." + c for c in columns)}
        from users u, generate_series(0, {count - 1}) i, lateral (select 's' || i || '@example.org' as address) a,
        lateral jsonb_populate_record(u, jsonb_build_object('id', gen_random_uuid(), 'email', address, 'user_name', address,
            'normalized_email', address, 'normalized_user_name', address)) made
        where u.email = 'u0@example.org'""")


def sign_ins(subject, count):
    """Each of the accounts signs in to the operator's own app: one request, from password to tokens."""
    def request(person):
        body = json.dumps({"email": f"s{person}@example.org", "password": PASSWORD, "client_id": "app"})
        return http("POST", "/api/account/login", subject.host, body=body).replace(
            "application/x-www-form-urlencoded", "application/json")
    return Load("repeat", [request(i) for i in range(count)])


def measure(subject, tool, pacer, is_quick):
    """Needs a subject that runs. → what was seen, for `report`"""
    seconds = 10 if is_quick else 60
    add_accounts(subject, ACCOUNTS)
    passwords, machines = sign_ins(subject, ACCOUNTS), subject.client_credentials("cc-ES256")

    def paced(duration, *more):
        steady = [Pace("refresh", subject.refresh("web-ES256", CHAINS), STEADY), Pace("cc", machines, STEADY)]
        return pacer.run([*steady, *more], subject.port, duration, subject.roots())

    # Compiled and warm, like a server that has been there for a while.
    tool.measure(subject.refresh("web-ES256", CHAINS), subject.port, CHAINS, subject.roots(), "refresh alone, saturated")
    tool.measure(machines, subject.port, CHAINS, subject.roots(), "client credentials alone, saturated")
    capacity = tool.measure(passwords, subject.port, 4, subject.roots(), "sign-ins alone, 4 connections")["rate"]
    stormy = Pace("sign-ins", passwords, TIMES * capacity)
    # What sign-ins and refusals run is called so seldom that the runtime would compile most of it anew in the storm itself,
    # tens of milliseconds at a time on the only core.
    paced(seconds, stormy)
    before = paced(seconds)
    storm = paced(seconds, stormy)
    after = paced(seconds)
    seen = {"capacity": capacity, "seconds": seconds, "storm": storm[0]["sign-ins"],
            "strangers": max(run[2] for run in (before, storm, after))}
    for name in ("refresh", "cc"):
        quiet = statistics.mean(run[0][name].time(200, "p99") for run in (before, after))
        seen[name] = {"quiet": quiet, "storm": storm[0][name].time(200, "p99"),
                      "quiet_p50": statistics.mean(run[0][name].time(200, "p50") for run in (before, after)),
                      "storm_p50": storm[0][name].time(200, "p50"), "others": storm[0][name].others(200)}
    return seen


def report(seen):
    """Lines for people. → (lines, whether all of it is as it should be)"""
    storm = seen["storm"]
    others = storm.others(200, 429) + sum(seen[name]["others"] for name in ("refresh", "cc"))
    lines = [f"{seen['capacity']:.1f} sign-ins a second can be hashed; {storm.sent} were offered in {seen['seconds']} s:",
             f"  admitted and finished {storm.count(200)} (p50 {storm.time(200, 'p50'):.0f}, p99 {storm.time(200, 'p99'):.0f} ms)",
             f"  refused with 429      {storm.count(429)} (p50 {storm.time(429, 'p50'):.1f}, p99 {storm.time(429, 'p99'):.1f} ms)",
             f"  anything else         {others}"]
    fine = others == 0 and storm.time(429, "p99") <= AT_ONCE
    for name, title in (("refresh", "refresh"), ("cc", "client credentials")):
        of = seen[name]
        ratio = of["storm"] / of["quiet"]
        fine = fine and ratio <= MOST
        lines.append(f"  {title:<18} p99 {of['quiet']:.2f} → {of['storm']:.2f} ms, {ratio:.2f} times "
                     f"(p50 {of['quiet_p50']:.2f} → {of['storm_p50']:.2f})")
    lines.append("  the server and each connection of PostgreSQL have " + (
        "a group and a share of their own (sched_autogroup_enabled)" if machine.has_groups() else "no groups: ranks count between them"))
    lines.append(f"  strangers used up to {seen['strangers']:.2f} cores")
    return lines, fine
