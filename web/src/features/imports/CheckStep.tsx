import { Button, Progress } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { beginImport, preview } from "@/api/imports";
import { keys } from "@/api/keys";
import { asProblem } from "@/api/problem";
import { queries } from "@/api/queries";
import type { ImportPreview, Job, Upload } from "@/api/wire";
import { ErrorState } from "@/parts/ErrorState";
import { toastProblem } from "@/shell/toast";
import { formatShare } from "@/messages/format";
import { t } from "@/messages/messages";
import classes from "./check.module.css";
import { Figures } from "./Figures";
import { FirstRows } from "./FirstRows";
import { KeptValues } from "./KeptValues";
import { Mistakes } from "./Mistakes";
import { Problems } from "./Problems";
import steps from "./steps.module.css";
import { UnknownValues } from "./UnknownValues";
import { Unreached } from "./Unreached";
import type { Mapped } from "./useMapping";

interface Props {
  file: Upload;
  mapped: Mapped;
}

/** The preview of the whole file, and its progress. */
function usePreview({ file, mapped }: Props) {
  const [job, setJob] = useState<Job>();
  const draft = { upload: file.id, mapping: mapped.text, ...mapped.reading };
  const found = useQuery({
    queryKey: ["preview", draft],
    queryFn: ({ signal }) => preview(draft, signal, setJob),
    staleTime: 60_000,
    refetchOnWindowFocus: false,
    retry: false,
  });
  return { ...found, job, draft };
}

function Reading({ job, leave }: { job: Job | undefined; leave: () => void }) {
  const share = job?.total ? job.done / job.total : 0;
  return (
    <div className={classes.reading}>
      <p role="status">{t("imports.check.reading")}</p>
      <Progress.Root size="md">
        <Progress.Section value={100 * share} aria-label={t("imports.check.reading")} />
      </Progress.Root>
      <div className={classes.readingFoot}>
        <span className="numeric">{formatShare(share)}</span>
        <Button size="compact-sm" variant="default" onClick={leave}>
          {t("imports.check.stop")}
        </Button>
      </div>
    </div>
  );
}

function Found({ found, mapped }: { found: ImportPreview; mapped: Mapped }) {
  const { created, updated, unchanged, rejected, evidence, kept } = found;
  return (
    <>
      <Figures counts={{ created, updated, unchanged, rejected }} isAhead />
      <p className={classes.soft}>
        {t("imports.check.evidence", { count: evidence })}
      </p>
      {rejected > 0 && <Problems problems={found.problems} total={rejected} isAhead />}
      <Unreached {...found} />
      <KeptValues values={found.kept_values} total={kept} />
      <UnknownValues values={found.unknown_values} mapped={mapped} />
      <FirstRows title={t("imports.rows.title")} rows={found.rows} />
    </>
  );
}

/** The third step: the import preview, before anything is stored. */
export function CheckStep({ file, mapped }: Props) {
  const navigate = useNavigate();
  const [isBusy, setBusy] = useState(false);
  const { data, error, job, draft, refetch } = usePreview({ file, mapped });
  const back = () => void navigate({ to: "/imports/new", search: (before) => ({ ...before, step: undefined }) });
  async function begin() {
    setBusy(true);
    try {
      const { id } = await beginImport(draft);
      queries.removeQueries({ queryKey: ["preview"] });
      void queries.invalidateQueries({ queryKey: keys.imports });
      await navigate({ to: "/imports/$id", params: { id } });
    } catch (thrown) {
      toastProblem(thrown);
      setBusy(false);
    }
  }
  const good = data ? data.created + data.updated + data.unchanged : 0;
  return (
    <section aria-labelledby="check">
      <h2 id="check" className={classes.title}>
        {t("imports.check.title")}
      </h2>
      {error && (asProblem(error).mistakes.length > 0 ? <Mistakes thrown={error} /> : <ErrorState thrown={error} again={() => void refetch()} compact />)}
      {!data && !error && <Reading job={job} leave={back} />}
      {data && <Found found={data} mapped={mapped} />}
      <footer className={steps.foot}>
        <span className={steps.footNote}>{data && t(good === 0 ? "imports.check.nothing" : "imports.check.safe")}</span>
        <Button variant="default" onClick={back}>
          {t("imports.check.back")}
        </Button>
        <Button loading={isBusy} disabled={good === 0} onClick={() => void begin()}>
          {t("imports.check.begin", { count: good })}
        </Button>
      </footer>
    </section>
  );
}
