import { formatDay, formatInstant, precisionOf } from "@/messages/format";
import { t } from "@/messages/messages";

interface Props {
  /** The time; null if it is not known. */
  time: string | null | undefined;
  precision?: "instant" | "day" | "unknown";
  /** With the time of day. */
  exact?: boolean;
}

/** A date in the reader's locale. */
export function DateText({ time, precision = time ? precisionOf(time) : "unknown", exact }: Props) {
  if (!time || precision === "unknown") return <span>{t("time.unknown")}</span>;
  const text = exact && precision === "instant" ? formatInstant(time) : formatDay(time, precision);
  return (
    <time dateTime={time} title={precision === "instant" ? formatInstant(time) : undefined}>
      {text}
    </time>
  );
}
