/** The side of the picture that is kept, in points. */
export const SIDE = 256

/** How a picture lies under the round window: `zoom` 1 just covers it; x and y shift it, −1 … 1 of what can be shifted. */
export type Crop = { zoom: number; x: number; y: number }

/** The square of the source that the window shows. */
export function cropArea(width: number, height: number, crop: Crop): { left: number; top: number; side: number } {
  const side = Math.min(width, height) / crop.zoom
  const centre = (length: number, shift: number) => (length - side) / 2 + (shift * (length - side)) / 2
  return { left: centre(width, crop.x), top: centre(height, crop.y), side }
}

/** A drag of so many window points as a shift, kept inside the picture. */
export function drag(width: number, height: number, crop: Crop, dx: number, dy: number, window: number): Crop {
  const side = Math.min(width, height) / crop.zoom
  const move = (length: number, at: number, by: number) => {
    const room = (length - side) / 2
    if (room <= 0) return 0
    return Math.max(-1, Math.min(1, at - (by * side) / window / room))
  }
  return { ...crop, x: move(width, crop.x, dx), y: move(height, crop.y, dy) }
}

/** The chosen square as a small picture, scaled in two steps so that it stays sharp. */
export async function render(image: ImageBitmap, crop: Crop): Promise<Blob> {
  const area = cropArea(image.width, image.height, crop)
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = SIDE
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('no canvas')
  pen.imageSmoothingQuality = 'high'
  pen.drawImage(image, area.left, area.top, area.side, area.side, 0, 0, SIDE, SIDE)
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png'))
}
