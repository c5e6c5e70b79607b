import type { PlainKey } from '@frontdesk/i18n'
import type { Component } from 'vue'
import type { Router, RouteLocationRaw, RouteRecordRaw } from 'vue-router'

/** An entry of the rail (bottom bar on phones). */
export type NavItem = {
  id: string
  label: PlainKey
  icon: Component
  to: RouteLocationRaw
  /** Lower stands higher: inbox 10, customers 30. */
  order: number
  place?: 'main' | 'foot'
  keys?: string
  /** A dot for true; read reactively. */
  badge?: () => boolean
  when?: () => boolean
}

/** Places of the shell that features may fill. */
export type Slot =
  /** Buttons at the foot of the rail, above the language: notices. */
  | 'foot'
  /** Own avatar and presence at the foot of the rail. */
  | 'account'
  /** Thin bars above everything: offline, a new version, demo data. */
  | 'banner'
  /** Drawn nowhere in particular: dialogs, listeners, corner checklists. */
  | 'overlay'

/**
 * What a feature folder gives the shell, as the default export of its `routes.ts`. Keep that file small and its
 * components lazy: it is part of the entry.
 */
export type Feature = {
  routes?: RouteRecordRaw[]
  nav?: NavItem[]
  slots?: Partial<Record<Slot, Component>>
  /** Called once before the first navigation, with the app's stores available: guards, commands that are always there. */
  setup?: (shell: { router: Router }) => void
}

/** Types a feature; the shell finds `src/features/<name>/routes.ts` by itself. */
export const defineFeature = (feature: Feature): Feature => feature

declare module 'vue-router' {
  interface RouteMeta {
    /** Title of the browser tab. */
    title?: PlainKey
    /** No rail: sign-in, set-up, full-screen pages. */
    bare?: boolean
    /** Reachable without a session. */
    public?: boolean
    /** The permission that opens the page. */
    permission?: string
  }
}
