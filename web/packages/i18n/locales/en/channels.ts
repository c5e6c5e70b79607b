/** Texts of channels. */
export default {
  title: 'Channels',
  words: 'widget chat website snippet install colour',
} as const
