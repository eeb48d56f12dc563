import type { ComponentProps } from 'react'

interface TextAreaProps extends ComponentProps<'textarea'> {
  label: string
  hint?: string
}

/** A labelled text of several lines. */
export const TextArea = ({ label, hint, ...rest }: TextAreaProps) => (
  <label className="flex flex-col gap-1">
    <span className="text-13 font-medium">{label}</span>
    <textarea
      {...rest}
      className="field-focus min-h-16 rounded-md bg-surface px-3 py-2 text-16 shadow-[inset_0_0_0_1px_var(--line-control)] outline-none tablet:text-13 dark:bg-sunken"
    />
    {hint && <span className="text-12 text-ink-3">{hint}</span>}
  </label>
)
