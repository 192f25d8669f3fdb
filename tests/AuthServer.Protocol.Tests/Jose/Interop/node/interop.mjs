// Reads one request from standard input, answers with one object on standard output.
//   jwks, tokens [{ token, algorithm, type }]  our key set and tokens: each is verified against the set
//   payload, type                              what this side signs, once an algorithm, with keys of its own
import { readFileSync } from 'node:fs'
import {
  CompactSign, calculateJwkThumbprint, compactVerify, createLocalJWKSet, exportJWK, generateKeyPair, generateSecret,
} from 'jose'

const asymmetric = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512']
const symmetric = ['HS256', 'HS384', 'HS512']

const request = JSON.parse(readFileSync(0, 'utf8'))
const keys = createLocalJWKSet(request.jwks)

const verified = []
for (const { token, algorithm } of request.tokens) {
  const { payload, protectedHeader } = await compactVerify(token, keys, { algorithms: [algorithm] })
  const [header, body, signature] = token.split('.')
  const changed = `${header}.${body.slice(0, -2)}AA.${signature}`
  const refused = await compactVerify(changed, keys).then(() => false, () => true)
  verified.push({ payload: new TextDecoder().decode(payload), header: protectedHeader, refused })
}

const signed = []
for (const algorithm of [...asymmetric, ...symmetric]) {
  const pair = asymmetric.includes(algorithm)
    ? await generateKeyPair(algorithm, { extractable: true })
    : await generateSecret(algorithm, { extractable: true }).then(secret => ({ publicKey: secret, privateKey: secret }))
  const jwk = { ...await exportJWK(pair.publicKey), kid: `theirs-${algorithm}`, alg: algorithm, use: 'sig' }
  const token = await new CompactSign(new TextEncoder().encode(request.payload))
    .setProtectedHeader({ alg: algorithm, kid: jwk.kid, typ: request.type })
    .sign(pair.privateKey)
  signed.push({ algorithm, token, jwk, thumbprint: await calculateJwkThumbprint(jwk) })
}

const thumbprints = await Promise.all(request.jwks.keys.map(jwk => calculateJwkThumbprint(jwk)))
process.stdout.write(JSON.stringify({ verified, signed, thumbprints }))
