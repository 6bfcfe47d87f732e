/**
 * Starts a module worker of our own origin. The page demands trusted types, so the address passes the policy `ecabinet-worker`, which
 * the content policy allows by name and which lets nothing of another origin through.
 */
export function startWorker(url: string): Worker {
  return new Worker(trusted(url) as string, { type: 'module' })
}

const policy = window.trustedTypes?.createPolicy('ecabinet-worker', { createScriptURL: onlyOurs })

function trusted(url: string): unknown {
  return policy?.createScriptURL(url) ?? onlyOurs(url)
}

function onlyOurs(url: string): string {
  const { origin, href } = new URL(url, location.href)
  if (origin !== location.origin) throw new TypeError(`A worker from ${origin} is not ours`)
  return href
}
