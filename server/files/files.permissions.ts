import type { Actor } from '#server/kernel/actor.ts'

/** Whoever holds a post may bring in a file; what it may then be attached to is each room's own question. */
export function mayUploadFile(actor: Actor): boolean {
  return actor.role !== 'admin'
}

/**
 * An upload by itself belongs to the post that brought it. Everybody else sees it only through the document, paper or
 * note that it was attached to, by that room's rights.
 */
export function maySeeUpload(actor: Actor, file: { postId: string }): boolean {
  return file.postId === actor.postId
}
