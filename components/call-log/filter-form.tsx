'use client'
import { type ComponentProps, useId } from 'react'
import { useChoices } from '#components/calls/use-choices.ts'
import { messages } from '#components/messages/messages.ts'
import { type Filters, SPANS } from './log-query.ts'

const t = messages.callLog
const BOX =
  'h-11 w-full rounded-md bg-surface px-2 text-16 shadow-[inset_0_0_0_1px_var(--line-control)] tablet:h-8 tablet:text-13 dark:bg-sunken'

interface FilterFormProps {
  filters: Filters
  onChange: (changes: Filters) => void
}

/** Every filter there is. Each counts as soon as it is chosen. */
export function FilterForm({ filters, onChange }: FilterFormProps) {
  const choices = useChoices()
  const pairs = (words: Record<string, string>) => Object.entries(words)
  const flag: [string, string][] = [
    ['true', t.yes],
    ['false', t.no],
  ]
  const choose = (name: keyof Filters & keyof typeof t.fields, options: [string, string][]) => (
    <Choice
      label={t.fields[name]}
      value={filters[name] ?? ''}
      options={options}
      onChange={(value) => onChange({ [name]: value })}
    />
  )
  return (
    <div className="grid w-[min(26rem,calc(100vw-3rem))] grid-cols-2 gap-x-3 gap-y-2">
      <Choice
        label={t.fields.started}
        value={filters.started ?? ''}
        options={SPANS.map((span) => [span, t.spans[span]])}
        onChange={(started) => onChange({ started, start_date: '', end_date: '' })}
      />
      {choose('direction', [
        ['inbound', messages.calls.direction.inbound],
        ['outbound', messages.calls.direction.outbound],
      ])}
      <Days filters={filters} onChange={onChange} />
      {choose('outcome', pairs(t.outcomes))}
      {choose('status', pairs(t.statuses))}
      {choose('user_id', [...choices.people.map(({ id, name }): [string, string] => [id, name]), ['nobody', t.nobody]])}
      {choose(
        'phone_number',
        choices.lines.map(({ number, label }) => [number, label]),
      )}
      {choose(
        'disposition',
        choices.dispositions.map((word) => [word, word]),
      )}
      <Words
        label={t.fields.tags}
        list={choices.tags}
        placeholder={t.tagsHint}
        value={filters.tags ?? ''}
        onSay={(tags) => onChange({ tags })}
      />
      <Words
        label={t.atLeast}
        inputMode="numeric"
        pattern="\d{1,6}"
        value={filters.min_duration ?? ''}
        onSay={(min_duration) => onChange({ min_duration })}
      />
      <Words
        label={t.atMost}
        inputMode="numeric"
        pattern="\d{1,6}"
        value={filters.max_duration ?? ''}
        onSay={(max_duration) => onChange({ max_duration })}
      />
      {choose('has_recording', flag)}
      {choose('has_transcript', flag)}
      {choose('reviewed', flag)}
    </div>
  )
}

/** Days of the business's zone, in place of a span that moves with the day. */
export function Days({ filters, onChange }: FilterFormProps) {
  const days = [
    ['start_date', t.from],
    ['end_date', t.until],
  ] as const
  return days.map(([name, label]) => (
    <label key={name} className="flex flex-col gap-1 text-12 text-ink-2">
      {label}
      <input
        type="date"
        value={filters[name]?.slice(0, 10) ?? ''}
        onChange={(event) => onChange({ [name]: event.target.value, started: '' })}
        className={BOX}
      />
    </label>
  ))
}

interface ChoiceProps {
  label: string
  value: string
  options: [value: string, text: string][]
  onChange: (value: string) => void
}

/** The browser's own list: as fast with the keyboard as it is on a phone. */
function Choice({ label, value, options, onChange }: ChoiceProps) {
  const known = value === '' || options.some(([each]) => each === value)
  return (
    <label className="flex flex-col gap-1 text-12 text-ink-2">
      {label}
      <select value={value} onChange={(event) => onChange(event.target.value)} className={`${BOX} text-ink`}>
        <option value="">{t.any}</option>
        {!known && <option value={value}>{value}</option>}
        {options.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </select>
    </label>
  )
}

interface WordsProps extends Omit<ComponentProps<'input'>, 'onChange' | 'value' | 'list'> {
  label: string
  value: string
  list?: string[]
  /** Called with the text once it is whole: on Enter, or when the field is left. */
  onSay: (text: string) => void
}

function Words({ label, value, list, onSay, ...input }: WordsProps) {
  const id = useId()
  const say = (field: HTMLInputElement) => {
    if (field.validity.valid && field.value.trim() !== value) onSay(field.value.trim())
  }
  return (
    <label className="flex flex-col gap-1 text-12 text-ink-2">
      {label}
      <input
        {...input}
        key={value}
        defaultValue={value}
        list={list ? id : undefined}
        onBlur={(event) => say(event.currentTarget)}
        onKeyDown={(event) => event.key === 'Enter' && say(event.currentTarget)}
        className={`${BOX} text-ink invalid:field-bad`}
      />
      {list && (
        <datalist id={id}>
          {list.map((word) => (
            <option key={word} value={word} />
          ))}
        </datalist>
      )}
    </label>
  )
}
