/** Longest name kept, in UTF-8 bytes: what every file system people save to can hold. */
const longest_bytes = 180

/** Marks that turn the direction of writing, so that "gpj.exe" can be shown as "exe.jpg", and other invisible signs. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu
/** Characters that some file system or shell takes for something else. */
const special = /[<>:"/\\|?*]/gu
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)$/iu

/**
 * A name that may be shown, stored and offered for saving: NFC, no folders, no control or direction marks, no leading or
 * trailing dots, at most 180 bytes with its ending kept. What is left empty becomes "tep". Never fails.
 */
export function safeFileName(given: string): string {
  const last = given.toWellFormed().normalize('NFC').split(/[/\\]/u).at(-1) ?? ''
  const plain = last.replace(invisible, '').replace(special, '_').replace(/\s+/gu, ' ')
  const trimmed = plain.replace(/^[\s.]+|[\s.]+$/gu, '')
  const { stem, ending } = splitEnding(trimmed)
  const sound = stem === '' || reserved.test(stem) ? `tep${stem === '' ? '' : `-${stem}`}` : stem
  return shortened(sound, longest_bytes - Buffer.byteLength(ending)) + ending
}

/** The same name with the ending that its content deserves; "báo cáo.exe" that is a PDF becomes "báo cáo.exe.pdf". */
export function nameWithEnding(name: string, ending: `.${string}`): string {
  const safe = safeFileName(name)
  return safe.toLowerCase().endsWith(ending) ? safe : safeFileName(`${safe}${ending}`)
}

/**
 * The header that offers or shows a file under its name: an ASCII stand-in for old programs, the real name beside it.
 * RFC 6266, section 4.
 */
export function contentDisposition(kind: 'inline' | 'attachment', name: string): string {
  const safe = safeFileName(name)
  const plain = safe.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D')
  const ascii = plain.replace(/[^\x20-\x7e]|["\\%;]/gu, '_')
  const real = encodeURIComponent(safe).replace(
    /['()*!]/gu,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${real}`
}

function splitEnding(name: string): { stem: string; ending: string } {
  const found = /^(.*)(\.[\p{L}\p{N}]{1,10})$/u.exec(name)
  return found ? { stem: found[1]!.replace(/[\s.]+$/u, ''), ending: found[2]! } : { stem: name, ending: '' }
}

/** Cuts between characters, never inside one. */
function shortened(text: string, bytes: number): string {
  let short = ''
  for (const { segment } of new Intl.Segmenter('vi').segment(text)) {
    if (Buffer.byteLength(short + segment) > bytes) break
    short += segment
  }
  return short.trimEnd()
}
