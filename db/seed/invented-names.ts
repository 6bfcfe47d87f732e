import { createHash } from 'node:crypto'

// Nobody in particular: common family names with given names drawn from a hash. A chance likeness means nothing.
const families =
  'Nguyễn Trần Lê Phạm Huỳnh Phan Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Mai Đoàn Lâm Châu Thái Tạ Quách La Kiều Từ'.split(' ')

const menMiddle = 'Khắc Hoài Nhật Thiên Duy Gia Bảo Trọng Đình Khánh Quang Việt'.split(' ')
const menGiven =
  'An Bách Bằng Cảnh Chương Danh Duệ Đạt Điền Giang Hiển Hoạch Huân Khải Khôi Kiên Lập Lộc Mạnh Nghị Nhân Phú Quý Sang Tấn Thịnh Tín Trực Tuấn Vĩnh'.split(
    ' ',
  )
const womenMiddle = 'Thị Diệu Hồng Kim Mỹ Ngọc Nhã Quỳnh Thảo Thu Tường Yến'.split(' ')
const womenGiven =
  'Ánh Bích Cúc Diễm Duyên Đào Hạnh Hằng Hiếu Hoa Huệ Khuê Lài Lam Liễu Mẫn Miên Ngân Nguyệt Nhiên Oanh Phụng Quyên Sen Thắm Thư Trâm Uyên Vy Xuân'.split(
    ' ',
  )

/** An endless, always equal row of different full names, NFC, men and women in turn. */
export function* inventedNames(): Generator<string> {
  const given = new Set<string>()
  for (let step = 0; ; step += 1) {
    const name = nameAt(step).normalize('NFC')
    if (given.has(name)) continue
    given.add(name)
    yield name
  }
}

/** Drawn from a hash of the step, so that no two lists walk in step with each other. */
function nameAt(step: number): string {
  const bytes = createHash('sha256').update(`name ${step}`).digest()
  const [middle, last] = step % 2 === 0 ? [womenMiddle, womenGiven] : [menMiddle, menGiven]
  const pick = (list: readonly string[], at: number) => list[bytes.readUInt32BE(at) % list.length]!
  return [pick(families, 0), pick(middle, 4), pick(last, 8)].join(' ')
}
