import { t } from '@frontdesk/i18n'
import { toast } from '@frontdesk/ui'
import { explain } from '@/shell/api'
import { preferences, setPreferences, type Preferences } from '@/shell/preferences'

/** A preference is kept the moment it is chosen; when that fails it goes back and says why. */
export function usePreference() {
  const set = (change: Partial<Preferences>) => setPreferences(change).catch((failure: unknown) => void toast({ text: explain(failure) || t('common.error.generic'), tone: 'bad' }))
  return { value: preferences, set }
}
