import { Button } from "@mantine/core";
import { Undo2 } from "lucide-react";
import { useState } from "react";
import type { Import } from "@/api/wire";
import { DateText } from "@/parts/DateText";
import { TextLink } from "@/parts/TextLink";
import { t } from "@/messages/messages";
import { Figures } from "./Figures";
import { KeptValues } from "./KeptValues";
import { addedBy, changedBy, isAboutPeople } from "./members";
import classes from "./one.module.css";
import { Rejects } from "./Rejects";
import { UndoDialog } from "./UndoDialog";
import { UnknownValues } from "./UnknownValues";
import { Unreached } from "./Unreached";

/** When, by whom, and with which mapping. */
function About({ one }: { one: Import }) {
  return (
    <dl className={classes.about}>
      <div>
        <dt>{t("imports.receipt.begun")}</dt>
        <dd>
          <DateText time={one.started_at} exact />
        </dd>
      </div>
      {one.finished_at && (
        <div>
          <dt>{t(one.state === "undone" ? "imports.receipt.undone" : "imports.receipt.ended")}</dt>
          <dd>
            <DateText time={one.finished_at} exact />
          </dd>
        </div>
      )}
      <div>
        <dt>{t("imports.list.who")}</dt>
        <dd>{one.recorded_by}</dd>
      </div>
      <div>
        <dt>{t("imports.feed")}</dt>
        <dd>{one.feed}</dd>
      </div>
    </dl>
  );
}

/** Links to the records that an import added and updated. */
function linksOf(one: Import) {
  const isOfPeople = isAboutPeople(one);
  return {
    created: one.created > 0 && (
      <>
        {isOfPeople && (
          <TextLink to="/people" search={addedBy(one)}>
            {t("imports.receipt.people")}
          </TextLink>
        )}
        <TextLink to="/organizations" search={addedBy(one)}>
          {t("imports.receipt.organizations")}
        </TextLink>
      </>
    ),
    updated: one.updated > 0 && (
      <TextLink to={isOfPeople ? "/people" : "/organizations"} search={changedBy(one)}>
        {t("imports.receipt.changed")}
      </TextLink>
    ),
  };
}

/** The receipt: what an import added, updated and rejected, and its undo. */
export function Receipt({ one }: { one: Import }) {
  const [isAsked, setAsked] = useState(false);
  const isUndone = one.state === "undone";
  const links = isUndone ? {} : linksOf(one);
  return (
    <>
      <section className={classes.receipt} aria-labelledby="receipt" data-undone={isUndone || undefined}>
        <header className={classes.receiptHead}>
          <h2 id="receipt">{t(`imports.receipt.${one.state === "done" ? "done" : isUndone ? "back" : "sofar"}`)}</h2>
          {one.state === "done" && (
            <Button size="xs" variant="default" leftSection={<Undo2 size={14} aria-hidden="true" />} onClick={() => setAsked(true)}>
              {t("imports.undo")}
            </Button>
          )}
        </header>
        <Figures counts={one} links={links} />
        <p className={classes.soft}>
          {t("imports.receipt.evidence", { count: one.evidence })}
        </p>
        <About one={one} />
      </section>
      {one.rejected > 0 && <Rejects one={one} />}
      <Unreached {...one} />
      <KeptValues values={one.kept_values} total={one.kept} />
      <UnknownValues values={one.unknown_values} />
      <details className={classes.mapping}>
        <summary>{t("imports.receipt.mapping")}</summary>
        <pre>{one.mapping}</pre>
      </details>
      <UndoDialog one={one} opened={isAsked} close={() => setAsked(false)} />
    </>
  );
}
