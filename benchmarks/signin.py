"""What a password sign-in costs beside its hash: everything of it with a hash of one round, less that hash."""
import subprocess

import isolation
import machine
from browser import Browser
from loads import Load, http, template
from subjects import PASSWORD

ACCOUNTS = 500
CHEAP = {"Password__Iterations": "1"}
ROUNDS = 210_000  # the default of Password:Iterations


def page_sign_in(subject):
    """GET of the page with its form, POST, redirect; the form's token is tied to the browser's cookie."""
    browser = Browser(subject.home)
    browser.open("/account/login")
    cookie = f"Cookie: {browser.cookies()}"
    body = f"Email=s0%40example.org&Password={PASSWORD}&form=@@"
    return Load("flow", [http("GET", "/account/login", subject.host, [cookie])],
                template("/account/login", subject.host, [cookie, f"Origin: {subject.home}"], body),
                mark='name="form" type="hidden" value="', status=302, first_status=200)


def hash_cost(assembly, rounds, seconds):
    """Microseconds of CPU for one PBKDF2-HMAC-SHA512 as it is stored, alone on the server's core."""
    done = subprocess.run(machine.on_core(machine.SERVER_CORE, ["dotnet", assembly, "hash", str(rounds), str(seconds)]),
                          check=True, capture_output=True, text=True)
    return float(done.stdout)


def measure(make, tool, assembly, seconds):
    """`make`: a subject with settings. → microseconds: {way: (server, database)} without the hash, and the hash"""
    subject = make(CHEAP)
    cheap = hash_cost(assembly, 1, 1)
    try:
        subject.start()
        isolation.add_accounts(subject, ACCOUNTS)
        found = {}
        for way, load, connections in (("page", page_sign_in(subject), 1), ("api", isolation.sign_ins(subject, ACCOUNTS), 4)):
            run = tool.measure(load, subject.port, connections, subject.roots(), f"sign-in by {way}, a hash of one round")
            found[way] = (run["cost"][0] - cheap, sum(run["cost"][1:]))
    finally:
        subject.close()
    return {"hash": hash_cost(assembly, ROUNDS, seconds), **found}


def tell(found):
    """The same for people."""
    print(f"hash: {found['hash'] / 1000:.1f} ms of CPU; beside it, in ms of CPU:")
    for way in ("page", "api"):
        server, database = found[way]
        print(f"  {way:<5} server {server / 1000:.2f} + database {database / 1000:.2f} = {(server + database) / 1000:.2f}", flush=True)
