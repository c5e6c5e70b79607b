import type { components } from '@frontdesk/client'
import { queryClient } from '@/shell/api'
import { call, type Page } from '@/shell/call'
import { BASE } from '@/shell/env'

export type Board = components['schemas']['WallBoard']
export type Shows = components['schemas']['WallShows']
export type LinkMade = components['schemas']['WallLinkMade']

export const keys = { boards: ['settings', 'wallboards'] as const, queues: ['settings', 'wallboards', 'queues'] as const, channels: ['settings', 'wallboards', 'channels'] as const }
const at = (id: string) => ({ path: { id } })
export const getBoards = async () => (await call<Page<Board>>('GET', '/wallboards')).items
export const createBoard = (name: string, shows: Shows) => call<Board>('POST', '/wallboards', { body: { name, shows } })
export const putBoard = (board: Board, name: string, shows: Shows) => call<Board>('PUT', '/wallboards/{id}', { ...at(board.id), body: { version: board.version, name, shows } })
export const deleteBoard = (id: string) => call('DELETE', '/wallboards/{id}', at(id))
export const makeLink = (id: string, until?: string) => call<LinkMade>('POST', '/wallboards/{id}/link', { ...at(id), body: until ? { until } : {} })
export const revokeLink = (id: string) => call<Board>('DELETE', '/wallboards/{id}/link', at(id))
export const getQueues = async () => (await call<Page<{ id: string; name: string }>>('GET', '/routing/queues')).items
export const changed = () => queryClient.invalidateQueries({ queryKey: keys.boards })

export const PARTS = ['level', 'estimate', 'served', 'agents', 'teams', 'satisfaction'] as const
export const usual = (): Shows => ({ queues: [], channels: [], parts: [...PARTS], period: 'today', names: false, theme: 'dark', language: '', rotate: 15 })
/** The address of a link. Its secret stands behind #, which browsers send to no server. */
export const addressOf = (token: string) => `${location.origin}${BASE}wall#${token}`
