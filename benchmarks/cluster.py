"""A durable PostgreSQL of its own on the servers' core: fsync and synchronous_commit on, as anybody would run it."""
import os
import shutil
import subprocess
import tempfile
import time

import machine


class Cluster:
    PORT = 5499
    SEGMENTS = 64  # of its log that lie ready: a minute of anything here

    def __init__(self, binaries, account):
        self.binaries, self.account = binaries, account
        self.folder = tempfile.mkdtemp(prefix="auth-bench-", dir="/tmp")
        if account:
            shutil.chown(self.folder, account)
        self._as_owner("initdb", "-D", f"{self.folder}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8",
                       "--locale=C.UTF-8")
        command = [*self._account(), f"{binaries}/postgres", "-D", f"{self.folder}/data", "-p", str(self.PORT),
                   "-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={self.folder}",
                   "-c", "max_connections=200", "-c", "shared_buffers=512MB", "-c", "max_wal_size=8GB",
                   "-c", f"min_wal_size={self.SEGMENTS * 16}MB",
                   "-c", "log_min_messages=warning", "-c", "log_checkpoints=off"]
        self.log = open(f"{self.folder}/log", "w")
        self.process = subprocess.Popen(machine.on_core(machine.SERVER_CORE, command), stdin=subprocess.DEVNULL,
                                        stdout=self.log, stderr=self.log, cwd=self.folder)
        self._await()
        self._age()

    def _age(self):
        """A new database makes each 16 MB of its log when it comes to it, and everybody waits; an old one has them ready."""
        fill = "select pg_logical_emit_message(true, 'age', 'x')", "select pg_switch_wal()"
        self.sql("postgres", *fill * self.SEGMENTS, "checkpoint", "checkpoint")

    def _account(self):
        return ["setpriv", f"--reuid={self.account}", f"--regid={self.account}", "--clear-groups", "--"] if self.account else []

    def _as_owner(self, program, *arguments):
        subprocess.run([*self._account(), f"{self.binaries}/{program}", *arguments], check=True, capture_output=True,
                       cwd=self.folder)

    def _await(self):
        for _ in range(600):
            if subprocess.run([f"{self.binaries}/pg_isready", "-q", "-h", self.folder, "-p", str(self.PORT)]).returncode == 0:
                return
            if self.process.poll() is not None:
                raise SystemExit(f"PostgreSQL did not start: {open(f'{self.folder}/log').read()}")
            time.sleep(0.05)
        raise SystemExit("PostgreSQL did not become ready")

    @property
    def pid(self):
        return self.process.pid

    def sql(self, database, *statements):
        """Runs statements and returns the last one's first column."""
        done = subprocess.run(
            [f"{self.binaries}/psql", "-h", self.folder, "-p", str(self.PORT), "-U", "postgres", "-d", database, "-qAtX",
             "-v", "ON_ERROR_STOP=1", *[word for s in statements for word in ("-c", s)]],
            capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"PostgreSQL refused: {done.stderr.strip()}")
        return done.stdout.strip()

    def create(self, database):
        self.sql("postgres", f'drop database if exists "{database}"')
        self.sql("postgres", f'create database "{database}"')
        return database

    def transactions(self, database):
        """Transactions so far. Backends report theirs once a second at most."""
        time.sleep(1.3)
        return int(self.sql("postgres", f"select xact_commit + xact_rollback from pg_stat_database where datname = '{database}'"))

    def pgbench(self, database, script, connections, seconds):
        """Transactions a second of one statement, prepared."""
        path = f"{self.folder}/script.sql"
        with open(path, "w") as file:
            file.write(script)
        done = subprocess.run(
            machine.on_core(machine.LOAD_CORE, [
                f"{self.binaries}/pgbench", "-h", self.folder, "-p", str(self.PORT), "-U", "postgres", "-n", "-M", "prepared",
                "-c", str(connections), "-j", "1", "-T", str(seconds), "-f", path, database]),
            check=True, capture_output=True, text=True)
        return float(done.stdout.split("tps = ")[1].split()[0])

    def close(self):
        self.process.send_signal(2)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def account_for_postgres():
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    return "postgres" if subprocess.run(["id", "postgres"], capture_output=True).returncode == 0 else "nobody"
