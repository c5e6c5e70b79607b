/** Texts of the feature settings. */
export default {} as const
