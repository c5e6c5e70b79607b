/** Texts of the feature inbox. */
export default {} as const
