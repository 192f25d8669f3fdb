// Answers an app's page whether its session_state still holds (OIDC Session Management 1.0 section 3.2). The origin that
// asks goes into the hash: what was made for one app tells another nothing.

const asked = /^([^ ].*) ([\w-]{43})\.([\w-]{22})$/;

const state = () => /(?:^|; )(?:__Host-)?browser-state=([\w-]{43})(?:;|$)/.exec(document.cookie)?.[1];

const hash = async text => {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
};

const answer = async (data, origin) => {
  const parts = typeof data === 'string' && asked.exec(data);
  const now = state();
  // Without the cookie, which browsers may keep from frames, nothing is known: "error" makes an app not ask in circles.
  if (!parts || !now) return 'error';
  const [, client, expected, salt] = parts;
  return await hash(`${client} ${origin} ${now} ${salt}`) === expected ? 'unchanged' : 'changed';
};

addEventListener('message', async message => {
  // A page without an origin of its own cannot be answered so that nobody else hears it.
  if (!message.source || message.origin === 'null') return;
  message.source.postMessage(await answer(message.data, message.origin).catch(() => 'error'), message.origin);
});
