/** Makes an element, of HTML or of a drawing. */
export function make<E extends Element = HTMLElement>(kind: string, attributes: Record<string, string> = {}, ...inner: Node[]): E {
  const it = document.createElementNS(`http://www.w3.org/${/svg|path/.test(kind) ? '2000/svg' : '1999/xhtml'}`, kind)
  for (const name in attributes) it.setAttribute(name, attributes[name] as string)
  it.append(...inner)
  return it as E
}
