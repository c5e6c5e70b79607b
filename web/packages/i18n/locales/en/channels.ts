/** Texts of the channels. */
export default {} as const
