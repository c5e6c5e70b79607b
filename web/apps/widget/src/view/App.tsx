import * as chat from '../chat'
import { visitor } from '../session'
import { tools } from '../shell'
import { back, language, t } from '../words'
import { CLOSE, Tool } from './buttons'
import { Composer } from './Composer'
import { Fragment, h } from './dom'
import { Face } from './Face'
import { later } from './later'
import { Thread } from './Thread'

const Form = later(() => import('./Form'))
const Home = later(() => import('./Home'))
const List = later(() => import('./List'))
const Privacy = later(() => import('./Privacy'))
const Past = later(() => import('./Past'))
const Sound = later(() => import('./Sound'))

/** The panel. A message can be written before the server has answered anything. */
export function App({ close }: { close: () => void }) {
  const form = asked()
  return (
    <>
      <Header close={close} />
      <div class="body">
        <Notice />
        {chat.listing ? (
          <List />
        ) : (
          <Thread welcome={<Welcome />}>
            {form === 'privacy' ? <Privacy /> : form && <Form key={form} kind={form} />}
            {chat.config.home && !chat.conversation() && !form && !chat.unsent().length && <Home />}
            {!chat.conversation() && !form && chat.conversations.length > 0 && <List few />}
          </Thread>
        )}
        {!form && !chat.listing && <Composer />}
      </div>
    </>
  )
}

/** What has to be filled in before the first message, if anything. */
function asked(): 'privacy' | 'offline' | 'before' | undefined {
  const { hours, offline, preChat, privacy } = chat.config
  if (privacy && !chat.listing && (visitor().privacy || 0) < privacy) return 'privacy'
  if (!chat.ready || chat.listing || chat.current || chat.unsent().length) return
  if (!hours.open && offline === 'capture') return 'offline'
  if (!preChat.on || chat.identified || chat.conversations.length) return
  const fields = (['name', 'email', 'phone'] as const).filter((field) => preChat[field] !== 'off')
  return fields.length && fields.every((field) => chat.person[field] === undefined) ? 'before' : undefined
}

function Header({ close }: { close: () => void }) {
  const { appearance, hours } = chat.config
  const many = chat.conversations.length
  const head = chat.conversation()
  const agent = !chat.listing && appearance.faces && head ? head.agent : undefined
  const title = chat.title()
  return (
    <div class="head">
      {many > 0 && (chat.listing || !chat.current) && <Past back />}
      {agent ? <Face name={agent.name} picture={agent.avatar} /> : <Face tile name={title} />}
      <div class="who">
        <h2>{chat.listing ? t('history') : agent ? agent.name : title}</h2>
        <p class={hours.open ? 'on' : ''}>{hours.open ? t('open') : hours.opensAt ? t('awayUntil', { when: back(new Date(hours.opensAt)) }) : t('away')}</p>
      </div>
      {!chat.listing && many > (chat.current ? 1 : 3) && <Past />}
      {head && head.agentSeenSeq > 0 && <Sound />}
      <Tool name={t('close')} act={close} d={CLOSE} />
    </div>
  )
}

function Welcome() {
  const { faces, appearance } = chat.config
  return (
    <div class="welcome">
      <div class="faces">
        {faces.map((face) => (
          <Face key={face.name} name={face.name} picture={face.avatarUrl} />
        ))}
      </div>
      <h3>{tools.said(appearance.greeting, language())}</h3>
    </div>
  )
}

/** One line about what keeps messages from going out. */
function Notice() {
  const text = !navigator.onLine ? t('offline') : chat.trouble || (chat.lost ? t('reconnecting') : chat.left && t('left'))
  return <div role="status">{text && <p class={`bar${chat.trouble ? ' bad' : ''}`}>{text}</p>}</div>
}
