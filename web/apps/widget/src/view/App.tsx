import { Fragment, h } from 'preact'
import type { Chat } from '../chat'
import type * as Talk from '../talk'
import type { Shell } from '../types'
import { back, language, t } from '../words'
import { Composer } from './Composer'
import { Face } from './Face'
import { Back, Clock, Close } from './icons'
import { later } from './later'

const Form = later(() => import('./Form').then((module) => module.Form))

type Props = { shell: Shell; chat?: Chat; talk?: typeof Talk; close: () => void }

/** The panel. Until the talk has been loaded it shows the greeting, and a message can already be written. */
export function App(props: Props) {
  const { shell, chat, talk } = props
  const form = chat && talk && talk.asked(chat)
  const head = chat && chat.conversation()
  return (
    <>
      <Header {...props} />
      <div class="body">
        {chat && talk && <talk.Notice chat={chat} />}
        {chat && talk ? (
          chat.listing ? (
            <talk.List chat={chat} />
          ) : (
            <talk.Thread chat={chat} welcome={!head && <Welcome {...props} />}>
              {form && <Form key={form} kind={form} chat={chat} />}
              {!head && !form && chat.conversations.length > 0 && <talk.List chat={chat} few />}
            </talk.Thread>
          )
        ) : (
          <div class="scroll">
            <Welcome {...props} />
          </div>
        )}
        {!form && !(chat && chat.listing) && <Composer key="composer" shell={shell} chat={chat} />}
      </div>
    </>
  )
}

function Header({ shell, chat, close }: Props) {
  const { appearance, hours } = chat ? chat.config : shell.config
  const many = chat ? chat.conversations.length : 0
  const current = chat && chat.current
  const listing = chat && chat.listing
  const agent = listing || !appearance.faces ? undefined : chat && chat.conversation() && chat.conversation()?.agent
  const title = shell.tools.said(appearance.title, language())
  return (
    <div class="head">
      {chat && many > 0 && (listing || !current) && (
        <button type="button" class="tool" aria-label={t('back')} onClick={() => chat.show(chat.conversations[0]?.id)}>
          <Back />
        </button>
      )}
      {agent ? <Face name={agent.name} picture={agent.avatar} base={shell.base} /> : <Face tile name={title} />}
      <div class="who">
        <h2>{listing ? t('recent') : agent ? agent.name : title}</h2>
        <p class={hours.open ? 'on' : ''}>{hours.open ? t('open') : hours.opensAt ? t('awayUntil', { when: back(new Date(hours.opensAt)) }) : t('away')}</p>
      </div>
      {chat && !listing && many > (current ? 1 : 3) && (
        <button type="button" class="tool" aria-label={t('history')} onClick={() => chat.list()}>
          <Clock />
        </button>
      )}
      <button type="button" class="tool" aria-label={t('close')} onClick={close}>
        <Close />
      </button>
    </div>
  )
}

function Welcome({ shell, chat }: Props) {
  const { faces, appearance } = chat ? chat.config : shell.config
  return (
    <div class="welcome">
      <div class="faces">
        {faces.map((face) => (
          <Face key={face.name} name={face.name} picture={face.avatarUrl} base={shell.base} />
        ))}
      </div>
      <h3>{shell.tools.said(appearance.greeting, language())}</h3>
    </div>
  )
}
