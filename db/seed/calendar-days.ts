import type { calendarDays } from '#db/identity/schema.ts'

type Day = typeof calendarDays.$inferInsert

const code2012 = 'Bộ luật Lao động 2012, Điều 115'
const code2019 = 'Bộ luật Lao động 2019, Điều 112'

/** Days off, or working Saturdays that stand for a swapped day. */
const days = (isWorking: boolean, name: string, instrument: string, ...list: string[]): Day[] =>
  list.map((day) => ({ day, isWorking, name, instrument }))
const off = (name: string, instrument: string, ...list: string[]) => days(false, name, instrument, ...list)
const working = (name: string, instrument: string, ...list: string[]) => days(true, name, instrument, ...list)

const year2020 = [
  ...off('Tết Dương lịch', code2012, '2020-01-01'),
  ...off('Tết Nguyên đán', code2012, '2020-01-23', '2020-01-24', '2020-01-27', '2020-01-28', '2020-01-29'),
  ...off('Giỗ Tổ Hùng Vương', code2012, '2020-04-02'),
  ...off('Ngày Chiến thắng', code2012, '2020-04-30'),
  ...off('Ngày Quốc tế lao động', code2012, '2020-05-01'),
  ...off('Quốc khánh', code2012, '2020-09-02'),
]

const year2021 = [
  ...off('Tết Dương lịch', code2019, '2021-01-01'),
  ...off('Tết Nguyên đán', code2019, '2021-02-10', '2021-02-11', '2021-02-12', '2021-02-15', '2021-02-16'),
  ...off('Giỗ Tổ Hùng Vương', code2019, '2021-04-21'),
  ...off('Ngày Chiến thắng', code2019, '2021-04-30'),
  ...off('Nghỉ bù Ngày Quốc tế lao động', code2019, '2021-05-03'),
  ...off('Quốc khánh', code2019, '2021-09-02', '2021-09-03'),
]

const swap = 'Thông báo lịch nghỉ và hoán đổi ngày làm việc năm 2026'

const year2026 = [
  ...off('Tết Dương lịch', code2019, '2026-01-01'),
  ...off('Nghỉ hoán đổi Tết Dương lịch', swap, '2026-01-02'),
  ...working('Làm bù ngày 02/01/2026', swap, '2026-01-10'),
  ...off('Tết Nguyên đán', code2019, '2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19', '2026-02-20'),
  ...off('Nghỉ bù Giỗ Tổ Hùng Vương', code2019, '2026-04-27'),
  ...off('Ngày Chiến thắng', code2019, '2026-04-30'),
  ...off('Ngày Quốc tế lao động', code2019, '2026-05-01'),
  ...working('Làm bù ngày 31/8/2026', swap, '2026-08-22'),
  ...off('Nghỉ hoán đổi Quốc khánh', swap, '2026-08-31'),
  ...off('Quốc khánh', code2019, '2026-09-01', '2026-09-02'),
]

/** Days that differ from Monday-to-Friday. A year that is not here counts plain weekdays until its list is entered. */
export const seededCalendarDays: Day[] = [...year2020, ...year2021, ...year2026]
