import { call } from '@/shell/call'
import { changed, keys, type Category, type Form } from '@/parts/wrapup/api'

export type Names = { nameZh?: string; nameEn?: string }
const at = (id: string) => ({ id })
/** Everything that shows categories sees the change. */
const told = async <T>(answer: Promise<T>): Promise<T> => {
  const out = await answer
  await changed(keys.setup)
  return out
}

export const createCategory = (parentId: string, names: Names) => told(call<Category>('POST', '/wrapup/categories', { body: { ...(parentId ? { parentId } : {}), ...names } }))
export type CategoryPatch = Names & { parentId?: string; index?: number; archived?: boolean }
export const patchCategory = (one: Category, patch: CategoryPatch) =>
  told(call<Category>('PATCH', '/wrapup/categories/{id}', { path: at(one.id), body: { version: one.version, ...patch } }))
export const deleteCategory = (id: string) => told(call('DELETE', '/wrapup/categories/{id}', { path: at(id) }))
export const putForm = (form: Pick<Form, 'teamId' | 'mode' | 'version'> & { categoryIds: string[] }) =>
  told(call<Form>('PUT', '/wrapup/forms/{teamId}', { path: { teamId: form.teamId }, body: { version: form.version, mode: form.mode, categoryIds: form.categoryIds } }))

export type Imported = { rows: number; created: number; renamed: number }
export const importCategories = (file: Blob) =>
  told(call<Imported>('POST', '/wrapup/categories/import', { body: file, bodySerializer: (body) => body }))
