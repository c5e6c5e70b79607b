/** An address that a browser may open as a web page; undefined for scripts, files and what is none. */
export function webLink(raw: string | undefined): string | undefined {
  if (!raw || !URL.canParse(raw)) return undefined
  return /^https?:$/.test(new URL(raw).protocol) ? raw : undefined
}
