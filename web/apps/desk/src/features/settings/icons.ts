import { AppWindow, Ban, Bell, BookOpen, Building2, ClipboardCheck, Clock, EyeOff, Fingerprint, FlaskConical, History, Keyboard, Languages, LayoutTemplate, ListPlus, MessageSquareQuote, MessageSquareText, Presentation, Route, ScanText, Shield, ShieldAlert, SlidersHorizontal, Tags, UserRound, Users, UsersRound, Webhook } from '@lucide/vue'
import type { Component } from 'vue'

/** The icon of each page of the settings, by its path. They are apart from the pages because those belong to the entry. */
export const ICONS: Readonly<Record<string, Component>> = {
  profile: UserRound,
  preferences: SlidersHorizontal,
  notifications: Bell,
  shortcuts: Keyboard,
  security: Fingerprint,
  workspace: Building2,
  hours: Clock,
  templates: LayoutTemplate,
  fields: ListPlus,
  tags: Tags,
  replies: MessageSquareQuote,
  faq: BookOpen,
  summaries: ClipboardCheck,
  sample: FlaskConical,
  privacy: EyeOff,
  log: History,
  people: Users,
  teams: UsersRound,
  roles: Shield,
  words: ShieldAlert,
  'word-hits': ScanText,
  blocklist: Ban,
  channels: MessageSquareText,
  routing: Route,
  wallboards: Presentation,
  apps: AppWindow,
  translation: Languages,
  webhooks: Webhook,
}
