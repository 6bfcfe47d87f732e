import { pino } from 'pino'
import { openDatabase } from '#db/client.ts'
import { systemClock } from '#server/kernel/clock.ts'
import type { House } from '#server/kernel/house.ts'
import type { Cast } from '#server/meetings/ballot-box.ts'
import { openGroupCommitBox } from '#server/meetings/group-commit-box.ts'

/*
 * A server process in the middle of a vote, to be killed: casts what it is told, a few at a time, and says each operation id as soon
 * as it is acknowledged.
 */

const { db, sql } = openDatabase(process.argv[2]!, { max: 3 })
const house = { db, sql, clock: systemClock, log: pino({ level: 'silent' }), hearers: {} } as unknown as House
const box = openGroupCommitBox(house)

process.on('message', (casts: Cast[]) => {
  for (const [index, cast] of casts.entries())
    setTimeout(() => void box.cast(cast).then(() => process.send!(cast.commandId)), index / 3)
})
process.send!('ready')
