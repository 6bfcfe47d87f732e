import type { ISql } from 'postgres'

/** Which rows of a table to make: the first and the last number of the series. */
export type Stretch = { from: number; to: number; total: number; now: Date }

/** Three years of work end now; rows are written in the order of their time, as acts would have written them. */
const when = (sql: ISql, { total, now }: Stretch) =>
  sql`${now}::timestamptz - (${total} - i) * (interval '3 years' / ${total})`

/** Small tables that the rows are drawn from: seats by the weight of their agencies, and subjects with their search form. */
export async function makeSources(sql: ISql): Promise<void> {
  await sql`
    create table bench_seats as
    select row_number() over (order by md5(s.post_id::text || g)) - 1 as n, s.* from (
      select o.agency_id, o.unit_id, o.id as post_id, b.id as book_out, c.id as book_in, a.name as agency_name, a.symbol,
        row_number() over (partition by a.id order by o.position, o.id) as seat, count(*) over (partition by a.id) as seats,
        case a.kind when 'province' then 80 when 'department' then 20 when 'district' then 25 when 'office' then 10 else 2 end as weight
      from agencies a join posts o on o.agency_id = a.id and o.unit_id is not null
      join number_books b on b.agency_id = a.id and b.kind = 'outgoing' and b.type_codes = '{}'
      join number_books c on c.agency_id = a.id and c.kind = 'incoming') s
    cross join lateral generate_series(s.seat, s.weight, s.seats) g`
  await sql`
    create table bench_subjects as
    select row_number() over (order by md5(x.subject)) - 1 as n, x.subject, f_fold(x.subject) as fold from (
      select 'V/v ' || doing || ' ' || what || ' tại ' || a.short_name as subject
      from unnest(array['chấn chỉnh công tác', 'tăng cường', 'báo cáo kết quả', 'góp ý dự thảo', 'triển khai thực hiện', 'kiểm tra việc',
        'đôn đốc', 'phối hợp', 'hướng dẫn', 'đề nghị thẩm định', 'rà soát', 'cung cấp số liệu']) doing
      cross join unnest(array['giải quyết thủ tục hành chính', 'phòng, chống dịch bệnh', 'cải cách hành chính', 'xây dựng nông thôn mới',
        'quản lý đất đai', 'an toàn giao thông', 'chuyển đổi số', 'bảo vệ môi trường', 'thu ngân sách', 'đầu tư công',
        'an sinh xã hội', 'phòng cháy, chữa cháy', 'tuyển dụng viên chức', 'tiếp công dân', 'giám sát an toàn thực phẩm',
        'nạo vét kênh mương']) what
      cross join (select short_name from agencies order by position limit 40) a) x`
  await sql`create index on bench_seats (n)`
  await sql`create index on bench_subjects (n)`
  await sql`analyze bench_seats, bench_subjects`
}

const drawn = (sql: ISql, { from, to }: Stretch) => sql`
  (select i, abs(hashint4(i)) as a, abs(hashint4(-i)) as b from generate_series(${from}::int, ${to}::int) i) r
  join bench_seats s on s.n = r.a % (select count(*) from bench_seats)
  join bench_subjects t on t.n = r.b % (select count(*) from bench_subjects)`

/** Of the newest fiftieth three in five are still open, of the rest three in a thousand. */
const isOpen = (sql: ISql, { to }: Stretch) =>
  sql`(case when i > ${to - Math.ceil(to / 50)} then b % 10 < 6 else b % 1000 < 3 end)`

/** Outgoing documents: drafted by everybody, most issued, the newest still on their way. */
export async function addDocuments(sql: ISql, stretch: Stretch): Promise<void> {
  const at = when(sql, stretch)
  await sql`
    insert into documents (agency_id, unit_id, drafter_post_id, signer_post_id, type_code, subject, body, urgency, state, file_sha256, file_pages,
      symbol, number, number_year, number_book_id, code, issued_on, issued_at, created_at, updated_at, updated_by_post_id, search_fold)
    select agency_id, unit_id, post_id, post_id, 'cong_van', subject, repeat(subject || '. ', 4), 'normal', state, repeat('0', 64), 2,
      symbol, case when issued then i end, case when issued then 2020 end, case when issued then book_out end,
      case when issued then i || '/' || symbol end, case when issued then at::date end, case when issued then at end, at, at, post_id,
      case when issued then i || '/' || lower(symbol) || ' ' else ' ' end || fold
    from (select r.*, s.*, t.subject, t.fold, ${at} as at, not ${isOpen(sql, stretch)} as issued,
        case when not ${isOpen(sql, stretch)} then 'issued'
          else (array['draft', 'draft', 'head_review', 'office_review', 'awaiting_signature', 'signed'])[1 + b % 6] end as state
      from ${drawn(sql, stretch)}) x order by i`
}

/** Arrivals with their lead assignment: most done, one in nine late, the newest in every state. */
export async function addArrivals(sql: ISql, stretch: Stretch): Promise<void> {
  const at = when(sql, stretch)
  await sql`
    with made as materialized (
      select gen_random_uuid() as id, gen_random_uuid() as delivery_id, r.*, s.*, t.subject, t.fold, ${at} as at,
        case when not ${isOpen(sql, stretch)} then 'done'
          else (array['arrived', 'registered', 'directed', 'assigned', 'in_progress', 'in_progress'])[1 + b % 6] end as state
      from ${drawn(sql, stretch)}),
    arrived as (
      insert into arrivals (id, agency_id, sender_name, delivery_id, code, type_name, issued_on, subject, urgency, file_sha256, state,
        number, number_year, number_book_id, due_at, arrived_at, registered_at, done_at, updated_at, updated_by_post_id, search_fold, code_key)
      select id, agency_id, 'Ủy ban nhân dân tỉnh An Giang', delivery_id, i || '/UBND-TH', 'Công văn', at::date, subject,
        (array['normal', 'normal', 'normal', 'normal', 'urgent', 'very_urgent'])[1 + a % 6], repeat('0', 64), state,
        case when state <> 'arrived' then i end, case when state <> 'arrived' then 2020 end, case when state <> 'arrived' then book_in end,
        at + interval '10 days', at, case when state <> 'arrived' then at end, case when state = 'done' then at + (a % 11) * interval '1 day' end,
        at, post_id, i || '/ubnd-th ' || fold || ' uy ban nhan dan tinh an giang', i || 'ubndth'
      from made order by i)
    insert into assignments (arrival_id, direction_id, agency_id, role, unit_id, post_id, due_at, state, created_by_post_id, created_at, ended_at,
      updated_at, updated_by_post_id)
    select id, id, agency_id, 'lead', unit_id, post_id, at + interval '9 days', case when state = 'done' then 'done' else 'in_progress' end,
      post_id, at, case when state = 'done' then at + (a % 11) * interval '1 day' end, at, post_id
    from made where state not in ('arrived', 'registered') order by i`
}

/** Tasks that the committee gave: one in twenty still open. */
export async function addTasks(sql: ISql, stretch: Stretch): Promise<void> {
  const at = when(sql, stretch)
  await sql`
    insert into tasks (content, source_kind, source_id, source_part, assigner_agency_id, assigner_post_id, lead_agency_id, due_at, state,
      created_at, done_on, accepted_at, updated_at)
    select subject, 'document', gen_random_uuid(), 1, c.agency_id, c.post_id, s.agency_id, ${at} + interval '15 days',
      case when b % 20 > 0 then 'accepted' else 'in_progress' end, ${at}, case when b % 20 > 0 then (${at} + (a % 18) * interval '1 day')::date end,
      case when b % 20 > 0 then ${at} + (a % 18) * interval '1 day' end, ${at}
    from ${drawn(sql, stretch)} cross join (select agency_id, post_id from bench_seats order by weight desc, post_id limit 1) c order by i`
}

/** The roll-up as the acts would have kept it. */
export async function countWork(sql: ISql): Promise<void> {
  await sql`
    insert into handled_counts (agency_id, kind, day, on_time, late)
    select agency_id, 'assignment', ended_at::date, count(*) filter (where ended_at <= due_at), count(*) filter (where ended_at > due_at)
    from assignments where ended_at is not null group by 1, 3
    union all select lead_agency_id, 'task', done_on, count(*) filter (where done_on <= due_at::date), count(*) filter (where done_on > due_at::date)
    from tasks where done_on is not null group by 1, 3`
}
