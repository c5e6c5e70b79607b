/** Fetches something, as often as it takes. */
export const bring = <T>(fetch: () => Promise<T>): Promise<T> => fetch().catch(() => new Promise((resume) => setTimeout(resume, 5000)).then(() => bring(fetch)))
