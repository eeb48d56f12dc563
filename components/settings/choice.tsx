import { ChevronDown } from 'lucide-react'
import { Icon } from '#components/ui/icon.tsx'
import { Select } from '#components/ui/select.tsx'

interface ChoiceProps {
  label: string
  value: string
  options: { value: string; text: string }[]
  onChange: (value: string) => void
}

/** A labelled choice of one, as wide as a field. */
export function Choice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <div className="flex flex-col gap-1">
      <span className="text-13 font-medium" aria-hidden="true">
        {label}
      </span>
      <Select
        label={label}
        value={value}
        onChange={onChange}
        options={options.map((option) => ({ ...option, content: option.text }))}
        trigger={
          <>
            <span className="min-w-0 flex-1 truncate text-left">
              {options.find((option) => option.value === value)?.text}
            </span>
            <Icon of={ChevronDown} size={14} className="text-ink-3" />
          </>
        }
        className="field-focus flex h-11 items-center gap-2 rounded-md bg-surface px-3 shadow-[inset_0_0_0_1px_var(--line-control)] tablet:h-10 dark:bg-sunken"
      />
    </div>
  )
}
