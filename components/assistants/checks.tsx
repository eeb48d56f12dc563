interface ChecksProps {
  legend: string
  options: { value: string; text: string }[]
  chosen: string[]
  onChange: (chosen: string[]) => void
}

/** Any of several. */
export const Checks = ({ legend, options, chosen, onChange }: ChecksProps) => (
  <fieldset className="flex flex-col gap-1">
    <legend className="pb-1 text-13 font-medium">{legend}</legend>
    {options.map(({ value, text }) => (
      <label key={value} className="flex min-h-9 items-center gap-2 tablet:min-h-6">
        <input
          type="checkbox"
          className="size-4 accent-(--accent)"
          checked={chosen.includes(value)}
          onChange={() =>
            onChange(chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value])
          }
        />
        {text}
      </label>
    ))}
  </fieldset>
)
