import { BlockList, isIPv6 } from 'node:net'

/**
 * Networks that no service of the public lives in (RFC 6890), with those that hide an IPv4 address in an IPv6 one; a mapped
 * one (`::ffff:…`) is looked up among the IPv4 networks.
 */
const closed = new BlockList()
const V4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const
const V6 = [
  ['::', 96],
  ['64:ff9b::', 32],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const
for (const [network, bits] of V4) closed.addSubnet(network, bits, 'ipv4')
for (const [network, bits] of V6) closed.addSubnet(network, bits, 'ipv6')

/** True for an address of this machine, of a local network or of no single machine: nothing outside is asked there. */
export function isPrivateAddress(address: string): boolean {
  const bare = address.split('%')[0]!
  return closed.check(bare, isIPv6(bare) ? 'ipv6' : 'ipv4')
}
