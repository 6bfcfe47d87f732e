/** Days as `YYYY-MM-DD` in Viet Nam, both included; no end means until further notice. */
export type Validity = { validFrom: string; validTo: string | null }

/** True when the thing existed on that day. */
export function existsOn(thing: Validity, day: string): boolean {
  return thing.validFrom <= day && (thing.validTo === null || day <= thing.validTo)
}
