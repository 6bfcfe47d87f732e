/**
 * What this tab must not lose when it is reloaded: a ballot that is still on its way, a conclusion half typed. Gone with the tab; a private
 * window that forbids storage keeps nothing.
 */
export function keep(key: string, value: unknown): void {
  try {
    sessionStorage.setItem(`ecabinet.${key}`, JSON.stringify(value))
  } catch {
    // The value lives until the page is closed.
  }
}

/** What was kept under `key`, or undefined. */
export function kept<Value>(key: string): Value | undefined {
  try {
    const text = sessionStorage.getItem(`ecabinet.${key}`)
    return text === null ? undefined : (JSON.parse(text) as Value)
  } catch {
    return undefined
  }
}

/** Forgets what was kept under `key`. */
export function forget(key: string): void {
  try {
    sessionStorage.removeItem(`ecabinet.${key}`)
  } catch {
    // Nothing was kept.
  }
}
