import { print, type Condition, type Test } from './condition'
import { newId, newQueue, newRule, type Need, type Plan, type Queue, type Rule, type Skill } from './plan'

/** Worked examples: whole plans to begin with, in the language of who begins. */
export const EXAMPLES = ['shop', 'hospital', 'bank'] as const
export type Example = (typeof EXAMPLES)[number]

type Said = readonly [zh: string, en: string]
type Making = { say: (both: Said) => string }

const has = (field: 'text' | 'language', values: string[]): Test => ({ field, op: 'has', values })
const vip: Test = { field: 'level', op: 'in', values: ['vip'] }
const when = (...tests: Test[]): string => print({ all: true, tests } satisfies Condition)
const need = (skill: Skill, level: number, relaxAfter = 0): Need => ({ skill: skill.id, level, relaxAfter })
const both = ([zh, en]: Said): Record<string, string> => ({ 'zh-CN': zh, en })

const TELL = both(['您正在排队，我们会尽快为您服务。', 'You are in the queue. We will be with you as soon as we can.'])
const LEAVE = both(['等待时间较长，您也可以留言，我们会尽快回复。', 'It takes a little longer. You can leave a message and we will reply.'])

function makers({ say }: Making) {
  const skill = (name: Said, colour: string): Skill => ({ id: newId('skl'), name: say(name), colour })
  const queue = (name: Said, given: Partial<Queue> = {}): Queue => newQueue(say(name), given)
  const rule = (name: Said, given: Partial<Rule>): Rule => newRule(say(name), given)
  return { skill, queue, rule }
}
type Parts = Pick<Plan, 'skills' | 'queues' | 'rules' | 'fallback'>

function shop(making: Making): Parts {
  const { skill, queue, rule } = makers(making)
  const [english, returns, gold] = [skill(['英语', 'English'], 'blue'), skill(['退换货', 'Returns'], 'green'), skill(['VIP 接待', 'VIP care'], 'orange')]
  const sales = queue(['售前咨询', 'Sales'], { steps: [{ after: 60, do: 'tell', text: TELL }, { after: 240, do: 'message', text: LEAVE }], full: 100 })
  const after = queue(['售后服务', 'After-sales'], { needs: [need(returns, 2, 120)], strategy: 'weighted_skill', target: { seconds: 60, share: 0.8 }, steps: [{ after: 60, do: 'tell', text: TELL }, { after: 180, do: 'widen', queue: sales.id }] })
  const desk = queue(['VIP 专席', 'VIP desk'], { needs: [need(gold, 3, 60)], strategy: 'weighted_skill', offer: { mode: 'push', seconds: 15, onTimeout: 'next' }, sticky: { on: true, wait: 30 }, target: { seconds: 15, share: 0.9 }, steps: [{ after: 30, do: 'tell', text: TELL }, { after: 90, do: 'widen', queue: sales.id }], alert: { waiting: 3, longest: 60 } })
  return {
    skills: [english, returns, gold],
    queues: [sales, after, desk],
    rules: [
      rule(['英语客户', 'Speaks English'], { when: when(has('language', ['en'])), needs: [need(english, 3, 180)] }),
      rule(['VIP 客户', 'VIP customers'], { when: when(vip), queue: desk.id, headStart: 300 }),
      rule(['退换货', 'Returns'], { when: when(has('text', ['退货', '换货', '退款', 'refund', 'return'])), queue: after.id }),
    ],
    fallback: sales.id,
  }
}

function hospital(making: Making): Parts {
  const { skill, queue, rule } = makers(making)
  const [triage, booking] = [skill(['急诊分诊', 'Triage'], 'red'), skill(['预约挂号', 'Appointments'], 'teal')]
  const general = queue(['健康咨询', 'Questions'], { steps: [{ after: 60, do: 'tell', text: TELL }, { after: 120, do: 'faq' }, { after: 300, do: 'callback' }] })
  const visits = queue(['预约挂号', 'Appointments'], { needs: [need(booking, 2, 180)], target: { seconds: 60, share: 0.8 }, steps: [{ after: 60, do: 'tell', text: TELL }, { after: 240, do: 'callback' }] })
  const emergency = queue(['急救', 'Emergency'], { needs: [need(triage, 3, 15)], strategy: 'longest_idle', offer: { mode: 'auto', seconds: 20, onTimeout: 'next' }, sticky: { on: false, wait: 0 }, target: { seconds: 10, share: 0.95 }, steps: [{ after: 15, do: 'widen', queue: general.id }], alert: { waiting: 1, longest: 10 } })
  const words = ['急救', '胸痛', '昏迷', '呼吸困难', '大出血', '中风', 'emergency', 'chest pain', 'unconscious', 'bleeding', 'stroke']
  return {
    skills: [triage, booking],
    queues: [general, visits, emergency],
    rules: [
      rule(['急救', 'Emergency'], { when: when(has('text', words)), queue: emergency.id, headStart: 3600, stop: true }),
      rule(['预约挂号', 'Appointments'], { when: when(has('text', ['预约', '挂号', '改期', 'appointment', 'book'])), queue: visits.id }),
    ],
    fallback: general.id,
  }
}

function bank(making: Making): Parts {
  const { skill, queue, rule } = makers(making)
  const [english, japanese, cards, fraud] = [skill(['英语', 'English'], 'blue'), skill(['日语', 'Japanese'], 'pink'), skill(['信用卡', 'Cards'], 'purple'), skill(['反欺诈', 'Fraud'], 'red')]
  const accounts = queue(['账户服务', 'Accounts'], { wrapUp: 30, steps: [{ after: 60, do: 'tell', text: TELL }, { after: 300, do: 'callback' }] })
  const credit = queue(['信用卡', 'Cards'], { wrapUp: 30, needs: [need(cards, 3, 180)], strategy: 'weighted_skill', steps: [{ after: 60, do: 'tell', text: TELL }, { after: 240, do: 'widen', queue: accounts.id }] })
  const lost = queue(['挂失与盗刷', 'Lost cards and fraud'], { wrapUp: 60, needs: [need(fraud, 3, 60)], strategy: 'longest_idle', target: { seconds: 15, share: 0.95 }, steps: [{ after: 30, do: 'widen', queue: credit.id }], alert: { waiting: 2, longest: 30 } })
  return {
    skills: [english, japanese, cards, fraud],
    queues: [accounts, credit, lost],
    rules: [
      rule(['英语客户', 'Speaks English'], { when: when(has('language', ['en'])), needs: [need(english, 3, 180)] }),
      rule(['日语客户', 'Speaks Japanese'], { when: when(has('language', ['ja'])), needs: [need(japanese, 3, 300)] }),
      rule(['挂失与盗刷', 'Lost cards and fraud'], { when: when(has('text', ['挂失', '盗刷', '丢卡', 'lost card', 'stolen', 'fraud'])), queue: lost.id, headStart: 1800, stop: true }),
      rule(['贵宾客户', 'VIP customers'], { when: when(vip), headStart: 300 }),
      rule(['信用卡', 'Cards'], { when: when(has('text', ['信用卡', '账单', '额度', 'credit card', 'card bill'])), queue: credit.id }),
    ],
    fallback: accounts.id,
  }
}

const MAKERS = { shop, hospital, bank } as const

/** A whole plan: what the example says, and from the present one what it does not speak of. Everybody serves its queues. */
export function example(name: Example, plan: Plan, chinese: boolean): Plan {
  return { ...plan, ...MAKERS[name]({ say: ([zh, en]) => (chinese ? zh : en) }) }
}

/** Who serves a queue of an example: everybody, a team that is to be made with its name, or a team. */
export const EVERYBODY = 'all'
export const NEW_TEAM = 'new'

/** Who that is at first: the team of that name; a new one where teams can be made; else everybody. */
export function firstTeam(queue: string, teams: readonly { id: string; name: string }[], mayMake: boolean): string {
  const plain = (text: string) => text.replace(/[\s-]/g, '').toLowerCase()
  return teams.find((team) => plain(team.name) === plain(queue))?.id ?? (mayMake ? NEW_TEAM : EVERYBODY)
}
