import { fork } from 'node:child_process'

/** Somebody in another process who answers questions, one at a time. */
export type SecondProcess<Question, Answer> = { ask(question: Question): Promise<Answer>; close(): void }

/**
 * Starts a script of this folder in a process of its own, so that the load does not run in the server's process. Rejects
 * when the script fails or ends early.
 */
export function openSecondProcess<Question, Answer>(script: string): SecondProcess<Question, Answer> {
  const child = fork(new URL(script, import.meta.url), { serialization: 'advanced', execArgv: ['--no-warnings'] })
  const ended = new Promise<never>((_resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code}`)))
    child.once('error', reject)
  })
  ended.catch(() => undefined)
  return {
    async ask(question) {
      const answer = new Promise<Answer>((resolve) => child.once('message', (said) => resolve(said as Answer)))
      child.send(question as object)
      return Promise.race([answer, ended])
    },
    close: () => void child.kill(),
  }
}

/** In the second process: answers every question with what `answer` makes of it; ends with the process that asks. */
export function answerQuestions<Question, Answer>(answer: (question: Question) => Promise<Answer>): void {
  process.on('message', (question) => {
    void answer(question as Question).then((said) => process.send!(said))
  })
  process.on('disconnect', () => process.exit(0))
}
