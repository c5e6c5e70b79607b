/** Texts of the feature auth. */
export default {} as const
