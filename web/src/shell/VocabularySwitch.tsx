import clsx from "clsx";
import { ChevronsUpDown } from "lucide-react";
import { lazy, Suspense } from "react";
import { useOpener } from "@/parts/useOpener";
import { t } from "@/messages/messages";
import { StageStripes } from "./StageStripes";
import { useVocabulary } from "./useVocabulary";
import classes from "./VocabularySwitch.module.css";

const VocabularyMenu = lazy(() => import("./VocabularyMenu"));

interface Props {
  /** `narrow` shows only the stripes, `small` fits the top of small screens. */
  as?: "narrow" | "small" | undefined;
}

/** The vocabulary of all stages: always visible, in the address, and remembered. */
export function VocabularySwitch({ as }: Props) {
  const { name, vocabulary } = useVocabulary();
  const { button, anchor, open, close } = useOpener();
  return (
    <>
      <button
        ref={button}
        type="button"
        className={clsx(classes.switch, as && classes[as])}
        aria-label={`${t("shell.vocabulary")}: ${vocabulary?.title ?? name}`}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={open}
      >
        <StageStripes vocabulary={vocabulary} />
        {as !== "narrow" && (
          <>
            <span className={classes.words}>
              {as !== "small" && <span className={classes.label}>{t("shell.vocabulary")}</span>}
              <span className={classes.title}>{vocabulary?.title ?? "…"}</span>
            </span>
            <ChevronsUpDown size={14} aria-hidden="true" />
          </>
        )}
      </button>
      <Suspense>{anchor && <VocabularyMenu anchor={anchor} close={close} below={as === "small"} />}</Suspense>
    </>
  );
}
