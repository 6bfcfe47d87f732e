import type { House } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import type { SigningNeed } from './begin-signing.ts'
import { cscClient, type CredentialInfo } from './key-holders/csc-client.ts'
import { openRemote, type RemoteHolder, type RemoteProof } from './key-holders/remote-holder.ts'
import type { KeyStoreRow } from './key.queries.ts'

/** Where a remote service keeps a key. */
export type RemoteKey = { credentialID: string }

/** The client of the configured service. Refuses `signing_service_closed` where none is configured. */
export function remoteClient({ config }: Pick<House, 'config'>) {
  const { remoteSigningUrl: url, remoteSigningClient: client, remoteSigningSecret: secret } = config
  if (!url || !secret) return refuse('unavailable', 'signing_service_closed', { error: 'REMOTE_SIGNING_URL' })
  return cscClient({ url, client: client ?? null, secret })
}

/** Opens the remote key of a store with what the signer gave. */
export function openRemoteKey(house: House, store: KeyStoreRow, proof: RemoteProof = {}): Promise<RemoteHolder> {
  return openRemote(remoteClient(house), (store.parameters as RemoteKey).credentialID, proof)
}

/** What the screen must ask for, in the service's own words. */
export function needsOf({ auth }: CredentialInfo): SigningNeed[] {
  return auth.objects.map(({ type, id, label = null, generator }) => {
    const sentOnRequest = type === 'ChallengeResponse'
    const kind = type.endsWith('OOB') ? 'device' : sentOnRequest || generator ? 'code' : 'pin'
    return { id, kind, label, sentOnRequest }
  })
}
