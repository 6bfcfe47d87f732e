import { whyNot } from '../kernel/refused.ts'
import { upload } from '../kernel/upload.ts'
import type { PickedFile } from '../parts/picked-file.ts'

/** Uploads the drafter's own file and says how far it is; answers its id, or undefined with the reason in `file.error`. */
export async function uploadOwnFile(file: PickedFile, moved: (file: PickedFile) => void): Promise<string | undefined> {
  try {
    const { id } = await upload(file.file, (progress) => moved({ ...file, progress }))
    return id
  } catch (error) {
    moved({ ...file, error: whyNot(error) })
    return undefined
  }
}
