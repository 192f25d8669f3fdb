// Who is signed in at the shop: in memory, under a random name that only the browser's cookie holds.
import { randomBytes } from 'node:crypto';

const cookie = 'web_shop';
const sessions = new Map();

export function createSession(response, content) {
  const id = randomBytes(32).toString('base64url');
  const session = { id, ...content };
  sessions.set(id, session);
  // Lax: the answer from the sign-in page comes back from another site.
  response.setHeader('Set-Cookie', `${cookie}=${id}; Path=/; HttpOnly; SameSite=Lax`);
  return session;
}

export function findSession(request) {
  const sent = (request.headers.cookie ?? '').split('; ').find((pair) => pair.startsWith(`${cookie}=`));
  return sessions.get(sent?.slice(cookie.length + 1));
}

export function dropSession(response, session) {
  sessions.delete(session.id);
  response.setHeader('Set-Cookie', `${cookie}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0`);
}
