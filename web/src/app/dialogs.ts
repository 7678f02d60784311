import { router } from './router.svelte'

/** Dialogs about one transcription that open over any view; the address names dialog and transcription, so a reload opens them again. */
export const dialogNames = ['export', 'share', 'bring'] as const

export type DialogName = (typeof dialogNames)[number]

export interface DialogProps {
  /** The transcription. */
  id: string
  /** Told when the dialog has closed. */
  onclosed: () => void
}

/** Opens a dialog. */
export function openDialog(name: DialogName, id: string): void {
  router.replaceQuery({ ...closed, [name]: id })
}

/** Closes a dialog, unless another one is open by now: an element tells of its end only after the keys that were pressed in between. */
export function closeDialog(name: DialogName): void {
  if (router.query.has(name)) router.replaceQuery(closed)
}

const closed = Object.fromEntries(dialogNames.map((name) => [name, null]))
