// node-oidc-provider, set up for the same work as the others: JWT or reference access tokens, PKCE, rotation, consent given.
// Environment: PORT, ALG (RS256 or ES256), STORE (memory or pg), PGURL.
import { generateKeyPairSync } from 'node:crypto';
import pg from 'pg';
import { Provider } from 'oidc-provider';

const { PORT = '7020', ALG = 'ES256', STORE = 'memory', PGURL } = process.env;
const API = 'urn:api';
const issuer = `http://127.0.0.1:${PORT}`;

function signingKey(type, options, alg) {
  const { privateKey } = generateKeyPairSync(type, options);
  return { ...privateKey.export({ format: 'jwk' }), alg, use: 'sig', kid: alg };
}

/** One table for everything that the provider stores, one statement a call, prepared. */
async function postgresAdapter() {
  const pool = new pg.Pool({ connectionString: PGURL, max: 32 });
  await pool.query(`
    create table if not exists payloads (
      type text not null, id text not null, payload jsonb not null, grant_id text, user_code text, uid text,
      expires_at timestamptz, consumed_at timestamptz, primary key (type, id));
    create index if not exists payloads_grant on payloads (grant_id) where grant_id is not null;
    create index if not exists payloads_uid on payloads (uid) where uid is not null;
    create index if not exists payloads_user_code on payloads (user_code) where user_code is not null`);
  const query = (name, text, values) => pool.query({ name, text, values });
  const found = ({ rows: [row] }) => {
    if (!row || (row.expires_at && row.expires_at < new Date())) return undefined;
    return row.consumed_at ? { ...row.payload, consumed: true } : row.payload;
  };
  const columns = 'payload, expires_at, consumed_at';

  return class {
    constructor(type) { this.type = type; }

    upsert(id, payload, expiresIn) {
      const expiresAt = expiresIn ? new Date(Date.now() + expiresIn * 1000) : null;
      return query('upsert', `
        insert into payloads (type, id, payload, grant_id, user_code, uid, expires_at) values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (type, id) do update set payload = excluded.payload, grant_id = excluded.grant_id,
          user_code = excluded.user_code, uid = excluded.uid, expires_at = excluded.expires_at`,
      [this.type, id, JSON.stringify(payload), payload.grantId ?? null, payload.userCode ?? null, payload.uid ?? null, expiresAt]);
    }

    async find(id) { return found(await query('find', `select ${columns} from payloads where type = $1 and id = $2`, [this.type, id])); }
    async findByUid(uid) { return found(await query('by-uid', `select ${columns} from payloads where type = $1 and uid = $2`, [this.type, uid])); }
    async findByUserCode(code) { return found(await query('by-code', `select ${columns} from payloads where type = $1 and user_code = $2`, [this.type, code])); }
    consume(id) { return query('consume', 'update payloads set consumed_at = now() where type = $1 and id = $2', [this.type, id]); }
    destroy(id) { return query('destroy', 'delete from payloads where type = $1 and id = $2', [this.type, id]); }
    revokeByGrantId(id) { return query('revoke', 'delete from payloads where grant_id = $1', [id]); }
  };
}

/** As the library's own, but nothing is dropped: that one keeps a thousand things, and forgets grants that are in use. */
function memoryAdapter() {
  const kept = new Map();
  const byUid = new Map();
  return class {
    constructor(type) { this.type = type; }

    async upsert(id, payload) {
      kept.set(`${this.type} ${id}`, payload);
      if (payload.uid) byUid.set(payload.uid, payload);
    }

    async find(id) { return kept.get(`${this.type} ${id}`); }
    async findByUid(uid) { return byUid.get(uid); }
    async findByUserCode() { return undefined; }
    async consume(id) { kept.get(`${this.type} ${id}`).consumed = Math.floor(Date.now() / 1000); }
    async destroy(id) { kept.delete(`${this.type} ${id}`); }
    async revokeByGrantId() {} // nobody revokes here
  };
}

const client = (id, more) => ({
  client_id: id, client_secret: `${id}-secret-0123456789abcdef`, token_endpoint_auth_method: 'client_secret_basic',
  redirect_uris: [], response_types: [], grant_types: ['client_credentials'], id_token_signed_response_alg: ALG, ...more,
});
const web = {
  redirect_uris: ['https://rp.example/cb'], response_types: ['code'], grant_types: ['authorization_code', 'refresh_token'],
};
const hour = 3600;
const day = 24 * hour;

const provider = new Provider(issuer, {
  adapter: STORE === 'pg' ? await postgresAdapter() : memoryAdapter(),
  // The clients ending in -ref get reference tokens: only those can be introspected, and used at userinfo.
  clients: [client('cc'), client('web', web), client('web-ref', web)],
  jwks: { keys: [signingKey('rsa', { modulusLength: 2048 }, 'RS256'), signingKey('ec', { namedCurve: 'P-256' }, 'ES256')] },
  cookies: { keys: ['a key for measuring'] },
  scopes: ['openid', 'offline_access', 'profile', 'email', 'api'],
  claims: { openid: ['sub'], profile: ['name'], email: ['email'] },
  findAccount: async (context, sub) => ({
    accountId: sub, claims: async () => ({ sub, name: `User ${sub}`, email: `${sub}@example.org` }),
  }),
  pkce: { required: () => true },
  rotateRefreshToken: true,
  issueRefreshToken: async (context, asking) => asking.grantTypeAllowed('refresh_token'),
  expiresWithSession: async () => false,
  interactions: { url: (context, interaction) => `/login/${interaction.uid}` },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    introspection: { enabled: true },
    revocation: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: async (context, asking) => (asking.clientId.endsWith('-ref') ? undefined : API),
      useGrantedResource: async () => true,
      getResourceServerInfo: async () => ({
        scope: 'api', audience: API, accessTokenFormat: 'jwt', accessTokenTTL: hour, jwt: { sign: { alg: ALG } },
      }),
    },
  },
  ttl: {
    AccessToken: hour, ClientCredentials: hour, IdToken: hour, AuthorizationCode: 60, Interaction: 600, Session: day,
    RefreshToken: 14 * day, Grant: 14 * day,
  },
  // Everybody has agreed already: what is measured is the code flow of somebody who is signed in.
  async loadExistingGrant({ oidc }) {
    const known = oidc.result?.consent?.grantId || oidc.session.grantIdFor(oidc.client.clientId);
    const given = known && await oidc.provider.Grant.find(known);
    if (given) return given;
    const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
    grant.addOIDCScope('openid profile email api offline_access');
    grant.addOIDCClaims(['sub', 'name', 'email']);
    grant.addResourceScope(API, 'api');
    await grant.save();
    return grant;
  },
});

// Signing in without a form, as login_hint: setting up is not measured.
provider.use(async (context, next) => {
  if (!context.path.startsWith('/login/')) return next();
  const { params } = await provider.interactionDetails(context.req, context.res);
  await provider.interactionFinished(context.req, context.res, { login: { accountId: params.login_hint ?? 'u0' } });
  context.respond = false;
});
provider.on('server_error', (context, fault) => console.error(fault));
provider.listen(Number(PORT), '127.0.0.1');
