import { call } from '@/shell/call'
import { BASE } from '@/shell/env'

export type Listed = { id: string; line: number; again: boolean; token: string; email: string; name: string; alias: string; roleId: string; teamIds: string[]; expiresAt: string }
export type ListReport = { done: boolean; invites: Listed[]; newTeams: string[]; bad: number; problems: { line: number; text: string; field: string; code: string; message: string }[] }

/** Invites the people of a list, or says what would come of it. */
export const importInvites = (list: Blob, query: { roleId: string; teamIds: string; makeTeams: boolean; dryRun: boolean }) =>
  call<ListReport>('POST', '/invites/import', { query: { ...query, makeTeams: String(query.makeTeams), dryRun: String(query.dryRun) }, body: list, bodySerializer: (body) => body })

/** The page where an invitation is accepted; its secret stands behind the #, which no server sees. */
export const inviteLink = (token: string): string => `${(location.origin + BASE).replace(/\/$/, '')}/invite#${encodeURIComponent(token)}`

/** Excel runs what begins like a formula; an apostrophe makes it text. */
const cell = (text: string) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`

/** Links as a table that Excel opens, to be sent on by mail merge. */
export const linksAsTable = (head: readonly string[], invites: readonly Listed[]): string =>
  `\uFEFF${[head, ...invites.map((one) => [one.email, one.name, one.alias, inviteLink(one.token)])].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
