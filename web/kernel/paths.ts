/** Where every page is. Links are made here and nowhere else; a room adds its own lines. */
export const paths = {
  today: '/',
  signIn: '/dang-nhap',
  sessions: '/phien-dang-nhap',
  arrivals: '/van-ban-den',
  arrival: (id: string) => `/van-ban-den/${id}`,
  outgoing: '/van-ban-di',
  outgoingDocument: (id: string) => `/van-ban-di/${id}`,
  newDocument: '/van-ban-di/soan-moi',
  meetings: '/phong-hop',
  meeting: (id: string) => `/phong-hop/${id}`,
  tasks: '/nhiem-vu',
  task: (id: string) => `/nhiem-vu/${id}`,
  steering: '/dieu-hanh',
  gallery: '/gallery',
} as const
