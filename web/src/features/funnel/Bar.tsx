import { Link } from "@tanstack/react-router";
import type { FunnelStage } from "@/api/funnel";
import { t } from "@/messages/messages";
import classes from "./chart.module.css";
import { listAt } from "./lists";
import { PARTS, type Part, partsOf } from "./split";

interface Props {
  stage: FunnelStage;
  next: FunnelStage | undefined;
  title: string;
  /** How many fill the whole width. */
  most: number;
}

/** Those who moved on are those who reached the next stage. */
const addressOf = (part: Part, stage: FunnelStage, next: FunnelStage | undefined) =>
  part === "on" ? next?.lists.reached : stage.lists[part];

/** Everyone who reached a stage as a bar, in parts by what became of them. The same numbers stand beside it as text. */
export function Bar({ stage, next, title: named, most }: Props) {
  const parts = partsOf(stage, next);
  return (
    <div className={classes.bar} style={{ width: `${(100 * stage.reached) / most}%` }} aria-hidden="true">
      {PARTS.filter((part) => parts[part] > 0).map((part) => {
        const list = listAt(addressOf(part, stage, next));
        const look = { tabIndex: -1, preload: false, className: classes[part] ?? "", style: { flexGrow: parts[part] } } as const;
        const title = t("funnel.open", { count: parts[part], what: t(`funnel.what.${part}`, { stage: named }) });
        return list.to === "/records/$plural" ? (
          <Link key={part} to={list.to} params={list.params} search={{ filter: list.filter }} title={title} {...look} />
        ) : (
          <Link key={part} to={list.to} search={{ filter: list.filter }} title={title} {...look} />
        );
      })}
    </div>
  );
}
