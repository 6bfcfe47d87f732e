import { availableParallelism } from 'node:os'
import type { BlobSource } from '#server/files/door.ts'
import type { House } from '#server/kernel/house.ts'
import { countTry, type ThrottleRule } from '#server/kernel/throttle.ts'
import { explainReport, type SealedFinding, sealFinding, verifyUnkept } from '#server/signing/door.ts'
import { CheckPlaces } from './check-places.ts'
import { receiveInTime } from './receive-in-time.ts'

/** The largest file that anybody may have checked without an account. */
export const checkLimit_bytes = 50 * 1024 * 1024

/** A phone on a bad line needs two minutes for the largest file. */
const longestUpload_ms = 180_000

/** A clerk who checks a pile of papers is no attack; a program that never stops is. */
const addressRule: ThrottleRule = { free: 30, first_ms: 2_000, longest_ms: 5 * 60_000, forget_ms: 10 * 60_000 }

const uploads = new CheckPlaces({ places: 12, perCaller: 3, line: 0 })
/** One core always stays free for the house's own papers. */
const checks = new CheckPlaces({ places: Math.max(1, availableParallelism() - 1), perCaller: 3, line: 8 })

/**
 * Checks the signatures of a file that anybody may send, signed in or not. The bytes stand in a private temporary file while they
 * are looked at in a confined process, and are gone with the answer, whatever it is; no row, no log line and no blob
 * remembers them. `bytes` is called once the address may send. Refuses `too_many_tries` and `check_busy` per address, `file_too_large`, `upload_too_slow`, `upload_broken`;
 * whatever the file holds is a finding.
 */
export async function checkSignatures(house: House, address: string, bytes: () => BlobSource) {
  const caller = networkOf(address)
  await countTry(house, `check:address:${caller}`, addressRule)
  const found = await uploads.run(caller, async (): Promise<SealedFinding> => {
    const staged = await house.blobs.stage(receiveInTime(bytes(), longestUpload_ms), checkLimit_bytes)
    try {
      const { sha256, size_bytes, path } = staged
      return { ...(await checks.run(caller, () => verifyUnkept(house, path))), sha256, size_bytes }
    } finally {
      await staged.discard()
    }
  })
  const { report, roots, sha256, size_bytes } = found
  return {
    found: { ...explainReport(report, roots), sha256 },
    size_bytes,
    sealed: await sealFinding(house, found),
  }
}

/** Whoever has one IPv6 address has 2⁶⁴ of them: they count as one. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address
  const [head = ''] = address.split('::')
  return head.split(':').slice(0, 4).join(':')
}
