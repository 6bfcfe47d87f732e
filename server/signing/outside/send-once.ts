import { lookup } from 'node:dns'
import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import type { OutsideReply, OutsideRequest } from './outside.ts'
import { OutsideProblem } from './outside-problem.ts'
import { isPrivateAddress } from './private-address.ts'

type Limits = { allowPrivate: boolean; deadline: AbortSignal }

/**
 * One request on a connection of its own, to the very address that was judged: the name is resolved once, so no second
 * answer of a name server can lead elsewhere. Follows no redirect, keeps no cookie, unpacks nothing.
 */
export async function sendOnce(url: URL, request: OutsideRequest, limits: Limits): Promise<OutsideReply> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host)) assertOpen(host, limits)
  const { promise, resolve, reject } = Promise.withResolvers<OutsideReply>()
  const send = url.protocol === 'https:' ? requestHttps : requestHttp
  const message = send(url, optionsOf(request, limits), (response) => {
    readReply(response, request.limit_bytes).then(resolve, reject)
  })
  message.on('error', (error) => reject(problemOf(error, limits.deadline)))
  message.end(request.body?.bytes)
  return promise.catch((error: unknown) => {
    message.destroy()
    throw problemOf(error, limits.deadline)
  })
}

function optionsOf({ body, accept }: OutsideRequest, limits: Limits): RequestOptions {
  return {
    method: body ? 'POST' : 'GET',
    agent: false,
    signal: limits.deadline,
    lookup: judgedLookup(limits),
    maxHeaderSize: 16_384,
    headers: {
      accept: accept.join(', '),
      'accept-encoding': 'identity',
      ...(body ? { 'content-type': body.type, 'content-length': body.bytes.length } : {}),
    },
  }
}

/** Resolves a name and answers only addresses that may be asked; one that may not refuses them all. */
function judgedLookup(limits: Limits): LookupFunction {
  return (name, options, answer) => {
    lookup(name, { ...options, all: true }, (error, found) => {
      if (error) return answer(error, '', 4)
      try {
        for (const { address } of found) assertOpen(address, limits)
      } catch (problem) {
        return answer(problem as Error, '', 4)
      }
      const [first] = found
      return options.all ? answer(null, found) : answer(null, first!.address, first!.family)
    })
  }
}

function assertOpen(address: string, { allowPrivate }: Limits): void {
  if (!allowPrivate && isPrivateAddress(address))
    throw new OutsideProblem('address_private', `${address} belongs to no service of the public`)
}

async function readReply(response: IncomingMessage, limit_bytes: number): Promise<OutsideReply> {
  const { 'content-type': type = '', 'content-encoding': encoding, location = null } = response.headers
  if (encoding && encoding !== 'identity') throw new OutsideProblem('content_wrong', `content packed by ${encoding}`)
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > limit_bytes) throw new OutsideProblem('too_large', `more than ${limit_bytes} bytes`)
    chunks.push(chunk)
  }
  const bare = type.split(';')[0]!.trim().toLowerCase()
  return { status: response.statusCode ?? 0, type: bare, location, bytes: Buffer.concat(chunks) }
}

function problemOf(error: unknown, deadline: AbortSignal): OutsideProblem {
  if (error instanceof OutsideProblem) return error
  if (deadline.aborted) return new OutsideProblem('too_slow', 'no answer in time')
  return new OutsideProblem('unreachable', (error as NodeJS.ErrnoException).code ?? (error as Error).message)
}
