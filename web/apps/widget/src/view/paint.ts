/** Draws a picture on a canvas, no larger than the canvas allows on this screen. */
export async function paint(canvas: HTMLCanvasElement, blob: Blob, most = 1200): Promise<void> {
  const picture = await createImageBitmap(blob)
  const scale = Math.min(1, most / Math.max(picture.width, picture.height))
  const shown = canvas.width
  canvas.width = Math.round(picture.width * scale)
  canvas.height = Math.round(picture.height * scale)
  if (most <= 1200) canvas.style.width = `${shown}px`
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  picture.close()
}
