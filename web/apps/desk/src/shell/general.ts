import { Keyboard, Languages, Monitor, Moon, SquareTerminal, Sun, Undo2 } from '@lucide/vue'
import { locale } from '@frontdesk/i18n'
import { mayUndo, undoLatest } from '@frontdesk/ui'
import { ref } from 'vue'
import { useRouter } from 'vue-router'
import { useCommands, type Command } from './commands'
import { expectField } from './early'
import { navItems } from './features'
import { chooseLocale } from './language'
import { cyclePane } from './panes'
import { useTheme } from './theme'

export const paletteOpen = ref(false)
export const sheetOpen = ref(false)

/** The commands that are there on every page with a rail. */
export function useShellCommands(when: () => boolean): void {
  const router = useRouter()
  const theme = useTheme()
  const go = navItems.map(
    (item): Command => ({
      id: `go.${item.id}`,
      group: 'go',
      title: item.label,
      icon: item.icon,
      keys: item.keys,
      when: () => when() && (item.when?.() ?? true),
      run: () => router.push(item.to),
    }),
  )
  const general: Command[] = [
    { id: 'general.palette', group: 'general', title: 'shell.command.palette', icon: SquareTerminal, keys: 'mod+k', when, hidden: true, run: () => {
      if (!paletteOpen.value) expectField()
      paletteOpen.value = !paletteOpen.value
    } },
    { id: 'general.shortcuts', group: 'general', title: 'shell.command.shortcuts', icon: Keyboard, keys: '?', when, run: () => (sheetOpen.value = true) },
    { id: 'general.undo', group: 'general', title: 'common.undo', icon: Undo2, keys: 'z', when: () => when() && mayUndo(), run: undoLatest },
    { id: 'general.nextPane', group: 'general', title: 'shell.command.nextPane', keys: 'f6', hidden: true, run: () => cyclePane(1) },
    { id: 'general.previousPane', group: 'general', title: 'shell.command.previousPane', keys: 'shift+f6', hidden: true, run: () => cyclePane(-1) },
    { id: 'general.light', group: 'general', title: 'shell.command.themeLight', icon: Sun, when: () => theme.mode !== 'light', run: () => theme.setMode('light') },
    { id: 'general.dark', group: 'general', title: 'shell.command.themeDark', icon: Moon, when: () => theme.mode !== 'dark', run: () => theme.setMode('dark') },
    { id: 'general.system', group: 'general', title: 'shell.command.themeSystem', icon: Monitor, when: () => theme.mode !== 'system', run: () => theme.setMode('system') },
    { id: 'general.english', group: 'general', title: 'shell.command.language', icon: Languages, when: () => locale.value !== 'en', run: () => chooseLocale('en') },
    { id: 'general.chinese', group: 'general', title: 'shell.command.languageZh', icon: Languages, when: () => locale.value !== 'zh-CN', run: () => chooseLocale('zh-CN') },
  ]
  useCommands([...go, ...general])
}
