import { Component, h, type ComponentType } from 'preact'

/** A part that is fetched when it is shown first. A fetch that failed is tried again at the next showing. */
export function later<P extends object>(fetch: () => Promise<ComponentType<P>>): ComponentType<P> {
  let part: ComponentType<P> | undefined
  return class Later extends Component<P> {
    override componentDidMount(): void {
      if (!part)
        fetch().then(
          (found) => {
            part = found
            this.setState({})
          },
          () => {},
        )
    }

    override render(props: P) {
      const Part = part
      return Part ? <Part {...props} /> : null
    }
  }
}
