import type { Attachment } from 'svelte/attachments'
import { isComposing, pressed } from '../kernel/keys.ts'

/** Ctrl+Enter anywhere in a form sends it: `<form {@attach onModEnter((event) => form.submit(event))}>`. */
export function onModEnter(send: (event: Event) => unknown): Attachment<HTMLFormElement> {
  return (form) => {
    const listen = (event: KeyboardEvent) => {
      if (!isComposing(event) && pressed(event, 'Mod+Enter')) send(event)
    }
    form.addEventListener('keydown', listen)
    return () => form.removeEventListener('keydown', listen)
  }
}
