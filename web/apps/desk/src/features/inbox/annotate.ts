/** What is drawn over a picture, in pixels of the picture. */
export type Shape = { id: number; kind: Tool; x: number; y: number; width: number; height: number; text: string }
export type Tool = 'box' | 'mosaic' | 'arrow' | 'text'
export type Point = { x: number; y: number }

const RED = '#d92d20'
const MASK = '#16181d'

/** Lines and letters grow with the picture, so that they are seen in a large one too. */
export const unitOf = (picture: { width: number; height: number }): number => Math.max(2, Math.round(Math.max(picture.width, picture.height) / 260))

/** The rectangle of a shape, whichever way it was drawn. */
export function boundsOf({ x, y, width, height }: Pick<Shape, 'x' | 'y' | 'width' | 'height'>) {
  return { x: Math.min(x, x + width), y: Math.min(y, y + height), width: Math.abs(width), height: Math.abs(height) }
}

function mosaic(to: CanvasRenderingContext2D, picture: CanvasImageSource & { width: number; height: number }, shape: Shape) {
  const { x, y, width, height } = boundsOf(shape)
  // Few and large tiles: small ones of a line of digits can be guessed.
  const tile = Math.max(14, unitOf(picture) * 6)
  const across = Math.max(1, Math.round(width / tile))
  const down = Math.max(1, Math.round(height / tile))
  const small = document.createElement('canvas')
  small.width = across
  small.height = down
  const tiny = small.getContext('2d')
  if (!tiny) return
  tiny.imageSmoothingQuality = 'high'
  tiny.drawImage(picture, x, y, width, height, 0, 0, across, down)
  to.imageSmoothingEnabled = false
  to.drawImage(small, 0, 0, across, down, x, y, width, height)
  to.imageSmoothingEnabled = true
}

function arrow(to: CanvasRenderingContext2D, { x, y, width, height }: Shape, unit: number) {
  const [endX, endY] = [x + width, y + height]
  const angle = Math.atan2(height, width)
  const head = unit * 6
  to.strokeStyle = to.fillStyle = RED
  to.lineWidth = unit * 1.6
  to.lineCap = 'round'
  to.beginPath()
  to.moveTo(x, y)
  to.lineTo(endX - Math.cos(angle) * head * 0.8, endY - Math.sin(angle) * head * 0.8)
  to.stroke()
  to.beginPath()
  to.moveTo(endX, endY)
  for (const side of [-0.45, 0.45]) to.lineTo(endX - Math.cos(angle + side) * head, endY - Math.sin(angle + side) * head)
  to.fill()
}

export const fontOf = (unit: number): string => `600 ${unit * 8}px system-ui, "Noto Sans SC", sans-serif`

function words(to: CanvasRenderingContext2D, { x, y, text }: Shape, unit: number) {
  to.font = fontOf(unit)
  to.textBaseline = 'top'
  to.lineJoin = 'round'
  to.lineWidth = unit * 2
  to.strokeStyle = '#fff'
  to.fillStyle = RED
  text.split('\n').forEach((line, i) => {
    to.strokeText(line, x, y + i * unit * 10)
    to.fillText(line, x, y + i * unit * 10)
  })
}

/** Paints a picture with everything that is drawn over it. What is masked is not in the result in any way. */
export function paint(canvas: HTMLCanvasElement, picture: CanvasImageSource & { width: number; height: number }, shapes: readonly Shape[]): void {
  canvas.width = picture.width
  canvas.height = picture.height
  const to = canvas.getContext('2d')
  if (!to) return
  to.drawImage(picture, 0, 0)
  const unit = unitOf(picture)
  // Masks lie under arrows and words, whenever they were drawn.
  for (const shape of shapes) {
    if (shape.kind === 'mosaic') mosaic(to, picture, shape)
    if (shape.kind !== 'box') continue
    const { x, y, width, height } = boundsOf(shape)
    to.fillStyle = MASK
    to.fillRect(x, y, width, height)
  }
  for (const shape of shapes) {
    if (shape.kind === 'arrow') arrow(to, shape, unit)
    if (shape.kind === 'text') words(to, shape, unit)
  }
}

/** A file with what a canvas shows: a new one, without anything that the original carried. */
export function fileOf(canvas: HTMLCanvasElement, name: string, mime: string): Promise<File> {
  const type = mime === 'image/jpeg' ? mime : 'image/png'
  const stem = name.replace(/\.[a-z0-9]+$/i, '')
  return new Promise((done, fail) =>
    canvas.toBlob((blob) => (blob ? done(new File([blob], `${stem}.${type === 'image/jpeg' ? 'jpg' : 'png'}`, { type })) : fail(new Error('canvas'))), type, 0.92),
  )
}
