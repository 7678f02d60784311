/**
 * Shows subtitles on a film.
 * @param file As WebVTT; the browser reads it, and shows what is said as text.
 * @param onread Told of its cues.
 * @returns Takes them away again.
 */
export function showSubtitles(
  media: HTMLMediaElement, file: Blob, label: string, language: string | null, onread?: (cues: readonly VTTCue[]) => void,
): () => void {
  const element = document.createElement('track')
  const address = URL.createObjectURL(file)
  element.kind = 'subtitles'
  element.label = label
  element.srclang = language ?? ''
  element.src = address
  element.onload = () => onread?.([...(element.track.cues ?? [])].filter((cue) => cue instanceof VTTCue))
  media.append(element)
  element.track.mode = 'showing'
  return () => {
    // Chromium goes on showing the cue of a track that is taken away.
    element.track.mode = 'disabled'
    element.remove()
    URL.revokeObjectURL(address)
  }
}
