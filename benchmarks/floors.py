"""What the machine can do at most: signatures, single-row statements, answers over HTTP. Measured in the same run."""
import subprocess
import time
import urllib.request
from dataclasses import dataclass

import machine
from loads import Load, http

SCHEMA = """create table grants (id bigint primary key, generation int not null default 1, filler text not null);
insert into grants select i, 1, repeat('x', 300) from generate_series(1, 100000) i;
create table made (id uuid primary key default gen_random_uuid(), filler text not null);
analyze"""
UPDATE = "\\set id random(1, 100000)\nupdate grants set generation = generation + 1 where id = :id returning generation;\n"
INSERT = "insert into made (filler) values ('" + "x" * 300 + "');\n"


@dataclass
class Floors:
    es256: float
    rs256: float
    hello: float
    update: float
    insert: float

    def of(self, **times):
        """Operations a second when each needs so many of these, one after the other on one core."""
        return 1 / sum(count / getattr(self, what) for what, count in times.items())


def measure(cluster, tool, assembly, seconds):
    sign = {a: float(subprocess.run(machine.on_core(machine.SERVER_CORE, ["dotnet", assembly, "sign", a, str(seconds)]),
                                    check=True, capture_output=True, text=True).stdout) for a in ("ES256", "RS256")}
    hello = _hello(tool, assembly)
    database = cluster.create("floors")
    cluster.sql(database, *SCHEMA.split(";\n"))
    floors = Floors(sign["ES256"], sign["RS256"], hello, cluster.pgbench(database, UPDATE, 16, seconds),
                    cluster.pgbench(database, INSERT, 16, seconds))
    print(f"floors: {floors}", flush=True)
    return floors


def _hello(tool, assembly):
    port = 7001
    server = subprocess.Popen(machine.on_core(machine.SERVER_CORE, ["dotnet", assembly, f"http://127.0.0.1:{port}"]),
                              stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        load = Load("repeat", [http("POST", "/", f"127.0.0.1:{port}", [], "token=" + "x" * 600)])
        return tool.measure(load, port, 32, [server.pid], "floor: an answer over HTTP that needs no thought")["rate"]
    finally:
        server.terminate()
        server.wait()
