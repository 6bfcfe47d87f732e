import { randomInt } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const shape = z.object({ password: z.string().min(8), pin: z.string().min(6) })

/** The password of the demo's role accounts and the PIN of their signing keys; made once per installation. */
export type DemoSecrets = z.output<typeof shape>

/** Reads `demo-secrets.json` of the data folder, or makes it (for the owner's eyes) when it is not there yet. */
export async function demoSecrets(dataDir: string): Promise<DemoSecrets> {
  const path = join(dataDir, 'demo-secrets.json')
  await mkdir(dataDir, { recursive: true })
  const made: DemoSecrets = { password: newPassword(), pin: digits(6) }
  await writeFile(path, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600, flag: 'wx' }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  })
  return shape.parse(JSON.parse(await readFile(path, 'utf8')))
}

const digits = (count: number) => Array.from({ length: count }, () => randomInt(10)).join('')

/** Easy to read out and to type: three groups of four letters, about 56 bits. */
function newPassword(): string {
  const letters = 'abcdefghkmnpqrstuvwxyz23456789'
  const group = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')
  return [group(), group(), group()].join('-')
}
