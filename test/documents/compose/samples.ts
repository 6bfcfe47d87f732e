import type { Composition } from '#server/documents/compose/composition.ts'

/** Công văn 664/UBND-TH as the vice-chairman signs it; the name is invented. */
export const letter664: Composition = {
  agency: { name: 'Ủy ban nhân dân\ntỉnh An Giang', parent: null },
  type: { name: 'Công văn', letter: true },
  symbol: 'UBND-TH',
  place: 'An Giang',
  subject: 'chấn chỉnh việc tiếp nhận, giải quyết thủ tục hành chính trên môi trường mạng',
  addressees: ['Các Sở, Ban, ngành tỉnh', 'Công an tỉnh', 'Ủy ban nhân dân các huyện, thị xã, thành phố'],
  body: [
    'Thời gian qua, việc tiếp nhận và giải quyết hồ sơ thủ tục hành chính trên Hệ thống thông tin một cửa điện tử của tỉnh đã đi vào nền nếp. Tuy nhiên, vẫn còn hồ sơ được giải quyết xong nhưng không cập nhật kết quả, hồ sơ trễ hạn chưa có thư xin lỗi; một số đơn vị có tỷ lệ hồ sơ trễ hạn vượt **2%** (cấp tỉnh) và **3,5%** (cấp huyện).',
    'Để khắc phục, Ủy ban nhân dân tỉnh yêu cầu:',
    '**1. Các Sở, Ban, ngành tỉnh và Ủy ban nhân dân các huyện, thị xã, thành phố**',
    'a) Tiếp nhận và trả kết quả *toàn bộ* hồ sơ trên Hệ thống thông tin một cửa điện tử; cập nhật kết quả trong ngày làm việc.',
    'b) Rà soát hồ sơ trễ hạn, nêu rõ nguyên nhân và báo cáo Ủy ban nhân dân tỉnh trước ngày 15/07/2020.',
    '**2. Sở Thông tin và Truyền thông**',
    '- Công bố hằng tháng tỷ lệ hồ sơ đúng hạn, trễ hạn của từng cơ quan, đơn vị;',
    '- Phối hợp Công an tỉnh bảo đảm an toàn thông tin cho hệ thống.',
    'Yêu cầu các cơ quan, đơn vị nghiêm túc thực hiện./.',
  ].join('\n'),
  signer: { competence: ['KT. Chủ tịch'], position: 'Phó Chủ tịch', fullName: 'Trần Thị Ngọc Ẩn' },
  recipients: [
    'Như trên',
    'TT. Tỉnh ủy, TT. HĐND tỉnh',
    'CT và các PCT UBND tỉnh',
    'Lãnh đạo VPUBND tỉnh',
    'Phòng: TH, KGVX, KTTH, KTN, NC',
    'Cổng Thông tin điện tử tỉnh',
    'Lưu: VT, TH',
  ],
  urgency: 'urgent',
  circulation: 'normal',
  contact: null,
  composedAt: new Date('2020-06-23T02:00:00Z'),
}

/** A notice of conclusions by the office, with a long agency, a table and a foot. */
export const notice156: Composition = {
  ...letter664,
  agency: { name: 'Văn phòng', parent: 'Ủy ban nhân dân tỉnh An Giang' },
  type: { name: 'Thông báo', letter: false },
  symbol: 'TB-VPUBND',
  subject: 'Kết luận của Chủ tịch Ủy ban nhân dân tỉnh tại phiên họp Ủy ban nhân dân tỉnh tháng 6 năm 2020',
  addressees: [],
  body: [
    'Ngày 30 tháng 6 năm 2020, tại phòng họp số 1, Chủ tịch Ủy ban nhân dân tỉnh chủ trì phiên họp thường kỳ.',
    '# KẾT LUẬN',
    '1. Giao các cơ quan thực hiện theo bảng sau:',
    '| Nhiệm vụ | Cơ quan chủ trì | Thời hạn |',
    '|---|---|---|',
    '| Công bố tỷ lệ giải quyết hồ sơ đúng hạn của tất cả các cơ quan, đơn vị trên Cổng Thông tin điện tử tỉnh | Sở Thông tin và Truyền thông | 15/07/2020 |',
    '| Tham mưu hình thức xử lý đơn vị vượt ngưỡng | Sở Nội vụ | 31/07/2020 |',
    '2. Văn phòng Ủy ban nhân dân tỉnh theo dõi, đôn đốc, báo cáo kết quả.',
  ].join('\n'),
  signer: { competence: ['TL. Chủ tịch'], position: 'Chánh Văn phòng', fullName: 'Lê Đức Bằng' },
  circulation: 'internal',
  urgency: 'express',
  contact:
    'Số 16C, đường Tôn Đức Thắng, phường Mỹ Bình, thành phố Long Xuyên, tỉnh An Giang. Điện thoại: (0296) 0000000; Website: www.angiang.example.vn',
}

/** The same letter with a body of about 40 pages. */
export const longLetter: Composition = {
  ...letter664,
  body: Array.from({ length: 40 * 7 }, (_, index) => `${index + 1}. ${letter664.body.split('\n')[0]}`).join('\n'),
}
