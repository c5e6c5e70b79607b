/** Answers that are offered, and translations. */
export default {
  suggestions: 'Suggested answers',
  take: 'Put into the reply: {title}',
  takeNth: 'Take a suggested answer',
  hide: 'Hide the suggestions',
  faq: 'FAQ',
  reply: 'Reply',
  files: 'With files',
  pref: 'Suggested answers',
  'pref.hint': 'Above the reply stand up to three answers from the FAQ and your quick replies that fit what the customer asked. Nothing is shown when nothing fits well.',
  'pref.on': 'Suggest answers',
} as const
