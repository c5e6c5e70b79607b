/** Colours a tag can have, in the order of the picker. */
export const TAG_COLOURS = ['grey', 'red', 'orange', 'yellow', 'green', 'teal', 'blue', 'purple', 'pink'] as const
export type TagColour = (typeof TAG_COLOURS)[number]

const dots: Record<TagColour, string> = {
  grey: 'var(--fd-control-line)',
  red: 'var(--fd-bad-solid)',
  orange: 'var(--fd-warn-solid)',
  yellow: 'var(--fd-chart-3)',
  green: 'var(--fd-chart-6)',
  teal: 'var(--fd-chart-2)',
  blue: 'var(--fd-chart-1)',
  purple: 'var(--fd-chart-4)',
  pink: 'var(--fd-chart-5)',
}

/** What the dot before a tag's name is painted with. */
export const tagDot = (colour: string | undefined): string => dots[colour as TagColour] ?? dots.grey
