import { RichMessage } from "@/messages/RichMessage";
import { t } from "@/messages/messages";
import { DateText } from "./DateText";

interface Props {
  /** The instant or the date; null if it is not known. */
  time: string | null;
  /** Whether it may have been so before. */
  earliest: boolean;
}

/** Since when something is so. */
export function SinceText({ time, earliest }: Props) {
  if (!time) return t("stage.since.unknown");
  const since = <DateText time={time} />;
  return <RichMessage of={earliest ? "stage.since.earliest" : "stage.since"} parts={{ since }} />;
}
