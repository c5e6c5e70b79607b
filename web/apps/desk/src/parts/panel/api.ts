import type { components } from '@frontdesk/client'
import { call, type Page } from '@/shell/call'

type Schemas = components['schemas']
export type Told = Schemas['PageCards']
export type Card = Schemas['Card']

const at = (id: string) => ({ path: { id } })
export const getCards = (customer: string) => call<Page<Told>>('GET', '/customers/{id}/cards', at(customer))
