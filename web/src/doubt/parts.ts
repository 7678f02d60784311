/** All that is needed only once somebody goes through doubtful words: loaded then. */
export { getAlternatives } from '../api/alternatives'
export { alternativesOf } from './alternatives'
export { default as DoubtPopover } from './DoubtPopover.svelte'
