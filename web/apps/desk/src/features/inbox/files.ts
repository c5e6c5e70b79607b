import { CSRF_HEADER, Problem, readProblem } from '@frontdesk/client'
import { locale } from '@frontdesk/i18n'
import { api } from '@/shell/api'
import { call } from '@/shell/call'
import { PREFIX } from '@/shell/env'
import type { Attachment } from './api'

export const fileUrl = (id: string): string => `${PREFIX}/api/v1/files/${id}`
export const thumbnailUrl = (id: string): string => `${fileUrl(id)}/thumbnail`

/** Lets an own upload go that nothing carries. */
export const discard = (id: string): Promise<void> => call('DELETE', '/files/{id}', { path: { id } })

type Uploaded = { id: string; name: string; size: number; mime: string; width?: number; height?: number }

/** Sends a file; `progress` gets 0 to 1. fetch cannot tell how far an upload is, so this is an XMLHttpRequest. */
export function upload(file: File, progress: (share: number) => void, signal: AbortSignal): Promise<Attachment> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `${PREFIX}/api/v1/files?name=${encodeURIComponent(file.name)}`)
    request.setRequestHeader('Accept-Language', locale.value)
    request.setRequestHeader(CSRF_HEADER, api.csrf)
    request.setRequestHeader('Content-Type', file.type || 'application/octet-stream')
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total)
    request.onerror = () => reject(new Problem(0, 'network', ''))
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'))
    request.onload = async () => {
      const response = new Response(request.responseText, { status: request.status, headers: { 'content-type': request.getResponseHeader('content-type') ?? '' } })
      if (!response.ok) return reject(await readProblem(response))
      const { id, name, size, mime, width, height } = (await response.json()) as Uploaded
      resolve({ fileId: id, name, size, mime, ...(width ? { width } : {}), ...(height ? { height } : {}) })
    }
    signal.addEventListener('abort', () => request.abort())
    request.send(file)
  })
}
