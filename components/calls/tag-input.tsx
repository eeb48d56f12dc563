import { useId } from 'react'

interface TagInputProps {
  label: string
  value: string
  /** Tags that are in use already. */
  choices: string[]
  onChange: (tag: string) => void
  className: string
}

/** Where a new tag is typed; it has no comma, which parts tags elsewhere. */
export function TagInput({ label, value, choices, onChange, className }: TagInputProps) {
  const id = useId()
  return (
    <>
      <input
        aria-label={label}
        placeholder={label}
        required
        pattern="[^,]*\S[^,]*"
        maxLength={64}
        list={id}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className={className}
      />
      <datalist id={id}>
        {choices.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
    </>
  )
}
