"""What the servers' core does: samples by perf, with the names of compiled methods (perf_event_paranoid permitting)."""
import re
import shutil
import subprocess
import sys
from pathlib import Path

import machine

# The runtime writes /tmp/perf-PID.map, which perf reads; for methods that it compiled itself, at addresses that stay.
ENVIRONMENT = {"DOTNET_PerfMapEnabled": "1", "DOTNET_ReadyToRun": "0", "DOTNET_TC_CallCountingDelayMs": "0", "DOTNET_EnableWriteXorExecute": "0"}


class Traces:
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
