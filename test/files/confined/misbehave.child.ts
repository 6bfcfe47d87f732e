// What run-confined.test.ts runs: each word is one thing that a parser out of hand might do.
import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'

const [deed, detail] = process.argv.slice(2)
const deeds: Record<string, () => unknown> = {
  echo: () => process.stdin.pipe(process.stdout),
  environment: () => process.stdout.write(Object.keys(process.env).sort().join(' ')),
  eat: () => eat([]),
  eatHeap: () => eatHeap([]),
  sleep: () => setTimeout(() => undefined, 60_000),
  spin: () => {
    for (;;);
  },
  talk: () => talk(),
  throw: () => {
    throw new Error('inside of the machine')
  },
  read: () => process.stdout.write(readFileSync(detail!)),
  write: () => writeFileSync(detail!, 'x'),
  spawn: () => spawn('sleep', ['60']),
  connect: () => connect(Number(detail), '127.0.0.1').on('connect', () => process.stdout.write('connected')),
}

deeds[deed!]!()

function eat(kept: Buffer[]): void {
  kept.push(Buffer.alloc(50_000_000, 1))
  setImmediate(() => eat(kept))
}

function eatHeap(kept: string[][]): void {
  for (;;) kept.push(Array.from({ length: 100_000 }, (_, index) => `${kept.length}:${index}`))
}

function talk(): void {
  process.stdout.write(Buffer.alloc(1_000_000), () => talk())
}
