/** One field that was refused, as the server names it. */
export type FieldProblem = { readonly field: string; readonly code: string; readonly detail: string }

/**
 * An answer that is not a success: problem details of RFC 9457, or a failure to reach the server (`network`).
 * `detail` is a sentence in the reader's language and may be shown as it is.
 */
export class Problem extends Error {
  override readonly name = 'Problem'
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly fields: readonly FieldProblem[] = [],
    options?: ErrorOptions,
    /** Parameters of the sentence, such as `seconds` to wait. */
    readonly args: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail || code, options)
  }

  /** The sentence for one field, for `Field`'s error. */
  field(name: string): string | undefined {
    return this.fields.find((entry) => entry.field === name)?.detail
  }

  /** True when the same request may succeed later: no connection, or the server was busy. */
  get transient(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 502
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Reads a Problem out of any answer; a proxy's HTML page becomes a Problem as well. */
export async function readProblem(response: Response): Promise<Problem> {
  let body: unknown
  try {
    if (/[/+]json/.test(response.headers.get('content-type') ?? '')) body = await response.json()
  } catch {
    body = undefined
  }
  const given = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const errors = Array.isArray(given.errors) ? (given.errors as Record<string, unknown>[]) : []
  return new Problem(
    response.status,
    text(given.code) || `http.${response.status}`,
    text(given.detail) || text(given.title),
    errors.map((entry) => ({ field: text(entry.field), code: text(entry.code), detail: text(entry.detail) })),
    undefined,
    typeof given.args === 'object' && given.args !== null ? (given.args as Record<string, unknown>) : {},
  )
}
