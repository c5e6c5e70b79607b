import type { Component } from 'vue'
import type { Feature, NavItem, Slot } from './feature'

const found = import.meta.glob<Feature>('../features/*/routes.ts', { eager: true, import: 'default' })

/** Every feature folder, in the order of their names. */
export const features: readonly Feature[] = Object.values(found)

/** Entries of the rail in their order. */
export const navItems: readonly NavItem[] = features.flatMap((feature) => feature.nav ?? []).sort((a, b) => a.order - b.order)

/** What features put into a place of the shell. */
export function slotted(slot: Slot): Component[] {
  return features.flatMap((feature) => feature.slots?.[slot] ?? [])
}
