import { h } from './dom'
const icon = (path: string) => () => (
  <svg viewBox="0 0 24 24" aria-hidden="true">
    <path d={path} />
  </svg>
)

export const Close = icon('M6 6l12 12M18 6L6 18')
export const Back = icon('M15 5l-7 7 7 7')
export const Clock = icon('M12 7v5l3.2 2M3.5 12a8.5 8.5 0 1 0 2.6-6.1L3.5 8.5M3.5 4v4.5H8')
export const Clip = icon('M20.5 11.5l-8.3 8.3a5.3 5.3 0 0 1-7.5-7.5l8.6-8.6a3.5 3.5 0 0 1 5 5l-8.6 8.6a1.8 1.8 0 0 1-2.5-2.5l7.9-7.9')
export const Smile = icon('M8.3 14.2s1.3 1.9 3.7 1.9 3.7-1.9 3.7-1.9M9 9.5v.01M15 9.5v.01M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z')
export const Send = icon('M5 12h14M13 6l6 6-6 6')
export const Doc = icon('M14 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8zM14 3v5h5M9 13h6M9 17h4')
export const Again = icon('M4 12a8 8 0 1 0 2.5-5.8L4 8.5M4 4v4.5h4.5')
