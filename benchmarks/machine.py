"""The machine: which core does what, how busy it was, what it is made of."""
import os
import platform
import re
import subprocess

SERVER_CORE, LOAD_CORE = "0", "1"
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


def on_core(core, command):
    return ["taskset", "-c", core, *command]


def processes():
    """Every process: id → (parent's id, CPU seconds so far, resident bytes)."""
    found = {}
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            with open(f"/proc/{entry}/stat") as file:
                fields = file.read().rsplit(")", 1)[1].split()
        except OSError:
            continue  # it has just ended
        # With what its ended children used: a backend that goes meanwhile must not look like work undone.
        found[int(entry)] = (int(fields[1]), sum(map(int, fields[11:15])) / TICKS, int(fields[21]) * PAGE)
    return found


def tree(root, known=None):
    """CPU seconds and resident bytes of a process and all that stem from it."""
    known = known or processes()
    members, grows = {root}, True
    while grows:
        more = {pid for pid, (parent, _, _) in known.items() if parent in members} - members
        grows = bool(more)
        members |= more
    return (sum(known[pid][1] for pid in members if pid in known),
            sum(known[pid][2] for pid in members if pid in known))


def resident(pid):
    """Megabytes that one process has of its own, of files, and shared; .NET keeps types and compiled methods in the last."""
    with open(f"/proc/{pid}/status") as file:
        sizes = dict(line.split(":", 1) for line in file)
    return {kind: int(sizes[f"Rss{kind}"].split()[0]) * 1024 / 1e6 for kind in ("Anon", "File", "Shmem")}


def busy_seconds():
    """Seconds that both cores have worked so far, whoever for."""
    with open("/proc/stat") as file:
        lines = [line.split() for line in file if re.match(r"cpu[01] ", line)]
    # user, nice, system, irq, softirq; idle and iowait are no work.
    return sum(int(line[i]) for line in lines for i in (1, 2, 3, 6, 7)) / TICKS


class Watch:
    """What a stretch of time cost the processes that it was about, and everybody else."""

    def __init__(self, roots):
        self.roots = roots
        self.before = self._look()

    def _look(self):
        known = processes()
        return busy_seconds(), [tree(root, known)[0] for root in self.roots]

    def stop(self, seconds):
        """Cores used by each of the processes, and by strangers."""
        (busy, mine), (busy_before, mine_before) = self._look(), self.before
        own = [(a - b) / seconds for a, b in zip(mine, mine_before)]
        return own, max(0.0, (busy - busy_before) / seconds - sum(own))


def has_groups():
    """Whether Linux gives each session (`setsid`) a share of the core, whatever rank its threads have."""
    try:
        with open("/proc/sys/kernel/sched_autogroup_enabled") as file:
            return file.read().strip() == "1"
    except OSError:
        return False


def description():
    with open("/proc/cpuinfo") as file:
        model = re.search(r"model name\s*: (.*)", file.read())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores of {model.group(1) if model else platform.machine()}, {memory:.0f} GiB, " \
           f"Linux {platform.release()}"


def first_line(*command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=30)
        return (done.stdout or done.stderr).strip().splitlines()[0]
    except (OSError, IndexError, subprocess.TimeoutExpired):
        return "not there"
