import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { chmod, copyFile, open, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** The output cannot be written: no such folder, no right, no space. */
export class OutputProblem extends Error {}

/** A file to append to and where the whole goes. */
export interface Appending {
  base: string
  more: Uint8Array
  output: string
  /** Looks at the finished file before it gets its name; throws where it must not. */
  check(path: string): void
}

/**
 * Writes base and more to `output`, which may be the base itself: into a file beside it, flushed, checked, then renamed,
 * so that at every instant the old output or the new one stands there. The copy is the file system's own where it can
 * share blocks. Throws {@link OutputProblem} for what the disk refuses.
 */
export async function writeAppended({ base, more, output, check }: Appending): Promise<void> {
  const target = await realpath(output).catch(() => output)
  const temporary = join(dirname(target), `.${basename(target)}.${randomUUID()}`)
  try {
    await asOutput(() => copyAndAppend(base, more, temporary))
    check(temporary)
    await asOutput(() => moveTo(temporary, target, base))
  } finally {
    await rm(temporary, { force: true })
  }
}

async function asOutput(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    throw new OutputProblem((error as Error).message, { cause: error })
  }
}

async function copyAndAppend(base: string, more: Uint8Array, temporary: string): Promise<void> {
  await copyFile(base, temporary, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL)
  await chmod(temporary, 0o600)
  const file = await open(temporary, 'a')
  try {
    await file.writeFile(more)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function moveTo(temporary: string, target: string, base: string): Promise<void> {
  const there = await stat(target).catch(() => stat(base))
  await chmod(temporary, there.mode & 0o777)
  await rename(temporary, target)
  const folder = await open(dirname(target), 'r')
  await folder.sync().finally(() => folder.close())
}
