/** The product's mark: a handset off its cradle. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden className="block flex-none">
      <rect width="20" height="20" rx="5" className="fill-accent" />
      <g fill="none" strokeLinecap="round" className="stroke-on-accent">
        <path d="M5 15h10" strokeWidth="2" />
        <path d="M8 15v-2.2M12 15v-2.2" strokeWidth="1.5" />
        <g transform="rotate(-16 10 7.5)">
          <path d="M5 8.2c2.8-2.3 7.2-2.3 10 0" strokeWidth="1.8" />
          <path d="M5 8.3v1M15 8.3v1" strokeWidth="2.6" />
        </g>
      </g>
    </svg>
  )
}
