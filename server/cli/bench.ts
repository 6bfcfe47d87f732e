import { parseArgs } from 'node:util'
import { type Bench, figureOf, type Scale } from './bench/figure.ts'

type Entry = { summary: string; load: () => Promise<Bench> }

const benches: Record<string, Entry> = {
  meeting: {
    summary: 'a page turn to 1 000 screens, beside a raw ws broadcast',
    load: async () => (await import('./bench/meeting.ts')).meetingBench,
  },
  ballots: {
    summary: '1 000 durable ballots, beside what the same database commits alone',
    load: async () => (await import('./bench/ballots.ts')).ballotsBench,
  },
  numbers: {
    summary: 'numbers of one book by ten writers, beside UPDATE … RETURNING alone',
    load: async () => (await import('./bench/numbers.ts')).numbersBench,
  },
  documents: {
    summary: 'the desks’ lists in a province of a million documents, beside the same statements alone',
    load: async () => (await import('./bench/documents.ts')).documentsBench,
  },
  search: {
    summary: 'phrases without tones in one agency of that province',
    load: async () => (await import('./bench/search.ts')).searchBench,
  },
  rates: {
    summary: 'the board over 200 agencies',
    load: async () => (await import('./bench/rates.ts')).ratesBench,
  },
  signing: {
    summary: 'a signature beside its arithmetic; the acts of signing and sealing, part by part',
    load: async () => (await import('./bench/signing.ts')).signingBench,
  },
  exchange: {
    summary: 'one letter to 190 recipients, until the last has it',
    load: async () => (await import('./bench/exchange.ts')).exchangeBench,
  },
  startup: {
    summary: 'cold and warm start of the demo, to its first page and first signed-in answer',
    load: async () => (await import('./bench/startup.ts')).startupBench,
  },
}

const usage = () =>
  [
    'Usage: ecabinet bench [NAME …] [--scale full|small]',
    '',
    'Measures on a database of its own, in a temporary folder that is removed afterwards, over loopback only. No installation is touched.',
    'Prints one JSON object a line: {"bench","case","metric","value","unit","beside","besideValue","ratio"}. `beside` names the raw limit or',
    'the peer that was measured in the same run, `ratio` is ours over it. Without a name every bench runs, one after the other.',
    '',
    ...Object.entries(benches).map(([name, { summary }]) => `  ${name.padEnd(10)} ${summary}`),
    '',
    'Exit status: 0 measured, 64 usage. docs/BENCHMARKS.md tells what was measured and what the budgets are.',
  ].join('\n')

/** `ecabinet bench`. Answers the exit status. */
export async function benchCommand(args: string[]): Promise<number> {
  const asked = readArgs(args)
  if (asked === null) {
    console.error(usage())
    return 64
  }
  if (asked.help) {
    console.log(usage())
    return 0
  }
  for (const name of asked.names) {
    const bench = await benches[name]!.load()
    await bench(asked.scale, (told) => console.log(JSON.stringify(figureOf(name, told))))
  }
  return 0
}

type Asked = { help: boolean; scale: Scale; names: string[] }

function readArgs(args: string[]): Asked | null {
  const options = { help: { type: 'boolean', default: false }, scale: { type: 'string', default: 'full' } } as const
  try {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options })
    const { help, scale } = values
    if (scale !== 'full' && scale !== 'small') return null
    if (!positionals.every((name) => Object.hasOwn(benches, name))) return null
    return { help, scale, names: positionals.length === 0 ? Object.keys(benches) : positionals }
  } catch {
    return null
  }
}
