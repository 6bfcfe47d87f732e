import { readConfig } from '#server/kernel/config.ts'
import { whyNotStarted } from '#server/kernel/start-problem.ts'
import { openHouse } from './open-house.ts'
import { serveHouse } from './serve-house.ts'

/** Runs the server of an installation until it is told to stop. Demo data comes from `ecabinet demo`, never from here. */
const { house, close, served } = await open().catch((error: unknown) => {
  process.stderr.write(`${whyNotStarted(error)}\n`)
  process.exit(78)
})
house.log.info({ url: served.url }, 'eCabinet is open')

let stopping = false
async function stop(signal: string): Promise<void> {
  if (stopping) return
  stopping = true
  house.log.info({ signal }, 'closing')
  await served.close()
  await close()
  process.exit(0)
}
process.on('SIGINT', () => void stop('SIGINT'))
process.on('SIGTERM', () => void stop('SIGTERM'))

async function open() {
  const { house, close } = await openHouse(readConfig(process.env))
  return { house, close, served: await serveHouse(house) }
}
