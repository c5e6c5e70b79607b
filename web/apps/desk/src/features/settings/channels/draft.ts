import type { ChannelSettings } from '@/parts/channel'

/** What the tabs of a channel edit together. */
export type ChannelDraft = { name: string; settings: ChannelSettings }
export type FieldProblems = (name: string) => string | undefined
