import { call } from './client'

export interface WebhookOutcome {
  delivered: boolean
  /** Null where there was no answer. */
  status_code: number | null
  failure: string | null
  body: string | null
  duration_ms: number
  sent: string
}

/** Sends a webhook once, which says that it is a test. */
export function tryWebhook(url: string, headerName: string, headerValue: string): Promise<WebhookOutcome> {
  const header = headerName === '' ? {} : { webhook_auth_header_name: headerName, webhook_auth_header_value: headerValue }
  return call('POST', 'v1/webhooks/test', { body: { webhook_url: url, ...header } })
}
