import type { FunnelOptions } from "@/api/funnel";
import type { Vocabulary } from "@/api/wire";
import { formatDay } from "@/messages/format";
import { t } from "@/messages/messages";
import { lastDay } from "./period";
import { titleOf } from "./split";

const say = (day: string) => formatDay(day, "day");

/** Who is counted, in words: "Reached Lead from 1 Mar to 31 Mar, as of 30 Jun". */
export function sayCohort(options: FunnelOptions, vocabulary: Vocabulary): string {
  const stage = titleOf(vocabulary, options.cohort_stage ?? vocabulary.stages[0]?.name);
  const { from, as_of } = options;
  const to = lastDay(options.to);
  const who =
    from && to
      ? t("funnel.window.between", { stage, from: say(from), to: say(to) })
      : from
        ? t("funnel.window.from", { stage, from: say(from) })
        : to
          ? t("funnel.window.to", { stage, to: say(to) })
          : t("funnel.window.all", { stage });
  const when = as_of && t("funnel.window.asOf", { day: say(as_of) });
  const known = options.basis && t(as_of ? "funnel.window.recorded" : "funnel.window.recorded.now");
  return [who, when, known].filter(Boolean).join(", ");
}
