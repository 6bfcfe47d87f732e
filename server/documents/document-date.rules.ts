/** Days are legal days in Viet Nam, written `2020-06-23`. */

/**
 * "ngày 03 tháng 4 năm 2020": days below ten and the months one and two only have a leading zero.
 * @law ND30 PL I.II.4
 */
export function longDay(day: string): string {
  const { year, month, date } = partsOf(day)
  const printedMonth = month <= 2 ? twoDigits(month) : String(month)
  return `ngày ${twoDigits(date)} tháng ${printedMonth} năm ${year}`
}

/** Cell 4 as printed: "An Giang, ngày 23 tháng 6 năm 2020". @law ND30 PL I.II.4 */
export const placeAndDay = (place: string, day: string) => `${place.normalize('NFC').trim()}, ${longDay(day)}`

const twoDigits = (value: number) => String(value).padStart(2, '0')

function partsOf(day: string): { year: number; month: number; date: number } {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const real = new Date(Date.UTC(year, month - 1, date))
  const same = /^\d{4}-\d{2}-\d{2}$/u.test(day) && real.getUTCMonth() === month - 1 && real.getUTCDate() === date
  if (!same) throw new Error(`${day} is no day`)
  return { year, month, date }
}
