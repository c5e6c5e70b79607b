import { Blocks, Factory, GraduationCap, HeartPulse, Landmark, PhoneCall, ShoppingBag } from '@lucide/vue'
import type { Component } from 'vue'

const ICONS: Record<string, Component> = { shop: ShoppingBag, bank: Landmark, government: PhoneCall, hospital: HeartPulse, school: GraduationCap, factory: Factory }
/** The picture of a template; one that is not known gets a general one. */
export const iconOf = (icon: string): Component => ICONS[icon] ?? Blocks
