// Reads one request from standard input, answers with one object on standard output.
//   jwks, tokens [{ token, algorithm, type }]  our key set and tokens: each is verified against the set
//   encrypted [{ token, jwk }]                 what we encrypted, and the private key to decrypt it with
//   payload, type                              what this side signs, once an algorithm, with keys of its own
import { readFileSync } from 'node:fs'
import {
  CompactSign, calculateJwkThumbprint, compactDecrypt, compactVerify, createLocalJWKSet, exportJWK, generateKeyPair,
  generateSecret, importJWK,
} from 'jose'

const asymmetric = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512']
const symmetric = ['HS256', 'HS384', 'HS512']

const request = JSON.parse(readFileSync(0, 'utf8'))
const keys = createLocalJWKSet(request.jwks)

// The first letter is six bits of the content: another letter is always another content, as the last ones may not be.
const otherThan = (text) => (text[0] === 'A' ? 'B' : 'A') + text.slice(1)

const verified = []
for (const { token, algorithm } of request.tokens) {
  const { payload, protectedHeader } = await compactVerify(token, keys, { algorithms: [algorithm] })
  const [header, body, signature] = token.split('.')
  const changed = `${header}.${otherThan(body)}.${signature}`
  const refused = await compactVerify(changed, keys).then(() => false, () => true)
  verified.push({ payload: new TextDecoder().decode(payload), header: protectedHeader, refused })
}

const decrypted = []
for (const { token, jwk } of request.encrypted ?? []) {
  const { alg, enc } = JSON.parse(Buffer.from(token.split('.')[0], 'base64url'))
  const key = await importJWK(jwk, alg === 'dir' ? enc : alg)
  const { plaintext, protectedHeader } = await compactDecrypt(token, key)
  const [header, wrapped, nonce, body, tag] = token.split('.')
  const changed = [header, wrapped, nonce, otherThan(body), tag].join('.')
  const refused = await compactDecrypt(changed, key).then(() => false, () => true)
  decrypted.push({ payload: new TextDecoder().decode(plaintext), header: protectedHeader, refused })
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
process.stdout.write(JSON.stringify({ verified, decrypted, signed, thumbprints }))
