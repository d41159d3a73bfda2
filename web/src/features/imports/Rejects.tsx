import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Download, RotateCcw } from "lucide-react";
import { rejectsQuery } from "@/api/imports";
import type { Import } from "@/api/wire";
import { ErrorState } from "@/parts/ErrorState";
import { CardSkeleton } from "@/parts/Skeletons";
import { t } from "@/messages/messages";
import classes from "./one.module.css";
import { Problems } from "./Problems";

const LOOKED_AT = 200;

/** The rejected rows: the reasons, the download, and the import of corrected rows. */
export function Rejects({ one }: { one: Import }) {
  const { data, error, refetch } = useQuery(rejectsQuery(one.id, LOOKED_AT));
  return (
    <div className={classes.rejects}>
      {error && <ErrorState thrown={error} again={() => void refetch()} compact />}
      {!data && !error && <CardSkeleton />}
      {data && <Problems problems={data.items} total={one.rejected} />}
      <div className={classes.correct}>
        <p>{t("imports.correct.lead")}</p>
        <Button component="a" href={`/api/v1/imports/${one.id}/rejects.csv`} download size="xs" leftSection={<Download size={14} aria-hidden="true" />}>
          {t("imports.correct.download")}
        </Button>
        <Button component={Link} to={`/imports/new?again=${one.id}`} size="xs" variant="default" leftSection={<RotateCcw size={14} aria-hidden="true" />}>
          {t("imports.correct.again")}
        </Button>
      </div>
    </div>
  );
}
