import { describe, expect, test } from 'vitest'
import { curl, groupOperations, limits, operationsOf, resolve, sample, typeName, type Spec } from './spec'

const spec: Spec = {
  info: { title: 'x', version: '1' },
  paths: {
    '/api/v1/tags': {
      get: { operationId: 'listTags', summary: 'List the tags', tags: ['Tags'], security: [{ token: [] }], 'x-permission': 'customer.read' },
      post: { operationId: 'createTag', summary: 'Add a tag', tags: ['Tags'], security: [{ token: [] }], requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/NewTag' } } } } },
    },
    '/api/v1/users/{userId}': { delete: { operationId: 'x', summary: "Somebody's end", tags: ['Users'], security: [] } },
  },
  components: { schemas: { NewTag: { type: 'object', required: ['name'], properties: { name: { type: 'string', example: "it's" }, colour: { type: 'string', enum: ['', 'red'] }, parent: { $ref: '#/components/schemas/NewTag' } } } } },
}
const all = operationsOf(spec)

describe('spec', () => {
  test('lists every operation with its permission', () => {
    expect(all.map(({ id, method, open, permission }) => [id, method, open, permission])).toEqual([
      ['listTags', 'GET', false, 'customer.read'],
      ['createTag', 'POST', false, ''],
      ['x', 'DELETE', true, ''],
    ])
  })
  test('finds by every word, in any order', () => {
    expect(groupOperations(all, 'tags post').map((group) => group.operations.map((each) => each.id))).toEqual([['createTag']])
    expect(groupOperations(all, '').map((group) => group.tag)).toEqual(['Tags', 'Users'])
  })
  test('names types and limits', () => {
    expect([typeName({ type: 'array', items: { $ref: '#/c/User' } }), typeName({ type: ['string', 'null'], format: 'date-time' }), typeName({ type: 'object', additionalProperties: { type: 'string' } })]).toEqual(['User[]', 'string (date-time)', 'map of string'])
    expect(limits({ enum: ['', 'a'], maxLength: 3, default: 'a' })).toBe('"" · a, ≤ 3, = "a"')
  })
  test('a schema that holds itself ends', () => {
    expect(JSON.stringify(sample(spec, { $ref: '#/components/schemas/NewTag' }, 1)).length).toBeLessThan(400)
    expect(Object.keys(resolve(spec, { $ref: '#/components/schemas/NewTag' }).properties ?? {})).toEqual(['name', 'colour', 'parent'])
  })
  test('writes commands that survive quotes and placeholders', () => {
    expect(curl(spec, all[1]!, 'https://x')).toContain(`"name": "it'\\''s"`)
    expect(curl(spec, all[2]!, 'https://x')).toBe('curl -X DELETE "https://x/api/v1/users/$USER_ID"')
  })
})
