"""Fills the server's tables as years of use would have: by SQL, with the values that the code itself writes."""
import json

SHARES = 256  # the measured rows are laid between as many pieces of the crowd, so that they stand all over the table

# Ids are of version 7, as the code makes them: they grow with time. "at" is when the crowd began to grow.
FUNCTIONS = """
create function pg_temp.id(made timestamptz, salt text) returns uuid language sql stable as $$
  select (lpad(to_hex((extract(epoch from made) * 1000)::bigint), 12, '0') || '7' || substr(md5(salt), 1, 19))::uuid $$;
create function pg_temp.part(salt text) returns float8 language sql stable as $$
  select (hashtext(salt)::bigint + 2147483648) / 4294967296.0 $$;
create function pg_temp.person(i bigint) returns uuid language sql stable as $$
  select pg_temp.id(timestamptz '{at}' - interval '365 days' + i * interval '10 seconds', 'user' || i) $$;
create function pg_temp.session(i bigint) returns uuid language sql stable as $$
  select pg_temp.id(timestamptz '{at}' - interval '30 days' + i * interval '1 second', 'session' || i) $$
"""

USERS = """
insert into users (id, user_name, normalized_user_name, email, normalized_email, created_at, updated_at, email_verified,
  phone_number_verified, two_factor_enabled, lockout_enabled, access_failed_count, name, password_hash, security_stamp,
  concurrency_stamp, epoch)
select pg_temp.person(i), n, n, n, n, made, made, true, false, false, true, 0, 'Person ' || i, 'AQAAAAIAA' || repeat(md5(n), 2),
  md5(n), md5(n), 1
from generate_series({first}::bigint, {last}) i,
  lateral (select 'c' || i || '@crowd.example' as n, timestamptz '{at}' - interval '365 days' + i * interval '10 seconds' as made) m
"""

# Of browsers that stay signed in for 30 days; one in ten has signed out.
SESSIONS = """
insert into sessions (id, user_id, user_epoch, kind, auth_time, methods, device, remembered, created_at, last_seen_at, expires_at,
  ended_at, end_reason)
select pg_temp.session(i), pg_temp.person((pg_temp.part('of' || i) * ({users} - 1))::bigint), 1, 1, made, '{{pwd}}',
  'Firefox on Linux', true, made, timestamptz '{at}' - interval '1 day' * pg_temp.part('seen' || i), made + interval '30 days',
  case when i % 10 = 0 then timestamptz '{at}' - interval '6 hours' end, case when i % 10 = 0 then 2 end
from generate_series({first}::bigint, {last}) i,
  lateral (select timestamptz '{at}' - interval '29 days' * (1 - (i - {first} + 1.0) / ({last} - {first} + 1)) as made) m
"""

# Made over 60 days, each used within the last seven: what was not is purged. One in ten has ended.
AUTHORIZATIONS = """
insert into authorizations (id, attempt_id, user_id, client_id, session_id, scopes, resources, auth_time, methods, seed,
  generation, key_id, rotated_at, previously_rotated_at, created_at, refresh_expires_at, expires_at, sweep_at, user_epoch,
  client_epoch, server_epoch, ended_at, end_reason)
select pg_temp.id(made, 'given' || i), pg_temp.id(made, 'try' || i),
  pg_temp.person((pg_temp.part('of' || i / 5) * ({users} - 1))::bigint), 'web-' || case when i % 3 = 0 then 'RS256' else 'ES256' end,
  pg_temp.session(i / 5), '{{openid,offline_access,api}}', '{{}}', made, '{{pwd}}', sha256(i::text::bytea),
  case when used = made then 1 else 2 + i % 500 end, 1, used, case when used > made then used - interval '20 minutes' end, made,
  used + interval '7 days', made + interval '90 days',
  case when made + interval '7 days' > timestamptz '{at}' + interval '3 hours' then made + interval '7 days'
    else used + interval '7 days' end, 1, 1, 0,
  case when i % 10 = 0 then used + interval '1 hour' end, case when i % 10 = 0 then 'signed_out' end
from generate_series({first}::bigint, {last}) i,
  lateral (select timestamptz '{at}' - interval '60 days' * (1 - (i - {start} + 1.0) / {count}) as made) m,
  lateral (select greatest(made, timestamptz '{at}' - interval '160 hours' * pg_temp.part('used' || i)) as used) u
"""

# Nobody has used them for eight days and more, and no purge has come by since the first was past.
EXPIRED = """
insert into authorizations (id, attempt_id, user_id, client_id, session_id, scopes, resources, auth_time, methods, seed,
  generation, key_id, rotated_at, created_at, refresh_expires_at, expires_at, sweep_at, user_epoch, client_epoch, server_epoch)
select pg_temp.id(made, 'past' || i), pg_temp.id(made, 'try' || i), pg_temp.person((pg_temp.part('of' || i) * ({users} - 1))::bigint),
  'web-ES256', pg_temp.id(made, 'gone' || i), '{{openid,offline_access,api}}', '{{}}', made, '{{pwd}}', sha256(i::text::bytea),
  1, 1, made, made, made + interval '7 days', made + interval '90 days', made + interval '7 days', 1, 1, 0
from generate_series(1::bigint, {count}) i,
  lateral (select now() - interval '10 days' + interval '2 days' * (i::float8 / {count}) as made) m
"""


class Crowd:
    """What stands in the database beside what is measured. It only grows. Made when that is there, and nothing else."""

    def __init__(self, cluster, database):
        self.cluster, self.database = cluster, database
        self.at = cluster.sql(database, "select now()")
        self.users = self.sessions = self.authorizations = 0
        self._run("create table measured as select id, row_number() over (order by id) % "
                  f"{SHARES} as share from authorizations")

    def grow(self, users, authorizations):
        """Up to so many users and authorizations, a session for five of these; vacuumed and counted, as autovacuum would."""
        tables = ["sessions", "authorizations"] + (["users"] if users > self.users else [])
        indexes, sessions = self._indexes(tables), authorizations // 5
        self._run(
            "set synchronous_commit = off", "set maintenance_work_mem = '512MB'", FUNCTIONS.format(at=self.at),
            # What is measured is taken out and laid between the crowd.
            "create temp table taken as select a.* from authorizations a join measured m using (id)",
            "delete from authorizations where id in (select id from measured)",
            *(f'drop index "{name}"' for name, _ in indexes),
            *([USERS.format(at=self.at, first=self.users, last=users - 1)] if users > self.users else []),
            SESSIONS.format(at=self.at, users=users, first=self.sessions, last=sessions - 1),
            *self._given(users, authorizations),
            *(definition for _, definition in indexes))
        self._settle(*tables)
        self.users, self.sessions, self.authorizations = users, sessions, authorizations

    def expire(self, count):
        """As many more, which the purge will delete. What it deleted before is left in the indexes, as it would be."""
        self._run("set synchronous_commit = off", FUNCTIONS.format(at=self.at), EXPIRED.format(users=self.users, count=count),
                  "checkpoint")

    def _given(self, users, authorizations):
        first, count = self.authorizations, authorizations - self.authorizations
        for i in range(SHARES):
            yield AUTHORIZATIONS.format(
                at=self.at, users=users, start=first, count=count,
                first=first + count * i // SHARES, last=first + count * (i + 1) // SHARES - 1)
            yield ("insert into authorizations select t.* from taken t join measured m using (id) "
                   f"where m.share = {i}")

    def _indexes(self, tables):
        """Names and definitions of all that stand for no constraint: quicker made anew than kept up row by row."""
        return json.loads(self.cluster.sql(
            self.database, "select json_agg(json_build_array(indexname, indexdef)) from pg_indexes i where tablename in ('"
            + "', '".join(tables) + "') and not exists (select from pg_constraint c where c.conname = i.indexname)"))

    def _settle(self, *tables):
        self._run(*(f"vacuum (analyze) {table}" for table in tables), "checkpoint")

    def _run(self, *statements):
        self.cluster.sql(self.database, *statements)
