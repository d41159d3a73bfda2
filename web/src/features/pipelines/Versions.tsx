import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { pipelineQuery, pipelinesQuery, type PipelineText, retirePipeline } from "@/api/pipelines";
import { queries } from "@/api/queries";
import { ConfirmDialog } from "@/parts/ConfirmDialog";
import { toast, toastProblem } from "@/shell/toast";
import { formatDay } from "@/messages/format";
import { t } from "@/messages/messages";
import classes from "./pipelines.module.css";

interface Props {
  pipeline: PipelineText;
  /** Puts the text of a version into the editor. */
  show: (toml: string) => void;
}

/** The versions of a pipeline, the latest first, and taking it out of use. */
export function Versions({ pipeline, show }: Props) {
  const navigate = useNavigate();
  const [asks, setAsks] = useState(false);
  const { data: all } = useQuery(pipelinesQuery);
  async function load(version: number) {
    try {
      show((await queries.fetchQuery(pipelineQuery(pipeline.name, version))).toml);
    } catch (thrown) {
      toastProblem(thrown);
    }
  }
  async function retire() {
    await retirePipeline(pipeline.name);
    toast({ message: t("pipelines.retired", { title: pipeline.title }) });
    await queries.invalidateQueries();
    void navigate({ to: "/pipelines" });
  }
  return (
    <section aria-labelledby="versions">
      <h2 id="versions">{t("pipelines.versions")}</h2>
      <ul className={classes.versions}>
        {pipeline.versions.toReversed().map(({ version, state, created_at, recorded_by }) => (
          <li key={version}>
            <Button size="compact-sm" variant="subtle" aria-label={t("pipelines.versions.show", { version })} onClick={() => void load(version)}>
              {t("pipelines.version", { version })}
            </Button>
            <span className={classes.soft}>
              {created_at === null ? t("pipelines.versions.builtIn") : `${formatDay(created_at)}, ${t("pipelines.versions.by", { name: recorded_by })}`}
              {state === "active" && ` · ${t("pipelines.versions.active")}`}
            </span>
          </li>
        ))}
      </ul>
      {all && all.length > 1 && (
        <Button variant="default" size="xs" onClick={() => setAsks(true)}>
          {t("pipelines.retire")}
        </Button>
      )}
      <ConfirmDialog
        opened={asks}
        title={t("pipelines.retire.title", { title: pipeline.title })}
        action={t("pipelines.retire")}
        close={() => setAsks(false)}
        confirm={retire}
      >
        {t("pipelines.retire.text")}
      </ConfirmDialog>
    </section>
  );
}
