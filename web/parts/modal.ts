import { untrack } from 'svelte'
import type { Attachment } from 'svelte/attachments'

/** Shows a `<dialog>` as a modal for as long as it is mounted, and gives the focus back to where it was afterwards. */
export const modal: Attachment<HTMLDialogElement> = (dialog) =>
  untrack(() => {
    const opener = document.activeElement
    dialog.showModal()
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus()
    }
  })
