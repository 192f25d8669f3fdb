"""A submission server for the tests, on Debian's python3-aiosmtpd. It ends when its standard input does.

What a recipient's address begins with says what happens to the mail: r550- is what RCPT is answered, d451- what the
content is answered, cut- hangs up in the middle of the content, taken- takes the mail and hangs up before it says so
(once), slow- takes its time.
"""
import argparse, asyncio, base64, itertools, json, logging, os, re, ssl, sys, warnings

warnings.simplefilter("ignore")
logging.disable()
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

options = argparse.ArgumentParser()
options.add_argument("--folder", required=True)
options.add_argument("--port", type=int, required=True)
options.add_argument("--certificate")
options.add_argument("--security", default="none")
options.add_argument("--login")
options.add_argument("--without", default="")
options = options.parse_args()
numbers = itertools.count(1)


class Handler:
    def __init__(self):
        self.seen = set()

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        asked = re.match(r"r(\d{3})-", address)
        if asked:
            return f"{asked[1]} {asked[1][0]}.1.1 <{address}> was told so"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        to = envelope.rcpt_tos[0]
        asked = re.match(r"d(\d{3})-", to)
        if asked:
            return f"{asked[1]} {asked[1][0]}.6.0 no"
        if to.startswith("slow-"):
            await asyncio.sleep(2)
        if to.startswith("cut-"):
            server.transport.abort()
            return "250 OK"
        self.keep(session, envelope)
        if to.startswith("taken-") and to not in self.seen:
            self.seen.add(to)
            server.transport.abort()
        return "250 2.0.0 OK"

    def keep(self, session, envelope):
        name = os.path.join(options.folder, f"{os.getpid():07}-{next(numbers):07}")
        with open(name + ".part", "w") as file:
            json.dump({
                "from": envelope.mail_from, "to": envelope.rcpt_tos, "secured": session.ssl is not None or options.security == "tls",
                "user": session.auth_data.decode() if session.authenticated else None,
                "content": base64.b64encode(envelope.original_content).decode()}, file)
        os.rename(name + ".part", name + ".json")


def authenticate(server, session, envelope, mechanism, data):
    given = f"{data.login.decode()}:{data.password.decode()}"
    return AuthResult(success=given == options.login, handled=False, auth_data=data.login)


class Server(Controller):
    def factory(self):
        smtp = super().factory()
        for name in filter(None, options.without.split(",")):
            smtp._auth_methods.pop(name.lower(), None)
        return smtp


context = None
if options.certificate:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(options.certificate)
settings = {"enable_SMTPUTF8": "smtputf8" not in options.without}
if options.security == "starttls":
    settings |= {"tls_context": context, "require_starttls": True}
if options.login:
    settings |= {"authenticator": authenticate, "auth_required": True, "auth_require_tls": options.security == "starttls"}
server = Server(
    Handler(), hostname="127.0.0.1", port=options.port, ssl_context=context if options.security == "tls" else None, **settings)
server.start()
print("ready", flush=True)
sys.stdin.read()
os._exit(0)
