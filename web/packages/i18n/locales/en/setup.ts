/** Texts of the feature setup. */
export default {} as const
