import { loadMoreWords } from '@frontdesk/i18n'

/** A lazy page whose words are lazy as well (`locales/<language>/more.ts`). */
export const withWords =
  <P>(load: () => Promise<P>) =>
  (): Promise<P> =>
    Promise.all([load(), loadMoreWords()]).then(([page]) => page)
