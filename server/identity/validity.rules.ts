/** Days as `YYYY-MM-DD` in Viet Nam, both included; no end means until further notice. */
export type Validity = { validFrom: string; validTo: string | null }

/** The calendar day in Viet Nam (+07:00 all year) of an instant. */
export function dayInVietNam(at: Date): string {
  return new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(0, 10)
}

/** True when the thing existed on that day. */
export function existsOn(thing: Validity, day: string): boolean {
  return thing.validFrom <= day && (thing.validTo === null || day <= thing.validTo)
}
