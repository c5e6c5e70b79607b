/** Texts of the feature customers. */
export default {} as const
