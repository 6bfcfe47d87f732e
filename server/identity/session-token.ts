import { createHash, randomBytes } from 'node:crypto'

/** A new secret of 256 bits, as it travels in the cookie and nowhere else. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What the database knows of a token: its SHA-256, hex. It names the session and opens nothing. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** True for a text that {@link newToken} could have made. */
export function isToken(text: string): boolean {
  return /^[\w-]{43}$/.test(text)
}
