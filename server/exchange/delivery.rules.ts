/**
 * What a delivery can say of itself. `queued` is ours: not yet with the recipient. The others are the national codes; 07–12 and
 * 14 have been seen nowhere and are kept as they come.
 * @law QD28 art. 10.2
 */
export const deliveryStatuses = {
  queued: { vi: 'Chờ gửi', en: 'Waiting to be sent' },
  '01': { vi: 'Đã đến', en: 'Arrived' },
  '02': { vi: 'Từ chối tiếp nhận', en: 'Refused' },
  '03': { vi: 'Đã tiếp nhận', en: 'Registered' },
  '04': { vi: 'Phân công', en: 'Assigned' },
  '05': { vi: 'Đang xử lý', en: 'In progress' },
  '06': { vi: 'Hoàn thành', en: 'Done' },
  '13': { vi: 'Yêu cầu lấy lại', en: 'Recall requested' },
  '15': { vi: 'Đồng ý lấy lại', en: 'Recall agreed' },
  '16': { vi: 'Từ chối lấy lại', en: 'Recall refused' },
} as const
export type DeliveryStatus = keyof typeof deliveryStatuses

/** Which status may follow which. 02, 06 and 15 end the row. @law QD28 art. 9 */
const follows: Record<DeliveryStatus, readonly DeliveryStatus[]> = {
  queued: ['01'],
  '01': ['02', '03', '13'],
  '02': [],
  '03': ['04', '05', '06', '13'],
  '04': ['05', '06', '13'],
  '05': ['06', '13'],
  '06': [],
  '13': ['15', '16'],
  '15': [],
  '16': ['03', '04', '05', '06', '13'],
}

/** True for a status that this version knows the meaning of. */
export function isKnownStatus(status: string): status is DeliveryStatus {
  return status in deliveryStatuses
}

/**
 * The current status after a report: the reported one where it may follow, else the one before. A late or unknown report
 * is kept in the history all the same and changes nothing.
 */
export function statusAfter(current: string, reported: string): string {
  if (!isKnownStatus(reported) || !isKnownStatus(current)) return current
  return follows[current].includes(reported) ? reported : current
}

/** A refusal that nobody at the sender has seen yet. */
export function awaitsAcknowledgement(delivery: { status: string; acknowledgedRefusalAt: Date | null }): boolean {
  return delivery.status === '02' && delivery.acknowledgedRefusalAt === null
}

/** How many deliveries stand at which status, and how many refusals wait to be seen. */
export function aggregateOf(deliveries: readonly { status: string; acknowledgedRefusalAt: Date | null }[]) {
  const byStatus: Record<string, number> = {}
  for (const { status } of deliveries) byStatus[status] = (byStatus[status] ?? 0) + 1
  return {
    total: deliveries.length,
    byStatus,
    refusalsToAcknowledge: deliveries.filter(awaitsAcknowledgement).length,
  }
}
