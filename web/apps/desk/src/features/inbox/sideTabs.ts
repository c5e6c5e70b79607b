import type { PlainKey } from '@frontdesk/i18n'
import { Activity, BookOpen, Package, UserRound } from '@lucide/vue'
import { ref, type Component } from 'vue'
import { lazyPart, withWords } from '@/parts/lazy'
import { local } from '@/shell/env'
import { useSession } from '@/shell/session'

/** A tab of the side panel. Its component gets the conversation as `row` and may ask to `open` another one. */
export type SideTab = {
  value: string
  label: PlainKey
  icon: Component
  body: Component
  /** What it is about: it starts anew when that changes. */
  about: 'customer' | 'conversation'
  /** Whether there is something to see; read reactively. Always when left out. */
  when?: () => boolean
}

const lazy = (load: () => Promise<unknown>) => lazyPart(withWords(load as () => Promise<Component>))

const customer = lazy(() => import('./CustomerTab.vue'))

/** The tabs in their order. A new one is one entry here, lazy, with its words among those of the inbox or in `more.ts`. */
const tabs: readonly SideTab[] = [
  { value: 'customer', label: 'inbox.side.customer', icon: UserRound, about: 'customer', body: customer },
  { value: 'orders', label: 'inbox.side.orders', icon: Package, about: 'conversation', when: () => useSession().can('customer.read'), body: lazy(() => import('./OrdersTab.vue')) },
  { value: 'knowledge', label: 'inbox.side.knowledge', icon: BookOpen, about: 'conversation', when: () => useSession().can('faq.use'), body: lazy(() => import('./KnowledgeTab.vue')) },
  { value: 'activity', label: 'inbox.side.activity', icon: Activity, about: 'conversation', body: lazy(() => import('./ActivityTab.vue')) },
]

const OPEN = 'fd.inbox.side.tab'
const chosen = ref(local.get(OPEN) ?? '')

/** The tabs that this person has, which one is open, and how it changes; remembered in this browser. */
export function useSideTabs() {
  const shown = () => tabs.filter((tab) => tab.when?.() ?? true)
  const open = () => shown().find((tab) => tab.value === chosen.value)?.value ?? 'customer'
  function choose(value: string) {
    chosen.value = value
    local.set(OPEN, value)
  }
  /** Goes round. */
  function step(by: 1 | -1) {
    const all = shown()
    const at = all.findIndex((tab) => tab.value === open())
    const next = all[(at + by + all.length) % all.length]
    if (next) choose(next.value)
  }
  return { shown, open, choose, step, customer }
}
