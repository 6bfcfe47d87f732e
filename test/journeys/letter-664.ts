/** The abstract of letter 664. */
export const subject = 'chấn chỉnh công tác giải quyết thủ tục hành chính trên môi trường mạng'
/** Its body, two pages long. */
export const body = [
  'Thời gian qua, việc tiếp nhận, giải quyết thủ tục hành chính trên môi trường mạng đã có chuyển biến; tuy nhiên vẫn còn hồ sơ cập nhật chậm, kết quả chưa được công khai đầy đủ, một số cơ quan giải quyết trễ hạn vượt mức cho phép.',
  'Ủy ban nhân dân tỉnh yêu cầu các cơ quan, đơn vị thực hiện nghiêm các nội dung sau:',
  '1. Các sở, ban, ngành tỉnh và Ủy ban nhân dân các huyện, thị xã, thành phố tiếp nhận, giải quyết 100% hồ sơ trên hệ thống một cửa điện tử; cập nhật trạng thái ngay khi chuyển bước; không tiếp nhận hồ sơ ngoài hệ thống.',
  '2. Sở Thông tin và Truyền thông kết nối, tích hợp dữ liệu của các phần mềm chuyên ngành; công bố kết quả tiếp nhận, giải quyết của từng cơ quan hằng tháng trên Cổng thông tin điện tử tỉnh; hoàn thành trước ngày 15 tháng 7 năm 2020.',
  '3. Công an tỉnh phối hợp với Sở Thông tin và Truyền thông đưa các thủ tục thuộc thẩm quyền lên hệ thống, bảo đảm số liệu khớp với báo cáo kiểm soát thủ tục hành chính định kỳ hằng quý.',
  '4. Từ tháng 7 năm 2020, mỗi tháng có tỷ lệ hồ sơ trễ hạn vượt 2% đối với cơ quan cấp tỉnh, vượt 3,5% đối với cấp huyện thì bị trừ 0,5 điểm trong kết quả xếp hạng cải cách hành chính của năm.',
  '5. Văn phòng Ủy ban nhân dân tỉnh và Sở Nội vụ theo dõi, tổng hợp, báo cáo Chủ tịch Ủy ban nhân dân tỉnh; kiểm tra đột xuất những nơi có số liệu bất thường, nhất là hồ sơ đóng đồng loạt vào cuối kỳ.',
  '6. Thủ trưởng các cơ quan chịu trách nhiệm trước Chủ tịch Ủy ban nhân dân tỉnh về số liệu đã công bố; trường hợp trễ hạn phải có văn bản xin lỗi, nêu rõ lý do và hẹn lại ngày trả kết quả.',
].join('\n')
