import { t } from '../i18n/language.svelte'

/** True where the browser lets the page hear anything: browsers let secure pages alone, over https or on the machine itself. */
export function canListen(): boolean {
  return navigator.mediaDevices !== undefined && typeof MediaRecorder !== 'undefined'
}

/** The sentence that tells why there is no microphone. */
export function microphoneProblem(fault: unknown): string {
  const name = fault instanceof DOMException ? fault.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return t('record.refused')
  if (name === 'NotFoundError') return t('record.missing')
  return t('record.failed', { message: fault instanceof Error ? fault.message : String(fault) })
}
