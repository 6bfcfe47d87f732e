#!/usr/bin/env node
import { whyNotStarted } from '#server/kernel/start-problem.ts'

/** The command line: `ecabinet COMMAND [OPTIONS]`. Each command is a file of this folder. */

type Command = { summary: string; load: () => Promise<(args: string[]) => Promise<number>> }

const commands: Record<string, Command> = {
  demo: {
    summary: 'set up and serve a demo province on an embedded database; prints the address and the role accounts',
    load: async () => (await import('./demo.ts')).demoCommand,
  },
  doctor: {
    summary: 'check this machine and this installation; says the fix for each red line',
    load: async () => (await import('./doctor.ts')).doctorCommand,
  },
  audit: {
    summary: 'audit verify: recompute the journal and name the first row that was tampered with',
    load: async () => (await import('./audit.ts')).auditCommand,
  },
  verify: {
    summary: 'verify FILE.pdf …: check the signatures of PDF files, offline',
    load: async () => (await import('./verify.ts')).verifyCommand,
  },
  sign: {
    summary: 'sign --p12 FILE --pin-file FILE IN OUT: sign a PDF with the key of a PKCS#12 file',
    load: async () => (await import('./sign.ts')).signCommand,
  },
  bench: {
    summary: 'bench [NAME]: measure speed beside the raw limit; one JSON object a line',
    load: async () => (await import('./bench.ts')).benchCommand,
  },
}

const usage = () =>
  [
    'Usage: ecabinet COMMAND [OPTIONS]',
    '',
    ...Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(8)} ${summary}`),
    '',
    'ecabinet COMMAND --help tells the options of one command.',
  ].join('\n')

async function run([name, ...args]: string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === 'help') {
    console.log(usage())
    return 0
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) {
    console.error(`Unknown command: ${name}\n\n${usage()}`)
    return 64
  }
  const start = await command.load()
  return start(args)
}

if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(
    'eCabinet needs Node 24. It is installed with the packages: use `npm run ecabinet -- …` or node_modules/.bin/node.',
  )
  process.exitCode = 69
} else {
  process.exitCode = await run(process.argv.slice(2)).catch((error: unknown) => {
    console.error(whyNotStarted(error))
    return 70
  })
}
