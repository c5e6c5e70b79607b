/** Texts of saved views of the inbox. */
export default {
  add: 'Save as a view',
  edit: 'Edit view',
  save: 'Save as view',
  keep: 'Save changes',
  reset: 'Reset',
  name: 'Name',
  placeholder: 'For example: urgent and waiting',
  for: 'Who sees it',
  'for.me': 'Only me',
  'for.team': 'Team {team}',
  'for.company': 'Everybody',
  shareHint: '“Me” in a shared view is whoever looks at it.',
  remove: 'Remove view',
  removed: 'View removed',
  saved: 'View saved',
} as const
