import { type SeedAgency, type SeedPost, type SeedUnit, signsAs, signsFor } from './seed-tree.ts'

const viceChairman = (userName: string): SeedPost => ({
  title: 'Phó Chủ tịch',
  role: 'vice_chairman',
  userName,
  signs: signsFor('KT.', 'Chủ tịch', 'PHÓ CHỦ TỊCH'),
})

const chiefOfOffice = (title: string, userName: string): SeedPost => ({
  title,
  role: 'office_chief',
  userName,
  signs: signsFor('TL.', 'Chủ tịch', title.toLocaleUpperCase('vi')),
})

const leaders: SeedUnit = {
  name: 'Lãnh đạo Ủy ban nhân dân tỉnh',
  symbol: 'LĐ',
  posts: [
    { title: 'Chủ tịch', role: 'chairman', userName: 'chutich', signs: signsAs('CHỦ TỊCH') },
    viceChairman('pct'),
    viceChairman('pct.kinhte'),
    viceChairman('pct.vanxa'),
  ],
}

const office: SeedUnit = {
  name: 'Văn phòng Ủy ban nhân dân tỉnh',
  symbol: 'VP',
  isOffice: true,
  posts: [
    chiefOfOffice('Chánh Văn phòng', 'chanhvanphong'),
    chiefOfOffice('Phó Chánh Văn phòng', 'phochanhvanphong'),
    chiefOfOffice('Phó Chánh Văn phòng', 'phochanhvanphong.hcc'),
    { title: 'Thư ký phiên họp', role: 'secretary', userName: 'thuky' },
    { title: 'Văn thư', role: 'clerk', userName: 'vanthu' },
    { title: 'Văn thư', role: 'clerk', userName: 'vanthu2' },
    { title: 'Quản trị hệ thống', role: 'admin', userName: 'quantri' },
  ],
}

const division = (name: string, symbol: string, word: string): SeedUnit => ({
  name: `Phòng ${name}`,
  symbol,
  posts: [
    { title: `Trưởng phòng ${name}`, role: 'unit_head', userName: `truongphong.${word}` },
    { title: `Phó Trưởng phòng ${name}`, role: 'unit_head', userName: `photruongphong.${word}` },
    { title: 'Chuyên viên', role: 'specialist', userName: `chuyenvien.${word}` },
    { title: 'Chuyên viên', role: 'specialist', userName: `chuyenvien2.${word}` },
  ],
})

/**
 * The committee. Its office drafts, checks and registers in the committee's name, so the office and its divisions are the
 * committee's units and a letter of the general division reads 664/UBND-TH.
 */
export const committee: SeedAgency = {
  code: 'H01',
  name: 'Ủy ban nhân dân tỉnh An Giang',
  shortName: 'UBND tỉnh An Giang',
  symbol: 'UBND',
  levelCode: 'province',
  place: 'An Giang',
  kind: 'province',
  units: [
    leaders,
    office,
    division('Tổng hợp', 'TH', 'th'),
    division('Khoa giáo - Văn xã', 'KGVX', 'kgvx'),
    division('Kinh tế tổng hợp', 'KTTH', 'ktth'),
    division('Kinh tế ngành', 'KTN', 'ktn'),
    division('Nội chính', 'NC', 'nc'),
    division('Hành chính - Tổ chức', 'HCTC', 'hctc'),
  ],
  books: [
    ['Sổ công văn đi', ['cong_van'], 663],
    ['Sổ thông báo', ['thong_bao'], 155],
  ],
}
