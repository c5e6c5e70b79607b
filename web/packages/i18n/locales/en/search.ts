/** Texts of the feature search. */
export default {
  title: 'Search',
  command: 'Search messages and customers',
  placeholder: 'Search messages, conversations, customers…',
  scope: 'What to search',
  messages: 'Messages',
  conversations: 'Conversations',
  customers: 'Customers',
  results: 'Results',
  hint: 'Find anything that was ever written, in Chinese or English.',
  recent: 'Recent searches',
  failed: 'The search did not work',
  none: 'Nothing found for “{text}”',
  noneHint: 'Try fewer or other words.',
  more: 'Show more',
} as const
