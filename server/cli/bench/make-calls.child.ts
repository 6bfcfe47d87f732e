// Sends requests from a process of its own and says how each went.
import type { Call } from './call.ts'
import { type LoadLine, openLoadLine } from './load-line.ts'
import { answerQuestions } from './second-process.ts'

/**
 * Sends every call over so many connections. With `over_ms` call number n begins at its share of that time, on its own connection;
 * without, a connection begins the next call as soon as it has an answer.
 */
export type CallQuestion = { url: string; calls: Call[]; connections: number; over_ms?: number }

/** In the order of the calls: the time from the moment a call was due to its whole answer, its status and its text. */
export type CallAnswer = { took_ms: Float64Array; statuses: number[]; texts: string[]; all_ms: number }

let lines: LoadLine[] = []

answerQuestions<CallQuestion, CallAnswer>(async ({ url, calls, connections, over_ms }) => {
  // The server ends a connection that asks nothing for some seconds; who asked on it would wait for ever.
  lines = lines.filter((line) => line.isOpen())
  while (lines.length < connections) lines.push(await openLoadLine(url))
  const said: CallAnswer = { took_ms: new Float64Array(calls.length), statuses: [], texts: [], all_ms: 0 }
  const started = performance.now()
  const one = async (at: number, line: LoadLine) => {
    const due = over_ms === undefined ? performance.now() : started + (at * over_ms) / calls.length
    await until(due)
    const { status, text } = await line.ask(calls[at]!)
    said.took_ms[at] = performance.now() - due
    said.statuses[at] = status
    said.texts[at] = text
  }
  if (over_ms === undefined) await inLines(calls.length, lines.slice(0, connections), one)
  else await Promise.all(calls.map((_, at) => one(at, lines[at]!)))
  return { ...said, all_ms: performance.now() - started }
})

const until = (due: number) => {
  const wait_ms = due - performance.now()
  return wait_ms < 1 ? undefined : new Promise<void>((resolve) => void setTimeout(resolve, wait_ms))
}

async function inLines(
  count: number,
  through: LoadLine[],
  one: (at: number, line: LoadLine) => Promise<void>,
): Promise<void> {
  let next = 0
  const work = async (line: LoadLine) => {
    while (next < count) await one(next++, line)
  }
  await Promise.all(through.map(work))
}
