import { listTags, type Tag } from '../api/search'

/** The tags of the project, for choosing among them. */
class Tags {
  #all = $state.raw<readonly Tag[]>([])

  get all(): readonly Tag[] {
    return this.#all
  }

  /** Reads them again. Without them, tags are written in full: that they cannot be had is no fault worth telling of. */
  refresh(): void {
    listTags().then((all) => (this.#all = all), () => undefined)
  }
}

export const tags = new Tags()
