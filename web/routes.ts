import type { Routes } from 'sv-router'
import Shell from './shell/Shell.svelte'

const gallery: Routes =
  import.meta.env.DEV || import.meta.env.MODE === 'test' ? { '/gallery': () => import('./gallery/Gallery.svelte') } : {}

/**
 * Every page by its path. A room adds its lines under `'/'`, each a lazy import, and its paths to kernel/paths.ts:
 *
 *     '/nhiem-vu': () => import('./tasks/TaskList.svelte'),
 *     '/nhiem-vu/:id': () => import('./tasks/TaskPage.svelte'),
 */
export const routes: Routes = {
  ...gallery,
  '/dang-nhap': () => import('./identity/SignIn.svelte'),
  '/kiem-tra-chu-ky': () => import('./signing/CheckPage.svelte'),
  '/': {
    layout: Shell,
    '/': () => import('./shell/Today.svelte'),
    '/van-ban-den': () => import('./arrivals/ArrivalsDeskPage.svelte'),
    '/van-ban-den/:id': () => import('./arrivals/ArrivalsDeskPage.svelte'),
    '/van-ban-den/:id/phieu': () => import('./arrivals/SlipPage.svelte'),
    '/van-ban-di': () => import('./documents/OutgoingDeskPage.svelte'),
    '/van-ban-di/soan-moi': () => import('./documents/DraftPage.svelte'),
    '/van-ban-di/ky-nhieu': () => import('./documents/SignManyPage.svelte'),
    '/van-ban-di/ky-nhieu/:batch': () => import('./documents/SigningBatchPage.svelte'),
    '/van-ban-di/:id': () => import('./documents/OutgoingDeskPage.svelte'),
    '/van-ban-di/:id/sua': () => import('./documents/DraftPage.svelte'),
    '/phong-hop': () => import('./meetings/MeetingList.svelte'),
    '/phong-hop/chuan-bi': () => import('./meetings/PrepareMeeting.svelte'),
    '/phong-hop/:id/chuan-bi': () => import('./meetings/PrepareMeeting.svelte'),
    // In brackets: outside the shell, because the paper fills the screen.
    '/phong-hop/(:id)': () => import('./meetings/RoomFrame.svelte'),
    '/dieu-hanh': () => import('./reports/SteeringPage.svelte'),
    '/dieu-hanh/:agencyId/:bucket': () => import('./reports/RateListPage.svelte'),
    '/nhiem-vu': () => import('./tasks/TaskDeskPage.svelte'),
    '/nhiem-vu/:id': () => import('./tasks/TaskDeskPage.svelte'),
    '/phien-dang-nhap': () => import('./identity/Sessions.svelte'),
    '*notfound': () => import('./shell/NotFound.svelte'),
  },
}
