import { io, type Socket } from 'socket.io-client'

/** Something that happened to a live thing. A `tick` carries nothing but its place in the order. */
export interface LiveEvent {
  topic: string
  type: string
  payload: Record<string, unknown>
  epoch?: string
  seq?: number
}

/** How current the screen is: hearing everything, trying to, or knowing that there is no network. */
export type Connection = 'in step' | 'reconnecting' | 'offline'

/** Who listens to a topic. `onMissed` means: something may have been missed, fetch again. */
export interface Listener {
  onEvent: (event: LiveEvent) => void
  onMissed: () => void
}

/** The live line: one websocket a page, topics joined while somebody listens. */
class Live {
  connection = $state<Connection>('in step')
  #socket: Socket | undefined
  #listeners = new Map<string, Set<Listener>>()

  /**
   * Opens the line for the signed-in session; again after a switch of posts, since rights may differ. Reconnects by itself when
   * the network fails; `onCut` is told when the server itself closed or refused the line.
   */
  open(onCut: () => void): void {
    this.close()
    const socket = io({ path: '/live', transports: ['websocket'], reconnectionDelayMax: 3_000, forceNew: true })
    this.#socket = socket
    const lost = () => {
      this.connection = navigator.onLine ? 'reconnecting' : 'offline'
      if (!socket.active) onCut()
    }
    socket.on('connect', () => this.#connected())
    socket.on('disconnect', lost)
    socket.on('connect_error', lost)
    socket.on('event', (event: LiveEvent) => this.#each(event.topic, (listener) => listener.onEvent(event)))
    socket.on('resync', () => this.#everyone((listener) => listener.onMissed()))
  }

  /** Closes the line; listeners stay and hear again after the next {@link open}. */
  close(): void {
    this.#socket?.removeAllListeners()
    this.#socket?.disconnect()
    this.#socket = undefined
  }

  /**
   * Hears `topic` (`agency:<id>`, `meeting:<id>`) until the answered function is called: `$effect(() => live.follow(topic, {…}))`.
   * The first news after every join, the first one too, is `onMissed`, so that nothing that happened between a page's fetch and
   * its join is lost; who follows a topic that is joined already hears it at once. A topic that is not ours to hear stays silent.
   */
  follow(topic: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set()
    this.#listeners.set(topic, listeners.add(listener))
    if (this.#socket?.connected) {
      if (listeners.size === 1) this.#join(topic)
      else queueMicrotask(() => listeners.has(listener) && listener.onMissed())
    }
    return () => {
      listeners.delete(listener)
      if (listeners.size > 0 || this.#listeners.get(topic) !== listeners) return
      this.#listeners.delete(topic)
      this.#socket?.emit('leave', topic)
    }
  }

  #connected(): void {
    this.connection = 'in step'
    for (const topic of this.#listeners.keys()) this.#join(topic)
  }

  #join(topic: string): void {
    this.#socket?.emit('join', topic, ({ ok }: { ok: boolean }) => {
      if (ok) this.#each(topic, (listener) => listener.onMissed())
    })
  }

  #each(topic: string, tell: (listener: Listener) => void): void {
    for (const listener of [...(this.#listeners.get(topic) ?? [])]) tell(listener)
  }

  #everyone(tell: (listener: Listener) => void): void {
    for (const topic of this.#listeners.keys()) this.#each(topic, tell)
  }
}

export const live = new Live()
