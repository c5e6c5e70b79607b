// How the things look that the later words say.
import css from './more.css?inline'

export { css }
