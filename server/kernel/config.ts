import {
  databaseAddress,
  hosts,
  loopbackSocket,
  oneOf,
  origin,
  readVariable,
  serviceAddress,
  type Variable,
  webAddress,
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
  outsideHosts: {
    name: 'OUTSIDE_HOSTS',
    vi: 'Các máy chủ bên ngoài được phép hỏi: OCSP, CRL, chứng thư cấp trên, dấu thời gian. Để trống: không có yêu cầu nào rời máy chủ.',
    en: 'Services outside that may be asked: OCSP, lists, issuers’ certificates, time-stamps. Empty: no request leaves the server.',
    fallback: ',',
    kind: hosts,
  },
  outsidePrivate: {
    name: 'OUTSIDE_PRIVATE',
    vi: 'true: các máy chủ trong OUTSIDE_HOSTS được có địa chỉ mạng nội bộ.',
    en: 'true lets the hosts of OUTSIDE_HOSTS have addresses of local networks.',
    fallback: 'false',
    kind: yesOrNo,
  },
  outsideTimeout_s: {
    name: 'OUTSIDE_TIMEOUT_SECONDS',
    vi: 'Thời gian chờ tối đa cho một yêu cầu ra ngoài, kể cả chuyển hướng.',
    en: 'How long one question to a service outside may take, redirects and all.',
    fallback: '10',
    kind: wholeNumber(1, 120),
  },
  timestampUrl: {
    name: 'TIMESTAMP_URL',
    vi: 'Địa chỉ dịch vụ cấp dấu thời gian (RFC 3161); máy chủ của nó phải có trong OUTSIDE_HOSTS.',
    en: 'Address of the time-stamp authority (RFC 3161); its host must be among OUTSIDE_HOSTS.',
    kind: serviceAddress,
  },
  archiveRenewal_days: {
    name: 'ARCHIVE_RENEWAL_DAYS',
    vi: 'Bản lưu trữ được đóng thêm dấu thời gian khi chứng thư của dấu mới nhất còn từng này ngày hiệu lực.',
    en: 'An archive copy gets another time-stamp when the certificates of its newest one end in so many days.',
    fallback: '90',
    kind: wholeNumber(1, 3650),
  },
  logLevel: {
    name: 'LOG_LEVEL',
    vi: 'Mức độ chi tiết của nhật ký vận hành.',
    en: 'How much the operating log says.',
    fallback: 'info',
    kind: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
  },
  pkcs11Module: {
    name: 'PKCS11_MODULE',
    vi: 'Tệp trình điều khiển PKCS#11 (.so) của thiết bị ký hoặc HSM gắn với máy chủ này. Không đặt: không ký bằng thiết bị.',
    en: 'The PKCS#11 driver file (.so) of tokens or an HSM at this server. Unset: nothing is signed with a token.',
    kind: words,
  },
  remoteSigningUrl: {
    name: 'REMOTE_SIGNING_URL',
    vi: 'Địa chỉ gốc của dịch vụ ký số từ xa theo CSC API v2, ví dụ https://kyso.example.vn/csc/v2. Không đặt: không ký từ xa.',
    en: 'Base address of a remote signing service with CSC API v2, such as https://sign.example.vn/csc/v2. Unset: none.',
    kind: webAddress,
  },
  remoteSigningClient: {
    name: 'REMOTE_SIGNING_CLIENT_ID',
    vi: 'Mã ứng dụng (OAuth 2.0 client_id) mà dịch vụ ký số từ xa đã cấp.',
    en: 'The OAuth 2.0 client_id that the remote signing service gave.',
    kind: words,
  },
  remoteSigningSecret: {
    name: 'REMOTE_SIGNING_CLIENT_SECRET',
    vi: 'Khóa bí mật của ứng dụng (OAuth 2.0 client_secret); nếu không đặt REMOTE_SIGNING_CLIENT_ID thì đây là mã truy cập (bearer).',
    en: 'The OAuth 2.0 client_secret; without REMOTE_SIGNING_CLIENT_ID it is the bearer token itself.',
    secret: true,
    kind: words,
  },
  signingAgentUrl: {
    name: 'SIGNING_AGENT_URL',
    vi: 'Địa chỉ dịch vụ ký trên máy người dùng, ví dụ wss://127.0.0.1:8987. Trình duyệt chỉ được phép kết nối tới đúng địa chỉ này.',
    en: 'The signing service on people’s own computers, such as wss://127.0.0.1:8987; browsers may connect to no other.',
    kind: loopbackSocket,
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
