/** What is dragged onto a person: ids of conversations with commas. */
export const DRAG = 'application/x-frontdesk-conversations'
