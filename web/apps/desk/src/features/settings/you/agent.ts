const SYSTEMS: [RegExp, string][] = [
  [/iPhone|iPod/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/HarmonyOS/, 'HarmonyOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
]
const BROWSERS: [RegExp, string][] = [
  [/MicroMessenger/, '微信'],
  [/DingTalk/, '钉钉'],
  [/Edg(?:e|A|iOS)?\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\/|FxiOS/, 'Firefox'],
  [/Chrome\/|CriOS/, 'Chrome'],
  [/Safari\//, 'Safari'],
  [/^curl\//, 'curl'],
]
const first = (text: string, list: [RegExp, string][]) => list.find(([pattern]) => pattern.test(text))?.[1] ?? ''

/** What people call a browser: "Chrome · Windows". Order matters, because browsers claim to be one another. */
export function describeAgent(text: string): { name: string; phone: boolean } {
  return { name: [first(text, BROWSERS), first(text, SYSTEMS)].filter(Boolean).join(' · '), phone: /Mobile|iPhone|Android/.test(text) }
}
