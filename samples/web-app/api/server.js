// A resource server: it knows the issuer's keys and its own name, and asks nobody else about a token (RFC 9068 §4).
import { createServer } from 'node:http';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { settings } from '../settings.js';

const orders = [
  { id: 1001, item: 'Walnut desk', price: '€ 480' },
  { id: 1002, item: 'Reading lamp', price: '€ 95' },
];

export async function startApi() {
  let keys;

  async function verify(request) {
    const [scheme, token] = (request.headers.authorization ?? '').split(' ');
    if (scheme.toLowerCase() !== 'bearer' || !token) {
      return { status: 401, challenge: 'Bearer' };
    }

    keys ??= await findKeys();
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: settings.issuer.href.replace(/\/$/, ''),
        audience: settings.audience,
        typ: 'at+jwt',
        algorithms: ['ES256', 'RS256', 'PS256'],
      });
      return (payload.scope ?? '').split(' ').includes('orders.read')
        ? { status: 200, subject: payload.sub }
        : { status: 403, challenge: 'Bearer error="insufficient_scope", scope="orders.read"' };
    } catch (error) {
      return { status: 401, challenge: 'Bearer error="invalid_token"', reason: error.message };
    }
  }

  const server = createServer(async (request, response) => {
    if (request.method !== 'GET' || request.url !== '/orders') {
      return send(response, 404, { error: 'not found' });
    }

    const { status, challenge, subject, reason } = await verify(request).catch(() => ({ status: 503 }));
    if (challenge) {
      response.setHeader('WWW-Authenticate', challenge);
    }

    send(response, status, status === 200 ? { for: subject, orders } : { error: reason ?? 'no access' });
  });
  await new Promise((listening) => server.listen(settings.apiPort, 'localhost', listening));
}

async function findKeys() {
  const address = new URL(`${settings.issuer.href.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const metadata = await (await fetch(address)).json();
  return createRemoteJWKSet(new URL(metadata.jwks_uri));
}

function send(response, status, body) {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(body));
}
