"""
What the goals come to at the speed of this machine. They were set on another one, on which two of the peers had been measured
in the same way: what these do here, of what they did there, is how fast this one is, at the hour of the run.
"""
import statistics

# Operations a second of a peer with PostgreSQL behind it, where the goals were set.
THERE = {
    "cc-rs256": ("node-oidc-provider", 2_047), "introspect": ("node-oidc-provider", 2_120),
    "userinfo": ("node-oidc-provider", 2_507), "refresh-es256": ("node-oidc-provider", 614),
    "code-es256": ("node-oidc-provider", 365), "discovery": ("glewlwyd", 26_112), "jwks": ("glewlwyd", 27_384),
}


def speeds(others):
    """By row, how fast this machine is; {} where neither peer was there. `others`: by name, (row → run, footprint)."""
    found = {}
    for key, (peer, there) in THERE.items():
        here = [runs[key]["rate"] for name, (runs, _) in others.items()
                if key in runs and name.startswith(peer) and name.endswith("PostgreSQL")]
        if here:
            found[key] = here[0] / there
    return found


def section(rows, runs, others, number):
    """The goals at that speed, and whether they are met; nothing where no peer was measured."""
    known = speeds(others)
    if not known:
        return []
    usual = statistics.median(known.values())
    lines = ["## At the speed of this machine", "",
             "The goals were set on a faster machine. Two of the peers were measured there, in the same way, and do here what the "
             "second column says of it; where neither had such a row, the median of the others stands in brackets. A goal times that "
             "is what it comes to here.", "",
             "| work | a peer, here and there | speed | goal, at that speed | AuthServer | |", "| --- | --- | --- | --- | --- | --- |"]
    for row in rows:
        speed, rate = known.get(row.key, usual), runs[row.key]["rate"]
        peer, there = THERE.get(row.key, ("", 0))
        both = f"{number(speed * there)} of {number(there)} ({peer})" if row.key in known else "–"
        lines.append(f"| {row.title} | {both} | {f'{speed:.2f}' if row.key in known else f'({usual:.2f})'} | {number(row.goal * speed)} "
                     f"| {number(rate)} | {'met' if rate >= row.goal * speed else '**not met**'} |")
    return [*lines, ""]
