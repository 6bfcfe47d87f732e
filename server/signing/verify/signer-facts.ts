import { OID } from '../asn1/oids.ts'
import { readDer } from '../asn1/read-der.ts'
import type { Certificate } from '../x509/certificate.ts'
import { displayName, nameValue, readName, type NameAttribute } from '../x509/distinguished-name.ts'
import type { CertificateFacts, SignatureReport } from './report.ts'

/** What the certificate says about its holder and issuer. */
export function certificateFacts(certificate: Certificate): CertificateFacts {
  const subject = readName(certificate.subjectDer)
  return {
    subject: displayName(subject),
    organization: nameValue(subject, OID.organization),
    title: nameValue(subject, OID.title),
    issuer: displayName(readName(certificate.issuerDer)),
    serial: certificate.serialHex,
    from: certificate.notBefore.toISOString(),
    to: certificate.notAfter.toISOString(),
  }
}

/** Beginnings of Vietnamese agencies' names, for certificates that do not state what they are for. */
const AGENCY =
  /^(uỷ ban|ủy ban|ubnd|hội đồng|hđnd|văn phòng|sở |bộ |ban |cục |chi cục|tổng cục|thanh tra|công an|kho bạc|bảo hiểm|trung tâm|trường |phòng |đảng uỷ|đảng ủy|tỉnh uỷ|tỉnh ủy)/iu

/**
 * Whether a person or an agency holds the certificate: by its statement (ETSI EN 319 412-5), else by the kind of
 * attributes its name has, else unknown.
 */
export function signerKind(certificate: Certificate): SignatureReport['kind'] {
  const stated = statedPurpose(certificate)
  if (stated) return stated
  const subject = readName(certificate.subjectDer)
  const commonName = nameValue(subject, OID.commonName) ?? ''
  if (nameValue(subject, OID.organizationIdentifier) || AGENCY.test(commonName)) return 'agency'
  if (commonName !== '' && commonName === nameValue(subject, OID.organization)) return 'agency'
  return hasPersonalAttribute(subject) ? 'person' : 'unknown'
}

function hasPersonalAttribute(subject: NameAttribute[]): boolean {
  return [OID.title, OID.givenName, OID.surname, OID.userId, OID.serialNumber].some((type) => nameValue(subject, type))
}

function statedPurpose(certificate: Certificate): 'person' | 'agency' | null {
  const extension = certificate.extensions.get(OID.qcStatements)
  if (!extension) return null
  for (const statement of readDer(extension.value).children()) {
    const [id, info] = statement.expect(0x30).children()
    if (id?.oid() !== OID.qcType || !info) continue
    const purposes = info
      .expect(0x30)
      .children()
      .map((node) => node.oid())
    if (purposes.includes(OID.qcTypeSeal)) return 'agency'
    if (purposes.includes(OID.qcTypeSign)) return 'person'
  }
  return null
}

/** A PDF date such as `D:20200623162205+07'00'` in ISO form, or null. */
export function readPdfDate(text: string | null): string | null {
  const found = /^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:Z|([+-])(\d\d)'?(\d\d)?'?)?/.exec(text ?? '')
  if (!found) return null
  const [, year, month, day, hour, minute, second, sign, hours, minutes] = found
  const zone = sign ? `${sign}${hours}:${minutes ?? '00'}` : 'Z'
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`)
  return Number.isNaN(at.getTime()) ? null : at.toISOString()
}
