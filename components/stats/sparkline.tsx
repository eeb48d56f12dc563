const [WIDTH, HEIGHT, EDGE] = [44, 20, 2]

/** The course of a figure as a line; days without a value leave none. Beside a figure that says it in words. */
export function Sparkline({ course }: { course: (number | null)[] }) {
  const known = course.filter((value) => value !== null)
  if (known.length < 2) return null
  const [least, most] = [Math.min(...known), Math.max(...known)]
  const y = (value: number) => HEIGHT - EDGE - ((value - least) / (most - least || 1)) * (HEIGHT - 2 * EDGE)
  const x = (nth: number) => (nth / (course.length - 1)) * WIDTH
  const points = course.flatMap((value, nth) => (value === null ? [] : `${x(nth).toFixed(1)},${y(value).toFixed(1)}`))
  return (
    <svg
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      aria-hidden
      className="mb-1 flex-none text-ink-3"
    >
      <polyline points={points.join(' ')} fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" />
    </svg>
  )
}
