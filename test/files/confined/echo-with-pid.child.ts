// What spare-processes.test.ts runs: says who it is, when it started and what it was given.
import { readFileSync } from 'node:fs'

const started = Date.now()
const text = readFileSync(0, 'utf8')
process.stdout.write(JSON.stringify({ pid: process.pid, started, text }))
