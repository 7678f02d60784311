// What a folder may hold beside recordings is left out by its name; the server itself looks at the content alone.
const recording = /\.(3gp|aac|aif[fc]?|amr|asf|avi|flac|m4[abv]|mk[av]|mov|mp[23]|mp4|mpe?g|og[agv]|opus|ts|wav|web[am]|wm[av])$/i

/** Determines whether a file is a recording, by its name and type. */
function isRecording(file: File): boolean {
  return recording.test(file.name) || /^(audio|video)\//.test(file.type)
}

/** The recordings of a folder that was chosen. */
export function recordingsOf(files: Iterable<File>): File[] {
  return [...files].filter(isRecording)
}

/** The files that were dropped as such, whatever they are, and the recordings in folders that were dropped, at any depth. */
export async function droppedFiles(items: DataTransferItemList): Promise<File[]> {
  // The list is empty after the first wait.
  const dropped = [...items]
    .filter((item) => item.kind === 'file')
    .map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }))
  const files: File[] = []
  for (const { entry, file } of dropped) {
    if (entry?.isDirectory) files.push(...recordingsOf(await filesIn(entry as FileSystemDirectoryEntry)))
    else if (file) files.push(file)
  }
  return files
}

async function filesIn(folder: FileSystemDirectoryEntry): Promise<File[]> {
  const reader = folder.createReader()
  const files: File[] = []
  for (;;) {
    // A browser gives a hundred at once, and none in the end.
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (entries.length === 0) return files
    for (const entry of entries) {
      if (entry.isDirectory) files.push(...(await filesIn(entry as FileSystemDirectoryEntry)))
      else files.push(await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)))
    }
  }
}
