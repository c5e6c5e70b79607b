import { describe, expect, it } from 'vitest'
import type { Category } from '@/parts/wrapup/api'
import { treeOf } from '@/parts/wrapup/tree'
import { dropOf, stepOf } from './moves'

const one = (id: string, parentId = '', position = 0, more: Partial<Category> = {}): Category => ({
  id, position, archived: false, used: false, version: 1, nameZh: id, ...(parentId ? { parentId } : {}), ...more,
})
const all = [one('a'), one('b', '', 1), one('c', '', 2), one('b1', 'b'), one('b2', 'b', 1), one('x', 'b1'), one('y', 'x')]
const tree = treeOf(all)
const get = (id: string) => all.find((each) => each.id === id) as Category

describe('steps', () => {
  it('walk among neighbours and between levels', () => {
    expect(stepOf(tree, get('b'), 'up')).toEqual({ parentId: '', index: 0 })
    expect(stepOf(tree, get('c'), 'down')).toBeUndefined()
    expect(stepOf(tree, get('a'), 'in')).toBeUndefined()
    expect(stepOf(tree, get('c'), 'in')).toEqual({ parentId: 'b', index: 2 })
    expect(stepOf(tree, get('b2'), 'in')).toEqual({ parentId: 'b1', index: 1 })
    expect(stepOf(tree, get('b2'), 'out')).toEqual({ parentId: '', index: 2 })
    expect(stepOf(tree, get('a'), 'out')).toBeUndefined()
  })
  it('stop at the fourth level', () => expect(stepOf(tree, get('b'), 'in')).toBeUndefined())
})

describe('drops', () => {
  it('put before, into and after', () => {
    expect(dropOf(tree, get('c'), get('b'), 'before')).toEqual({ parentId: '', index: 1 })
    expect(dropOf(tree, get('a'), get('c'), 'after')).toEqual({ parentId: '', index: 2 })
    expect(dropOf(tree, get('a'), get('b'), 'into')).toEqual({ parentId: 'b', index: 2 })
  })
  it('make no loop and no fifth level', () => {
    expect(dropOf(tree, get('b'), get('x'), 'into')).toBeUndefined()
    expect(dropOf(tree, get('b'), get('b'), 'after')).toBeUndefined()
    expect(dropOf(tree, get('a'), get('y'), 'into')).toBeUndefined()
    expect(dropOf(tree, get('b1'), get('a'), 'into')).toEqual({ parentId: 'a', index: 0 })
  })
})
