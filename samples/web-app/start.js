// The shop and the API that it calls, each on a port of its own. In real life they are two programs.
import { settings } from './settings.js';
import { startApi } from './api/server.js';
import { startShop } from './server.js';

await startApi();
await startShop();
console.log(`The shop is open at ${settings.home} (its API listens on port ${settings.apiPort}). Ctrl-C closes it.`);

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => process.exit(0));
}
