import { t } from '@frontdesk/i18n'
import { toast } from '@frontdesk/ui'
import { computed } from 'vue'
import { explain } from '@/shell/api'
import type { Preferences } from '../api'
import { useMe } from './useMe'

/** A preference is kept the moment it is chosen; when that fails it goes back and says why. */
export function usePreference() {
  const { me, put, save } = useMe()
  const value = computed(() => me()?.preferences)
  async function set(change: Partial<Preferences>) {
    const before = value.value
    if (!before) return
    const next = { ...before, ...change }
    put({ preferences: next })
    try {
      await save({ preferences: next })
    } catch (failure) {
      put({ preferences: before })
      toast({ text: explain(failure) || t('common.error.generic'), tone: 'bad' })
    }
  }
  return { value, set }
}
