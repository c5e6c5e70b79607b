import { api } from '@/shell/api'

type Raw = (path: string, init: object) => Promise<{ data?: unknown }>

/** Fetches a file below `/api/v1` and offers it for saving. */
export async function download(path: string, name: string): Promise<void> {
  const { data } = await (api.GET as unknown as Raw)(`/api/v1${path}`, { parseAs: 'blob' })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(data as Blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
