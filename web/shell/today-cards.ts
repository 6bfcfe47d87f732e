import type { Component } from 'svelte'

/**
 * The cards of Today, in order. A room adds `() => import('../tasks/TodayTasks.svelte')`; a card fetches its own few rows,
 * shows a Panel with the thing to do and its button, and shows nothing when nothing waits.
 */
export const todayCards: readonly (() => Promise<{ default: Component }>)[] = [
  () => import('../meetings/TodayMeetings.svelte'),
  () => import('../arrivals/TodayArrivals.svelte'),
  () => import('../documents/TodayOutgoing.svelte'),
  () => import('../documents/TodayRefusals.svelte'),
  () => import('../reports/TodayRates.svelte'),
  () => import('../tasks/TodayTasks.svelte'),
]
