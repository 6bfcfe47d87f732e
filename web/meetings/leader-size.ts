/** Marks the page as a live room for as long as it is one; the room's style makes text large by it. */
export function leaderSize(): () => void {
  document.documentElement.dataset['room'] = ''
  return () => delete document.documentElement.dataset['room']
}
