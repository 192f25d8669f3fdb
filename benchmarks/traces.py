"""What the servers' core does: samples by perf (perf_event_paranoid permitting)."""
import collections
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import machine

# The runtime writes /tmp/perf-PID.map, which perf reads; for methods that it compiled itself, at addresses that stay.
ENVIRONMENT = {"DOTNET_PerfMapEnabled": "1", "DOTNET_ReadyToRun": "0", "DOTNET_TC_CallCountingDelayMs": "0", "DOTNET_EnableWriteXorExecute": "0"}


class Traces:
    """What each row's time goes to, with the names of compiled methods, as files."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._recording = None
        if not shutil.which("perf"):
            raise SystemExit("perf is missing (package linux-perf).")

    def begin(self, seconds):
        self._recording = subprocess.Popen(
            machine.on_core(machine.LOAD_CORE, ["perf", "record", "-q", "-F", "1999", "-g", "-C", machine.SERVER_CORE,
                                                "-o", str(self.folder / "perf.data"), "--", "sleep", str(seconds)]),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def end(self, label):
        """Writes two lists: where the time was spent, and what it was spent for."""
        self._recording.wait()
        name = re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")
        for kind, words in (("self", ["--no-children"]), ("for", ["--children"])):
            text = subprocess.run(["perf", "report", "--stdio", "-g", "none", "--percent-limit", "0.3", "--sort", "comm,dso,sym", *words,
                                   "-i", str(self.folder / "perf.data")], capture_output=True, text=True).stdout
            (self.folder / f"{name}.{kind}.txt").write_text(text)
        print(f"  traces: {self.folder / name}.self.txt, .for.txt", file=sys.stderr)


class Shares:
    """Whose code it was that the core ran, as shares of the time. Needs nothing of the server, which runs as it is shipped."""

    # By file, whosever process it was; what is in none of these was compiled from C#.
    FILES = (("kernel", r"\[kernel|\[guest"), ("OpenSSL", r"^lib(crypto|ssl)"),
             ("runtime", r"^lib(coreclr|clr|c\.so|m\.so|stdc|gcc|pthread|System|icu)|^ld-linux|^\[vdso"))
    PARTS = ("OpenSSL", "PostgreSQL", "kernel", "runtime", "C#", "idle")

    def begin(self, seconds):
        self._folder = tempfile.TemporaryDirectory(prefix="auth-shares-")
        self._recording = shutil.which("perf") and subprocess.Popen(
            machine.on_core(machine.LOAD_CORE, ["perf", "record", "-q", "-F", "999", "-C", machine.SERVER_CORE,
                                                "-o", f"{self._folder.name}/perf.data", "--", "sleep", str(seconds)]),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def end(self):
        """→ {part: share}; None: there is no perf, or it may not."""
        found = collections.Counter()
        with self._folder as folder:
            if not self._recording or self._recording.wait() != 0:
                return None
            text = subprocess.run(["perf", "report", "--stdio", "--sort", "comm,dso", "-t", "\t", "-i", f"{folder}/perf.data"],
                                  capture_output=True, text=True).stdout
        for line in text.splitlines():
            cells = [cell.strip() for cell in line.split("\t")]
            if len(cells) == 3 and cells[0].endswith("%"):
                found[self._part_of(*cells[1:])] += float(cells[0][:-1]) / 100
        return found or None

    def _part_of(self, thread, file):
        if thread.startswith(("swapper", "postgres")):
            return "idle" if thread.startswith("swapper") else "PostgreSQL"
        return next((part for part, files in self.FILES if re.search(files, file)), "C#")


def table(titled):
    """Markdown: whose code the core ran, `titled` as (title, shares)."""
    rows = [(title, shares) for title, shares in titled if shares]
    if not rows:
        return ["What that time goes to is not known: there was no perf."]
    return [f"| the core's time, by perf | {' | '.join(Shares.PARTS)} |", "| --- |" + " --- |" * len(Shares.PARTS),
            *(f"| {title} | {' | '.join(f'{shares[part]:.1%}' for part in Shares.PARTS)} |" for title, shares in rows)]
