import { Refusal } from '#server/kernel/refusal.ts'
import type { TopicRule } from '#server/kernel/sockets.ts'
import { documentVisibleTo } from './document.queries.ts'

/** Whoever may read a document may hear that it moved. */
export const documentsTopics: TopicRule[] = [
  {
    prefix: 'document',
    mayJoin: async (house, actor, id) => {
      try {
        await documentVisibleTo(house.db, actor, id)
        return ['']
      } catch (error) {
        if (error instanceof Refusal) return null
        throw error
      }
    },
  },
]
