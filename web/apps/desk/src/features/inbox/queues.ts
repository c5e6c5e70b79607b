import { shallowRef } from 'vue'

/** Names of the queues of the workspace; none while there is one only, because then there is nothing to tell apart. */
export const queueNames = shallowRef<ReadonlyMap<string, string>>(new Map())
