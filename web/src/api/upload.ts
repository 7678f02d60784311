import { pathOf } from '../app/base'
import { session } from '../session/session.svelte'
import { authorization } from './client'
import { ownReference, type StoredFile } from './contract'
import { ApiError, errorOf } from './error'

/**
 * Uploads a recording. An XMLHttpRequest, since fetch tells nothing of how much has been sent.
 * @param onProgress Told the share that has been sent, from 0 to 1.
 */
export function upload(file: File, signal: AbortSignal, onProgress: (share: number) => void): Promise<StoredFile> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const body = new FormData()
    body.append('client_reference_id', ownReference)
    body.append('file', file, file.name)
    request.open('POST', pathOf('v1/files'))
    for (const [name, value] of Object.entries(authorization(session.key))) request.setRequestHeader(name, value)
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total)
    })
    request.addEventListener('error', () => reject(new ApiError(0, 'network', 'The connection broke off.')))
    request.addEventListener('abort', () => reject(new DOMException('The upload was given up.', 'AbortError')))
    request.addEventListener('load', () => {
      if (request.status === 201) {
        resolve(JSON.parse(request.responseText) as StoredFile)
        return
      }
      const error = errorOf(request.status, request.responseText, request.getResponseHeader('Retry-After'))
      if (error.status === 401) session.expire()
      reject(error)
    })
    signal.addEventListener('abort', () => request.abort(), { once: true })
    if (signal.aborted) request.abort()
    else request.send(body)
  })
}
