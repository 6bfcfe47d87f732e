// Nobody in particular: common family names with given names drawn by a fixed walk. A chance likeness means nothing.
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

/** Steps that share no divisor with the lists, so that neighbours in an office differ in every word. */
function nameAt(step: number): string {
  const [middle, last] = step % 2 === 0 ? [womenMiddle, womenGiven] : [menMiddle, menGiven]
  const half = Math.floor(step / 2)
  const pick = (list: readonly string[], at: number) => list[at % list.length]!
  return [pick(families, step * 7), pick(middle, half * 5 + Math.floor(half / 12)), pick(last, half * 11)].join(' ')
}
