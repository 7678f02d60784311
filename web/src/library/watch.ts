/**
 * The one place that knows how a view learns of changes on the server: it is told of them, and asks for what it shows; where nobody tells it,
 * it asks again every two seconds, as long as something is unfinished and the tab is looked at.
 */
import { changes, type Change } from './changes'

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
 * @param take Takes a change into what is shown; true where it cannot, so that the server is asked.
 */
export function watch(
  ask: (signal: AbortSignal) => Promise<void>,
  isUnfinished: () => boolean,
  onFault: (fault: unknown) => void,
  take: (change: Change) => boolean = () => true,
): Watch {
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
    } else if (document.visibilityState === 'visible' && (hasFailed || (!changes.isLive && isUnfinished()))) {
      timer = setTimeout(() => void run(), pause)
    }
  }

  // Another tab, or another client, may have changed something meanwhile.
  const onVisible = (): void => {
    if (document.visibilityState === 'visible') void run()
    else clearTimeout(timer)
  }
  document.addEventListener('visibilitychange', onVisible)
  const stopListening = changes.listen({
    onState: () => void run(),
    onChange: (change) => {
      // An answer that is on its way may be older than what was just told.
      if (take(change) || isAsking) void run()
    },
  })
  void run()
  return {
    now: () => void run(),
    stop: () => {
      stopped.abort()
      clearTimeout(timer)
      stopListening()
      document.removeEventListener('visibilitychange', onVisible)
    },
  }
}
