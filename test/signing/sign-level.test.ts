import { expect, test } from 'vitest'
import { openSignDesk } from './sign-desk.ts'
import { preparedLetter } from './two-signature-desk.ts'

const desk = await openSignDesk()

test.each(['B-T', 'B-LT', 'B-LTA'])('signs to %s with an authority over HTTP', async (level) => {
  desk.behaviour.fails = false
  const output = desk.at(`${level}.pdf`)
  expect(await desk.sign(level, desk.put('in.pdf', await preparedLetter()), output)).toMatchObject({ status: 0 })
  const stamps = level === 'B-LTA' ? [{}] : []
  expect(desk.found(output)).toMatchObject({ overall: 'valid', signatures: [{ level }, ...stamps] })
})

test('an authority that fails costs the level and never the signature', async () => {
  desk.behaviour.fails = true
  const output = desk.at('low.pdf')
  const { status, said } = await desk.sign('B-LT', desk.put('in.pdf', await preparedLetter()), output)
  expect({ status, said }).toEqual({ status: 5, said: expect.stringContaining('B-B') })
  expect(desk.found(output)).toMatchObject({ overall: 'valid', signatures: [{ level: 'B-B' }] })
})
