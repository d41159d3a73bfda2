interface Props {
  /** The place of the stage, from 0. */
  place: number;
  count: number;
}

const RADIUS = 3;
const AROUND = 2 * Math.PI * RADIUS;

/** A circle that fills with the stages, so that a stage shows by shape as well as by colour. */
export function StageMark({ place, count }: Props) {
  const share = count > 0 ? (place + 1) / count : 0;
  return (
    <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
      <circle cx="7" cy="7" r="6" fill="none" stroke="currentColor" strokeWidth="1.5" opacity={share === 1 ? 1 : 0.55} />
      {share > 0 && (
        <circle
          cx="7"
          cy="7"
          r={RADIUS}
          fill="none"
          stroke="currentColor"
          strokeWidth={2 * RADIUS}
          strokeDasharray={`${share * AROUND} ${AROUND}`}
          transform="rotate(-90 7 7)"
        />
      )}
    </svg>
  );
}
