import { h } from 'preact'
import { t } from '../words'
import type { Upload } from './Composer'
import { Close } from './icons'

/** The files of a message that is being written. */
export const Uploads = ({ files, remove }: { files: Upload[]; remove: (file: Upload) => void }) => (
  <ul class="chips">
    {files.map((each) => (
      <li key={each.id} class={`chip${each.failed ? ' bad' : ''}`}>
        {!each.done && !each.failed && <i class="spin" />}
        <span>{each.failed ?? each.file.name}</span>
        <button type="button" aria-label={t('remove', { name: each.file.name })} onClick={() => remove(each)}>
          <Close />
        </button>
      </li>
    ))}
  </ul>
)
