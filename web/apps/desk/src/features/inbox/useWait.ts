import { t } from '@frontdesk/i18n'
import { BellRing, Timer, TriangleAlert } from '@lucide/vue'
import { computed } from 'vue'
import type { Row } from './api'
import { waitLevel, waitTime, type Wait } from './clock'
import type { useDirectory } from './useDirectory'

const TONES = { fine: 'neutral', warn: 'warn', alert: 'bad' } as const
const ICONS = { fine: Timer, warn: TriangleAlert, alert: BellRing }

/**
 * How long the customer of a row has waited and how bad that is, by the limits of its channel. Each part is its own value, so
 * that a row is drawn again only when what it says has changed.
 */
export function useWait(row: () => Row | undefined, dir: ReturnType<typeof useDirectory>) {
  const since = computed(() => (row()?.status === 'open' ? row()?.waitingSince || undefined : undefined))
  const limits = computed(() => dir.limits(row()?.channelId ?? ''))
  const level = computed<Wait | undefined>(() => waitLevel(since.value, limits.value))
  const time = computed(() => (since.value ? waitTime(since.value) : ''))
  return {
    level,
    time,
    tone: computed(() => TONES[level.value ?? 'fine']),
    icon: computed(() => ICONS[level.value ?? 'fine']),
    text: computed(() => t(`inbox.wait.${level.value ?? 'fine'}`, { time: time.value })),
  }
}
