import { loadMoreWords } from '@frontdesk/i18n'
import { defineAsyncComponent, type AsyncComponentLoader, type Component } from 'vue'

/** A lazy page whose words are lazy as well (`locales/<language>/more.ts`). */
export const withWords =
  <P>(load: () => Promise<P>) =>
  (): Promise<P> =>
    Promise.all([load(), loadMoreWords()]).then(([page]) => page)

/** How often a part is asked for while there is a network: a file of an older release never comes. */
const TRIES = 6

/**
 * A part of a screen that is loaded when it is first shown. Without a network its place stays empty and it comes when
 * the network is back: whoever is cut off while he writes keeps the rest of his screen.
 */
export const lazyPart = <C extends Component>(loader: AsyncComponentLoader<C>) =>
  defineAsyncComponent<C>({
    loader,
    onError: (_, retry, fail, attempts) => {
      if (!navigator.onLine) addEventListener('online', retry, { once: true })
      else if (attempts < TRIES) setTimeout(retry, 250 * 2 ** attempts)
      else fail()
    },
  })
