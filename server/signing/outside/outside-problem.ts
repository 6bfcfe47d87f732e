/** Why a service outside did not answer as it should. */
export type OutsideFault =
  | 'host_not_allowed'
  | 'address_malformed'
  | 'address_private'
  | 'unreachable'
  | 'too_slow'
  | 'too_large'
  | 'redirected_wrongly'
  | 'status_wrong'
  | 'content_wrong'

/** A request that was not made, or an answer that is not used. Nothing of the answer is kept. */
export class OutsideProblem extends Error {
  readonly code: OutsideFault

  constructor(code: OutsideFault, detail: string) {
    super(detail)
    this.name = 'OutsideProblem'
    this.code = code
  }
}
