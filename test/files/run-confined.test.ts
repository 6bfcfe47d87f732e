import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { confinement, confineProcess } from '#server/files/confine-process.ts'
import { runConfined } from '#server/files/run-confined.ts'

const folder = mkdtempSync(join(tmpdir(), 'confined-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const script = new URL('./confined/misbehave.child.ts', import.meta.url)
const limits = { timeout_ms: 10_000, data_bytes: 200_000_000 }
const run = (args: string[], more = {}) => runConfined({ script, args, ...limits, ...more })

test('this machine has what confinement needs', async () => {
  expect(await confinement()).toEqual({ memory: true, network: true })
})

describe('a well-behaved script', () => {
  test('gets its input and answers', async () => {
    const input = Buffer.from('Sở Tư pháp'.repeat(100_000))
    const { stdout } = await run(['echo'], { input })
    expect(stdout.equals(input)).toBe(true)
  })

  test('reads what it is lent', async () => {
    const path = join(folder, 'lent')
    writeFileSync(path, 'lent')
    expect((await run(['read', path], { readable: [path] })).stdout.toString()).toBe('lent')
  })

  test('reads it also through a linked folder', async () => {
    symlinkSync(folder, `${folder}-linked`)
    const path = join(`${folder}-linked`, 'lent, too *')
    writeFileSync(path, 'lent')
    const { stdout } = await run(['read', path], { readable: [path] }).finally(() => rmSync(`${folder}-linked`))
    expect(stdout.toString()).toBe('lent')
  })

  test('sees none of the server’s environment', async () => {
    process.env.ECABINET_SECRET_OF_THIS_TEST = 'x'
    const names = (await run(['environment'])).stdout.toString()
    delete process.env.ECABINET_SECRET_OF_THIS_TEST
    expect(names).toBe('LANG PATH')
  })
})

describe('a script is stopped', () => {
  test.each(['eat', 'eatHeap'])('when it takes too much memory (%s)', async (deed) => {
    await expect(run([deed])).rejects.toMatchObject({ code: 'invalid', reason: 'file_too_heavy' })
  })

  test.each(['sleep', 'spin'])('when it takes too long (%s)', async (deed) => {
    const begun = performance.now()
    await expect(run([deed], { timeout_ms: 800 })).rejects.toMatchObject({ reason: 'file_too_heavy' })
    expect(performance.now() - begun).toBeLessThan(5_000)
  })

  test('when it talks too much', async () => {
    await expect(run(['talk'])).rejects.toMatchObject({ reason: 'file_too_heavy' })
  })

  test('with all that it started', async () => {
    const mark = join(folder, 'still-alive')
    const line = `(sleep 1.5; touch ${mark}) & (sleep 1.5; touch ${mark}) & sleep 30`
    const end = await confineProcess({ command: 'sh', args: ['-c', line], timeout_ms: 500, data_bytes: 1e9 })
    expect(end.end).toBe('overrun')
    await new Promise((resolve) => setTimeout(resolve, 1700))
    expect(existsSync(mark)).toBe(false)
  })
})

describe('a script may not', () => {
  const unreadable = { code: 'invalid', reason: 'file_unreadable', data: {} }

  test('tell people the inside when it breaks', async () => {
    await expect(run(['throw'])).rejects.toMatchObject(unreadable)
  })

  test('read what it was not lent', async () => {
    const path = join(folder, 'secret')
    writeFileSync(path, 'secret')
    await expect(run(['read', path])).rejects.toMatchObject(unreadable)
  })

  test('write', async () => {
    const path = join(folder, 'written')
    await expect(run(['write', path], { readable: [folder] })).rejects.toMatchObject(unreadable)
    expect(existsSync(path)).toBe(false)
  })

  test('start programs', async () => await expect(run(['spawn'])).rejects.toMatchObject(unreadable))

  test('reach the network, not even this machine', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    await expect(run(['connect', String(port)])).rejects.toMatchObject(unreadable)
    server.close()
  })
})

test('more runs than cores wait their turn and all end', async () => {
  const ends = await Promise.all(
    Array.from({ length: 6 }, (_, index) => run(['echo'], { input: Buffer.from(`${index}`) })),
  )
  expect(ends.map(({ stdout }) => stdout.toString())).toEqual(['0', '1', '2', '3', '4', '5'])
})

test.skipIf(process.getuid?.() !== 0)('an ordinary user is confined as well as root', () => {
  const [node, module] = [process.execPath, join(import.meta.dirname, '../../server/files/run-confined.ts')]
  const program = `
    import { runConfined } from ${JSON.stringify(module)}
    const script = new URL(${JSON.stringify(script.href)})
    const of = (word) => runConfined({ script, args: [word], timeout_ms: 8000, data_bytes: 200e6 }).then(() => 'done', (e) => e.reason)
    console.log(await of('eat'), await of('environment'))`
  const output = execFileSync(node, ['--input-type=module', '--eval', program], { uid: 65534, gid: 65534, cwd: '/' })
  expect(output.toString().trim()).toBe('file_too_heavy done')
})
