import { dictOf, PdfRef } from '../objects.ts'
import { PdfProblem } from '../pdf-problem.ts'
import type { PdfView } from '../pdf-view.ts'
import { readEncryption, type Encryption } from './encryption-dictionary.ts'
import { fileKey256 } from './file-key-256.ts'
import { fileKey } from './file-key.ts'
import { Security } from './security.ts'

/**
 * Opens the encryption that the newest trailer names, with the given password (the user's or the owner's) or with
 * the empty one. Answers null for a file in the clear. Refuses `encrypted` when no password is known or the security
 * handler is not the standard one, `wrong_password` when a given one opens nothing.
 */
export function unlock(view: PdfView, password: string): { security: Security; num: number | null } | null {
  const value = view.trailer.get('Encrypt') ?? null
  if (value === null) return null
  const dict = dictOf(view.resolve(value))
  if (!dict) throw new PdfProblem('broken_structure', 'the trailer names an encryption that is not there')
  const encryption = readEncryption(view, dict)
  const key = keyOf(encryption, password) ?? keyOf(encryption, '')
  if (!key && password === '') throw new PdfProblem('encrypted', 'the file is encrypted; its password is needed')
  if (!key) throw new PdfProblem('wrong_password', 'the password does not open the file')
  return { security: new Security(encryption, key), num: value instanceof PdfRef ? value.num : null }
}

/** Old revisions take a password in Latin letters byte by byte; some writers gave it as UTF-8 all the same. */
function keyOf(encryption: Encryption, password: string): Buffer | null {
  if (encryption.revision >= 5) return fileKey256(encryption, Buffer.from(password.normalize('NFKC'), 'utf8'))
  return fileKey(encryption, Buffer.from(password, 'latin1')) ?? fileKey(encryption, Buffer.from(password, 'utf8'))
}
