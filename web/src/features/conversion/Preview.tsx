import type { Problem } from "@/api/problem";
import type { ConversionReceipt } from "@/api/wire";
import { CardSkeleton } from "@/parts/Skeletons";
import { t } from "@/messages/messages";
import { Became } from "./Became";
import classes from "./conversion.module.css";
import { Items } from "./Items";
import { keptText, madeText } from "./items";
import { useNames } from "./useNames";

/** Why there is no preview; what is there already is offered at its place. */
const messageOf = (problem: Problem) =>
  problem.document.matches ? t("convert.preview.there") : t("convert.preview.refused", { detail: problem.mistakes[0]?.detail ?? problem.message });

interface Props {
  lead: string;
  /** The name of the account. */
  account: string | undefined;
  receipt: ConversionReceipt | undefined;
  problem: Problem | undefined;
  isReady: boolean;
}

/** What will be made and kept, and what the lead becomes in each vocabulary. */
export function Preview({ lead, account, receipt, problem, isReady }: Props) {
  const names = useNames(lead, receipt, account);
  return (
    <section className={classes.preview} aria-label={t("convert.preview")}>
      {!isReady && <p className={classes.quiet}>{t("convert.preview.wait")}</p>}
      {isReady && problem && <p className={classes.quiet}>{messageOf(problem)}</p>}
      {isReady && !problem && !receipt && <CardSkeleton />}
      {isReady && !problem && receipt && (
        <>
          <Became stages={receipt.stages} />
          <Items title={t("convert.made.preview")} items={receipt.made} text={(item) => madeText(item, names)} />
          <Items title={t("convert.kept.preview")} items={receipt.kept} text={(item) => keptText(item, names)} />
        </>
      )}
    </section>
  );
}
