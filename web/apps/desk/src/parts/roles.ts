import { t } from '@frontdesk/i18n'

const BUILT_IN = ['admin', 'supervisor', 'agent', 'viewer'] as const

/** The name of a role; built-in ones are named in the language on screen. */
export function roleTitle(role: { key: string; name: string }): string {
  const key = BUILT_IN.find((each) => each === role.key)
  return key ? t(`auth.role.${key}`) : role.name
}
