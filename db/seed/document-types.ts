import type { documentTypes } from '#db/documents/schema.ts'

type Family = 'administrative' | 'copy'

// code, Vietnamese name, English name, abbreviation in the symbol; in the order of the decree.
const administrative: [string, string, string, string][] = [
  ['nghi_quyet', 'Nghị quyết', 'Resolution', 'NQ'],
  ['quyet_dinh', 'Quyết định', 'Decision', 'QĐ'],
  ['chi_thi', 'Chỉ thị', 'Directive', 'CT'],
  ['quy_che', 'Quy chế', 'Regulation', 'QC'],
  ['quy_dinh', 'Quy định', 'Rules', 'QyĐ'],
  ['thong_cao', 'Thông cáo', 'Communiqué', 'TC'],
  ['thong_bao', 'Thông báo', 'Notice', 'TB'],
  ['huong_dan', 'Hướng dẫn', 'Guideline', 'HD'],
  ['chuong_trinh', 'Chương trình', 'Programme', 'CTr'],
  ['ke_hoach', 'Kế hoạch', 'Plan', 'KH'],
  ['phuong_an', 'Phương án', 'Scheme', 'PA'],
  ['de_an', 'Đề án', 'Project proposal', 'ĐA'],
  ['du_an', 'Dự án', 'Project', 'DA'],
  ['bao_cao', 'Báo cáo', 'Report', 'BC'],
  ['bien_ban', 'Biên bản', 'Minutes', 'BB'],
  ['to_trinh', 'Tờ trình', 'Submission', 'TTr'],
  ['hop_dong', 'Hợp đồng', 'Contract', 'HĐ'],
  ['cong_van', 'Công văn', 'Official letter', ''],
  ['cong_dien', 'Công điện', 'Official telegram', 'CĐ'],
  ['ban_ghi_nho', 'Bản ghi nhớ', 'Memorandum', 'BGN'],
  ['ban_thoa_thuan', 'Bản thỏa thuận', 'Agreement', 'BTT'],
  ['giay_uy_quyen', 'Giấy ủy quyền', 'Power of attorney', 'GUQ'],
  ['giay_moi', 'Giấy mời', 'Invitation', 'GM'],
  ['giay_gioi_thieu', 'Giấy giới thiệu', 'Letter of introduction', 'GGT'],
  ['giay_nghi_phep', 'Giấy nghỉ phép', 'Leave permit', 'GNP'],
  ['phieu_gui', 'Phiếu gửi', 'Dispatch slip', 'PG'],
  ['phieu_chuyen', 'Phiếu chuyển', 'Transfer slip', 'PC'],
  ['phieu_bao', 'Phiếu báo', 'Notification slip', 'PB'],
  ['thu_cong', 'Thư công', 'Official personal letter', ''],
]

const copies: [string, string, string, string][] = [
  ['sao_y', 'Bản sao y', 'True copy', 'SY'],
  ['trich_sao', 'Bản trích sao', 'Extract', 'TrS'],
  ['sao_luc', 'Bản sao lục', 'Copy of a copy', 'SL'],
]

const rows = (list: typeof copies, family: Family, instrument: string, first: number) =>
  list.map(([code, nameVi, nameEn, abbreviation], index) => {
    const names = { code, nameVi, nameEn, abbreviation }
    return { ...names, family, position: first + index, validFrom: '2020-03-05', instrument }
  })

/**
 * The 29 kinds of administrative documents and the three kinds of copies.
 * @law ND30 art. 7
 * @law ND30 art. 25
 */
export const seededDocumentTypes: (typeof documentTypes.$inferInsert)[] = [
  ...rows(administrative, 'administrative', 'Nghị định 30/2020/NĐ-CP, Điều 7 và Phụ lục III', 1),
  ...rows(copies, 'copy', 'Nghị định 30/2020/NĐ-CP, Điều 25 và Phụ lục III', 30),
]
