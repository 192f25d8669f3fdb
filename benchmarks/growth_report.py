"""Writes what growth.py measured as docs/growth.md."""
import datetime

import machine
from report import number, postgres_version


def write(rows, sizes, steps, beside, bloat, asked):
    counts = [f"{count:,}" for count in sizes.steps]
    lines = [
        "# Growth", "",
        f"Written by `./bench --growth`: the same work with {', '.join(counts[:-1])} and {counts[-1]} authorizations in the",
        f"database; beside any, {sizes.users:,} users and a session for five authorizations. They are loaded by SQL as the code",
        "would have written them: over 60 days, one in ten ended, all of them used within the last seven days. The measured",
        f"ones, {sizes.spread:,} whose refresh tokens take turns, stand between them all over the table.", "",
        f"How it is measured stands in [performance](performance.md); {asked.connections} connections, {asked.repeats} × {asked.seconds} s, "
        f"warmed up by stretches of {asked.warm} s.", "A virtual machine's rate moves by some percent for reasons that are not ours, so the CPU time of one operation (server and database,",
        "microseconds) stands beside it. A row holds its own where either is within 10 % of empty.", "",
        f"{machine.description()}; .NET {machine.first_line('dotnet', '--version')}; "
        f"PostgreSQL {postgres_version(asked.postgres)}; {datetime.date.today()}.", "",
        f"| work | {' | '.join(f'{c}: operations a second | p99, ms | CPU, µs' for c in counts)} | against empty |",
        "| --- |" + " --- |" * (3 * len(counts) + 1),
    ]
    for row in rows:
        runs = [step[row.key] for step in steps]
        cells = [f"{number(r['rate'])}{'' if r['is_calm'] else ' (busy machine)'} | {r['p99']:.1f} | {cost(r)}" for r in runs]
        lines.append(f"| {row.title} | {' | '.join(cells)} | {against(runs[0], runs[-1])} |")
    return "\n".join([*lines, *purging(rows, beside), *bloating(bloat)]) + "\n"


def cost(run):
    return f"{run['cost'][0]:.0f} + {sum(run['cost'][1:]):.0f}"


def against(empty, grown):
    """Rate and CPU time of the largest step, as changes."""
    rate, spent = grown["rate"] / empty["rate"] - 1, sum(grown["cost"]) / sum(empty["cost"]) - 1
    return f"rate {rate:+.0%}, CPU {spent:+.0%}: {'held' if rate >= -0.1 or spent <= 0.1 else '**not held**'}"


def purging(rows, beside):
    titles = {row.key: row.title for row in rows}
    inserted = beside["code-es256"]["alone"]["rate"]
    lines = ["", "## The purge", "",
             "Authorizations that are past, in the largest table, and the job that deletes them while the load goes on, on the",
             "one core that all share. It rests twice as long as it works.", "",
             "| load | alone | p99, ms | beside the purge | p99, ms | rows purged a second |", "| --- | --- | --- | --- | --- | --- |"]
    for key, run in beside.items():
        alone, with_it = run["alone"], run["beside"]
        lines.append(f"| {titles[key]} | {number(alone['rate'])} | {alone['p99']:.1f} | {number(with_it['rate'])} | {with_it['p99']:.1f} "
                     f"| {number(run['purged'])}{' (it ended before the load)' if run['ended_early'] else ''} |")
    slowest = min(run["purged"] for run in beside.values())
    return [*lines, "", f"Each code makes a row, {number(inserted)} a second at most here: the purge "
            f"{'keeps up' if slowest >= inserted else '**does not keep up**'}."]


def bloating(bloat):
    before, after = bloat["before"], bloat["after"]
    updates, hot, vacuums, analyzes = (after[k] - before[k] for k in ("updates", "hot", "vacuums", "analyzes"))
    return ["", f"## {bloat['refreshes']:,} refreshes", "",
            f"{hot / updates:.1%} of {updates:,} updates were HOT: they touched no index. Autovacuum vacuumed the table "
            f"{times(vacuums)} and analyzed it {times(analyzes)}:", "while it counts, no old version of a row makes room for a "
            "new one.", "",
            "| | before | after |", "| --- | --- | --- |",
            *(f"| {title} | {before[k] / 2**20:,.1f} MiB | {after[k] / 2**20:,.1f} MiB |"
              for title, k in (("table", "table"), ("its indexes", "indexes"))),
            f"| dead rows, as PostgreSQL guesses | {before['dead']:,} | {after['dead']:,} |"]


def times(count):
    return "once" if count == 1 else f"{count} times"
