import channels from './channels'
import customers from './customers'
import docs from './docs'
import faq from './faq'
import history from './history'
import moderation from './moderation'
import panel from './panel'
import people from './people'
import personal from './personal'
import replies from './replies'
import settings from './settings'
import setup from './setup'
import thread from './thread'
import views from './views'
import webhooks from './webhooks'
import wrapup from './wrapup'

/** Areas that no first screen needs. A new one is one line here and one in the other language. */
export default { channels, customers, docs, faq, history, moderation, panel, people, personal, replies, settings, setup, thread, views, webhooks, wrapup }
