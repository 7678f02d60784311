/**
 * Does something again and again while the tab is seen, beginning now; the next time begins when the one before has ended.
 * @returns Ends it.
 */
export function repeat(action: () => Promise<unknown>, milliseconds: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isOver = false
  const next = async (): Promise<void> => {
    if (document.visibilityState === 'visible') await action()
    if (!isOver) timer = setTimeout(() => void next(), milliseconds)
  }
  void next()
  return () => {
    isOver = true
    clearTimeout(timer)
  }
}
