import { refuse } from '#server/kernel/refusal.ts'
import type { PdfView } from './pdf/pdf-view.ts'
import type { SignatureWish } from './prepare-signature.ts'
import { findSignatures } from './verify/find-signatures.ts'
import { permissionsOf } from './verify/permissions.ts'

/**
 * Refuses what an earlier signer forbade (ISO 32000-1 12.8.2): `signing_forbidden` where nothing may follow,
 * `field_locked` where the field to sign or to fill was locked. The same permissions that a verifier judges by.
 */
export function assertPermitted(view: PdfView, wish: Pick<SignatureWish, 'field' | 'fills'>): void {
  const touched = [wish.field, ...(wish.fills ?? []).map(({ field }) => field)]
  for (const found of findSignatures(view)) {
    const { certified, locks } = permissionsOf(view, found)
    if (certified === 1) refuse('conflict', 'signing_forbidden', { field: found.field.name })
    const locked = touched.find(locks)
    if (locked !== undefined) refuse('conflict', 'field_locked', { field: locked, by: found.field.name })
  }
}
