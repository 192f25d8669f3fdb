"""What a password sign-in costs beside its hash: everything of it with a hash of one round, less that hash."""
import re
import subprocess

import isolation
import machine
from browser import Browser
from loads import Load, http
from subjects import PASSWORD

ACCOUNTS = 20_000  # nobody signs in so often that their list of known browsers is full
CONNECTIONS = 4
TITLES = {"page": ("page: its GET", "page: its POST"), "api": ("JSON API",)}
CHEAP = {"Password__Iterations": "1"}
ROUNDS = 210_000  # the default of Password:Iterations


def page_sign_ins(subject, count):
    """The page with its form; then each of the accounts posts it, from a browser that nobody knows, and is sent on."""
    browser = Browser(subject.home)
    _, _, page = browser.open("/account/login")
    cookie = f"Cookie: {browser.cookies()}"
    token = re.search(r'name="form" type="hidden" value="([^"]+)"', page).group(1)
    bodies = (f"Email=s{i}%40example.org&Password={PASSWORD}&form={token}" for i in range(count))
    return [Load("repeat", [http("GET", "/account/login", subject.host, [cookie])]),
            Load("repeat", [http("POST", "/account/login", subject.host, [cookie, f"Origin: {subject.home}"], body)
                            for body in bodies], status=302)]


def hash_cost(assembly, rounds, seconds):
    """Microseconds of CPU for one PBKDF2-HMAC-SHA512 as it is stored, alone on the server's core."""
    done = subprocess.run(machine.on_core(machine.SERVER_CORE, ["dotnet", assembly, "hash", str(rounds), str(seconds)]),
                          check=True, capture_output=True, text=True)
    return float(done.stdout)


def measure(make, tool, assembly, seconds):
    """`make`: a subject with settings. → microseconds: {way: (server, database)} without the hash, and the hash; shares by title"""
    subject = make(CHEAP)
    cheap = hash_cost(assembly, 1, 1)
    try:
        subject.start()
        isolation.add_accounts(subject, ACCOUNTS)
        found, shares = {}, {}
        for way, loads in (("page", page_sign_ins(subject, ACCOUNTS)), ("api", [isolation.sign_ins(subject, ACCOUNTS)])):
            runs = [tool.measure(load, subject.port, CONNECTIONS, subject.roots(), f"sign-in by {way}, a hash of one round")
                    for load in loads]
            found[way] = (sum(run["cost"][0] for run in runs) - cheap, sum(sum(run["cost"][1:]) for run in runs))
            shares |= {title: tool.shares(load, subject.port, CONNECTIONS) for title, load in zip(TITLES[way], loads)}
    finally:
        subject.close()
    return {"hash": hash_cost(assembly, ROUNDS, seconds), "shares": shares, **found}


def tell(found):
    """The same for people."""
    print(f"hash: {found['hash'] / 1000:.1f} ms of CPU; beside it, in ms of CPU:")
    for way in ("page", "api"):
        server, database = found[way]
        print(f"  {way:<5} server {server / 1000:.2f} + database {database / 1000:.2f} = {(server + database) / 1000:.2f}", flush=True)
