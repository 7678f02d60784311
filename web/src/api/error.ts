/** A fault in one field of a request. */
export interface FieldFault {
  /** Such as "query.format" or "body.payload.days". */
  location: string
  message: string
}

/** An answer of the server that is no success, or the lack of any answer. */
export class ApiError extends Error {
  constructor(
    /** The HTTP status; 0 where there was no answer. */
    readonly status: number,
    /** The error_type of the contract; "network", "timeout" or "unreadable" where there is none. */
    readonly type: string,
    message: string,
    readonly requestId: string | null = null,
    /** Seconds after which to try again, where the server says so. */
    readonly retryAfter: number | null = null,
    /** The fields that are wrong, where the server names them. */
    readonly fields: readonly FieldFault[] = [],
  ) {
    super(message)
    this.name = 'ApiError'
  }
}

interface ErrorBody {
  error_type?: unknown
  message?: unknown
  request_id?: unknown
  validation_errors?: unknown
}

/** Reads the error of an answer; a proxy in between may have answered with something else than the server's own. */
export function errorOf(status: number, body: string, retryAfter: string | null): ApiError {
  let parsed: ErrorBody = {}
  try {
    parsed = (JSON.parse(body) ?? {}) as ErrorBody
  } catch {
    // Not the server's own.
  }
  const seconds = Number.parseInt(retryAfter ?? '', 10)
  return new ApiError(
    status,
    typeof parsed.error_type === 'string' ? parsed.error_type : 'unreadable',
    typeof parsed.message === 'string' ? parsed.message : `HTTP ${status}`,
    typeof parsed.request_id === 'string' ? parsed.request_id : null,
    Number.isFinite(seconds) ? seconds : null,
    Array.isArray(parsed.validation_errors) ? parsed.validation_errors.filter(isFieldFault) : [],
  )
}

function isFieldFault(value: unknown): value is FieldFault {
  const fault = value as Partial<FieldFault> | null
  return typeof fault?.location === 'string' && typeof fault.message === 'string'
}
