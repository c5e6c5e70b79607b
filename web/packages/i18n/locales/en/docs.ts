/** Texts of the docs. */
export default {} as const
