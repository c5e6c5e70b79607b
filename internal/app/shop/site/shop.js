// Commands given before the chat has loaded are kept.
window.frontdesk =
  window.frontdesk ||
  function () {
    ;(window.frontdesk.q = window.frontdesk.q || []).push(arguments)
  }

;(function () {
  'use strict'
  var root = document.documentElement

  function read(name) {
    try {
      return localStorage.getItem(name)
    } catch (error) {
      return null
    }
  }
  function write(name, value) {
    try {
      localStorage.setItem(name, value)
    } catch (error) {
      // The shop forgets, and works.
    }
  }

  var theme = read('lantern_theme')
  if (theme) root.dataset.theme = theme

  function count() {
    return Number(read('lantern_bag')) || 0
  }
  function show() {
    var at = document.querySelector('[data-cart]')
    if (at) at.textContent = String(count())
  }

  document.addEventListener('DOMContentLoaded', show)
  document.addEventListener('click', function (event) {
    var at = event.target instanceof Element ? event.target.closest('button') : null
    if (!at) return
    if (at.hasAttribute('data-chat')) window.frontdesk('open')
    if (at.hasAttribute('data-add')) {
      write('lantern_bag', String(count() + 1))
      show()
    }
    if (at.hasAttribute('data-theme-switch')) {
      var dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches
      root.dataset.theme = dark ? 'light' : 'dark'
      write('lantern_theme', root.dataset.theme)
    }
  })
})()
