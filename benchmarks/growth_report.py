"""Writes what growth.py measured as docs/growth.md."""
import datetime

import machine
from report import number, postgres_version


HELD = 0.9  # of the rate of the empty one


def write(rows, sizes, steps, beside, bloat, asked):
    lines = [
        "# Growth", "",
        f"Written by `./bench --growth`: the same work with {' and '.join(f'{count:,}' for count in sizes.steps)} authorizations in the",
        f"database, {sizes.users:,} users and a session for five authorizations. They are loaded by SQL as the code would have",
        "written them: over 60 days, one in ten ended, all of them used within the last seven days. The measured ones,",
        f"{sizes.spread:,} whose refresh tokens take turns, stand between them all over the table.", "",
        f"Beside it stands a server whose database has these {sizes.spread:,} alone. The two are measured in turn, {sizes.turns} × {sizes.seconds} s each, since",
        "a virtual machine's speed changes from one minute to the next: figures are medians, and the last column is the median of",
        f"what one had of the other next to it. A row holds its own within {1 - HELD:.0%}. {asked.connections} connections; the rest as in",
        "[performance](performance.md).", "",
        f"{machine.description()}; .NET {machine.first_line('dotnet', '--version')}; "
        f"PostgreSQL {postgres_version(asked.postgres)}; {datetime.date.today()}.", "",
    ]
    for count, step in zip(sizes.steps, steps):
        lines += [f"## {count:,} authorizations", "",
                  "| work | empty: a second | p99, ms | CPU, µs | grown: a second | p99, ms | CPU, µs | against empty |",
                  "| --- |" + " --- |" * 7]
        for row in rows:
            sides, ratio = step[row.key]
            cells = [f"{number(of['rate'])} | {of['p99']:.1f} | {of['cost'][0]:.0f} + {sum(of['cost'][1:]):.0f}" for of in sides]
            lines.append(f"| {row.title} | {' | '.join(cells)} | {ratio - 1:+.1%}{'' if ratio >= HELD else ' **not held**'} |")
        lines.append("")
    lines.append("CPU is the server's and the database's, for one operation.")
    return "\n".join([*lines, *purging(rows, sizes, beside), *bloating(bloat)]) + "\n"


def purging(rows, sizes, beside):
    titles = {row.key: row.title for row in rows}
    inserted = beside["code-es256"]["alone"]["rate"]
    lines = ["", "## The purge", "",
             "Authorizations that are past, in the largest table, and the job that deletes them while the load goes on, on the one",
             f"core that all share: the load alone and beside it, in turn, {sizes.turns} × {sizes.seconds} s each. Medians; the last two columns are the",
             "median of what one had of the other next to it.", "",
             "| load | alone | p99, ms | beside the purge | p99, ms | rows purged a second | its rate | its p99 |", "| --- |" + " --- |" * 7]
    for key, run in beside.items():
        cells = [f"{number(of['rate'])} | {of['p99']:.1f}" for of in (run["alone"], run["beside"])]
        lines.append(f"| {titles[key]} | {' | '.join(cells)} | {number(run['purged'])} | {run['kept'] - 1:+.1%} | {run['p99'] - 1:+.1%} |")
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
