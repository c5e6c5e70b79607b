import type { PlainKey } from '@frontdesk/i18n'
import type { Command } from '@/shell/commands'

/** A command as the list of shortcuts shows it: most commands exist only on their page. A test compares the list with the code. */
export type Listed = Pick<Command, 'id' | 'group' | 'keys'> & { title: PlainKey }

export const COMMANDS: readonly Listed[] = [
  { id: 'conversation.knowledge', group: 'conversation', title: 'inbox.do.knowledge', keys: 'f' },
  { id: 'side.next', group: 'conversation', title: 'inbox.do.sideNext', keys: ']' },
  { id: 'side.previous', group: 'conversation', title: 'inbox.do.sidePrevious', keys: '[' },
  { id: 'conversation.jumpDate', group: 'conversation', title: 'inbox.do.jumpDate', keys: 'd' },
  { id: 'conversation.reply', group: 'conversation', title: 'inbox.do.reply', keys: 'r' },
  { id: 'conversation.note', group: 'conversation', title: 'inbox.do.note', keys: 'n' },
  { id: 'conversation.assign', group: 'conversation', title: 'inbox.do.assign', keys: 'a' },
  { id: 'conversation.assignMe', group: 'conversation', title: 'inbox.do.assignMe', keys: 'm' },
  { id: 'conversation.unassign', group: 'conversation', title: 'inbox.do.unassign' },
  { id: 'conversation.snooze', group: 'conversation', title: 'inbox.do.snooze', keys: 's' },
  { id: 'conversation.unsnooze', group: 'conversation', title: 'inbox.do.unsnooze' },
  { id: 'conversation.resolve', group: 'conversation', title: 'inbox.do.resolve', keys: 'e' },
  { id: 'conversation.reopen', group: 'conversation', title: 'inbox.do.reopen', keys: 'shift+e' },
  { id: 'conversation.tag', group: 'conversation', title: 'inbox.do.tag', keys: 'l' },
  { id: 'conversation.priority', group: 'conversation', title: 'inbox.do.priority', keys: 'p' },
  { id: 'conversation.people', group: 'conversation', title: 'inbox.do.people', keys: 'shift+w' },
  { id: 'conversation.follow', group: 'conversation', title: 'inbox.do.follow', keys: 'w' },
  { id: 'conversation.pin', group: 'conversation', title: 'inbox.do.pinToggle', keys: 'shift+p' },
  { id: 'conversation.split', group: 'conversation', title: 'inbox.do.split' },
  { id: 'conversation.toQueue', group: 'conversation', title: 'work.transfer.title' },
  { id: 'conversation.takeBack', group: 'conversation', title: 'work.outside.back' },
  { id: 'conversation.explain', group: 'conversation', title: 'work.explain.open' },
  { id: 'offer.accept', group: 'conversation', title: 'work.offer.acceptFirst', keys: 'alt+enter' },
  { id: 'offer.decline', group: 'conversation', title: 'work.offer.declineFirst', keys: 'alt+delete' },
  { id: 'conversation.card', group: 'conversation', title: 'inbox.do.card', keys: 'c' },
  { id: 'composer.translate', group: 'composer', title: 'translation.draft', keys: 'alt+mod+t' },
  { id: 'composer.hideSuggestions', group: 'composer', title: 'slots.hide', keys: 'alt+mod+0' },
  { id: 'conversation.details', group: 'conversation', title: 'inbox.do.details', keys: 'i' },
  { id: 'customers.search', group: 'list', title: 'common.search', keys: '/' },
  { id: 'visitors.search', group: 'list', title: 'common.search', keys: '/' },
  { id: 'go.wallboards', group: 'go', title: 'shell.nav.wallboards', keys: 'g w' },
  { id: 'supervisor.mark', group: 'list', title: 'supervise.mark', keys: 'x' },
  { id: 'supervisor.close', group: 'list', title: 'supervise.close', keys: 'escape' },
  { id: 'docs.search', group: 'list', title: 'common.search', keys: '/' },
  { id: 'list.next', group: 'list', title: 'inbox.do.next', keys: 'j' },
  { id: 'list.previous', group: 'list', title: 'inbox.do.previous', keys: 'k' },
  { id: 'list.open', group: 'list', title: 'inbox.do.open', keys: 'o' },
  { id: 'list.select', group: 'list', title: 'inbox.do.select', keys: 'x' },
  { id: 'list.takeNext', group: 'list', title: 'work.next.take', keys: 't' },
  { id: 'list.longest', group: 'list', title: 'inbox.do.longest', keys: 'alt+0' },
  { id: 'search.open', group: 'go', title: 'search.command', keys: '/' },
  { id: 'go.mine', group: 'go', title: 'inbox.view.mine', keys: 'g m' },
  { id: 'go.unassigned', group: 'go', title: 'inbox.view.unassigned', keys: 'g u' },
  { id: 'go.mentions', group: 'go', title: 'inbox.view.mentions', keys: 'g @' },
  { id: 'go.all', group: 'go', title: 'inbox.view.all', keys: 'g a' },
  { id: 'go.snoozed', group: 'go', title: 'inbox.view.snoozed', keys: 'g z' },
  { id: 'go.resolved', group: 'go', title: 'inbox.view.resolved', keys: 'g r' },
  { id: 'go.inbox', group: 'go', title: 'shell.nav.inbox', keys: 'g i' },
  { id: 'go.customers', group: 'go', title: 'shell.nav.customers', keys: 'g c' },
  { id: 'go.reports', group: 'go', title: 'shell.nav.reports', keys: 'g p' },
  { id: 'go.settings', group: 'go', title: 'shell.nav.settings', keys: 'g s' },
  { id: 'general.signOut', group: 'general', title: 'auth.signOut' },
  { id: 'general.palette', group: 'general', title: 'shell.command.palette', keys: 'mod+k' },
  { id: 'general.shortcuts', group: 'general', title: 'shell.command.shortcuts', keys: '?' },
  { id: 'general.undo', group: 'general', title: 'common.undo', keys: 'z' },
  { id: 'general.nextPane', group: 'general', title: 'shell.command.nextPane', keys: 'f6' },
  { id: 'general.previousPane', group: 'general', title: 'shell.command.previousPane', keys: 'shift+f6' },
  { id: 'general.light', group: 'general', title: 'shell.command.themeLight' },
  { id: 'general.dark', group: 'general', title: 'shell.command.themeDark' },
  { id: 'general.system', group: 'general', title: 'shell.command.themeSystem' },
  { id: 'general.english', group: 'general', title: 'shell.command.language' },
  { id: 'general.chinese', group: 'general', title: 'shell.command.languageZh' },
]

/** Keys that belong to fields and lists and cannot be given away. */
export const RESERVED: readonly string[] = ['enter', 'mod+enter', 'shift+enter', 'escape', 'tab', 'space', 'alt+1', 'alt+2', 'alt+3', 'alt+4', 'alt+5', 'alt+6', 'alt+7', 'alt+8', 'alt+9']

/** The other commands that these keys would call, or that would no longer be reached: a key that begins a sequence is taken, too. */
export function clashes(command: Listed, keys: string, keysOf: (command: Listed) => readonly string[]): Listed[] {
  const meets = (other: string) => other === keys || other.startsWith(`${keys} `) || keys.startsWith(`${other} `)
  return COMMANDS.filter((other) => other.id !== command.id && keysOf(other).some(meets))
}
