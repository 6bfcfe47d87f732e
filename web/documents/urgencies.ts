import { documentsTexts as t } from '../kernel/messages/documents.ts'

/** The four degrees of urgency, as a choice. */
export function urgencies(): { value: string; label: string }[] {
  return [
    { value: 'normal', label: t.urgency_normal },
    { value: 'urgent', label: t.urgency_urgent },
    { value: 'very_urgent', label: t.urgency_very_urgent },
    { value: 'express', label: t.urgency_express },
  ]
}
