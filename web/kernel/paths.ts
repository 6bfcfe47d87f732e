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
  newMeeting: '/phong-hop/chuan-bi',
  meeting: (id: string) => `/phong-hop/${id}`,
  prepareMeeting: (id: string) => `/phong-hop/${id}/chuan-bi`,
  tasks: '/nhiem-vu',
  task: (id: string) => `/nhiem-vu/${id}`,
  steering: '/dieu-hanh',
  gallery: '/gallery',
} as const
