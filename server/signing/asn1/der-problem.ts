/** Bytes that are not the DER structure they should be. Never repaired: two readings of one signature are two signatures. */
export class DerProblem extends Error {
  constructor(detail: string) {
    super(detail)
    this.name = 'DerProblem'
  }
}
