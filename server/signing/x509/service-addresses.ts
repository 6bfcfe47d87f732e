import { OID } from '../asn1/oids.ts'
import { readDer } from '../asn1/read-der.ts'
import { oid, sequence, tlv } from '../asn1/write-der.ts'
import type { Certificate } from './certificate.ts'
import { GENERAL_NAME, readGeneralNames } from './general-name.ts'
import { certificateExtension } from './issue-certificate.ts'

/** Where a certificate says that its services are: web addresses, in its own order. */
export interface ServiceAddresses {
  ocsp: string[]
  /** Certificates of its issuer. */
  issuers: string[]
  crls: string[]
}

/** Addresses of one kind that are looked at; more is an attack. */
const MAX_ADDRESSES = 4

/** Reads the authority information access and the distribution points of a certificate; other than http(s) is passed over. */
export function serviceAddresses(certificate: Certificate): ServiceAddresses {
  const access = certificate.extensions.get(OID.authorityInfoAccess)
  const places = (access ? readDer(access.value).children() : []).map((place) => {
    const [method, location] = place.children()
    return { method: method?.oid(), uri: location?.tag === GENERAL_NAME.uri ? location.content.toString('latin1') : '' }
  })
  const by = (id: string) => places.filter(({ method }) => method === id).map(({ uri }) => uri)
  return { ocsp: web(by(OID.accessOcsp)), issuers: web(by(OID.accessIssuers)), crls: web(crlAddresses(certificate)) }
}

const web = (uris: string[]) => uris.filter((uri) => /^https?:\/\//i.test(uri)).slice(0, MAX_ADDRESSES)

function crlAddresses({ extensions }: Certificate): string[] {
  const points = extensions.get(OID.crlDistributionPoints)
  const names = (points ? readDer(points.value).children() : [])
    .flatMap((point) => point.children().filter(({ tag }) => tag === 0xa0))
    .flatMap((wrapped) => wrapped.children().filter(({ tag }) => tag === 0xa0))
    .flatMap((full) => readGeneralNames(full.content))
  return names.filter(({ tag }) => tag === GENERAL_NAME.uri).map(({ value }) => value.toString('latin1'))
}

/** The two extensions that name a certificate's services, for those who issue certificates. */
export function serviceExtensions({ ocsp, issuers, crls }: ServiceAddresses): Buffer[] {
  const uri = (text: string) => tlv(GENERAL_NAME.uri, Buffer.from(text, 'latin1'))
  const access = [
    ...ocsp.map((text) => sequence(oid(OID.accessOcsp), uri(text))),
    ...issuers.map((text) => sequence(oid(OID.accessIssuers), uri(text))),
  ]
  const points = crls.map((text) => sequence(tlv(0xa0, tlv(0xa0, uri(text)))))
  return [
    ...(access.length > 0 ? [certificateExtension(OID.authorityInfoAccess, sequence(...access))] : []),
    ...(points.length > 0 ? [certificateExtension(OID.crlDistributionPoints, sequence(...points))] : []),
  ]
}
