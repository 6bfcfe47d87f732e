import type { levels } from '#db/identity/schema.ts'

const law2015 = 'Luật Tổ chức chính quyền địa phương số 77/2015/QH13'
const law2025 = 'Luật số 77/2015/QH13; Luật số 72/2025/QH15'

/** The levels of local government. The district level ended with 30/06/2025; what belonged to it stays computable. */
export const seededLevels: (typeof levels.$inferInsert)[] = [
  { code: 'province', nameVi: 'Cấp tỉnh', nameEn: 'Province', rank: 1, validFrom: '2016-01-01', instrument: law2025 },
  {
    code: 'district',
    nameVi: 'Cấp huyện',
    nameEn: 'District',
    rank: 2,
    validFrom: '2016-01-01',
    validTo: '2025-06-30',
    instrument: law2015,
  },
  { code: 'commune', nameVi: 'Cấp xã', nameEn: 'Commune', rank: 3, validFrom: '2016-01-01', instrument: law2025 },
]
