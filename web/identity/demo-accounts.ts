import type { InferResponseType } from 'hono/client'
import { api, ask } from '../kernel/api.ts'

type Demo = InferResponseType<typeof api.demo.accounts.$get>

/** The role accounts of the demonstration with their common password; null where the server runs for real. */
export async function askForDemo(): Promise<Demo | null> {
  try {
    return await ask(api.demo.accounts.$get())
  } catch {
    return null
  }
}
