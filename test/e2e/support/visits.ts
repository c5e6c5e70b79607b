/** Opens a conversation as a new visitor, beside the browser. Gives back how that visitor goes on writing. */
export async function visit(url: string, key: string, body: string): Promise<(text: string) => Promise<void>> {
  const headers = { 'content-type': 'application/json', 'x-frontdesk-widget': key, origin: url }
  const page = { url: `${url}/demo/`, title: 'Shop' }
  const opened = await fetch(`${url}/api/v1/widget/session`, { method: 'POST', headers, body: JSON.stringify({ key, page }) })
  if (!opened.ok) throw new Error(await opened.text())
  const { token } = (await opened.json()) as { token: string }
  let conversationId: string | undefined
  const write = async (text: string) => {
    const answer = await fetch(`${url}/api/v1/widget/messages`, { method: 'POST', headers: { ...headers, authorization: `Bearer ${token}` }, body: JSON.stringify({ clientId: crypto.randomUUID(), body: text, attachments: [], ...(conversationId ? { conversationId } : {}) }) })
    if (!answer.ok) throw new Error(await answer.text())
    conversationId = ((await answer.json()) as { conversation: { id: string } }).conversation.id
  }
  await write(body)
  return write
}
