/** Ends the task that runs, and goes on in another one: the page is painted and answers to keys in between. */
export function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve))
}
