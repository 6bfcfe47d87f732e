/*
 * Dates, times and figures as Vietnamese official paper writes them, in both languages of the client and always in +07:00.
 */
const zone = 'Asia/Ho_Chi_Minh'
const dateParts = new Intl.DateTimeFormat('en-GB', {
  timeZone: zone,
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})
const weekdays = {
  vi: ['Chủ nhật', 'Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
} as const
const day_ms = 86_400_000

type Moment = Date | string

/** `22/11/2026` */
export function formatDate(moment: Moment): string {
  const { day, month, year } = partsOf(moment)
  return `${day}/${month}/${year}`
}

/** `08:05` */
export function formatTime(moment: Moment): string {
  const { hour, minute } = partsOf(moment)
  return `${hour}:${minute}`
}

/** `22/11/2026 08:05` */
export function formatDateTime(moment: Moment): string {
  return `${formatDate(moment)} ${formatTime(moment)}`
}

/** `22/11/2026 08:05:09`, for evidence. */
export function formatMoment(moment: Moment): string {
  const { second } = partsOf(moment)
  return `${formatDateTime(moment)}:${second}`
}

/** `Thứ Hai, 23/11/2026` */
export function formatDay(moment: Moment, language: 'vi' | 'en' = 'vi'): string {
  const weekday = new Date(civilDay(moment) * day_ms).getUTCDay()
  return `${weekdays[language][weekday]}, ${formatDate(moment)}`
}

/** `1.234,5`: at most `digits` decimals, one unless told. */
export function formatNumber(value: number, digits = 1): string {
  return new Intl.NumberFormat('vi-VN', { maximumFractionDigits: digits }).format(value)
}

/** A share of one as `3,52 %`. */
export function formatPercent(share: number, digits = 2): string {
  return `${formatNumber(share * 100, digits)} %`
}

/** `47,3 MB` */
export function formatSize(size_bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB']
  const power = size_bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(size_bytes) / 3))
  return `${formatNumber(size_bytes / 1000 ** power)} ${units[power]}`
}

/** `4:05`, for countdowns; hours appear when there are any. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60]
  const tail = `${String(minutes).padStart(hours > 0 ? 2 : 1, '0')}:${String(rest).padStart(2, '0')}`
  return hours > 0 ? `${hours}:${tail}` : tail
}

/** Whole calendar days in Vietnam from `now` to `due`: 0 today, negative when past. Not working days: those the server counts. */
export function daysUntil(due: Moment, now: Moment): number {
  return civilDay(due) - civilDay(now)
}

function civilDay(moment: Moment): number {
  const { day, month, year } = partsOf(moment)
  return Math.round(Date.UTC(Number(year), Number(month) - 1, Number(day)) / day_ms)
}

function partsOf(moment: Moment): Record<'day' | 'month' | 'year' | 'hour' | 'minute' | 'second', string> {
  const found = dateParts.formatToParts(new Date(moment)).map(({ type, value }) => [type, value])
  return Object.fromEntries(found) as ReturnType<typeof partsOf>
}
