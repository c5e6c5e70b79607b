/** Texts of the webhooks. */
export default {} as const
