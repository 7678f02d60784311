import { call } from './client'

export interface Project {
  id: string
  name: string
  created_at: string
  keys: number
  files: number
  bytes: number
  transcriptions: number
}

export interface Key {
  id: string
  name: string
  hint: string
  /** Only in the answer that makes it. */
  key?: string
  admin: boolean
  /** The one that the page is signed in with. */
  current: boolean
  created_at: string
  last_used_at: string | null
  revoked_at: string | null
}

export interface CatalogueModel {
  name: string
  kind: 'speech' | 'voice_activity' | 'speaker_encoder' | 'speaker_segmentation' | 'translation'
  description: string
  licence: string
  state: 'installed' | 'partial' | 'absent'
  bytes: number | null
  can_be_pulled: boolean
  served: boolean | null
  loaded: boolean | null
}

export interface ModelPull {
  model: string
  status: 'running' | 'completed' | 'failed' | 'cancelled'
  received_bytes: number
  total_bytes: number | null
  message: string | null
}

export interface Catalogue {
  models: CatalogueModel[]
  pull: ModelPull | null
}

export interface ServerStorage {
  database_bytes: number
  recordings_bytes: number
  models_bytes: number
  free_bytes: number
  disk_bytes: number
  reserved_bytes: number
}

export interface RunningJob {
  transcription_id: string
  project: string
  model: string
  stage: 'recognition' | 'diarization' | 'translation' | null
  started_at: string
  audio_duration_ms: number | null
  transcribed_ms: number
}

export interface Workers {
  workers: number
  running: RunningJob[]
  queued: number
  downloading: number
  oldest_queued_at: string | null
}

/** Of a node that does not answer, only what others know of it is there. */
export type Node = NodePlace & ({ answers: false } | ({ answers: true } & NodeReport))

interface NodePlace {
  address: string | null
  status: 'starting' | 'active' | 'leaving'
  /** The one that answers the page. */
  current: boolean
}

export interface NodeReport {
  host: string
  role: 'all' | 'api' | 'worker'
  version: string
  started_at: string
  models: string[]
  threads: number
  memory_bytes: number
  workers: number
  /** Seconds of sound in a second. */
  audio_rate: number
  clock_skew_ms: number
  latency_ms: number
  running: RunningJob[]
}

export interface Nodes {
  nodes: Node[]
  /** Jobs of nodes that do not answer. */
  elsewhere: RunningJob[]
  waiting: { project: string; jobs: number; seconds: number }[]
  waiting_jobs: number
  waiting_seconds: number
}

export interface Retention {
  files_seconds: number | null
  transcriptions_seconds: number | null
}

export async function listProjects(signal?: AbortSignal): Promise<Project[]> {
  return (await call<{ projects: Project[] }>('GET', 'v1/admin/projects', { signal })).projects
}

export function addProject(name: string): Promise<Project> {
  return call('POST', 'v1/admin/projects', { body: { name } })
}

export async function listKeys(project: string, signal?: AbortSignal): Promise<Key[]> {
  return (await call<{ keys: Key[] }>('GET', keysOf(project), { signal })).keys
}

/** Makes a key: only this answer has it. */
export function addKey(project: string, name: string, admin: boolean): Promise<Key> {
  return call('POST', keysOf(project), { body: { name, admin } })
}

/**
 * Revokes a key.
 * @param evenLast Also where it is the last administrator's.
 */
export async function revokeKey(project: string, key: string, evenLast: boolean): Promise<void> {
  await call('DELETE', `${keysOf(project)}/${encodeURIComponent(key)}${evenLast ? '?force=true' : ''}`)
}

export function getCatalogue(signal?: AbortSignal): Promise<Catalogue> {
  return call('GET', 'v1/admin/models', { signal })
}

export function pullModel(name: string): Promise<ModelPull> {
  return call('POST', `v1/admin/models/${encodeURIComponent(name)}/pull`)
}

export async function cancelPull(name: string): Promise<void> {
  await call('DELETE', `v1/admin/models/${encodeURIComponent(name)}/pull`)
}

export function getServerStorage(signal?: AbortSignal): Promise<ServerStorage> {
  return call('GET', 'v1/admin/storage', { signal })
}

export function getWorkers(signal?: AbortSignal): Promise<Workers> {
  return call('GET', 'v1/admin/workers', { signal })
}

export function getNodes(signal?: AbortSignal): Promise<Nodes> {
  return call('GET', 'v1/admin/nodes', { signal })
}

export function getRetention(signal?: AbortSignal): Promise<Retention> {
  return call('GET', 'v1/admin/retention', { signal })
}

function keysOf(project: string): string {
  return `v1/admin/projects/${encodeURIComponent(project)}/keys`
}
