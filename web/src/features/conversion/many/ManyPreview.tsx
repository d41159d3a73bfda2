import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { type ManyChoice, manyPreviewQuery } from "@/api/conversionMany";
import type { PartyRequest } from "@/api/parties";
import { asProblem } from "@/api/problem";
import { CardSkeleton } from "@/parts/Skeletons";
import { useSame } from "@/parts/useSame";
import { t } from "@/messages/messages";
import classes from "../conversion.module.css";
import { LeadList } from "./LeadList";

const TYPING_MS = 300;

interface Props {
  request: PartyRequest;
  choice: ManyChoice;
}

/** How many of the first leads will be converted, and why the others will not. */
export function ManyPreview({ request, choice }: Props) {
  const [asked] = useDebouncedValue(useSame(choice), TYPING_MS);
  const { data, error } = useQuery(manyPreviewQuery(request, asked));
  if (error) return <p className={classes.quiet}>{t("convert.preview.refused", { detail: asProblem(error).message })}</p>;
  if (!data) return <CardSkeleton />;
  const refused = data.items.filter((one) => one.outcome === "refused");
  const converted = data.items.length - refused.length;
  const isPart = data.items.length < data.matched;
  return (
    <section className={classes.preview} aria-label={t("convert.preview")}>
      <p>
        <strong>{t("convert.many.will", { count: converted })}</strong>
      </p>
      {refused.length > 0 && (
        <>
          <h3 className={classes.small}>{t("convert.many.wont", { count: refused.length })}</h3>
          <LeadList rows={refused} />
        </>
      )}
      {isPart && <p className={classes.quiet}>{t("convert.many.first", { count: data.items.length, total: data.matched })}</p>}
    </section>
  );
}
