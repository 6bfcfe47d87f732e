import { parseArgs } from 'node:util'
import { demoDay, demoOffset } from '#db/seed/demo-clock.ts'
import { seedKeys } from '#db/seed/demo-keys.ts'
import { seedHistory } from '#db/seed/history.ts'
import { seedProvince } from '#db/seed/province.ts'
import { demoAccounts } from '#server/identity/door.ts'
import { shiftedClock } from '#server/kernel/clock.ts'
import { readConfig } from '#server/kernel/config.ts'
import type { House } from '#server/kernel/house.ts'
import { openHouse } from '../open-house.ts'
import { serveHouse } from '../serve-house.ts'
import { buildScripts } from './build-scripts.ts'
import { buildWeb } from './build-web.ts'

const usage = `Usage: ecabinet demo [--json]

Sets up what is missing and serves a demo province (An Giang as it was in 2020, invented people) on an embedded PostgreSQL: database, keys,
a demo certificate authority, certificates, accounts. A second start uses what is there. The demo's clock starts on ${demoDay}.

Settings come from the environment (docs/CONFIGURATION.md); DATA_DIR decides where everything is kept. Stop with Ctrl+C.`

/** `ecabinet demo`. Runs until it is told to stop. */
export async function demoCommand(args: string[]): Promise<number> {
  const options = { json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } as const
  const { values } = parseArgs({ args, options })
  if (values.help) {
    console.log(usage)
    return 0
  }
  const say = values.json ? () => undefined : (text: string) => console.log(text)
  if (await buildWeb()) say('Web client built.')
  const config = readConfig({ LOG_LEVEL: 'warn', ...process.env, DEMO: 'true' })
  const { house, close } = await openHouse(config)
  const demo: House = { ...house, clock: shiftedClock(await demoOffset(house)) }
  if (await seedProvince(demo)) say('Demo province seeded.')
  if (await seedKeys(demo)) say('Demo certificates, keys and seals made.')
  if (await seedHistory(demo)) say('Some months of earlier work seeded.')
  const served = await serveHouse(demo)
  await announce(demo, served.url, values.json)
  // Until they are there the sources run, only slower: nobody waits for them at the start.
  void buildScripts().catch((error: unknown) => house.log.warn({ error }, 'confined scripts not built'))
  await toldToStop()
  await served.close()
  await close()
  return 0
}

async function announce(house: House, url: string, json: boolean): Promise<void> {
  const { password, pin, accounts } = await demoAccounts(house)
  if (json) {
    console.log(JSON.stringify({ url, password, pin, accounts: accounts.map(({ userName }) => userName) }))
    return
  }
  const width = Math.max(...accounts.map(({ userName }) => userName.length)) + 2
  const rows = accounts.map(({ userName, title, agencyName }) => `  ${userName.padEnd(width)}${title}, ${agencyName}`)
  console.log(
    [
      `\neCabinet: ${url}`,
      '',
      ...rows,
      '',
      `  Password of every account: ${password}   PIN of every signing key: ${pin}`,
      '',
    ].join('\n'),
  )
}

function toldToStop(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
}
