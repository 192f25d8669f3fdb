// Everything that differs between machines. The defaults fit ./run and its demo declarations.
import { webcrypto } from 'node:crypto';

globalThis.crypto ??= webcrypto; // Node 18 has it, but not by this name

const port = Number(process.env.PORT ?? 9999);

export const settings = {
  issuer: new URL(process.env.ISSUER ?? 'http://localhost:5000'),
  clientId: process.env.CLIENT_ID ?? 'web',
  clientSecret: process.env.CLIENT_SECRET ?? 'web-secret-for-the-demo-only',
  port,
  home: `http://localhost:${port}`,
  apiPort: Number(process.env.API_PORT ?? port + 1),
  audience: process.env.API_AUDIENCE ?? 'https://orders.example',
};
