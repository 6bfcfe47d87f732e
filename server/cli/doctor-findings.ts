import { existsSync } from 'node:fs'
import { mkdtemp, rmdir, statfs } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { checkDriver } from '#db/check-driver.ts'
import { confinement } from '#server/files/confine-process.ts'
import type { Config } from '#server/kernel/config.ts'
import { databaseFindings } from './doctor-database.ts'
import { programPath } from './program-path.ts'

/** One thing that was looked at. `warning`: eCabinet serves, but a feature will refuse. `fix` is one line. */
export type Finding = { name: string; state: 'good' | 'warning' | 'bad'; what: string; fix?: string }

/** Looks at everything, also where some of it is broken. `settings` is asked here, so that a wrong setting is a finding too. */
export async function examine(settings: () => Config): Promise<Finding[]> {
  const machine = [node(), driver(), await tools(), office(), fonts(), clockZone()]
  const config = configuration(settings)
  if (!config.value) return [...machine, config.finding]
  const folder = await dataFolder(config.value.dataDir)
  const space = await freeSpace(config.value.dataDir)
  return [...machine, config.finding, folder, space, ...(await databaseFindings(config.value))]
}

const good = (name: string, what: string): Finding => ({ name, state: 'good', what })

function node(): Finding {
  const [major = 0] = process.versions.node.split('.').map(Number)
  if (major >= 24) return good('Node', process.versions.node)
  return {
    name: 'Node',
    state: 'bad',
    what: `${process.versions.node} is too old.`,
    fix: 'run "npm ci" and use npm scripts, which bring Node 24.',
  }
}

function driver(): Finding {
  try {
    checkDriver()
    return good('driver', 'postgres 3.4.9 with the patch')
  } catch (error) {
    return { name: 'driver', state: 'bad', what: 'postgres lacks the patch.', fix: lastSentence(error) }
  }
}

const lastSentence = (error: unknown) => (error as Error).message.replace(/^.*Fix: /s, '')

async function tools(): Promise<Finding> {
  const missing = ['prlimit', 'unshare', 'setpriv'].filter((name) => !programPath(name))
  if (missing.length > 0) {
    const fix = 'install util-linux (part of every Debian).'
    return {
      name: 'confinement',
      state: 'bad',
      what: `${missing.join(', ')} not found: foreign files cannot be opened.`,
      fix,
    }
  }
  const { memory, network } = await confinement()
  if (memory && network) return good('confinement', 'foreign files are opened under a memory limit and without network')
  if (!memory)
    return {
      name: 'confinement',
      state: 'bad',
      what: 'prlimit does not work here.',
      fix: 'allow prlimit(2) in the container.',
    }
  const what = 'foreign files are opened under a memory limit, but with network: user namespaces are forbidden.'
  return { name: 'confinement', state: 'warning', what, fix: 'allow unshare(2), or keep the server off the internet.' }
}

function office(): Finding {
  const found = programPath('soffice')
  if (found) return good('LibreOffice', found)
  const fix = 'apt-get install libreoffice-writer-nogui fonts-liberation2'
  return { name: 'LibreOffice', state: 'warning', what: 'soffice not found: uploaded DOCX will be refused.', fix }
}

/** Composed pages embed a face of their own; LibreOffice needs one of the same metrics on the system. */
function fonts(): Finding {
  const own = existsSync(new URL('../documents/fonts/LiberationSerif-Regular.ttf', import.meta.url))
  if (!own)
    return {
      name: 'fonts',
      state: 'bad',
      what: 'server/documents/fonts is not complete.',
      fix: 'check the repository out anew.',
    }
  const system = ['liberation', 'liberation2'].some((folder) => existsSync(`/usr/share/fonts/truetype/${folder}`))
  if (system) return good('fonts', 'Liberation Serif, embedded and on the system')
  const what = 'Liberation fonts are not on the system: converted DOCX may break lines elsewhere.'
  return { name: 'fonts', state: 'warning', what, fix: 'apt-get install fonts-liberation2' }
}

function clockZone(): Finding {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' }).format(
    new Date('2020-04-06T18:00:00Z'),
  )
  const sane = new Date().getUTCFullYear() >= 2026
  if (day === '2020-04-07' && sane) return good('clock', `${new Date().toISOString()}, knows Asia/Ho_Chi_Minh`)
  if (sane)
    return {
      name: 'clock',
      state: 'bad',
      what: 'Node does not know Asia/Ho_Chi_Minh.',
      fix: 'use the Node of "npm ci".',
    }
  return {
    name: 'clock',
    state: 'bad',
    what: `It is not ${new Date().getUTCFullYear()}.`,
    fix: 'set the clock: timedatectl set-ntp true',
  }
}

function configuration(settings: () => Config): { finding: Finding; value?: Config } {
  try {
    return { finding: good('settings', 'every variable can be used'), value: settings() }
  } catch (error) {
    return {
      finding: { name: 'settings', state: 'bad', what: (error as Error).message, fix: 'see docs/CONFIGURATION.md' },
    }
  }
}

async function dataFolder(dataDir: string): Promise<Finding> {
  const folder = resolve(dataDir)
  try {
    // Asked by writing: root may write by permission where the file system itself says no.
    await rmdir(await mkdtemp(join(nearestExisting(folder), '.doctor-')))
    return good('DATA_DIR', existsSync(folder) ? folder : `${folder} (will be made)`)
  } catch {
    const fix = `let this user (${process.getuid?.() ?? '?'}) write there, or set DATA_DIR to another folder.`
    return { name: 'DATA_DIR', state: 'bad', what: `${folder} cannot be written.`, fix }
  }
}

const enough_bytes = 2e9

async function freeSpace(dataDir: string): Promise<Finding> {
  const { bavail, blocks, bsize } = await statfs(nearestExisting(resolve(dataDir)))
  const free = `${((bavail * bsize) / 1e9).toFixed(1)} GB free (${Math.round((100 * bavail) / blocks)} %)`
  if (bavail * bsize >= enough_bytes && bavail / blocks >= 0.1) return good('disk', free)
  const state = bavail * bsize < enough_bytes / 4 ? 'bad' : 'warning'
  return { name: 'disk', state, what: `only ${free}.`, fix: 'free some space, or move DATA_DIR to a larger disk.' }
}

function nearestExisting(folder: string): string {
  return existsSync(folder) ? folder : nearestExisting(dirname(folder))
}
