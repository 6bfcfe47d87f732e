import type { InferResponseType } from 'hono/client'
import { api, ask } from '../kernel/api.ts'

type DemoAccount = InferResponseType<typeof api.demo.accounts.$get>['accounts'][number]

/** The role accounts of the demonstration; none where the server runs for real. */
export async function demoAccounts(): Promise<DemoAccount[]> {
  try {
    return (await ask(api.demo.accounts.$get())).accounts
  } catch {
    return []
  }
}
