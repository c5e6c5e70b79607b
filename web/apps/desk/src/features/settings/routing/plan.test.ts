import { expect, test } from 'vitest'
import { parse, print, type Condition } from './condition'
import { EVERYBODY, EXAMPLES, example, firstTeam, NEW_TEAM } from './examples'
import { changesOf, dropQueue, dropSkill, moved, newId, newQueue, newRule, placeOf, type Plan } from './plan'

const plan = (): Plan => {
  const [all, vip] = [newQueue('All'), newQueue('VIP', { needs: [{ skill: 'skl_1', level: 3 }], steps: [{ after: 60, do: 'tell' }] })]
  all.steps = [{ after: 30, do: 'widen', queue: vip.id }]
  return {
    skills: [{ id: 'skl_1', name: 'English' }],
    queues: [all, vip],
    rules: [newRule('VIP', { when: 'customer.level == "vip"', queue: vip.id, needs: [{ skill: 'skl_1', level: 1 }] }), newRule('Rest')],
    fallback: vip.id,
    points: { chat: 20 },
    capacity: 100,
    priorities: {},
    levels: {},
    learning: { on: false, least: 0.7, most: 1.3 },
  }
}

test('ids have the form that the server checks', () => {
  const ids = Array.from({ length: 50 }, () => newId('que'))
  expect(ids.every((id) => /^que_[0-7][0-9a-hjkmnp-tv-z]{25}$/.test(id))).toBe(true)
  expect(new Set(ids).size).toBe(50)
  expect(newId('skl', 0).slice(4, 12) < newId('skl', 1e12).slice(4, 12)).toBe(true)
})

test('what is removed leaves no trace that would be refused', () => {
  const one = plan()
  const gone = one.queues[1]?.id ?? ''
  dropQueue(one, gone)
  expect([one.fallback, one.rules[0]?.queue, one.queues[0]?.steps]).toEqual([one.queues[0]?.id, one.queues[0]?.id, []])
  dropSkill(one, 'skl_1')
  expect([one.skills, one.rules[0]?.needs]).toEqual([[], []])
})

test('differences name what changed, and nothing that only looks different', () => {
  const [before, after] = [plan(), plan()]
  const same = JSON.parse(JSON.stringify(before)) as Plan
  delete same.queues[1]?.people
  expect(changesOf(before, same)).toEqual([])
  const next = JSON.parse(JSON.stringify(before)) as Plan
  next.rules = moved(next.rules, 0, 1)
  next.capacity = 120
  Object.assign(next.queues[1] ?? {}, { name: 'Gold', wrapUp: 30 })
  next.skills.push({ id: 'skl_2', name: 'French' })
  expect(changesOf(before, next).map((one) => [one.area, one.what, one.name, one.fields.join()])).toEqual([
    ['queue', 'changed', 'Gold', 'name,wrapUp'],
    ['skill', 'added', 'French', ''],
    ['rule', 'moved', '', ''],
    ['general', 'changed', '', 'capacity'],
  ])
  expect(changesOf(before, after).filter((one) => one.what === 'removed')).toHaveLength(4)
})

test('a path leads to the page that mends it', () => {
  const one = plan()
  expect(placeOf(one, 'queues[1].needs[0].skill')).toEqual({ to: `/settings/routing/queues/${one.queues[1]?.id ?? ''}`, name: 'VIP' })
  expect(placeOf(one, 'rules[0].when').name).toBe('VIP')
  expect(placeOf(one, 'skills[0].name').to).toBe('/settings/routing/skills')
  expect(placeOf(one, 'points.chat').to).toBe('/settings/routing/points')
})

test.each<[string, Condition]>([
  ['', { all: true, tests: [] }],
  ['customer.level in ["vip"]', { all: true, tests: [{ field: 'level', op: 'in', values: ['vip'] }] }],
  [
    '(lower(conversation.text) contains "急救" or lower(conversation.text) contains "a \\"b\\" or c") and weekday not in [6, 7]',
    { all: true, tests: [{ field: 'text', op: 'has', values: ['急救', 'a "b" or c'] }, { field: 'weekday', op: 'notin', values: ['6', '7'] }] },
  ],
  ['"VIP" in customer.tags or channel.language startsWith "en"', { all: false, tests: [{ field: 'customerTag', op: 'has', values: ['VIP'] }, { field: 'language', op: 'has', values: ['en'] }] }],
  ['not ("a" in conversation.tags or "b" in conversation.tags)', { all: true, tests: [{ field: 'conversationTag', op: 'lacks', values: ['a', 'b'] }] }],
  ['customer.fields["my plan"] in ["gold", "black"]', { all: true, tests: [{ field: 'customerField', key: 'my plan', op: 'in', values: ['gold', 'black'] }] }],
  ['(hour >= 22 or hour < 6)', { all: true, tests: [{ field: 'hour', op: 'between', values: ['22', '6'] }] }],
])('the builder reads what it writes: %s', (text, condition) => {
  expect(print(condition)).toBe(text)
  expect(parse(text)).toEqual(condition)
})

test.each(['customer.level == "vip"', 'a and b or c', 'hour > 3', 'lower(conversation.text) contains "A"', '((x))', 'customer.level in ["vip"', '"a" in customer.tags and ("b" in nothing)'])('anything else stays text: %s', (text) => expect(parse(text)).toBeUndefined())

test('tests that are not complete say nothing', () => {
  expect(print({ all: true, tests: [{ field: 'text', op: 'has', values: [' '] }, { field: 'customerField', key: '', op: 'in', values: ['x'] }, { field: 'level', op: 'in', values: ['vip'] }] })).toBe('customer.level in ["vip"]')
})

test('a queue of an example gets the team of its name, or a new one where that may be made', () => {
  const teams = [{ id: 'tem_1', name: 'VIP专席' }, { id: 'tem_2', name: 'Sales' }]
  expect([firstTeam('VIP 专席', teams, true), firstTeam('sales', teams, false), firstTeam('急救', teams, true), firstTeam('急救', teams, false)]).toEqual(['tem_1', 'tem_2', NEW_TEAM, EVERYBODY])
})

test.each(EXAMPLES)('the example %s is whole: every rule can be built, nothing names what is not there', (name) => {
  for (const chinese of [true, false]) {
    const made = example(name, plan(), chinese)
    const [skills, queues] = [new Set(made.skills.map((one) => one.id)), new Set(made.queues.map((one) => one.id))]
    expect(made.rules.every((rule) => (parse(rule.when)?.tests.length ?? 0) > 0)).toBe(true)
    expect([...made.queues, ...made.rules].flatMap((one) => one.needs ?? []).every((need) => skills.has(need.skill))).toBe(true)
    expect([made.fallback, ...made.rules.map((rule) => rule.queue ?? made.fallback), ...made.queues.flatMap((queue) => (queue.steps ?? []).map((step) => step.queue ?? made.fallback))].every((id) => queues.has(id))).toBe(true)
    expect(made.queues.flatMap((queue) => (queue.steps ?? []).map((step, at, all) => step.after - (all[at - 1]?.after ?? 0))).every((gap) => gap > 0)).toBe(true)
  }
})
