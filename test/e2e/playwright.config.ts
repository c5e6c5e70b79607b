import { defineConfig } from '@playwright/test'

/** Figures need a quiet machine and minutes of it: only who asks for them gets them. */
const desktopOnly = process.env.FRONTDESK_FIGURES ? /@phone/ : /@phone|@figures/

/** The browser is the system's: nothing is downloaded. One worker, because the machine is measured, too. */
export default defineConfig({
  testDir: '.',
  outputDir: process.env.FRONTDESK_E2E_RESULTS ?? 'results',
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  // Every wait has its own limit; this one is for the work of a whole journey on a slow machine.
  timeout: 120_000,
  expect: { timeout: 8_000 },
  reporter: [['list']],
  use: {
    headless: true,
    trace: 'retain-on-failure',
    actionTimeout: 8_000,
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      executablePath: process.env.FRONTDESK_CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
        '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage',
      ],
    },
  },
  projects: [
    { name: 'desktop', grepInvert: desktopOnly, use: { viewport: { width: 1440, height: 900 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' } },
    { name: 'phone', grep: /@phone/, use: { viewport: { width: 390, height: 844 }, locale: 'en-GB', timezoneId: 'Europe/Berlin', hasTouch: true, isMobile: true } },
  ],
})
