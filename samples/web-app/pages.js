// What the shop looks like.
const style = `
  :root { color-scheme: light dark; --accent: light-dark(#4f46e5, #a5b4fc); --line: light-dark(#e5e7eb, #374151); }
  body { font: 1rem/1.6 system-ui, sans-serif; max-width: 42rem; margin: 0 auto; padding: 3rem 1.25rem; }
  h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .5rem; }
  section { border: 1px solid var(--line); border-radius: .75rem; padding: 1.25rem; margin: 1.5rem 0; }
  h2 { font-size: 1rem; margin: 0 0 .75rem; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 0; }
  dt { opacity: .7; } dd { margin: 0; overflow-wrap: anywhere; }
  form { display: inline-block; margin: 0 .5rem .5rem 0; }
  button { font: inherit; padding: .5rem 1rem; border-radius: .5rem; border: 1px solid var(--accent); color: var(--accent);
    background: none; cursor: pointer; }
  button.first { background: var(--accent); color: light-dark(#fff, #111827); }
  pre { overflow-x: auto; margin: 0; } p { margin: .25rem 0 1rem; }`;

const escape = (text) => String(text ?? '').replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

const layout = (title, body) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escape(title)} – Web shop</title><style>${style}</style></head><body><main>${body}</main></body></html>`;

const button = (path, text, kind = '') =>
  `<form method="post" action="${path}"><button class="${kind}">${escape(text)}</button></form>`;

export const welcomePage = (settings, note = '') => layout('Welcome', `
  <h1>Web shop</h1>
  ${note && `<p role="status">${escape(note)}</p>`}
  <p>A sample app. Its people sign in at ${escape(settings.issuer.origin)}.</p>
  ${button('/sign-in', 'Sign in', 'first')}`);

export const homePage = ({ profile, claims, answer, refreshes, tokens }) => layout('Your account', `
  <h1>Hello, <span id="name">${escape(profile.name ?? profile.sub)}</span></h1>
  <p>You are signed in.</p>
  <section><h2>Who you are</h2><dl>
    <dt>E-mail</dt><dd id="email">${escape(profile.email)}</dd>
    <dt>Subject</dt><dd id="subject">${escape(claims.sub)}</dd>
    <dt>Issuer</dt><dd>${escape(claims.iss)}</dd>
    <dt>Granted</dt><dd id="scope">${escape(tokens.scope)}</dd>
    <dt>Refreshed</dt><dd><span id="refreshes">${refreshes}</span> times</dd>
  </dl></section>
  ${answer ? `<section><h2>What the API said (<span id="api-status">${answer.status}</span>)</h2>
    <pre id="api-body">${escape(JSON.stringify(answer.body, null, 2))}</pre></section>` : ''}
  ${button('/orders', 'Show my orders', 'first')}
  ${tokens.refresh_token ? button('/refresh', 'Refresh tokens') : ''}
  ${button('/sign-out', 'Sign out')}`);

export const errorPage = (text) => layout('Something went wrong', `
  <h1>Something went wrong</h1><p role="alert">${escape(text)}</p><p><a href="/">Back to the shop</a></p>`);
