import type { TopicRule } from '#server/kernel/sockets.ts'

const everyClass = ['']

/** One's own agency, post and person; nobody else's. */
export const identityTopics: TopicRule[] = [
  { prefix: 'agency', mayJoin: async (_house, actor, id) => (actor.agencyId === id ? everyClass : null) },
  { prefix: 'post', mayJoin: async (_house, actor, id) => (actor.postId === id ? everyClass : null) },
  { prefix: 'person', mayJoin: async (_house, actor, id) => (actor.personId === id ? everyClass : null) },
]
