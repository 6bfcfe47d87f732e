import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const SECRET_BYTES = 32

/**
 * The secret that, together with a PIN, opens this installation's key stores; made once in `keys/signing-secret` of the
 * data folder, for its owner only. A copy of the database without this file opens nothing. Losing it loses the
 * stored keys, so a backup must hold it.
 */
export async function serverSecret(dataDir: string): Promise<Buffer> {
  const folder = join(dataDir, 'keys')
  const path = join(folder, 'signing-secret')
  if (!existsSync(path)) {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await makeOnce(path)
  }
  const secret = Buffer.from(await readFile(path, 'utf8'), 'base64')
  if (secret.length !== SECRET_BYTES) throw new Error(`${path} is damaged; restore it from a backup`)
  return secret
}

/** Written beside its place and linked into it: of two servers that start at once, one wins whole. */
async function makeOnce(path: string): Promise<void> {
  const draft = `${path}.${randomUUID()}`
  await writeFile(draft, randomBytes(SECRET_BYTES).toString('base64'), { mode: 0o600, flag: 'wx' })
  await link(draft, path).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  })
  await unlink(draft)
}
