/** What this device was told to remember under `key`, or null; private windows that forbid storage remember nothing. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(`ecabinet.${key}`)
  } catch {
    return null
  }
}

/** Keeps `value` on this device for the next visit where storage is allowed. Never for anything secret. */
export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(`ecabinet.${key}`, value)
  } catch {
    // A private window: the choice lives until the page is closed.
  }
}
