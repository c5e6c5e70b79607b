import { cloneVNode, computed, defineComponent, mergeProps, type PropType } from 'vue'
import { shownTip, TIP_ID, tipListeners } from '../tip'

/** Explains its one child on hover and focus. The child keeps its own name: a tooltip only describes. */
export default defineComponent({
  name: 'UiTooltip',
  inheritAttrs: false,
  props: {
    text: { type: String, required: true },
    keys: { type: String, default: undefined },
    side: { type: String as PropType<'top' | 'bottom' | 'right'>, default: undefined },
  },
  setup(props, { slots, attrs }) {
    const listeners = tipListeners(() => ({ text: props.text, keys: props.keys, side: props.side }))
    const described = computed(() => (shownTip.value?.text === props.text ? TIP_ID : undefined))
    return () => {
      const child = slots.default?.().find((node) => typeof node.type !== 'symbol')
      return child && cloneVNode(child, mergeProps(attrs, listeners, { 'aria-describedby': described.value }))
    }
  },
})
