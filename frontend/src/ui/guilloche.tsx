const LINES = 44;

/** The fine pattern of a bond, drawn as one ellipse turned around. A picture of nothing; hidden from readers. */
export function Guilloche({ className }: { className?: string | undefined }) {
  return (
    <svg aria-hidden="true" focusable="false" className={className} viewBox="-100 -100 200 200" fill="none">
      {Array.from({ length: LINES }, (_, index) => (
        <ellipse
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines never change
          key={index}
          cx="24"
          rx="66"
          ry="74"
          transform={`rotate(${(index * 360) / LINES})`}
          stroke="currentColor"
          strokeWidth="0.5"
        />
      ))}
    </svg>
  );
}
