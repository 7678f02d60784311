/**
 * The path of the server's root, with a slash at its end, as the browser sees it: behind a reverse proxy it may be below the host's own root.
 * Read once, since a relative <base> means another place when the address changes.
 */
export const basePath = new URL(document.baseURI).pathname.replace(/[^/]*$/, '')

/** The absolute path of something on the server, such as "v1/models". */
export function pathOf(relative: string): string {
  return basePath + relative
}

/** A name in the browser's storage that belongs to this server alone: another one may be on the same host, at another path. */
export function storageName(name: string): string {
  return `hansard:${basePath}:${name}`
}
