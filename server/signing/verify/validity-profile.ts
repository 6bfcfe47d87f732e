/**
 * How files are judged whose signatures end in a root, beyond what the standards leave open:
 * `strict` – after a certifying signature no signature field may be added (ISO 32000-2, as strict validators read it);
 * `fields-added-later` – a small, sound and trusted one may, with a note: government signing tools certify and let the
 * next signer add a field.
 */
export type ValidityProfile = 'strict' | 'fields-added-later'

/** What counts where nobody set a profile. */
export const DEFAULT_PROFILE: ValidityProfile = 'fields-added-later'

/** The profile that a stored word stands for; an unknown word stands for the default. */
export function readProfile(word: string | null): ValidityProfile {
  return word === 'strict' ? 'strict' : DEFAULT_PROFILE
}
