/** Texts of webhooks. */
export default {
  title: 'Webhooks',
  words: 'events integration deliveries secret',
} as const
