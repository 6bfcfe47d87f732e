import { formatSize } from '../kernel/format.ts'
import { partsTexts as t } from '../kernel/messages/parts.ts'

/** One file in a FilePicker. The page that uploads moves `progress` from 0 to 1 and writes `error` when it is refused. */
export interface PickedFile {
  id: string
  file: File
  progress: number
  error?: string | undefined
}

/** What a picker takes: extensions with their dot, and the largest size. */
export interface FileLimits {
  kinds: readonly string[]
  largest_bytes: number
}

/** The file for the list, with the reason at once when it cannot be taken. */
export function picked(file: File, limits: FileLimits): PickedFile {
  return { id: crypto.randomUUID(), file, progress: 0, error: problemOf(file, limits) }
}

function problemOf(file: File, { kinds, largest_bytes }: FileLimits): string | undefined {
  if (file.size === 0) return t.emptyFile
  if (file.size > largest_bytes) return t.tooLarge(formatSize(largest_bytes))
  const isKnown = kinds.length === 0 || kinds.some((kind) => file.name.toLowerCase().endsWith(kind))
  return isKnown ? undefined : t.wrongKind(kinds.join(', '))
}
