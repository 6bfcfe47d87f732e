import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { StartProblem } from '#server/kernel/start-problem.ts'
import { embeddedBinaries } from './binaries.ts'
import type { OrdinaryUser } from './ordinary-user.ts'

/** Everything that is needed to run the database kept under `home`. */
export type Cluster = {
  /** Holds `cluster/`, `password`, `port` and `log`. */
  home: string
  /** PostgreSQL's own data directory. */
  data: string
  password: string
  user: OrdinaryUser
  /** True: may lose the last transactions when the machine stops. For tests only. */
  relaxed: boolean
}

/** Role and database of the embedded server. */
export const embeddedName = 'ecabinet'

/**
 * The generated password of the embedded server, readable by the owner of the data directory only. Made on first use;
 * of two processes that make it at once both get the same.
 */
export async function embeddedPassword(home: string): Promise<string> {
  const file = path.join(home, 'password')
  if (!existsSync(file)) {
    const draft = `${file}.${process.pid}`
    await writeFile(draft, randomBytes(32).toString('hex'), { mode: 0o600 })
    await link(draft, file).catch(unlessItExists)
    await rm(draft)
  }
  return await readFile(file, 'utf8')
}

const unlessItExists = (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EEXIST') throw error
}

/**
 * Makes the data directory unless it is there. Order and case are Unicode's own (not the machine's): with locale C,
 * `lower('Đ')` stays Đ and trigrams of words outside ASCII are empty, so no search would find them.
 * The directory appears whole or not at all: a process killed here leaves only a draft, which the next start removes.
 */
export async function createCluster(cluster: Cluster): Promise<void> {
  if (existsSync(path.join(cluster.data, 'PG_VERSION'))) return
  const draft = path.join(cluster.home, 'cluster.draft')
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { mode: 0o700 })
  await cluster.user.own(draft)
  await runInitdb(cluster, draft)
  await runSingle(cluster, draft)
  await rename(draft, cluster.data)
}

async function runInitdb(cluster: Cluster, data: string): Promise<void> {
  const locale = ['--locale=C.UTF-8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const access = ['-U', embeddedName, '--auth-host=scram-sha-256', '--auth-local=reject']
  const args = ['-D', data, '-E', 'UTF8', ...locale, ...access, ...(cluster.relaxed ? ['--no-sync'] : [])]
  await runToEnd(cluster, ['initdb', ...args], '')
}

/** The password travels through a pipe, so that it is never in a command line or in a file PostgreSQL's user could need. */
async function runSingle(cluster: Cluster, data: string): Promise<void> {
  const password = `ALTER ROLE ${embeddedName} PASSWORD '${cluster.password}'`
  const lines = [password, `CREATE DATABASE ${embeddedName}`, '']
  await runToEnd(cluster, ['postgres', '--single', '-D', data, 'postgres'], lines.join('\n'))
}

function runToEnd(cluster: Cluster, [program = '', ...args]: string[], input: string): Promise<void> {
  const whole = [...cluster.user.prefix, path.join(embeddedBinaries(), 'bin', program), ...args]
  const [command = '', ...rest] = whole
  const child = spawn(command, rest, { env: { ...process.env, LC_ALL: 'C' } })
  let said = ''
  child.stdout.on('data', (text: Buffer) => (said += text.toString()))
  child.stderr.on('data', (text: Buffer) => (said += text.toString()))
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new StartProblem(`${program} failed: ${said.trim()}`)),
    )
  })
}

/** Makes the folder that holds the embedded server, closed to everyone but its owner (and, as root, searchable by PostgreSQL's user). */
export async function prepareHome(home: string, user: OrdinaryUser): Promise<void> {
  await mkdir(home, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new StartProblem(
      `${home} cannot be made (${error.code}): let this user write there, or set DATA_DIR to another folder.`,
    )
  })
  await chmod(home, user.prefix.some((word) => word.startsWith('--reuid')) ? 0o711 : 0o700)
}
