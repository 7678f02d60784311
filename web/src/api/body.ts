import { pause } from '../app/pause'

// Characters after which the page gets its turn: a transcript of three hours has millions.
const portion = 2 ** 19

/**
 * Reads the text of an answer. One of many characters is put together in several tasks, and what comes after has a task of its own:
 * meanwhile the page answers to keys.
 */
export async function textOf(response: Response): Promise<string> {
  const reader = response.body?.getReader()
  if (!reader) return ''
  const decoder = new TextDecoder()
  const parts: string[] = []
  let [since, isLong] = [0, false]
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    parts.push(decoder.decode(value, { stream: true }))
    since += value.length
    if (since < portion) continue
    ;[since, isLong] = [0, true]
    await pause()
  }
  const text = parts.join('') + decoder.decode()
  if (isLong) await pause()
  return text
}
