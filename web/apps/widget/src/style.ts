/**
 * Puts a style sheet into a shadow root in a way that a strict content security policy of the page allows. Browsers
 * without constructed style sheets get an element, which such a policy would block; those browsers are old.
 */
export function dress(root: ShadowRoot, css: string): void {
  try {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
  } catch {
    const element = document.createElement('style')
    element.textContent = css
    root.append(element)
  }
}
