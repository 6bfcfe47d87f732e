/** What a key listener must know about a key press; a `KeyboardEvent` has it all. */
export interface KeyPress {
  code: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  shiftKey: boolean
  isComposing: boolean
  keyCode: number
}

/**
 * True while a Vietnamese input method is still making a letter: such presses belong to it, never to us.
 * Telex and Unikey announce themselves by `isComposing` or by the key code 229.
 */
export function isComposing(press: Pick<KeyPress, 'isComposing' | 'keyCode'>): boolean {
  return press.isComposing || press.keyCode === 229
}

/** True when `press` is `combination`, written as `Mod+KeyK`, `Shift+Slash`, `KeyJ`; Mod is Ctrl, or ⌘ on a Mac. */
export function pressed(press: KeyPress, combination: string): boolean {
  const parts = combination.split('+')
  return (
    press.code === parts.at(-1) &&
    (press.ctrlKey || press.metaKey) === parts.includes('Mod') &&
    press.altKey === parts.includes('Alt') &&
    press.shiftKey === parts.includes('Shift')
  )
}

/** True for a combination that is one plain letter or sign, which a person may switch off (WCAG 2.1.4). */
export function isSingleKey(combination: string): boolean {
  return !combination.includes('Mod') && !combination.includes('Alt')
}

const shown: Record<string, string> = {
  Slash: '/',
  'Shift+Slash': '?',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Enter: '↵',
  Escape: 'Esc',
  Space: 'Space',
}

/** The combination as it stands on keys: `['Ctrl', 'K']`, `['?']`; on a Mac `['⌘', 'K']`. */
export function keyCaps(combination: string, isMac = false): string[] {
  if (shown[combination]) return [shown[combination]]
  return combination.split('+').map((part) => {
    if (part === 'Mod') return isMac ? '⌘' : 'Ctrl'
    return shown[part] ?? part.replace(/^(Key|Digit)/, '')
  })
}
