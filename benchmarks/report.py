"""Writes what was measured as docs/performance.md."""
import datetime

import calibration
import machine
import traces


def number(value):
    return "–" if value is None else f"{value:,.0f}" if value >= 100 else f"{value:.2f}"


def ratio(value):
    return "–" if value is None else f"{value:.2f}×"


def best_of(others, key):
    """The fastest peer in a row: (rate, name)."""
    rates = [(runs[key]["rate"], name) for name, (runs, _) in others.items() if key in runs]
    return max(rates, default=(None, None))


def verdict(rate, goal, floor):
    """Whether a goal is met; one above the floor of this machine nobody could meet here."""
    return "met" if rate >= goal else "**not met**, above the floor" if goal > floor else "**not met**"


def write(rows, runs, footprint, others, most, asked):
    lines = [
        "# Performance", "",
        "Written by `./bench`. Each server and its PostgreSQL (fsync and synchronous_commit on) share one core, the load has",
        f"the other: {asked.connections} connections in a closed loop, warmed up until flat, the median of {asked.repeats} runs. A run in",
        "which anything else used more than a tenth of a core, or before or after which the core itself was slower than it can be",
        "(a virtual machine shares it with strangers), is thrown away. Operations a second; p99 in milliseconds.", "",
        f"{machine.description()}; .NET {machine.first_line('dotnet', '--version')}; "
        f"PostgreSQL {postgres_version(asked.postgres)}; "
        f"Node {machine.first_line('node', '--version')}; {datetime.date.today()}.", "",
        "| work | AuthServer | p99 | goal | best peer | ratio | floor | of the floor |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row in rows:
        run = runs[row.key]
        peer, name = best_of(others, row.key)
        floor = most.of(**row.floor)
        calm = "" if run["is_calm"] else " (busy machine)"
        lines.append(
            f"| {row.title} | {number(run['rate'])}{calm} | {run['p99']:.1f} | {number(row.goal)} "
            f"{verdict(run['rate'], row.goal, floor)} | {number(peer)}{f' ({name})' if name else ''} "
            f"| {ratio(run['rate'] / peer if peer else None)} | {number(floor)} | {run['rate'] / floor:.0%} |")
    lines += ["", "The floor of a row is what it cannot do without, one after the other on one core: "
              f"an answer over HTTP {number(most.hello)}/s, an ES256 signature {number(most.es256)}/s, an RS256 signature "
              f"{number(most.rs256)}/s, a single-row UPDATE {number(most.update)}/s, an INSERT {number(most.insert)}/s "
              "(`pgbench`, 16 connections). That statements of many connections share a commit, and signatures wait for none, "
              "lets a row come out above it.", ""]
    lines += calibration.section(rows, runs, others, number)
    lines += short_of_goal(rows, runs, most)
    lines += footprint_of(footprint)
    lines += every_server(rows, runs, footprint, others)
    return "\n".join(lines) + "\n"


def short_of_goal(rows, runs, most):
    """What the time goes to where a goal is not met."""
    short = [row for row in rows if runs[row.key]["rate"] < row.goal]
    if not short:
        return []
    lines = ["## Short of the goal", "", "Microseconds of CPU for one operation, on that core, and what of it the floor says that nobody "
             "can spare:", "", "| work | goal allows | takes | signatures | HTTP | database | all else |",
             "| --- | --- | --- | --- | --- | --- | --- |"]
    for row in short:
        server, database = runs[row.key]["cost"][0], sum(runs[row.key]["cost"][1:])
        signatures = sum(row.floor.get(a, 0) * 1e6 / getattr(most, a) for a in ("es256", "rs256"))
        answers = row.floor["hello"] * 1e6 / most.hello
        lines.append(f"| {row.title} | {1e6 / row.goal:.0f} | {server + database:.0f} | {signatures:.0f} | {answers:.0f} "
                     f"| {database:.0f} | {server - signatures - answers:.0f} |")
    return [*lines, "", *traces.table((row.title, runs[row.key].get("shares")) for row in short), "",
            "`./bench --row … --traces FOLDER` writes down which functions that is.", ""]


def footprint_of(footprint):
    """What a start and memory come to, and what the memory is."""
    parts = footprint["parts"]
    return ["## Start and memory", "",
            f"{footprint['start']:.2f} s to the first answer (goal: 1.0), {footprint['memory']:.0f} MB after all rows (goal: 160): "
            f"{parts['File']:.0f} MB are pages of assemblies and libraries, which the system shares and can take back; "
            f"{parts['Shmem']:.0f} MB the runtime's types and what it compiled; {parts['Anon']:.0f} MB the heap, stacks and buffers. "
            "[Decision 11](decisions/0011-start.md) tells what a start is, [decision 12](decisions/0012-memory.md) what is held.", ""]


def every_server(rows, runs, footprint, others):
    names = ["AuthServer", *others]
    all_runs = [runs, *(r for r, _ in others.values())]
    prints = [footprint, *(f for _, f in others.values())]
    lines = ["## Every server", "", f"| work | {' | '.join(names)} |", "| --- |" + " --- |" * len(names)]
    for row in rows:
        cells = [number(r[row.key]["rate"]) if row.key in r else "–" for r in all_runs]
        lines.append(f"| {row.title} | {' | '.join(cells)} |")
        if any("transactions" in r.get(row.key, {}) for r in all_runs):
            cells = [f"{r[row.key]['transactions']:.1f}" if "transactions" in r.get(row.key, {}) else "–" for r in all_runs]
            lines.append(f"| … database transactions each | {' | '.join(cells)} |")
    lines.append(f"| start to first answer, s | {' | '.join(format(f['start'], '.2f') for f in prints)} |")
    lines.append(f"| memory after load, MB | {' | '.join(format(f['memory'], '.0f') for f in prints)} |")
    return [*lines, "", "node-oidc-provider answers introspection and userinfo for reference tokens alone; the others for JWTs."]


def postgres_version(binaries):
    return machine.first_line(f"{binaries}/postgres", "--version").split(") ")[-1].split()[0]
