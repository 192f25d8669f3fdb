// The web shop: a relying party. All of OpenID Connect is in openid-client; this file is what an app writes itself.
import { createServer } from 'node:http';
import { settings } from './settings.js';
import * as client from 'openid-client';
import { createSession, findSession, dropSession } from './sessions.js';
import { errorPage, homePage, welcomePage } from './pages.js';

const redirectUri = `${settings.home}/cb`;
const scope = 'openid profile email offline_access orders.read';

export async function startShop() {
  let discovered;

  // The server may come up after the shop, so it is asked when the first person signs in.
  async function provider() {
    discovered ??= await client.discovery(
      settings.issuer,
      settings.clientId,
      settings.clientSecret,
      client.ClientSecretBasic(settings.clientSecret),
      { execute: settings.issuer.protocol === 'http:' ? [client.allowInsecureRequests] : [] },
    );
    return discovered;
  }

  const routes = {
    'GET /': ({ session }) => page(session?.tokens ? homePage(session) : welcomePage(settings)),

    'POST /sign-in': async ({ response }) => {
      const verifier = client.randomPKCECodeVerifier();
      const pending = { verifier, state: client.randomState(), nonce: client.randomNonce() };
      createSession(response, { pending });
      return redirect(await client.buildAuthorizationUrlWithPAR(await provider(), {
        redirect_uri: redirectUri,
        scope,
        state: pending.state,
        nonce: pending.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      }));
    },

    'GET /cb': async ({ session, url, response }) => {
      if (!session?.pending) {
        return redirect('/');
      }

      const { verifier, state, nonce } = session.pending;
      dropSession(response, session);
      const tokens = await client.authorizationCodeGrant(await provider(), url, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      const profile = await client.fetchUserInfo(await provider(), tokens.access_token, claims.sub);
      createSession(response, { tokens, idToken: tokens.id_token, claims, profile, refreshes: 0 });
      return redirect('/');
    },

    'POST /orders': async ({ session }) => {
      const answer = await client.fetchProtectedResource(
        await provider(),
        session.tokens.access_token,
        new URL(`http://localhost:${settings.apiPort}/orders`),
        'GET',
      );
      session.answer = { status: answer.status, body: await answer.json() };
      return redirect('/');
    },

    'POST /refresh': async ({ session }) => {
      const tokens = await client.refreshTokenGrant(await provider(), session.tokens.refresh_token);
      // Refresh tokens rotate: what comes back replaces what was sent.
      session.tokens = { ...session.tokens, ...tokens };
      session.idToken = tokens.id_token ?? session.idToken;
      session.refreshes += 1;
      return redirect('/');
    },

    'POST /sign-out': async ({ session, response }) => {
      dropSession(response, session);
      return redirect(client.buildEndSessionUrl(await provider(), {
        id_token_hint: session.idToken,
        post_logout_redirect_uri: `${settings.home}/bye`,
      }));
    },

    'GET /bye': () => page(welcomePage(settings, 'You are signed out.')),
  };

  const server = createServer(async (request, response) => {
    const url = new URL(request.url, settings.home);
    const session = findSession(request);
    const route = routes[`${request.method} ${url.pathname}`];
    const needsPerson = ['/orders', '/refresh', '/sign-out'].includes(url.pathname);
    let outcome;
    try {
      outcome = !route ? page(errorPage('There is no such page.'), 404)
        : needsPerson && !session?.tokens ? redirect('/')
          : await route({ session, url, response });
    } catch (error) {
      console.error(error);
      outcome = page(errorPage(error.error_description ?? error.error ?? error.message), 502);
    }

    response.writeHead(outcome.status, { 'Cache-Control': 'no-store', ...outcome.headers });
    response.end(outcome.body);
  });
  await new Promise((listening) => server.listen(settings.port, 'localhost', listening));
}

const page = (body, status = 200) => ({ status, headers: { 'Content-Type': 'text/html; charset=utf-8' }, body });
const redirect = (to) => ({ status: 303, headers: { Location: String(to) } });
