const most_bytes = 8_000_000
const asked = new Set<string>()

/**
 * Fetches a paper into the browser's cache before it is looked at; papers are named by content, so what is cached stays right. One that is
 * larger is left to be read page by page. A failure is no matter: opening it asks again.
 */
export function preload(url: string): void {
  if (asked.has(url)) return
  asked.add(url)
  void fetchSmall(url).catch(() => asked.delete(url))
}

async function fetchSmall(url: string): Promise<void> {
  const answer = await fetch(url, { priority: 'low' })
  if (Number(answer.headers.get('content-length')) > most_bytes) await answer.body?.cancel()
  else await answer.arrayBuffer()
}
