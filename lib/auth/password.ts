import { hash, verify } from '@node-rs/argon2'

/** OWASP's setting for 19 MiB of memory; the library's own algorithm is argon2id. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Longest password looked at, in characters; longer ones are refused before any hashing. */
export const MAX_PASSWORD = 256

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFKC'), COST)

/** Checks a password; with no hash to check against it does the same work and says no. */
export async function passwordMatches(password: string, passwordHash: string | null): Promise<boolean> {
  nobody ??= await hashPassword('nobody has this password')
  const matches = await verify(passwordHash ?? nobody, password.normalize('NFKC'))
  return matches && passwordHash !== null
}

let nobody: string | undefined
