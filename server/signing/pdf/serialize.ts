import { isRegular } from './characters.ts'
import { PdfName, PdfRef, PdfStream, PdfString, type PdfDict, type PdfValue } from './objects.ts'

/** The bytes of a value as PDF syntax. A stream's `/Length` is set to its data. */
export function serialize(value: PdfValue): Buffer {
  if (value instanceof PdfStream) {
    const { raw } = value
    const dict = new Map(value.dict).set('Length', raw.length)
    return Buffer.concat([Buffer.from(`${text(dict)}\nstream\n`, 'latin1'), raw, Buffer.from('\nendstream')])
  }
  return Buffer.from(text(value), 'latin1')
}

function text(value: PdfValue): string {
  if (value === null) return 'null'
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return exactText(value)
  if (value instanceof PdfName) return nameText(value.name)
  if (value instanceof PdfString) return stringText(value)
  if (value instanceof PdfRef) return `${value.num} ${value.gen} R`
  if (Array.isArray(value)) return `[${value.map(text).join(' ')}]`
  if (value instanceof PdfStream) throw new Error('a stream is always an indirect object')
  return dictText(value)
}

function dictText(dict: PdfDict): string {
  return `<<${[...dict].map(([key, value]) => `${nameText(key)} ${text(value)}`).join(' ')}>>`
}

/** A value that is only written again stays the value it was: the page box of a signed file must not change in its tenth decimal. */
function exactText(value: number): string {
  if (Number.isInteger(value)) return value.toFixed(0)
  const shortest = String(value)
  return shortest.includes('e') ? value.toFixed(40).replace(/\.?0+$/, '') : shortest
}

/** A length as it is drawn. PDF knows no exponents; five decimals are finer than any printer. */
export function numberText(value: number): string {
  if (Number.isInteger(value)) return value.toFixed(0)
  return value
    .toFixed(5)
    .replace(/\.?0+$/, '')
    .replace(/^-0$/, '0')
}

function nameText(name: string): string {
  let out = '/'
  for (const sign of name) {
    const code = sign.charCodeAt(0)
    const plain = isRegular(code) && code > 0x20 && code < 0x7f && sign !== '#'
    out += plain ? sign : `#${code.toString(16).padStart(2, '0')}`
  }
  return out
}

function stringText(value: PdfString): string {
  const bytes = Buffer.from(value.bytes)
  if (value.hex) return `<${bytes.toString('hex')}>`
  return `(${bytes
    .toString('latin1')
    .replace(/[\\()]/g, '\\$&')
    .replace(/\r/g, '\\r')})`
}
