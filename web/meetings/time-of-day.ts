/** The time that a hurried hand typed as `HH:mm`, or undefined: `8`, `8h`, `8h30`, `8:30`, `08.30`, `0830`. */
export function readTime(text: string): string | undefined {
  const typed = text.trim().toLowerCase()
  const found = /^(\d{1,2})(?:\s*[h:.g]\s*(\d{1,2})?)?$/.exec(typed) ?? /^(\d{1,2})(\d{2})$/.exec(typed)
  if (!found) return undefined
  const [hour, minute] = [Number(found[1]), Number(found[2] ?? 0)]
  if (hour > 23 || minute > 59) return undefined
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}
