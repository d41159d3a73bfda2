import { formatNumber, formatShare, formatShort } from "@/messages/format";

interface Props {
  value: number | null | undefined;
  as?: "number" | "short" | "share";
}

const FORMATS = { number: formatNumber, short: formatShort, share: formatShare };

/** A number in the reader's locale, in tabular figures. */
export function NumberText({ value, as = "number" }: Props) {
  if (value === null || value === undefined) return <span aria-hidden="true">–</span>;
  return (
    <span className="numeric" title={as === "short" ? formatNumber(value) : undefined}>
      {FORMATS[as](value)}
    </span>
  );
}
