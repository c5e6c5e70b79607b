import { Problem } from '@frontdesk/client'
import { useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { explain, queryClient } from '@/shell/api'
import { open } from '@/parts/reveal/overlay'
import { isHidden } from '@/parts/reveal/store'
import { useSession } from '@/shell/session'
import { getCustomer, getCustomerConversations, getCustomerPages, patchCustomer, setCustomerTags, type Customer, type CustomerPatch } from './api'
import { keys } from './cache'

/** The customer of the open conversation; every field is saved on its own. */
export function useCustomer(id: Ref<string>, on: () => boolean = () => true) {
  const session = useSession()
  const may = () => session.can('customer.read')
  const asks = () => on() && may()
  const key = computed(() => keys.customer(id.value))
  const customer = useQuery({ queryKey: key, queryFn: () => getCustomer(id.value), enabled: asks, staleTime: 60_000 })
  const pages = useQuery({ queryKey: computed(() => [...key.value, 'pages']), queryFn: () => getCustomerPages(id.value), enabled: asks, refetchInterval: 30_000 })
  const previous = useQuery({ queryKey: computed(() => [...key.value, 'conversations']), queryFn: () => getCustomerConversations(id.value), enabled: on, staleTime: 60_000 })

  /** The sentence of a refusal; undefined when it is saved. */
  async function save(patch: CustomerPatch): Promise<string | undefined> {
    const now = customer.data.value
    if (!now) return undefined
    try {
      const saved = await patchCustomer(now.id, now.version, patch)
      queryClient.setQueryData<Customer>(keys.customer(id.value), (old) => ({ ...old, ...saved }))
      return undefined
    } catch (error) {
      if (error instanceof Problem && error.status === 409) void customer.refetch()
      const field = error instanceof Problem ? Object.keys(patch).map((name) => error.field(name)).find(Boolean) : undefined
      return field ?? explain(error)
    }
  }
  async function saveTags(tagIds: string[]): Promise<string | undefined> {
    try {
      const saved = await setCustomerTags(id.value, tagIds)
      queryClient.setQueryData<Customer>(keys.customer(id.value), (old) => ({ ...old, ...saved }))
      return undefined
    } catch (error) {
      return explain(error)
    }
  }

  return {
    customer: computed(() => open(customer.data.value)),
    loading: computed(() => customer.isPending.value && may()),
    error: computed(() => (customer.data.value ? null : customer.error.value)),
    retry: () => customer.refetch(),
    pages: computed(() => pages.data.value?.items ?? []),
    previous: computed(() => previous.data.value?.items ?? []),
    /** Something of it is hidden from who looks, and may be revealed. */
    hidden: computed(() => !session.can('personal.see') && session.can('personal.reveal') && isHidden(JSON.stringify(customer.data.value))),
    editable: computed(() => session.can('customer.edit')),
    save,
    saveTags,
  }
}
