"""Requests that leave at a fixed rate, several kinds beside each other: the pace tool, pinned to the load's core."""
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import machine
from loads import Load

# More than are ever under way: what the server has not answered yet must not hold back what comes next.
CONNECTIONS = 1500


@dataclass
class Pace:
    """So many a second of a load; what `chain` loads rotate needs a connection for each value."""
    name: str
    load: Load
    rate: float


class Answers:
    """What came back of one pace: by status how many, and in which time (milliseconds)."""

    def __init__(self, found):
        self.sent, self.unanswered, self.broken = found["sent"], found["unanswered"], found["broken"]
        self._by_status = {int(s): of for s, of in found["statuses"].items()}

    def count(self, status):
        return self._by_status.get(status, {}).get("count", 0)

    def time(self, status, which):
        return self._by_status.get(status, {}).get(which, 0.0)

    def others(self, *expected):
        """How many came back otherwise, or not at all."""
        return self.unanswered + self.broken + sum(of["count"] for s, of in self._by_status.items() if s not in expected)


class Pacer:
    def __init__(self, binary):
        self.binary = binary

    def run(self, paces, port, seconds, roots):
        """All of them at the same time. → ({name: Answers}, cores used by each of `roots`, by strangers)"""
        with tempfile.TemporaryDirectory(prefix="auth-pace-") as folder:
            running = [self._start(p, port, seconds, Path(folder) / p.name) for p in paces]
            for process in running:
                process.stderr.readline()
            watch = machine.Watch([*roots, *(p.pid for p in running)])
            try:
                running[0].wait(seconds)
            except subprocess.TimeoutExpired:
                pass
            used, strangers = watch.stop(seconds)
            found = {p.name: self._end(p.name, process) for p, process in zip(paces, running)}
        return found, used[:len(roots)], strangers

    def _start(self, pace, port, seconds, folder):
        folder.mkdir()
        requests, shape, values = folder / "requests", folder / "template", folder / "values"
        requests.write_bytes(b"\0".join(r.encode() for r in pace.load.requests))
        shape.write_bytes(pace.load.template.encode())
        values.write_text("\n".join(pace.load.values) + "\n")
        is_chain = pace.load.mode == "chain"
        words = [shape, values, pace.load.mark] if is_chain else [requests]
        connections = len(pace.load.values) if is_chain else CONNECTIONS
        return subprocess.Popen(
            machine.on_core(machine.LOAD_CORE, [self.binary, pace.load.mode, str(port), str(pace.rate), str(seconds),
                                                str(connections), *map(str, words)]),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def _end(self, name, process):
        output, said = process.communicate()
        if process.returncode != 0 or not output:
            raise SystemExit(f"The pace tool failed ({process.returncode}) at {name}: {said}")
        if said:
            print(f"  {name}: {said.strip()[:300]}", file=sys.stderr)
        return Answers(json.loads(output))
