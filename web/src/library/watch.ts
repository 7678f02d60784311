/**
 * The one place that knows how the page learns of changes on the server: it asks again every two seconds, as long as something is unfinished
 * and the tab is looked at.
 */

const interval = 2000

// A server that is away is asked less and less often.
const longestInterval = 30_000

export interface Watch {
  /** Asks at once. */
  now: () => void
  stop: () => void
}

/**
 * Watches something on the server.
 * @param ask Gets its present state; its signal is that of the watch.
 * @param isUnfinished Determines whether it may still change by itself.
 * @param onFault Told when asking failed.
 */
export function watch(ask: (signal: AbortSignal) => Promise<void>, isUnfinished: () => boolean, onFault: (fault: unknown) => void): Watch {
  const stopped = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let isAsking = false
  let isAskedAgain = false
  let pause = interval

  async function run(): Promise<void> {
    clearTimeout(timer)
    if (isAsking) {
      isAskedAgain = true
      return
    }
    isAsking = true
    let hasFailed = false
    try {
      await ask(stopped.signal)
      pause = interval
    } catch (fault) {
      if (!stopped.signal.aborted) {
        hasFailed = true
        onFault(fault)
        pause = Math.min(pause * 2, longestInterval)
      }
    }
    isAsking = false
    if (stopped.signal.aborted) return
    if (isAskedAgain) {
      isAskedAgain = false
      void run()
    } else if (document.visibilityState === 'visible' && (hasFailed || isUnfinished())) {
      timer = setTimeout(() => void run(), pause)
    }
  }

  // Another tab, or another client, may have changed something meanwhile.
  const onVisible = (): void => {
    if (document.visibilityState === 'visible') void run()
    else clearTimeout(timer)
  }
  document.addEventListener('visibilitychange', onVisible)
  void run()
  return {
    now: () => void run(),
    stop: () => {
      stopped.abort()
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', onVisible)
    },
  }
}
