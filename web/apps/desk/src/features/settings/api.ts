import { queryClient } from '@/shell/api'
import { call, type Page } from '@/shell/call'
import type { Preferences } from '@/shell/preferences'
import type { Session } from '@/shell/session'

export type { Page }
export type Grants = Record<string, string>
export type { Preferences }
export type User = {
  id: string
  email: string
  name: string
  alias: string
  avatarUrl: string
  locale: 'zh-CN' | 'en'
  timezone: string
  roleId: string
  teamIds: string[]
  status: 'active' | 'disabled'
  createdAt: string
  version: number
}
export type Me = User & { preferences: Preferences }
export type Profile = Partial<Pick<Me, 'name' | 'alias' | 'locale' | 'timezone' | 'preferences'>>
export type OwnSession = { id: string; address: string; agent: string; current: boolean; createdAt: string; seenAt: string; expiresAt: string }
export type Token = { id: string; name: string; grants: Grants; createdAt: string; expiresAt?: string; usedAt?: string }
export type SecondFactor = { on: boolean; recoveryCodes: number }
export type BreakReason = { key: string; en: string; zh: string }
export type WorkspaceSettings = { defaultLanguage: string; ratingEnabled: boolean; breakReasons: BreakReason[]; autoAwayMinutes?: number; publicName?: 'alias' | 'name'; revealReason?: boolean; revealMinutes?: number }
export type Workspace = { id: string; slug: string; name: string; locale: string; timezone: string; settings: WorkspaceSettings; demo: boolean; createdAt: string; version: number }
export type Role = { id: string; key: string; name: string; description: string; grants: Grants; version: number }
export type Team = { id: string; name: string; description: string; memberIds: string[]; version: number }
export type Permission = { permission: string; group: string; levels: string[]; en: string; zh: string }
export type Invite = { id: string; email: string; name: string; roleId: string; teamIds: string[]; invitedBy: string; createdAt: string; expiresAt: string }
export type Tag = { id: string; name: string; colour: string; createdAt: string; version: number }
export type Presence = { userId: string; state: 'online' | 'busy' | 'break' | 'offline'; reason?: string }

/** Keys of what the settings keep; those of the desk's directory are shared, so that the inbox sees changes. */
export const keys = {
  me: ['settings', 'me'] as const,
  sessions: ['settings', 'sessions'] as const,
  tokens: ['settings', 'tokens'] as const,
  totp: ['settings', 'totp'] as const,
  workspace: ['settings', 'workspace'] as const,
  demo: ['settings', 'demo'] as const,
  calendars: ['desk', 'calendars'] as const,
  people: ['desk', 'users', 'all'] as const,
  users: ['desk', 'users'] as const,
  teams: ['desk', 'teams'] as const,
  presence: ['desk', 'presence'] as const,
  roles: ['settings', 'roles'] as const,
  invites: ['settings', 'invites'] as const,
  permissions: ['settings', 'permissions'] as const,
  tags: ['desk', 'tags'] as const,
  channels: ['desk', 'channels'] as const,
  channel: (id: string) => ['settings', 'channel', id] as const,
  webhooks: ['settings', 'webhooks'] as const,
  deliveries: (id: string) => ['settings', 'deliveries', id] as const,
}
export const changed = (key: readonly unknown[]) => queryClient.invalidateQueries({ queryKey: key })
const at = (id: string) => ({ id })
const items = async <T>(path: string): Promise<T[]> => (await call<Page<T>>('GET', path)).items

export const getSession = () => call<Session>('GET', '/session')
export const patchMe = (body: Profile) => call<Me>('PATCH', '/users/me', { body })
export const putAvatar = (picture: Blob) => call('PUT', '/users/me/avatar', { body: picture, bodySerializer: (body) => body })
export const deleteAvatar = () => call('DELETE', '/users/me/avatar')
export const changePassword = (password: string, newPassword: string, revokeTokens: boolean) => call<Session>('POST', '/users/me/password', { body: { password, newPassword, revokeTokens } })
export const getSessions = () => items<OwnSession>('/users/me/sessions')
export const endSession = (id: string) => call('DELETE', '/users/me/sessions/{id}', { path: at(id) })
export const getTokens = () => items<Token>('/users/me/tokens')
export const createToken = (body: { name: string; grants: Grants; expiresAt?: string }) => call<Token & { token: string }>('POST', '/users/me/tokens', { body })
export const revokeToken = (id: string) => call('DELETE', '/users/me/tokens/{id}', { path: at(id) })
export const getSecondFactor = () => call<SecondFactor>('GET', '/users/me/totp')
export const startSecondFactor = (password: string) => call<{ secret: string; uri: string }>('POST', '/users/me/totp', { body: { password } })
export const confirmSecondFactor = (code: string) => call<{ recoveryCodes: string[] }>('POST', '/users/me/totp/confirm', { body: { code } })
export const endSecondFactor = (password: string) => call('DELETE', '/users/me/totp', { body: { password } })

export const getWorkspace = () => call<Workspace>('GET', '/workspace')
export type WorkspaceDraft = Pick<Workspace, 'name' | 'slug' | 'locale' | 'timezone' | 'settings'>
export const patchWorkspace = (version: number, body: Partial<WorkspaceDraft>) => call<Workspace>('PATCH', '/workspace', { body: { version, ...body } })
export type DemoState = { demo: boolean; simulation: boolean; removing: boolean }
export const getDemo = () => call<DemoState>('GET', '/workspace/demo')
export const removeDemo = () => call<DemoState>('DELETE', '/workspace/demo')
export const setSimulation = (on: boolean) => call<DemoState>('POST', '/workspace/demo/simulation', { body: { on } })

/** Everybody, also in a workspace with more people than one answer holds. */
export async function getPeople(): Promise<User[]> {
  const out: User[] = []
  let cursor: string | undefined
  do {
    const page: Page<User> = await call<Page<User>>('GET', '/users', { query: { limit: 200, cursor } })
    out.push(...page.items)
    cursor = page.next
  } while (cursor && out.length < 10_000)
  return out
}
export type UserPatch = Partial<Pick<User, 'name' | 'alias' | 'roleId' | 'teamIds'>>
export const patchUser = (id: string, version: number, body: UserPatch) => call<User>('PATCH', '/users/{id}', { path: at(id), body: { version, ...body } })
export const disableUser = (id: string) => call('POST', '/users/{id}/disable', { path: at(id) })
export const enableUser = (id: string) => call('POST', '/users/{id}/enable', { path: at(id) })
export const signOutUser = (id: string, revokeTokens: boolean) => call('POST', '/users/{id}/sign-out', { path: at(id), body: { revokeTokens } })
export const resetPassword = (id: string, also: { dropSecondFactor: boolean; revokeTokens: boolean }) =>
  call<{ token: string }>('POST', '/users/{id}/reset-password', { path: at(id), body: also })
export const getPresence = () => items<Presence>('/presence')
export const getInvites = () => items<Invite>('/invites')
export const createInvite = (body: { email: string; name?: string; roleId: string; teamIds: string[] }) => call<Invite & { token: string }>('POST', '/invites', { body })
export const revokeInvite = (id: string) => call('DELETE', '/invites/{id}', { path: at(id) })
export const getTeams = () => items<Team>('/teams')
export type TeamDraft = Pick<Team, 'name' | 'description' | 'memberIds'>
export const createTeam = (body: TeamDraft) => call<Team>('POST', '/teams', { body })
export const patchTeam = (id: string, version: number, body: TeamDraft) => call<Team>('PATCH', '/teams/{id}', { path: at(id), body: { version, ...body } })
export const deleteTeam = (id: string) => call('DELETE', '/teams/{id}', { path: at(id) })
export const getRoles = () => items<Role>('/roles')
export type RoleDraft = Pick<Role, 'name' | 'description' | 'grants'>
export const createRole = (body: RoleDraft) => call<Role>('POST', '/roles', { body })
export const patchRole = (id: string, version: number, body: RoleDraft) => call<Role>('PATCH', '/roles/{id}', { path: at(id), body: { version, ...body } })
export const deleteRole = (id: string) => call('DELETE', '/roles/{id}', { path: at(id) })
export const getPermissions = () => items<Permission>('/permissions')
export const getTags = () => items<Tag>('/tags')
export const createTag = (name: string, colour: string) => call<Tag>('POST', '/tags', { body: { name, colour } })
export const patchTag = (id: string, version: number, body: Partial<Pick<Tag, 'name' | 'colour'>>) => call<Tag>('PATCH', '/tags/{id}', { path: at(id), body: { version, ...body } })
export const deleteTag = (id: string) => call('DELETE', '/tags/{id}', { path: at(id) })
