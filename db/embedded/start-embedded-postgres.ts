import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { StartProblem } from '#server/kernel/start-problem.ts'
import { type Cluster, createCluster, embeddedName, embeddedPassword, prepareHome } from './cluster.ts'
import { DirectoryInUse, lockDirectory } from './directory-lock.ts'
import { ordinaryUser } from './ordinary-user.ts'
import { lastPort, postmasterFile, type Postmaster, startPostmaster } from './postmaster.ts'

/** A running embedded database. `url` stays valid until `stop`, also across a crash of PostgreSQL. */
export type EmbeddedPostgres = { url: string; stop(): Promise<void> }

/** `dataDir` is the embedded database's own folder, `postgres` in DATA_DIR; `relaxed` gives up durability, for tests only. */
export type EmbeddedOptions = { dataDir: string; relaxed?: boolean }

/**
 * Starts the database that eCabinet brings along, making it first where there is none. It listens on 127.0.0.1 only, asks for a
 * generated password, and dies cleanly with this process however that ends. A PostgreSQL that dies alone is started
 * again on the same port. *Refuses when* another process runs the same data directory.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const cluster = await openHome(options)
  const lock = await lockDirectory(cluster.password)
  try {
    await createCluster(cluster)
    const kept = keepRunning(cluster, await startPostmaster(cluster))
    const stop = async () => {
      await kept.stop()
      lock.release()
    }
    return { url: databaseUrl(cluster, kept.port), stop }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** Uses the database of a running eCabinet where there is one (`stop` then leaves it alone), else starts it: for commands beside the server. */
export async function joinEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  try {
    return await startEmbeddedPostgres(options)
  } catch (error) {
    if (!(error instanceof DirectoryInUse)) throw error
  }
  const cluster = await openHome(options)
  const port = lastPort(cluster)
  if (port === undefined || postmasterFile(cluster.data)[7]?.trim() !== 'ready') {
    throw new StartProblem('The eCabinet that uses this DATA_DIR is starting or stopping. Try again in a moment.')
  }
  return { url: databaseUrl(cluster, port), stop: async () => {} }
}

async function openHome({ dataDir, relaxed = false }: EmbeddedOptions): Promise<Cluster> {
  const home = path.resolve(dataDir)
  const user = ordinaryUser()
  await prepareHome(home, user)
  return { home, data: path.join(home, 'cluster'), password: await embeddedPassword(home), user, relaxed }
}

const databaseUrl = (cluster: Cluster, port: number) =>
  `postgres://${embeddedName}:${cluster.password}@127.0.0.1:${port}/${embeddedName}`

type Kept = { port: number; stop(): Promise<void> }

function keepRunning(cluster: Cluster, first: Postmaster): Kept {
  const kept = { current: first, stopping: false }
  void watch(cluster, kept)
  return {
    port: first.port,
    stop: async () => {
      kept.stopping = true
      await stopPostmaster(kept.current)
    },
  }
}

/** Starts PostgreSQL again whenever it ends unasked; tries for as long as this process lives. */
async function watch(cluster: Cluster, kept: { current: Postmaster; stopping: boolean }): Promise<void> {
  while (!kept.stopping) {
    await ended(kept.current)
    if (kept.stopping) return
    const next = await startPostmaster(cluster, kept.current.port).catch(() => sleep(1000, undefined, { ref: false }))
    if (next === undefined) continue
    kept.current = next
    if (kept.stopping) await stopPostmaster(next)
  }
}

/** Closes sessions and writes everything down; a server that has not done so after 20 s is stopped at once and recovers at its next start. */
async function stopPostmaster(postmaster: Postmaster): Promise<void> {
  postmaster.child.ref()
  postmaster.child.kill('SIGINT')
  const hurry = setTimeout(() => postmaster.child.kill('SIGQUIT'), 20_000)
  await ended(postmaster)
  clearTimeout(hurry)
}

async function ended({ child }: Postmaster): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}
