/** Texts of the people. */
export default {} as const
