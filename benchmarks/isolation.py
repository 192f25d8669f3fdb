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
STORMS = 3  # between four quiet times; the median counts
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

    def paced(*more):
        steady = [Pace("refresh", subject.refresh("web-ES256", CHAINS), STEADY), Pace("cc", machines, STEADY)]
        return pacer.run([*steady, *more], subject.port, seconds, subject.roots())

    # Compiled and warm, like a server that has been there for a while.
    tool.measure(subject.refresh("web-ES256", CHAINS), subject.port, CHAINS, subject.roots(), "refresh alone, saturated")
    tool.measure(machines, subject.port, CHAINS, subject.roots(), "client credentials alone, saturated")
    capacity = tool.measure(passwords, subject.port, 4, subject.roots(), "sign-ins alone, 4 connections")["rate"]
    stormy = Pace("sign-ins", passwords, TIMES * capacity)
    # What sign-ins and refusals run is called so seldom that the runtime would compile most of it anew in the storm itself,
    # tens of milliseconds at a time on the only core.
    paced(stormy)
    # In turn, and each storm beside the quiet before and after it: the machine is not the same from one minute to the next.
    runs = [paced(*([stormy] if turn % 2 else [])) for turn in range(2 * (1 if is_quick else STORMS) + 1)]
    storms = runs[1::2]
    seen = {"capacity": capacity, "seconds": seconds, "storms": [run[0]["sign-ins"] for run in storms],
            "strangers": max(run[2] for run in runs)}
    for name in ("refresh", "cc"):
        p99, p50 = ([run[0][name].time(200, which) for run in runs] for which in ("p99", "p50"))
        seen[name] = {"quiet": statistics.median(p99[::2]), "storm": statistics.median(p99[1::2]),
                      "quiet_p50": statistics.median(p50[::2]), "storm_p50": statistics.median(p50[1::2]),
                      "times": [p99[at] / statistics.mean((p99[at - 1], p99[at + 1])) for at in range(1, len(p99), 2)],
                      "others": sum(run[0][name].others(200) for run in storms)}
    return seen


def report(seen):
    """Lines for people. → (lines, whether all of it is as it should be)"""
    storms = seen["storms"]
    others = sum(storm.others(200, 429) for storm in storms) + sum(seen[name]["others"] for name in ("refresh", "cc"))

    def line(title, status, digits):
        p50, p99 = (statistics.median(storm.time(status, which) for storm in storms) for which in ("p50", "p99"))
        return f"  {title:<21} {sum(storm.count(status) for storm in storms)} (p50 {p50:.{digits}f}, p99 {p99:.{digits}f} ms)"

    lines = [f"{seen['capacity']:.1f} sign-ins a second can be hashed; {sum(storm.sent for storm in storms)} were offered in "
             f"{len(storms)} storms of {seen['seconds']} s:",
             line("admitted and finished", 200, 0), line("refused with 429", 429, 1), f"  anything else         {others}"]
    fine = others == 0 and all(storm.time(429, "p99") <= AT_ONCE for storm in storms)
    for name, title in (("refresh", "refresh"), ("cc", "client credentials")):
        of = seen[name]
        times = statistics.median(of["times"])
        fine = fine and times <= MOST
        lines.append(f"  {title:<18} p99 {of['quiet']:.2f} → {of['storm']:.2f} ms, {times:.2f} times "
                     f"({', '.join(f'{t:.2f}' for t in of['times'])}; p50 {of['quiet_p50']:.2f} → {of['storm_p50']:.2f})")
    lines.append("  the server and each connection of PostgreSQL have " + (
        "a group and a share of their own (sched_autogroup_enabled)" if machine.has_groups() else "no groups: ranks count between them"))
    lines.append(f"  strangers used up to {seen['strangers']:.2f} cores")
    return lines, fine
