import { sectionOf, type Section } from '../settings/sections'
import { basePath, pathOf } from './base'

/** The views of the page, each with its address below the server's root. */
export type Route =
  | { view: 'library' }
  | { view: 'transcript'; id: string }
  | { view: 'settings'; section?: Section }
  | { view: 'live' }
  | { view: 'shared' }
  | { view: 'not-found' }

/** The address of a view, for links. */
export function addressOf(route: Exclude<Route, { view: 'not-found' }>): string {
  switch (route.view) {
    case 'library':
      return pathOf('app/')
    case 'transcript':
      return pathOf(`app/transcriptions/${encodeURIComponent(route.id)}`)
    case 'settings':
      return pathOf(route.section === undefined || route.section === 'general' ? 'app/settings' : `app/settings/${route.section}`)
    case 'live':
      return pathOf('app/live')
    case 'shared':
      return pathOf('app/shared')
  }
}

function routeOf(pathname: string): Route {
  const segments = pathname.slice(basePath.length).split('/').filter((segment) => segment !== '')
  if (segments[0] === 'app') segments.shift()
  else if (segments.length > 0) return { view: 'not-found' }
  const [view, id, ...rest] = segments
  if (view === undefined) return { view: 'library' }
  const section = view === 'settings' && rest.length === 0 ? sectionOf(id) : null
  if (section !== null) return { view: 'settings', section }
  if (view === 'live' && id === undefined) return { view: 'live' }
  if (view === 'shared' && id === undefined) return { view: 'shared' }
  if (view === 'transcriptions' && id !== undefined && rest.length === 0) return { view: 'transcript', id: decoded(id) }
  return { view: 'not-found' }
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

type QueryChanges = Readonly<Record<string, string | null>>

function changed(changes: QueryChanges): URLSearchParams {
  const query = new URLSearchParams(location.search)
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) query.delete(name)
    else query.set(name, value)
  }
  return query
}

function addressWith(query: URLSearchParams): string {
  return location.pathname + (query.size > 0 ? `?${query}` : '') + location.hash
}

/** Shows the view that the address names, and puts the state of the view into the address. */
class Router {
  #route = $state.raw<Route>(routeOf(location.pathname))
  #query = $state.raw(new URLSearchParams(location.search))
  #moves = $state(0)

  constructor() {
    addEventListener('popstate', () => this.#read())
    document.addEventListener('click', (event) => this.#follow(event))
  }

  get route(): Route {
    return this.#route
  }

  /** The state of the view. */
  get query(): URLSearchParams {
    return this.#query
  }

  /** Grows whenever another view is shown: the focus goes to its beginning then. */
  get moves(): number {
    return this.#moves
  }

  go(address: string): void {
    if (address !== location.pathname + location.search) history.pushState(null, '', address)
    scrollTo(0, 0)
    this.#read()
  }

  /** Changes the state of the view that is shown; null takes a parameter out. */
  replaceQuery(changes: QueryChanges): void {
    this.#query = changed(changes)
    history.replaceState(history.state, '', addressWith(this.#query))
  }

  /**
   * Changes what the view shows so much that the browser's Back is to lead to what it has shown before.
   * @param mark Told by {@link mark} as long as that is shown, after a reload too.
   */
  pushQuery(changes: QueryChanges, mark: string | null = null): void {
    this.#query = changed(changes)
    history.pushState(mark, '', addressWith(this.#query))
  }

  get mark(): unknown {
    return history.state
  }

  #read(): void {
    this.#route = routeOf(location.pathname)
    this.#query = new URLSearchParams(location.search)
    this.#moves++
  }

  // A link within the page changes the view; the browser has all others, and those that are to be opened elsewhere.
  #follow(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (!link || link.target !== '' || link.hasAttribute('download') || link.origin !== location.origin) return
    if (!link.pathname.startsWith(pathOf('app/'))) return
    event.preventDefault()
    this.go(link.pathname + link.search)
  }
}

export const router = new Router()
