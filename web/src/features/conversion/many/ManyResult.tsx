import { Button, Group } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { undoChange } from "@/api/changes";
import { type ManyOutcome, refreshMany } from "@/api/conversionMany";
import { ErrorState } from "@/parts/ErrorState";
import { TextLink } from "@/parts/TextLink";
import { toast, toastProblem } from "@/shell/toast";
import { t } from "@/messages/messages";
import classes from "../conversion.module.css";
import { LeadList } from "./LeadList";
import type { useConvertMany } from "./useConvertMany";
import { Working } from "./Working";

interface Props {
  outcome: ManyOutcome;
  many: ReturnType<typeof useConvertMany>;
  close: () => void;
}

/** Undoes all conversions of a set; whether that is under way. */
function useUndo(close: () => void) {
  const [isUndoing, setUndoing] = useState(false);
  async function undo(set: string) {
    setUndoing(true);
    try {
      await undoChange(set);
      await refreshMany();
      toast({ message: t("convert.many.undone") });
      close();
    } catch (thrown) {
      toastProblem(thrown);
      setUndoing(false);
    }
  }
  return { isUndoing, undo };
}

/** How many leads were converted, who was not and why, and the ways on and back. */
export function ManyResult({ outcome: { result, set }, many, close }: Props) {
  const { isUndoing, undo } = useUndo(close);
  const done = useRef<HTMLButtonElement>(null);
  useEffect(() => done.current?.focus(), []);
  return (
    <div className={classes.receipt}>
      <p role="status">
        <strong>{result ? t("convert.many.done", { count: result.converted }) : t("convert.many.stopped")}</strong>
      </p>
      {result && result.refused > 0 && (
        <section>
          <h3 className={classes.small}>{t("convert.many.notDone", { count: result.refused })}</h3>
          <LeadList rows={result.refusals} leave={close} />
        </section>
      )}
      {result && result.refused > result.refusals.length && <p className={classes.quiet}>{t("convert.many.all", { set: set ?? "" })}</p>}
      {result && result.converted > 0 && (
        <p>
          <TextLink to="/records/$plural" params={{ plural: "deals" }} onClick={close}>
            {t("convert.many.deals")}
          </TextLink>
        </p>
      )}
      {many.problem && <ErrorState thrown={many.problem} compact />}
      <Group justify="flex-end" className={classes.buttons ?? ""}>
        <Working progress={many.progress} />
        {set !== null && (
          <Button variant="default" loading={isUndoing} disabled={many.busy} onClick={() => void undo(set)}>
            {t("convert.many.undo")}
          </Button>
        )}
        {!result && set !== null && (
          <Button variant="default" loading={many.busy} onClick={() => many.resume(set)}>
            {t("convert.many.resume")}
          </Button>
        )}
        <Button ref={done} onClick={close}>
          {t("convert.done.close")}
        </Button>
      </Group>
    </div>
  );
}
