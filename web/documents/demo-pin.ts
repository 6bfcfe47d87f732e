import { api, ask } from '../kernel/api.ts'
import { session } from '../kernel/session.svelte.ts'

/** The PIN of the demo's keys, to show beside the field; nothing outside a demo. */
export async function demoPin(): Promise<string | undefined> {
  if (!session.me?.demo) return undefined
  const { pin } = await ask(api.demo.accounts.$get())
  return pin
}
