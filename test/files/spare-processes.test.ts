import { execFileSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { keepReady, runConfined } from '#server/files/run-confined.ts'
import { sparesOf } from '#server/files/spare-processes.ts'

const script = {
  script: new URL('./confined/echo-with-pid.child.ts', import.meta.url),
  timeout_ms: 10_000,
  data_bytes: 100e6,
}
let kept = { end: () => {} }
afterEach(() => kept.end())

type Said = { pid: number; text: string; started: number }
const run = async (text: string) => {
  const { stdout } = await runConfined({ ...script, input: Buffer.from(text) })
  return JSON.parse(stdout.toString()) as Said
}
const isThere = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('a run takes a process that was started before, and none serves twice', async () => {
  kept = keepReady(script, 2)
  await sleep(1500)
  const asked = Date.now()
  const [first, second] = [await run('một'), await run('hai')]
  expect([first.text, second.text]).toEqual(['một', 'hai'])
  expect(first.started).toBeLessThan(asked)
  const third = await run('ba')
  expect(new Set([first.pid, second.pid, third.pid]).size).toBe(3)
})

test('a spare that died meanwhile is not used', async () => {
  kept = keepReady(script, 1)
  const dead = (await sparesOf(script.script)!.take())!
  dead.end()
  await vi.waitFor(() => expect(dead.isWaiting()).toBe(false))
  vi.spyOn(sparesOf(script.script)!, 'take').mockResolvedValueOnce(dead)
  expect((await run('vẫn chạy')).text).toBe('vẫn chạy')
})

test('what waits has no longer to live than who keeps it, even when that one is killed', async () => {
  const module = join(import.meta.dirname, '../../server/files/run-confined.ts')
  const program = `
    import { keepReady } from ${JSON.stringify(module)}
    import { execFileSync } from 'node:child_process'
    keepReady({ script: new URL(${JSON.stringify(script.script.href)}), timeout_ms: 9000, data_bytes: 100e6 }, 2)
    setTimeout(() => {
      console.log(execFileSync('pgrep', ['-P', String(process.pid)]).toString())
      process.kill(process.pid, 'SIGKILL')
    }, 1500)`
  const args = ['--input-type=module', '--eval', program]
  const pids = said(() => execFileSync(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] }))
  expect(pids).toHaveLength(2)
  await vi.waitFor(() => expect(pids.filter(isThere)).toEqual([]), { timeout: 5000 })
})

/** The process ids that a program printed before it was killed. */
function said(start: () => Buffer): number[] {
  try {
    start()
  } catch (error) {
    return (error as { stdout: Buffer }).stdout.toString().trim().split(/\s+/).map(Number)
  }
  throw new Error('the program was to be killed')
}

test('ended, nothing waits any longer', async () => {
  kept = keepReady(script, 1)
  const spare = (await sparesOf(script.script)!.take())!
  sparesOf(script.script)!.fill()
  kept.end()
  expect(sparesOf(script.script)).toBeUndefined()
  spare.end()
  await vi.waitFor(() => expect(spare.isWaiting()).toBe(false))
})
