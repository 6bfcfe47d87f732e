import { identityTexts as t } from '../kernel/messages/identity.ts'
import { place } from '../kernel/place.ts'
import { whyNot } from '../kernel/refused.ts'
import { session } from '../kernel/session.svelte.ts'
import { targetOf } from '../shell/entrance.svelte.ts'

/** What is typed to sign in, and what stands in the way. Only the password is forgotten after a refusal. */
export class SignInForm {
  userName = $state('')
  password = $state('')
  busy = $state(false)
  #asked = $state(false)
  #error = $state.raw<unknown>()

  readonly refusal = $derived(this.#error === undefined ? undefined : whyNot(this.#error))

  readonly errors = $derived.by(() => (this.#asked ? this.#missing() : []))

  errorAt(id: string): string | undefined {
    return this.errors.find((error) => error.id === id)?.text
  }

  /** Signs in and goes where the person meant to go; a refusal (wrong, locked for a while) is shown as the server says it. */
  async submit(): Promise<void> {
    if (this.busy) return
    this.#error = undefined
    this.#asked = this.#missing().length > 0
    if (this.#asked) return
    this.busy = true
    try {
      await session.signIn(this.userName.normalize('NFC').trim(), this.password)
      await place.go(targetOf(location.search), { replace: true })
    } catch (error) {
      this.#error = error
      this.password = ''
    } finally {
      this.busy = false
    }
  }

  /** Signs in as one of the demonstration's roles. */
  async enterAs(userName: string, password: string): Promise<void> {
    this.userName = userName
    this.password = password
    await this.submit()
  }

  #missing(): { id: string; text: string }[] {
    return [
      ...(this.userName.trim() ? [] : [{ id: 'user-name', text: t.userNameMissing }]),
      ...(this.password ? [] : [{ id: 'password', text: t.passwordMissing }]),
    ]
  }
}
