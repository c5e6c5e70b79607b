import type { Chat } from '../chat'
import { back, language, t } from '../words'
import { Composer } from './Composer'
import { Fragment, h, type Child } from './dom'
import { Face } from './Face'
import { Back, Clock, Close } from './icons'
import { later } from './later'
import { asked, Thread } from './Thread'

const Form = later(() => import('./Form').then((module) => module.Form))
const List = later(() => import('./List').then((module) => module.List))

type Props = { chat: Chat; close: () => void }

/** The panel. A message can be written before the server has answered anything. */
export function App({ chat, close }: Props) {
  const { listing, conversations } = chat
  const form = asked(chat)
  const head = chat.conversation()
  return (
    <>
      <Header chat={chat} close={close} />
      <div class="body">
        <Notice chat={chat} />
        {listing ? (
          <List chat={chat} />
        ) : (
          <Thread chat={chat} welcome={<Welcome chat={chat} />}>
            {form && <Form key={form} kind={form} chat={chat} />}
            {!head && !form && conversations.length > 0 && <List chat={chat} few />}
          </Thread>
        )}
        {!form && !listing && <Composer chat={chat} />}
      </div>
    </>
  )
}

function Header({ chat, close }: Props) {
  const { conversations, current, listing, shell } = chat
  const { appearance, hours } = chat.config
  const many = conversations.length
  const head = chat.conversation()
  const agent = !listing && appearance.faces && head ? head.agent : undefined
  const title = chat.title()
  return (
    <div class="head">
      {many > 0 && (listing || !current) && <Tool label={t('back')} act={() => chat.show((conversations[0] as { id: string }).id)} icon={<Back />} />}
      {agent ? <Face name={agent.name} picture={agent.avatar} base={shell.base} /> : <Face tile name={title} />}
      <div class="who">
        <h2>{listing ? t('history') : agent ? agent.name : title}</h2>
        <p class={hours.open ? 'on' : ''}>{hours.open ? t('open') : hours.opensAt ? t('awayUntil', { when: back(new Date(hours.opensAt)) }) : t('away')}</p>
      </div>
      {!listing && many > (current ? 1 : 3) && <Tool label={t('history')} act={() => chat.list()} icon={<Clock />} />}
      <Tool label={t('close')} act={close} icon={<Close />} />
    </div>
  )
}

const Tool = ({ label, act, icon }: { label: string; act: () => void; icon: Child }) => (
  <button type="button" class="tool" aria-label={label} onclick={act}>
    {icon}
  </button>
)

function Welcome({ chat }: { chat: Chat }) {
  const { faces, appearance } = chat.config
  const { base, tools } = chat.shell
  return (
    <div class="welcome">
      <div class="faces">
        {faces.map((face) => (
          <Face key={face.name} name={face.name} picture={face.avatarUrl} base={base} />
        ))}
      </div>
      <h3>{tools.said(appearance.greeting, language())}</h3>
    </div>
  )
}

/** One line about what keeps messages from going out. */
function Notice({ chat }: { chat: Chat }) {
  const text = navigator.onLine === false ? t('offline') : chat.trouble || (chat.lost ? t('reconnecting') : chat.left ? t('left') : '')
  return <div role="status">{text && <p class={`bar${chat.trouble ? ' bad' : ''}`}>{text}</p>}</div>
}
