"""One measurement: the load tool against a server, both pinned, thrown away when others worked meanwhile."""
import json
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import machine
from traces import Shares

CALM = 0.10  # cores that strangers may use; more, and the figure says nothing
FAST = 0.88  # of the best arithmetic seen: less, and the machine's host has lent the core's other half to somebody
FLAT = 1.03  # a warm-up goes on while it brings more than that
PATIENCE = 150  # seconds to wait for a fast core, all in all


class LoadFailed(Exception):
    """A server did not do what was asked of it."""


def cost_of(run):
    """Microseconds of CPU for one operation, of each root: hardly changes when the machine is busy, unlike everything else here."""
    return [cores / run["rate"] * 1e6 if run["rate"] else 0 for cores in run["cpu"][:-1]]


@dataclass
class Load:
    """What the connections send. Requests and templates are whole, but for a template's Content-Length."""
    mode: str
    requests: list = field(default_factory=list)
    template: str = ""
    values: list = field(default_factory=list)
    mark: str = ""
    status: int = 200
    first_status: int = 303


def http(method, path, host, headers=(), body=None):
    """A request as bytes on the wire, with its length where it has a body."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", *headers]
    if body is None:
        return "\r\n".join(lines) + "\r\n\r\n"
    lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return "\r\n".join(lines) + "\r\n\r\n" + body


def template(path, host, headers, body):
    """The same for a body with a hole (@@), whose length the load tool finds."""
    lines = [f"POST {path} HTTP/1.1", f"Host: {host}", *headers, "Content-Type: application/x-www-form-urlencoded"]
    return "\r\n".join(lines) + "\r\n\r\n" + body


class Tool:
    def __init__(self, binary, warm, seconds, repeats, traces=None):
        self.binary, self.warm, self.seconds, self.repeats, self.traces = binary, warm, seconds, repeats, traces
        self.folder = Path(tempfile.mkdtemp(prefix="auth-load-"))
        self.fastest = max(self._speed() for _ in range(10))
        self.patience = PATIENCE

    def measure(self, load, port, connections, roots, label):
        """The median of the calm runs. `roots`: the server's process and its database's, whose memory and CPU count."""
        runs, busy = [], 0
        files = self._write(load)
        self._warm_up(load, files, port, connections)
        while len(runs) < self.repeats:
            is_fast = self._await_fast_core()
            run = self._once(load, files, port, connections, 0, self.seconds, roots)
            run["is_calm"] = run["strangers"] <= CALM and is_fast and self._is_fast()
            busy += not run["is_calm"]
            if run["is_calm"] or busy > 3 or self.repeats == 1:
                runs.append(run)
        runs.sort(key=lambda r: r["rate"])
        middle = runs[len(runs) // 2] | {"is_calm": all(r["is_calm"] for r in runs)}
        middle["cost"] = cost_of(middle)
        if self.traces and roots:
            self._once(load, files, port, connections, 0, self.seconds, roots, self.traces)
            self.traces.end(label)
        print(f"  {label:<52} {middle['rate']:>9,.0f}/s  p50 {middle['p50']:6.2f}  p99 {middle['p99']:7.2f} ms  "
              f"server {middle['cost'][0]:6.1f} + database {sum(middle['cost'][1:]):6.1f} µs"
              f"{'' if middle['is_calm'] else '  (machine was busy)'}", file=sys.stderr, flush=True)
        return middle

    def compare(self, sides, connections, seconds, turns, label):
        """Two servers at the same work, in turn, so that whatever the machine does meanwhile it does to both.

        `sides`: of each its load, port and roots, as for `measure`. → a run of each, whose figures are medians, and the median
        of what the second's rate is of the first's
        """
        runs = [[], []]
        for load, port, _ in sides:
            self._warm_up(load, self._write(load), port, connections)
        for turn in range(turns):
            for i in (0, 1) if turn % 2 == 0 else (1, 0):
                load, port, roots = sides[i]
                runs[i].append(self.once(load, port, connections, seconds, roots))
        ratio = statistics.median(second["rate"] / first["rate"] for first, second in zip(*runs))
        found = [{"rate": statistics.median(r["rate"] for r in own), "p99": statistics.median(r["p99"] for r in own),
                  "cost": [statistics.median(costs) for costs in zip(*map(cost_of, own))]} for own in runs]
        print(f"  {label:<52} {found[0]['rate']:>9,.0f} → {found[1]['rate']:>9,.0f}/s, {ratio - 1:+.1%}", file=sys.stderr, flush=True)
        return found, ratio

    def _warm_up(self, load, files, port, connections):
        """Until two stretches in a row bring nothing more; a slow core must not look like the end of it."""
        best, flat = 0, 0
        for _ in range(10 if self.repeats > 1 else 4):
            rate = self._once(load, files, port, connections, 0, self.warm, [])["rate"]
            flat = flat + 1 if rate < best * FLAT and self._is_fast() else 0
            best = max(best, rate)
            if flat == 2:
                break

    def _speed(self):
        done = subprocess.run(machine.on_core(machine.SERVER_CORE, [self.binary, "probe", "60"]),
                              check=True, capture_output=True, text=True)
        return float(done.stdout)

    def _is_fast(self):
        speed = max(self._speed() for _ in range(2))
        self.fastest = max(self.fastest, speed)
        return speed >= FAST * self.fastest

    def _await_fast_core(self):
        while not self._is_fast():
            if self.patience <= 0:
                return False
            began = time.monotonic()
            time.sleep(0.5)
            self.patience -= time.monotonic() - began
        return True

    def once(self, load, port, connections, seconds, roots, traces=None):
        """One run, warm or not, calm or not: for what passes while it is looked at."""
        return self._once(load, self._write(load), port, connections, 0, seconds, roots, traces)

    def shares(self, load, port, connections, seconds=4):
        """Whose code the servers' core runs meanwhile: `Shares.end`."""
        traces = Shares()
        self.once(load, port, connections, seconds, [], traces)
        return traces.end()

    def count(self, load, port, seconds=2):
        """How many turns one connection makes, for counting what each costs elsewhere."""
        return self._once(load, self._write(load), port, 1, 0, seconds, [])["good"]

    def _write(self, load):
        requests, shape, values = self.folder / "requests", self.folder / "template", self.folder / "values"
        requests.write_bytes(b"\0".join(r.encode() for r in load.requests))
        shape.write_bytes(load.template.encode())
        values.write_text("\n".join(load.values) + "\n")
        return requests, shape, values

    def _once(self, load, files, port, connections, warm, seconds, roots, traces=None):
        requests, shape, values = (str(f) for f in files)
        words = {"repeat": [requests], "chain": [shape, values, load.mark],
                 "flow": [shape, requests, load.mark, str(load.first_status)]}[load.mode]
        process = subprocess.Popen(
            machine.on_core(machine.LOAD_CORE, [self.binary, load.mode, str(port), str(connections), str(warm), str(seconds),
                                                str(load.status), *words]),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        watch, used, said = None, ([0.0] * (len(roots) + 1), 0.0), []
        for line in process.stderr:
            if line == "begin\n":
                watch = machine.Watch([*roots, process.pid])
                if traces:
                    traces.begin(seconds)
            elif line == "end\n":
                used = watch.stop(seconds)
            else:
                said.append(line)
        output = process.stdout.read()
        if process.wait() != 0 or not output:
            raise LoadFailed(f"The load tool failed ({process.returncode}): {''.join(said)}")
        if load.mode == "chain":
            load.values = files[2].read_text().split()  # the others were used
        return json.loads(output) | {"cpu": used[0], "strangers": used[1]}
