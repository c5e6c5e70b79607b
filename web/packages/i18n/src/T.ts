import { defineComponent, type PropType } from 'vue'
import { pieces, type Params } from './message'
import { lookup, type Key } from './translator'

/**
 * A sentence with elements inside it. `<T k="auth.agree"><template #link="{ text }">…</template></T>` draws the slot
 * in the place of `<link>text</link>`, wherever the language puts it.
 */
export const T = defineComponent({
  name: 'TranslatedText',
  props: {
    k: { type: String as PropType<Key>, required: true },
    params: { type: Object as PropType<Params>, default: undefined },
  },
  setup(props, { slots }) {
    return () =>
      pieces(lookup(props.k, props.params) ?? props.k).map(({ slot, text }) =>
        slot ? (slots[slot]?.({ text }) ?? text) : text,
      )
  },
})
