import { parseArgs } from 'node:util'
import { readConfig } from '#server/kernel/config.ts'
import { examine, type Finding } from './doctor-findings.ts'

const usage = `Usage: ecabinet doctor [--json]

Checks this machine and this installation with the settings of the environment: Node, database, driver, data folder, disk, fonts, tools,
clock. Changes nothing. Each line that is not green says the fix.

Exit status: 0 it can serve (yellow lines name a feature that will be refused), 1 it cannot, 64 usage.`

/** `ecabinet doctor`. Answers the exit status. */
export async function doctorCommand(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  })
  if (values.help || positionals.length > 0) {
    console.log(usage)
    return values.help ? 0 : 64
  }
  const findings = await examine(() => readConfig(process.env))
  console.log(values.json ? JSON.stringify(findings, null, 2) : findings.map(inWords).join('\n'))
  return findings.some(({ state }) => state === 'bad') ? 1 : 0
}

const colours = { good: 32, warning: 33, bad: 31 }
const marks = { good: '✔', warning: '!', bad: '✘' }

function inWords({ name, state, what, fix }: Finding): string {
  const coloured = process.stdout.isTTY && !process.env['NO_COLOR']
  const mark = coloured ? `\u001B[${colours[state]}m${marks[state]}\u001B[0m` : marks[state]
  return `${mark} ${name.padEnd(12)} ${what}${fix ? ` Fix: ${fix}` : ''}`
}
