import { Alert } from "@mantine/core";
import type { PipelineMove, PipelineTried } from "@/api/pipelines";
import type { Amount } from "@/api/wire";
import { MoneyText } from "@/parts/MoneyText";
import { NumberText } from "@/parts/NumberText";
import { TextLink } from "@/parts/TextLink";
import { t } from "@/messages/messages";
import classes from "./pipelines.module.css";

interface Props {
  tried: PipelineTried;
  /** The first stage of the text. */
  first: string;
}

const EXAMPLES = 5;

const place = ({ pipeline, stage }: { pipeline: string; stage: string }, own: string) => (pipeline === own ? stage : `${pipeline}/${stage}`);

/** What a changed pipeline would change: which deals would move, and what the open ones come to. */
export function Preview({ tried, first }: Props) {
  const stranded = tried.moves.find((one) => one.to === null);
  const example = `moved = { ${stranded?.from.stage ?? ""} = "${first}" }`;
  return (
    <section aria-labelledby="preview">
      <h2 id="preview">{t("pipelines.preview")}</h2>
      {tried.stranded > 0 && (
        <Alert color="red.8" mb="md">
          {t("pipelines.preview.stranded", { count: tried.stranded, example })}
        </Alert>
      )}
      {tried.moves.length === 0 ? <p>{t("pipelines.preview.none")}</p> : <Moves tried={tried} />}
      <h3>{t("pipelines.preview.weighted")}</h3>
      <dl className={classes.sums}>
        <dt>{t("pipelines.preview.before")}</dt>
        <dd>
          <Sums all={tried.weighted_before} />
        </dd>
        <dt>{t("pipelines.preview.after")}</dt>
        <dd>
          <Sums all={tried.weighted_after} />
        </dd>
      </dl>
    </section>
  );
}

function Sums({ all }: { all: Amount[] }) {
  if (all.length === 0) return <>{t("pipelines.nothing")}</>;
  return (
    <>
      {all.map((sum) => (
        <div key={sum.currency}>
          <MoneyText amount={sum} />
        </div>
      ))}
    </>
  );
}

function Moves({ tried }: { tried: PipelineTried }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reached by keys
    <div className={classes.box} tabIndex={0} role="region" aria-label={t("pipelines.preview.moves")}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t("pipelines.preview.from")}</th>
            <th scope="col">{t("pipelines.preview.to")}</th>
            <th scope="col">{t("pipelines.preview.deals")}</th>
            <th scope="col">{t("pipelines.preview.examples")}</th>
          </tr>
        </thead>
        <tbody>
          {tried.moves.map((move) => (
            <Row key={JSON.stringify([move.from, move.to])} move={move} own={tried.pipeline} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ move, own }: { move: PipelineMove; own: string }) {
  return (
    <tr>
      <th scope="row">{place(move.from, own)}</th>
      <td>{move.to ? place(move.to, own) : t("pipelines.preview.gone")}</td>
      <td>
        <NumberText value={move.count} />
      </td>
      <td>
        {move.examples.slice(0, EXAMPLES).map(({ deal, name }) => (
          <div key={deal}>
            <TextLink to="/records/$plural/$id" params={{ plural: "deals", id: deal }}>
              {name}
            </TextLink>
          </div>
        ))}
      </td>
    </tr>
  );
}
