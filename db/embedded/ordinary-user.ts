import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { chown } from 'node:fs/promises'
import { StartProblem } from '#server/kernel/start-problem.ts'

/** How a PostgreSQL program must be started so that it does not run as root and dies with this process. */
export type OrdinaryUser = {
  /** Put before the program's own command line. */
  prefix: string[]
  /** Gives a folder to the user PostgreSQL will run as; nothing to do where that is already so. */
  own(folder: string): Promise<void>
}

/** PostgreSQL shuts down cleanly (as on `pg_ctl stop -m fast`) when the thread that spawned it is gone, even by kill -9. */
const dieWithParent = ['setpriv', '--pdeathsig', 'INT']

/**
 * PostgreSQL refuses to run as root. As root we look like another user from inside a user namespace, so that every
 * file stays root's own; where namespaces are forbidden (many containers) we really become that user.
 */
export function ordinaryUser(namespacesAllowed = canUnshare()): OrdinaryUser {
  const uid = process.getuid?.() ?? -1
  if (uid !== 0 && accountNames().has(uid)) return { prefix: dieWithParent, own: async () => {} }
  const other = nobody()
  if (namespacesAllowed) return { prefix: [...unshareAs(other), ...dieWithParent], own: async () => {} }
  if (uid !== 0)
    throw new StartProblem(`User ${uid} has no line in /etc/passwd; PostgreSQL needs one. Add it or set DATABASE_URL.`)
  const become = ['setpriv', `--reuid=${other}`, `--regid=${other}`, '--clear-groups', ...dieWithParent.slice(1)]
  return { prefix: become, own: (folder) => chown(folder, other, other) }
}

const unshareAs = (uid: number) => ['unshare', '--user', `--map-user=${uid}`, `--map-group=${uid}`]

/** True where this process may make a user namespace (util-linux is there and the kernel or container allows it). */
export function canUnshare(): boolean {
  const [command = '', ...rest] = unshareAs(nobody())
  return spawnSync(command, [...rest, 'true'], { stdio: 'ignore' }).status === 0
}

/** initdb looks its own user up by number, so the number must be one that the machine knows. */
function nobody(): number {
  const accounts = accountNames()
  for (const [uid, name] of accounts) if (name === 'nobody') return uid
  for (const [uid] of accounts) if (uid !== 0) return uid
  throw new StartProblem(
    'No account but root in /etc/passwd; PostgreSQL cannot run as root. Add one or set DATABASE_URL.',
  )
}

function accountNames(): Map<number, string> {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  const fields = lines.map((line) => line.split(':')).filter((field) => field.length > 2)
  return new Map(fields.map(([name = '', , uid = '']) => [Number(uid), name]))
}
