import clsx from "clsx";
import { StandingBadge } from "@/parts/StandingBadge";
import { t } from "@/messages/messages";
import { type OWN, STANDINGS } from "./entries";
import classes from "./glossary.module.css";

interface Props {
  own: (typeof OWN)[number][];
  arrived: string;
}

function StandingMeanings() {
  return (
    <dl className={classes.standings}>
      {STANDINGS.map((standing) => (
        <div key={standing}>
          <dt>
            <StandingBadge standing={standing} still />
          </dt>
          <dd>{t(`standing.means.${standing}`)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Casebook's own terms, which are the same in every vocabulary. */
export function OwnTerms({ own, arrived }: Props) {
  return (
    <section className={classes.entry} aria-labelledby="casebook">
      <h2 id="casebook" tabIndex={-1}>
        {t("glossary.casebook")}
      </h2>
      <p className={classes.soft}>{t("glossary.casebook.text")}</p>
      <div className={classes.own}>
        {own.map((id) => (
          <div key={id} className={clsx(arrived === `casebook-${id}` && classes.arrived)}>
            <h3 id={`casebook-${id}`} tabIndex={-1}>
              {t(`glossary.${id}.title`)}
            </h3>
            <p>{t(`glossary.${id}.text`)}</p>
            {id === "standing" && <StandingMeanings />}
          </div>
        ))}
      </div>
    </section>
  );
}
