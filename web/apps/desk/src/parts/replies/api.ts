import { call, type Page } from '@/shell/call'

export type Scope = 'personal' | 'team' | 'company'
export type Tree = { scope: Scope; ownerId?: string }
/** A picture or file that goes out with a reply. */
export type ReplyFile = { id: string; name: string; size: number; mime: string; width?: number; height?: number }
export type Content = { title: string; shortcut?: string; body: string; lang: 'zh-CN' | 'en' | 'any'; files?: ReplyFile[] }
export type Period = { effectiveFrom?: string; effectiveUntil?: string }
export type Folder = Tree & { id: string; parentId?: string; name: string; position: number; version: number }
/** A reply as the composer offers it. */
export type Offered = Tree & Content & Period & { id: string; folderId?: string; initials?: string; pinyin?: string; uses: number; ownUses: number; favourite: boolean }
export type Reply = Tree &
  Content &
  Period & {
    id: string
    folderId?: string
    state: 'draft' | 'review' | 'approved'
    reason?: string
    inUse: boolean
    editedBy?: string
    approvedBy?: string
    uses: number
    updatedAt: string
    version: number
  }
export type Use = { userId: string; uses: number; lastAt: string }
export type Problem = { line: number; column?: string; code: string; detail: string }
export type Report = { rows: number; imported: number; changed?: number; problems: Problem[] }
export type Draft = Omit<Content, 'files'> & Period & { folderId?: string }

const at = (id: string) => ({ id })
const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone

export async function getOffered(): Promise<Offered[]> {
  const all: Offered[] = []
  let cursor: string | undefined
  do {
    const page: Page<Offered> = await call('GET', '/replies/offered', { query: { limit: 200, cursor } })
    all.push(...page.items)
    cursor = page.next
  } while (cursor)
  return all
}
export const getFolders = async (tree?: Tree) => (await call<{ items: Folder[] }>('GET', '/reply-folders', { query: { ...tree } })).items
export const getReplies = (query: Tree & { folderId?: string; state?: string; q?: string; cursor?: string }) => call<Page<Reply>>('GET', '/replies', { query: { limit: 50, ...query } })
export const createReply = (body: Tree & Draft) => call<Reply>('POST', '/replies', { body })
export const updateReply = (id: string, body: Partial<Draft> & { version: number }) => call<Reply>('PATCH', '/replies/{id}', { path: at(id), body })
export const deleteReply = (id: string) => call('DELETE', '/replies/{id}', { path: at(id) })
export const reviewReply = (id: string, version: number, decision: 'submit' | 'approve' | 'reject', reason?: string) => call<Reply>('POST', '/replies/{id}/review', { path: at(id), body: { version, decision, ...(reason ? { reason } : {}) } })
export const useReply = (id: string) => call('POST', '/replies/{id}/uses', { path: at(id) })
export const favourReply = (id: string, on: boolean) => call('PUT', '/replies/{id}/favourite', { path: at(id), body: { on } })
export const getUses = async (id: string) => (await call<{ items: Use[] }>('GET', '/replies/{id}/uses', { path: at(id) })).items
/** A copy of a reply's file that a message can carry. */
export type Copy = { fileId: string; name: string; size: number; mime: string; width?: number; height?: number }
export const giveFiles = async (id: string) => (await call<{ items: Copy[] }>('POST', '/replies/{id}/attachments', { path: at(id) })).items
export const setFiles = (id: string, version: number, files: string[]) => call<Reply>('PUT', '/replies/{id}/files', { path: at(id), body: { version, files } })
export const uploadFile = (file: File) => call<ReplyFile>('POST', '/files', { query: { name: file.name }, body: file, bodySerializer: (body) => body })
export const createFolder = (body: Tree & { parentId?: string; name: string }) => call<Folder>('POST', '/reply-folders', { body })
export const updateFolder = (id: string, body: { version: number; name?: string; parentId?: string }) => call<Folder>('PATCH', '/reply-folders/{id}', { path: at(id), body })
export const deleteFolder = (id: string) => call('DELETE', '/reply-folders/{id}', { path: at(id) })
export const importReplies = (tree: Tree, file: Blob, skip: boolean) =>
  call<Report>('POST', '/replies/import', { query: { ...tree, zone: zone(), ...(skip ? { skip: 'true' } : {}) }, body: file, bodySerializer: (body) => body })
export const exportQuery = (tree: Tree) => ({ ...tree, zone: zone() })
