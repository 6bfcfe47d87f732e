import { type SeedAgency, type SeedUnit, signsAs, signsFor } from './seed-tree.ts'

/** `word` ends the user names of its people: `vanthu.longxuyen`. */
type Locality = { code: string; name: string; word: string; place: string }

const leadersOf = (word: string): SeedUnit => ({
  name: 'Lãnh đạo Ủy ban nhân dân',
  symbol: 'LĐ',
  posts: [
    { title: 'Chủ tịch', role: 'chairman', userName: `chutich.${word}`, signs: signsAs('CHỦ TỊCH') },
    {
      title: 'Phó Chủ tịch',
      role: 'vice_chairman',
      userName: `pct.${word}`,
      signs: signsFor('KT.', 'Chủ tịch', 'PHÓ CHỦ TỊCH'),
    },
  ],
})

const districtOffice = (word: string): SeedUnit => ({
  name: 'Văn phòng Hội đồng nhân dân và Ủy ban nhân dân',
  symbol: 'VP',
  isOffice: true,
  posts: [
    { title: 'Chánh Văn phòng', role: 'office_chief', userName: `chanhvanphong.${word}` },
    { title: 'Văn thư', role: 'clerk', userName: `vanthu.${word}` },
  ],
})

const districtRoom = (word: string): SeedUnit => ({
  name: 'Phòng Văn hóa và Thông tin',
  symbol: 'VHTT',
  posts: [{ title: 'Trưởng phòng Văn hóa và Thông tin', role: 'unit_head', userName: `truongphong.vhtt.${word}` }],
})

const communeOffice = (word: string): SeedUnit => ({
  name: 'Văn phòng - Thống kê',
  symbol: 'VP',
  isOffice: true,
  posts: [{ title: 'Công chức Văn phòng - Thống kê', role: 'clerk', userName: `vanthu.${word}` }],
})

const locality = ({ code, name, place }: Locality) => ({
  code: `H01.${code}`,
  name: `Ủy ban nhân dân ${name}`,
  shortName: `UBND ${name}`,
  symbol: 'UBND',
  place,
})

const district = (code: string, name: string, word: string): SeedAgency => ({
  ...locality({ code, name, word, place: name.replace(/^(thành phố|thị xã|huyện) /, '') }),
  parent: 'H01',
  validTo: '2025-06-30',
  levelCode: 'district',
  kind: 'district',
  units: [leadersOf(word), districtOffice(word), districtRoom(word)],
})

const commune = (code: string, name: string, word: string): SeedAgency => ({
  ...locality({ code, name, word, place: name.replace(/^(xã|phường|thị trấn) /, '') }),
  parent: `H01.${code.split('.')[0]}`,
  levelCode: 'commune',
  kind: 'commune',
  units: [leadersOf(word), communeOffice(word)],
})

/** The 11 districts, towns and cities. They ended with the district level on 30/06/2025; a demo of a later day has none. */
export const districts: SeedAgency[] = [
  district('31', 'thành phố Long Xuyên', 'longxuyen'),
  district('32', 'thành phố Châu Đốc', 'chaudoc'),
  district('33', 'thị xã Tân Châu', 'tanchau'),
  district('34', 'huyện An Phú', 'anphu'),
  district('35', 'huyện Tịnh Biên', 'tinhbien'),
  district('36', 'huyện Tri Tôn', 'triton'),
  district('37', 'huyện Châu Phú', 'chauphu'),
  district('38', 'huyện Châu Thành', 'chauthanh'),
  district('39', 'huyện Chợ Mới', 'chomoi'),
  district('40', 'huyện Phú Tân', 'phutan'),
  district('41', 'huyện Thoại Sơn', 'thoaison'),
]

/** Some of the 156 communes, wards and townships. */
export const communes: SeedAgency[] = [
  commune('41.01', 'xã Vĩnh Trạch', 'vinhtrach'),
  commune('41.02', 'xã Định Mỹ', 'dinhmy'),
  commune('41.03', 'xã Vọng Thê', 'vongthe'),
  commune('41.04', 'thị trấn Núi Sập', 'nuisap'),
  commune('31.01', 'phường Mỹ Long', 'mylong'),
  commune('31.02', 'xã Mỹ Hòa Hưng', 'myhoahung'),
  commune('39.01', 'thị trấn Chợ Mới', 'thitranchomoi'),
  commune('39.02', 'xã Kiến An', 'kienan'),
  commune('36.01', 'xã Ô Lâm', 'olam'),
  commune('34.01', 'xã Khánh Bình', 'khanhbinh'),
]
