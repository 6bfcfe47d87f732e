import type { InferResponseType } from 'hono/client'
import { announcements } from '../kernel/announce.svelte.ts'
import { api } from '../kernel/api.ts'
import { language } from '../kernel/i18n.svelte.ts'
import { whyNot } from '../kernel/refused.ts'
import { postFile } from '../kernel/upload.ts'
import type { PickedFile } from '../parts/picked-file.ts'

type Checked = InferResponseType<(typeof api)['signature-checks']['$post']>

/** The public check of one file: sends it, shows what was found, takes the finding away as a PDF. Nothing is kept anywhere. */
export class CheckPage {
  files = $state<PickedFile[]>([])
  checked = $state.raw<Checked & { name: string }>()
  busy = $state(false)
  printing = $state(false)
  failed = $state<string>()

  /** Checks the file that was just picked; the result of an earlier one goes away at once. */
  async check(picked: PickedFile | undefined): Promise<void> {
    this.checked = undefined
    this.failed = undefined
    if (!picked || this.busy) return
    this.busy = true
    const row = () => this.files.find(({ id }) => id === picked.id)
    try {
      const answer = await postFile<Checked>('/api/signature-checks', picked.file, (share) => {
        const file = row()
        if (file) file.progress = share
      })
      this.checked = { ...answer, name: picked.file.name }
      announcements.say(answer.found.verdict[language.current])
    } catch (error) {
      this.failed = whyNot(error)
    } finally {
      this.busy = false
    }
  }

  /** Fetches the finding as a PDF and hands it to the browser's downloads. */
  async print(): Promise<void> {
    if (!this.checked || this.printing) return
    this.printing = true
    try {
      const { name, sealed } = this.checked
      const answer = await api['signature-checks'].print.$post({ json: { name: name.normalize('NFC'), sealed } })
      saveAs(await answer.blob(), `ket-qua-kiem-tra-${name}`)
    } catch (error) {
      this.failed = whyNot(error)
    } finally {
      this.printing = false
    }
  }
}

function saveAs(bytes: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(bytes)
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
