import {
  databaseAddress,
  oneOf,
  origin,
  readVariable,
  type Variable,
  wholeNumber,
  words,
  yesOrNo,
} from './config-variable.ts'

/** Every environment variable that eCabinet reads; nothing else in the code looks at the environment for settings. */
export const variables = {
  port: {
    name: 'PORT',
    vi: 'Cổng mà máy chủ lắng nghe; 0 là cổng trống bất kỳ.',
    en: 'Port the server listens on; 0 takes any free one.',
    fallback: '3000',
    kind: wholeNumber(0, 65_535),
  },
  host: {
    name: 'HOST',
    vi: 'Địa chỉ lắng nghe. Mặc định chỉ máy này truy cập được; đặt 0.0.0.0 khi có máy chủ TLS phía trước.',
    en: 'Address to listen on. By default only this machine reaches it; use 0.0.0.0 behind a TLS proxy.',
    fallback: '127.0.0.1',
    kind: words,
  },
  publicUrl: {
    name: 'PUBLIC_URL',
    vi: 'Địa chỉ người dùng gõ vào trình duyệt. Với https, cookie phiên làm việc được gắn cờ Secure và tiền tố __Host-.',
    en: 'What people type into the browser. With https the session cookie becomes Secure and __Host- bound.',
    kind: origin,
  },
  dataDir: {
    name: 'DATA_DIR',
    vi: 'Thư mục giữ cơ sở dữ liệu nhúng, các tệp, khóa và các dấu niêm phong nhật ký.',
    en: 'Folder of the embedded database, the files, the keys and the seals of the journal.',
    fallback: './data',
    kind: words,
  },
  databaseUrl: {
    name: 'DATABASE_URL',
    vi: 'PostgreSQL 15 trở lên ở nơi khác. Không đặt: dùng cơ sở dữ liệu nhúng trong DATA_DIR.',
    en: 'A PostgreSQL 15 or newer elsewhere. Unset: the embedded one in DATA_DIR.',
    secret: true,
    kind: databaseAddress,
  },
  trustProxy: {
    name: 'TRUST_PROXY',
    vi: 'true khi máy chủ đứng sau một proxy của chính cơ quan: địa chỉ người dùng lấy từ X-Forwarded-For.',
    en: 'true behind a proxy of your own: callers’ addresses are then taken from X-Forwarded-For.',
    fallback: 'false',
    kind: yesOrNo,
  },
  sessionIdle_min: {
    name: 'SESSION_IDLE_MINUTES',
    vi: 'Phiên làm việc kết thúc sau từng này phút không hoạt động.',
    en: 'A session ends after this many minutes without use.',
    fallback: '30',
    kind: wholeNumber(2, 1440),
  },
  sessionAbsolute_h: {
    name: 'SESSION_ABSOLUTE_HOURS',
    vi: 'Phiên làm việc kết thúc sau từng này giờ dù vẫn đang hoạt động.',
    en: 'A session ends after this many hours even while in use.',
    fallback: '12',
    kind: wholeNumber(1, 168),
  },
  logLevel: {
    name: 'LOG_LEVEL',
    vi: 'Mức độ chi tiết của nhật ký vận hành.',
    en: 'How much the operating log says.',
    fallback: 'info',
    kind: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
  },
  demo: {
    name: 'DEMO',
    vi: 'true: trang đăng nhập hiện các nút tài khoản mẫu. Không bao giờ đặt ở nơi có dữ liệu thật.',
    en: 'true shows one-tap demo accounts on the login page. Never where real data is.',
    fallback: 'false',
    kind: yesOrNo,
  },
} satisfies Record<string, Variable<unknown>>

type Table = typeof variables
type ValueOf<V> = V extends Variable<infer Value> ? (V extends { fallback: string } ? Value : Value | undefined) : never

/** The settings of this process. A variable without a fallback may be undefined. */
export type Config = { [Key in keyof Table]: ValueOf<Table[Key]> }

/** Reads and checks every variable. *Refuses* a wrong value with one line that names the variable and the fix. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const entries = Object.entries(variables).map(([key, variable]) => [
    key,
    readVariable(variable as Variable<unknown>, env),
  ])
  return Object.fromEntries(entries) as Config
}
