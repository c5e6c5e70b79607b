/** Calls the reader by sound and by the system, as they have chosen it. */
export type Call = { title: string; body: string; to: string }
/** The bell knows how to call; others ask it here. Quiet while it has not come. */
export const calling: { now: (call: Call) => void } = { now: () => {} }
