import type { RoomWorld } from '#test/meetings/room-world.ts'

/** One request that does its act: who sends it, where to, with what. */
export type Act = { userName: string; path: string; body?: Record<string, unknown>; upload?: Uint8Array }

/** Makes everything that an act needs and answers the request that does it, ready to be sent once. */
export type MakeAct = (room: RoomWorld) => Promise<Act>

/** Acts by the route that does them, as `POST /documents/:id/submit`. */
export type Acts = Record<string, MakeAct>

/** Sends an act under an operation id. */
export async function sendAct(
  room: RoomWorld,
  { route, act, key }: { route: string; act: Act; key?: string },
): Promise<{ status: number; text: string }> {
  const type = act.upload ? 'application/pdf' : 'application/json'
  const answer = await room.app.request(`/api${act.path}`, {
    method: route.slice(0, route.indexOf(' ')),
    headers: {
      cookie: await room.cookieOf(act.userName),
      ...{ 'sec-fetch-site': 'same-origin', 'content-type': type },
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
    body: act.upload ? new Uint8Array(act.upload) : JSON.stringify(act.body ?? {}),
  })
  return { status: answer.status, text: await answer.text() }
}
