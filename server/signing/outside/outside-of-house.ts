import type { House } from '#server/kernel/house.ts'
import { DEMO_PKI_HOST, DEMO_TSA_URL, demoServices } from '../demo-authority/demo-services.ts'
import { openDemoPki } from '../demo-authority/keep-demo-pki.ts'
import { openOutside, type InProcess, type Outside } from './outside.ts'

/** The house's way to services outside, and its time-stamp authority; none where none is configured. */
export interface OutsideOfHouse {
  outside: Outside
  timestampUrl: string | null
}

/**
 * The way outside as it is configured. A house that shows the demonstration answers for the demonstration's own services in this
 * process, without any network; every other house never does.
 */
export async function outsideOfHouse(house: Pick<House, 'config' | 'clock'>): Promise<OutsideOfHouse> {
  const { outsideHosts: hosts, outsidePrivate: allowPrivate, outsideTimeout_s, timestampUrl } = house.config
  const pki = house.config.demo ? await openDemoPki(house.config.dataDir) : null
  const inProcess = new Map<string, InProcess>()
  if (pki)
    inProcess.set(
      DEMO_PKI_HOST,
      demoServices(pki, () => house.clock.now()),
    )
  const outside = openOutside({ hosts, allowPrivate, timeout_ms: outsideTimeout_s * 1000 }, inProcess)
  return { outside, timestampUrl: timestampUrl ?? (pki ? DEMO_TSA_URL : null) }
}
