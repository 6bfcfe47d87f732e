import { type SeedAgency, type SeedPost, type SeedUnit, signsAs, signsFor } from './seed-tree.ts'

/** Code below H01 (invented), name, symbol, its divisions with their symbols. */
const departmentTable = `
01 | Sở Thông tin và Truyền thông           | STTTT    | Công nghệ thông tin (CNTT), Bưu chính - Viễn thông (BCVT), Thông tin - Báo chí - Xuất bản (TTBCXB)
02 | Sở Nội vụ                              | SNV      | Cải cách hành chính (CCHC), Tổ chức biên chế (TCBC), Công chức - Viên chức (CCVC)
03 | Sở Kế hoạch và Đầu tư                  | SKHĐT    | Tổng hợp - Quy hoạch (THQH), Đăng ký kinh doanh (ĐKKD)
04 | Sở Giao thông vận tải                  | SGTVT    | Quản lý vận tải (QLVT), Kết cấu hạ tầng giao thông (KCHT)
05 | Sở Tài chính                           | STC      | Quản lý ngân sách (QLNS), Quản lý giá và công sản (QLGCS)
06 | Sở Tư pháp                             | STP      | Xây dựng và kiểm tra văn bản (XDKTVB), Hành chính tư pháp (HCTP)
07 | Sở Công Thương                         | SCT      | Quản lý thương mại (QLTM), Quản lý công nghiệp (QLCN)
08 | Sở Nông nghiệp và Phát triển nông thôn | SNNPTNT  | Kế hoạch - Tài chính (KHTC), Quản lý chất lượng (QLCL)
09 | Sở Xây dựng                            | SXD      | Quản lý xây dựng (QLXD), Quy hoạch - Kiến trúc (QHKT)
10 | Sở Tài nguyên và Môi trường            | STNMT    | Quản lý đất đai (QLĐĐ), Quản lý môi trường (QLMT)
11 | Sở Lao động - Thương binh và Xã hội    | SLĐTBXH  | Việc làm - An toàn lao động (VLATLĐ), Người có công (NCC)
12 | Sở Văn hóa, Thể thao và Du lịch        | SVHTTDL  | Quản lý văn hóa (QLVH), Quản lý du lịch (QLDL)
13 | Sở Khoa học và Công nghệ               | SKHCN    | Quản lý khoa học (QLKH), Quản lý công nghệ (QLCNg)
14 | Sở Giáo dục và Đào tạo                 | SGDĐT    | Giáo dục trung học (GDTrH), Giáo dục tiểu học (GDTiH)
15 | Sở Y tế                                | SYT      | Nghiệp vụ Y (NVY), Nghiệp vụ Dược (NVD)
16 | Sở Ngoại vụ                            | SNgV     | Lãnh sự - Biên giới (LSBG), Hợp tác quốc tế (HTQT)
17 | Thanh tra tỉnh                         | TTT      | Nghiệp vụ 1 (NV1), Nghiệp vụ 2 (NV2)
18 | Ban Dân tộc                            | BDT      | Chính sách dân tộc (CSDT), Tuyên truyền và Địa bàn (TTĐB)
19 | Ban Quản lý Khu kinh tế                | BQLKKT   | Quản lý đầu tư (QLĐT), Quy hoạch và Môi trường (QHMT)`

const otherTable = `
20 | Công an tỉnh                           | CAT      | Quản lý hành chính (QLHC)
21 | Trung tâm Phục vụ hành chính công      | TTPVHCC  | Tiếp nhận và Trả kết quả (TNTKQ)`

/** How the heads and the office are called there. */
type Style = { head: string; deputy: string; office: string; chief: string; headUser?: string }

const ofDepartment: Style = {
  head: 'Giám đốc',
  deputy: 'Phó Giám đốc',
  office: 'Văn phòng Sở',
  chief: 'Chánh Văn phòng',
}
const ofInspectorate = { ...ofDepartment, head: 'Chánh Thanh tra', deputy: 'Phó Chánh Thanh tra', office: 'Văn phòng' }
const ofBoard = { ...ofDepartment, head: 'Trưởng Ban', deputy: 'Phó Trưởng Ban', office: 'Văn phòng Ban' }
const ofPolice = { ...ofDepartment, office: 'Phòng Tham mưu', chief: 'Trưởng phòng Tham mưu' }
/** The head of the centre is a deputy chief of the committee's office: one person with two posts. */
const ofCentre = {
  ...ofDepartment,
  office: 'Phòng Hành chính - Tổng hợp',
  chief: 'Trưởng phòng Hành chính - Tổng hợp',
  headUser: 'phochanhvanphong.hcc',
}

const capitals = (title: string) => title.toLocaleUpperCase('vi')

function leadersOf({ head, deputy, headUser }: Style, word: string): SeedUnit {
  const first: SeedPost = {
    title: head,
    role: 'director',
    userName: headUser ?? `giamdoc.${word}`,
    signs: signsAs(capitals(head)),
  }
  const signs = signsFor('KT.', head, capitals(deputy))
  const second: SeedPost = { title: deputy, role: 'director', userName: `phogiamdoc.${word}`, signs }
  return { name: 'Lãnh đạo', symbol: 'LĐ', posts: [first, second] }
}

const officeOf = ({ office, chief }: Style, word: string): SeedUnit => ({
  name: office,
  symbol: 'VP',
  isOffice: true,
  posts: [
    { title: chief, role: 'office_chief', userName: `chanhvanphong.${word}` },
    { title: 'Văn thư', role: 'clerk', userName: `vanthu.${word}` },
  ],
})

const roomOf = (name: string, symbol: string): SeedUnit => ({
  name: `Phòng ${name}`,
  symbol,
  posts: [
    { title: `Trưởng phòng ${name}`, role: 'unit_head', userName: `truongphong.${wordOf(symbol)}` },
    { title: 'Chuyên viên', role: 'specialist', userName: `chuyenvien.${wordOf(symbol)}` },
  ],
})

/** How the agencies that are no ordinary department call theirs. */
const styles: Record<string, Style> = {
  TTT: ofInspectorate,
  BDT: ofBoard,
  BQLKKT: ofBoard,
  CAT: ofPolice,
  TTPVHCC: ofCentre,
}

/** What the user names of an agency's or a division's people end with: the symbol in small letters (three t's will do). */
const wordOf = (symbol: string) => symbol.toLocaleLowerCase('vi').replaceAll('đ', 'd').replace('tttt', 'ttt')

function agencyOf(line: string, kind: string): SeedAgency {
  const [code, name, symbol, rooms] = line.split('|').map((cell) => cell.trim()) as [string, string, string, string]
  const style = styles[symbol] ?? ofDepartment
  const word = wordOf(symbol)
  const divisions = [...rooms.matchAll(/([^(),][^()]*) \((\S+)\)/g)].map(([, title, short]) =>
    roomOf(title!.trim(), short!),
  )
  return {
    code: `H01.${code}`,
    parent: 'H01',
    name,
    shortName: name,
    symbol,
    levelCode: 'province',
    place: 'An Giang',
    kind,
    units: [leadersOf(style, word), officeOf(style, word), ...divisions],
    books: symbol === 'STTTT' ? [['Sổ công văn đi', ['cong_van'], 528]] : [],
  }
}

const agenciesIn = (table: string, kind: string) =>
  table
    .trim()
    .split('\n')
    .map((line) => agencyOf(line, kind))

/** The 19 departments and equal agencies under the committee, as they stood in 2020. */
export const departments: SeedAgency[] = agenciesIn(departmentTable, 'department')

/** Agencies beside them that the demo's story needs. */
export const otherAgencies: SeedAgency[] = agenciesIn(otherTable, 'office')
