import { t } from '../i18n/language.svelte'

// What browsers record, the best first; the server decodes each of them.
const types = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4']

/**
 * Records the sound of a microphone to a file.
 * @param onRecorded Told of the file when the recording has been stopped, or the microphone is unplugged; null: nothing was recorded.
 */
export function record(stream: MediaStream, onRecorded: (file: File | null) => void): MediaRecorder {
  const type = types.find((type) => MediaRecorder.isTypeSupported(type))
  const recorder = new MediaRecorder(stream, type === undefined ? {} : { mimeType: type })
  const parts: Blob[] = []
  recorder.addEventListener('dataavailable', (event) => parts.push(event.data))
  recorder.addEventListener('stop', () => {
    const file = new File(parts, nameOf(new Date(), recorder.mimeType), { type: recorder.mimeType })
    onRecorded(file.size > 0 ? file : null)
  })
  recorder.start(1000)
  return recorder
}

function nameOf(time: Date, type: string): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`
  const extension = /^audio\/(webm|ogg|mp4)/.exec(type)?.[1] ?? 'webm'
  const moment = `${day} ${two(time.getHours())}.${two(time.getMinutes())}.${two(time.getSeconds())}`
  return t('record.name', { time: moment, extension })
}
