import fc from 'fast-check'
import { SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { verifyAccessToken } from './access-token.ts'
import { accessToken, madeUpAccount } from './test-account.ts'

const account = madeUpAccount()
const other = madeUpAccount()
const accounts = [account, other]

test("the vendor's own token is read whole", async () => {
  const before = Date.now()
  const grant = await verifyAccessToken(accessToken(account, 'u_1aB', { ttl: 600 }), accounts)
  expect(grant).toMatchObject({ account, identity: 'u_1aB', applicationSid: account.appSid, incoming: true })
  expect(grant.expiresAt - before).toBeGreaterThan(598_000)
  expect(grant.expiresAt - before).toBeLessThanOrEqual(601_000)
})

test('without grants nothing is allowed', async () => {
  const grant = await verifyAccessToken(await sign({ grants: { identity: 'u', voice: {} } }), accounts)
  expect(grant).toMatchObject({ applicationSid: undefined, incoming: false })
})

describe('is refused:', () => {
  test('an expired token, with a code of its own', () => refused(accessToken(account, 'u', { ttl: -5 }), 31205))
  test('a token longer than a day', () => refused(accessToken(account, 'u', { ttl: 86_401 }), 31207))
  test('a forged signature', () => refused(accessToken(account, 'u', { keySecret: other.keySecret }), 31204))
  test('an identity the carrier cannot reach', () => refused(accessToken(account, 'a@b.test'), 31204))
  test('a token without grants', async () => refused(await sign({}), 31204))
  test('the key of one account with the name of another', async () => {
    await refused(await sign(VOICE, { sub: other.sid }), 31204)
  })
  test('an account nobody has', () => refused(accessToken(madeUpAccount(), 'u'), 31204))
  test('a token that is not signed at all', async () => {
    const [, claims] = (await sign(VOICE)).split('.')
    await refused(`${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims}.`, 31204)
  })
  test('any other text', async () => {
    await fc.assert(fc.asyncProperty(fc.string(), (text) => refused(text, 31204)))
  })
})

const VOICE = { grants: { identity: 'u', voice: { incoming: { allow: true } } } }

async function sign(claims: object, { sub = account.sid } = {}): Promise<string> {
  const jwt = new SignJWT({ ...claims }).setProtectedHeader({ alg: 'HS256' }).setIssuer(account.keySid).setSubject(sub)
  return jwt.setIssuedAt().setExpirationTime('1h').sign(new TextEncoder().encode(account.keySecret))
}

async function refused(token: string, code: number): Promise<void> {
  await expect(verifyAccessToken(token, accounts)).rejects.toMatchObject({ code })
}
