import { Problem } from '@frontdesk/client'
import { toast } from '@frontdesk/ui'
import { t } from '@frontdesk/i18n'
import { reactive } from 'vue'
import { acceptOffer, declineOffer, type Ending, type Offer } from '@/parts/queue/api'
import { explain } from '@/shell/api'

/** An offer as it is shown: its times are those of this computer, whose clock may not be the server's. */
export type Shown = Offer & { from: number; end: number; busy: boolean; ended?: Ending | 'taken' }

/** How long a card says what became of it. */
const SAID_MS = 5_000
/** The word of the server comes this much after the time, at most; then it is asked. */
const LATE_MS = 2_500

/**
 * The offers of the reader, the one that ends first on top. An offer ends by the word of the server, by frame or list; the
 * clock here only runs its ring down.
 */
export class Offers {
  readonly items = reactive<Shown[]>([])
  /** Told already: a list that was on its way must not bring it back. */
  private readonly over = new Set<string>()

  constructor(private readonly told: { came?: (offer: Shown) => void; late?: () => void } = {}) {}

  get open(): Shown[] {
    return this.items.filter((one) => !one.ended).sort((a, b) => a.end - b.end)
  }

  private find = (id: string) => this.items.find((one) => one.conversationId === id && !one.ended)
  private key = (offer: Pick<Offer, 'conversationId' | 'offeredAt'>) => `${offer.conversationId}/${offer.offeredAt}`

  /** An offer that comes at this moment has all of its time; one that was read may have used some. */
  come(offer: Offer, live: boolean, now = Date.now()): void {
    const known = this.find(offer.conversationId)
    if (known?.offeredAt === offer.offeredAt) known.callBack = offer.callBack // asked for, or taken back, while it rings
    if (this.over.has(this.key(offer)) || known?.offeredAt === offer.offeredAt) return
    this.drop(offer.conversationId)
    const whole = Math.max(1_000, Date.parse(offer.until) - Date.parse(offer.offeredAt))
    const left = live ? whole : Math.min(whole, Math.max(0, Date.parse(offer.until) - now))
    this.items.push({ ...offer, from: now + left - whole, end: now + left, busy: false })
    const shown = this.find(offer.conversationId)
    if (shown) this.told.came?.(shown)
    setTimeout(() => this.items.some((one) => one === shown && !one.ended) && this.told.late?.(), left + LATE_MS)
  }

  /** What the server says is open: the rest has ended while nobody told. */
  settle(list: readonly Offer[], now = Date.now()): void {
    const there = new Set(list.map(this.key))
    for (const one of this.open) if (!there.has(this.key(one)) && !one.busy) this.end(one.conversationId, 'withdrawn')
    for (const offer of list) this.come(offer, false, now)
  }

  end(id: string, how: Ending | 'taken'): void {
    const one = this.find(id)
    if (!one || (one.busy && how === 'accepted')) return
    this.over.add(this.key(one))
    one.busy = false
    one.ended = how
    if (how === 'declined') this.remove(one)
    else setTimeout(() => this.remove(one), SAID_MS)
  }

  private remove(one: Shown): void {
    const at = this.items.findIndex((other) => this.key(other) === this.key(one))
    if (at >= 0) this.items.splice(at, 1)
  }
  private drop(id: string): void {
    for (const one of this.items.filter((other) => other.conversationId === id)) this.remove(one)
  }

  /** Takes it; whether it is the reader's now. */
  async accept(id: string): Promise<boolean> {
    const one = this.find(id)
    if (!one || one.busy) return false
    one.busy = true
    try {
      await acceptOffer(id)
      this.over.add(this.key(one))
      this.remove(one)
      return true
    } catch (error) {
      this.refused(one, error)
      return false
    }
  }

  async decline(id: string): Promise<void> {
    const one = this.find(id)
    if (!one || one.busy) return
    one.busy = true
    try {
      await declineOffer(id)
      this.end(id, 'declined')
    } catch (error) {
      this.refused(one, error)
    }
  }

  /** Somebody was faster, or it is over: that is said on the card. Anything else can be tried again. */
  private refused(one: Shown, error: unknown): void {
    one.busy = false
    if (error instanceof Problem && (error.status === 409 || error.status === 404)) return this.end(one.conversationId, error.status === 409 ? 'taken' : 'withdrawn')
    toast({ text: error instanceof Problem ? explain(error) : t('work.offer.failed'), tone: 'bad' })
  }

  clear(): void {
    this.items.splice(0)
  }
}
