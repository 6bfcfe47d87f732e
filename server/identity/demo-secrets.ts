import { randomInt, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const shape = z.object({ password: z.string().min(8), pin: z.string().min(6) })

/** The password of the demo's role accounts and the PIN of their signing keys; made once per installation. */
export type DemoSecrets = z.output<typeof shape>

/** Reads `demo-secrets.json` of the data folder, or makes it (for the owner's eyes) when it is not there yet. */
export async function demoSecrets(dataDir: string): Promise<DemoSecrets> {
  const path = join(dataDir, 'demo-secrets.json')
  if (!existsSync(path)) {
    await mkdir(dataDir, { recursive: true })
    await makeOnce(path, { password: newPassword(), pin: digits(6) })
  }
  return shape.parse(JSON.parse(await readFile(path, 'utf8')))
}

/** Written beside its place and then linked into it: of two that start at once the first wins, and nobody reads half of it. */
async function makeOnce(path: string, secrets: DemoSecrets): Promise<void> {
  const draft = `${path}.${randomUUID()}`
  await writeFile(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
  await link(draft, path).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  })
  await unlink(draft)
}

const digits = (count: number) => Array.from({ length: count }, () => randomInt(10)).join('')

/** Easy to read out and to type: three groups of four letters, about 56 bits. */
function newPassword(): string {
  const letters = 'abcdefghkmnpqrstuvwxyz23456789'
  const group = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')
  return [group(), group(), group()].join('-')
}
