import { Button, NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type VocabularyVersion, versionQuery } from "@/api/vocabularies";
import { ErrorState } from "@/parts/ErrorState";
import { CardSkeleton } from "@/parts/Skeletons";
import { t } from "@/messages/messages";
import { DiffView } from "./DiffView";
import { VersionText } from "./VersionText";
import classes from "./vocabularies.module.css";

interface Props {
  name: string;
  versions: VocabularyVersion[];
  show: number;
  other: number | undefined;
  look: (search: { show?: number; against?: number }) => void;
}

/** The text of a version, or what changed from another one to it. */
export function VersionView({ name, versions, show, other, look }: Props) {
  const shown = useQuery(versionQuery(name, show));
  const compared = useQuery({ ...versionQuery(name, other ?? show), enabled: other !== undefined });
  const others = versions.filter((one) => one.version !== show);
  const isComparing = other !== undefined;
  const failed = [shown, compared].find(({ error }) => error !== null);
  const isReady = shown.data && (!isComparing || compared.data);
  const title = isComparing ? t("history.diff.title", { before: other, after: show }) : t("history.text.title", { version: show });
  return (
    <div className={classes.versionView}>
      <header className={classes.versionHead}>
        <h3>{title}</h3>
        {others.length > 0 && (
          <NativeSelect
            size="xs"
            label={t("history.diff.with")}
            className={classes.with}
            value={isComparing ? String(other) : ""}
            onChange={(event) => look({ show, against: Number(event.currentTarget.value) || undefined })}
            data={[
              { value: "", label: t("history.diff.none") },
              ...others.map(({ version }) => ({ value: String(version), label: t("vocabularies.version", { version }) })),
            ]}
          />
        )}
        <Button size="compact-sm" variant="subtle" onClick={() => look({})}>
          {t("history.close")}
        </Button>
      </header>
      {failed?.error && <ErrorState thrown={failed.error} again={() => void failed.refetch()} compact />}
      {!failed && !isReady && <CardSkeleton />}
      {shown.data && !isComparing && <VersionText text={shown.data.toml} label={title} />}
      {shown.data && isComparing && compared.data && <DiffView before={compared.data.toml} after={shown.data.toml} label={title} />}
    </div>
  );
}
