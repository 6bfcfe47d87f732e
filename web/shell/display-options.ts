import { shellTexts as t } from '../kernel/messages/shell.ts'

/** The choices of the display dialog in the language of the moment. */
export function displayOptions() {
  return {
    size: [
      { value: 'clerk', label: t.sizeClerk },
      { value: 'leader', label: t.sizeLeader },
      { value: 'extra', label: t.sizeExtra },
    ],
    scheme: [
      { value: 'system', label: t.schemeSystem },
      { value: 'light', label: t.schemeLight, icon: 'sun' },
      { value: 'dark', label: t.schemeDark, icon: 'contrast' },
    ],
    contrast: [
      { value: 'system', label: t.schemeSystem },
      { value: 'normal', label: t.contrastNormal },
      { value: 'more', label: t.contrastMore },
    ],
    motion: [
      { value: 'system', label: t.schemeSystem },
      { value: 'reduce', label: t.motionReduce },
    ],
    language: [
      { value: 'vi', label: 'Tiếng Việt' },
      { value: 'en', label: 'English' },
    ],
    keys: [
      { value: 'on', label: t.on },
      { value: 'off', label: t.off },
    ],
  } as const
}
