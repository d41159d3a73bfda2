import "./messages";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { importQuery } from "@/api/imports";
import type { Import } from "@/api/wire";
import { ErrorState } from "@/parts/ErrorState";
import { Page } from "@/parts/Page";
import { PageSkeleton } from "@/parts/Skeletons";
import { TextLink } from "@/parts/TextLink";
import { formatShare } from "@/messages/format";
import { t } from "@/messages/messages";
import { Interrupted } from "./Interrupted";
import { Receipt } from "./Receipt";
import { Running } from "./Running";
import classes from "./one.module.css";
import { StateBadge } from "./StateBadge";

const TENTH = 0.1;

/** The status for screen readers: progress in tenths, so as not to interrupt all the time, and the end. */
function statusText(one: Import | undefined): string {
  if (!one) return "";
  if (one.state !== "running") return t("imports.status.stands", { state: t(`imports.state.${one.state}`), count: one.rows_done });
  const share = one.bytes_total ? Math.floor(one.bytes_done / one.bytes_total / TENTH) * TENTH : 0;
  return t("imports.status.running", { share: formatShare(share) });
}

/** One import: its progress and its result. */
export default function ImportPage() {
  const { id } = useParams({ from: "/imports/$id" });
  const { data: one, error, refetch } = useQuery(importQuery(id));
  return (
    <Page
      title={one?.file ?? t("imports.one")}
      note={one && <StateBadge state={one.state} undoing={one.undoing} />}
      actions={<TextLink to="/imports">{t("imports.all")}</TextLink>}
    >
      <p className={classes.spoken} role="status">
        {statusText(one)}
      </p>
      {error && !one && <ErrorState thrown={error} again={() => void refetch()} />}
      {!one && !error && <PageSkeleton />}
      {one?.state === "running" && <Running one={one} />}
      {one?.state === "interrupted" && <Interrupted one={one} />}
      {one && one.state !== "running" && <Receipt one={one} />}
    </Page>
  );
}
