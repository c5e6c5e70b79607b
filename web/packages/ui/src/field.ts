import { computed, inject, provide, useId, type ComputedRef, type InjectionKey } from 'vue'

/** What a field tells the control inside it. */
type FieldContext = {
  id: string
  describedBy: ComputedRef<string | undefined>
  invalid: ComputedRef<boolean>
  required: ComputedRef<boolean>
  labelId: string
}
const key: InjectionKey<FieldContext> = Symbol('field')

/** Called by `Field`. */
export function provideField(state: { hint: () => boolean; error: () => boolean; required: () => boolean }) {
  const id = useId()
  const context: FieldContext = {
    id,
    labelId: `${id}-label`,
    describedBy: computed(() => {
      const ids = [state.error() && `${id}-error`, state.hint() && `${id}-hint`].filter(Boolean)
      return ids.length ? ids.join(' ') : undefined
    }),
    invalid: computed(state.error),
    required: computed(state.required),
  }
  provide(key, context)
  return context
}

/** Called by a control: attributes that tie it to the field around it, if there is one. */
export function useField() {
  const field = inject(key, null)
  return {
    labelId: field?.labelId,
    id: field?.id,
    attrs: computed(() => ({
      id: field?.id,
      'aria-describedby': field?.describedBy.value,
      'aria-invalid': field?.invalid.value || undefined,
      'aria-required': field?.required.value || undefined,
    })),
  }
}
