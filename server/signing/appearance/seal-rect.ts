/** A rectangle on a page in points: left, bottom, right, top. */
export type Rect = readonly [number, number, number, number]

const POINTS_PER_MM = 72 / 25.4

export const pointsOf = (mm: number): number => mm * POINTS_PER_MM

/**
 * Where the agency's seal stands: in its real size, its right edge a third into the leader's signature image from
 * the left, at the same height. `picture` is the part of the leader's rectangle that the image fills.
 * @law ND30 PL I.II.8.a
 */
export function sealRect(picture: Rect, diameter_mm: number): Rect {
  const [left, bottom, right, top] = picture
  const size = pointsOf(diameter_mm)
  const sealRight = left + (right - left) / 3
  const sealBottom = (bottom + top) / 2 - size / 2
  return [sealRight - size, sealBottom, sealRight, sealBottom + size]
}
