// Browsers read what is behind an address after the click, in milliseconds.
const release = 60_000

/** Has the browser save a file. */
export function saveFile(file: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), release)
}

/** The name of a recording with another end. */
export function exportName(recording: string, format: string): string {
  return `${recording.replace(/\.[^.]+$/, '') || recording}.${format}`
}
