/** How loud it is now, 0 to 1, as a bar. */
export function LevelMeter({ label, level }: { label: string; level: number }) {
  const percent = Math.round(Math.min(1, level) * 100)
  return (
    <div
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className="h-1.5 overflow-hidden rounded-full bg-line-strong"
    >
      <div className="h-full rounded-full bg-live" style={{ width: `${percent}%` }} />
    </div>
  )
}
