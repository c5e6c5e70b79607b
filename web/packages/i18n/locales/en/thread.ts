/** What can be done with one message, and with a whole thread. */
export default {
  actions: 'Actions of the message',
  quote: 'Quote',
  copy: 'Copy the text',
  copied: 'Text copied',
  edit: 'Edit',
  recall: 'Recall',
  recalled: 'Message recalled',
  history: 'What it said before',
  historyHint: 'Every version, the newest first.',
  historyRecalled: 'It was recalled. Only its author and people with this right see it.',
  historyFailed: 'The earlier versions could not be loaded',
  now: 'Now',
}
