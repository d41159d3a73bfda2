import { Button } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { importQuery, importsQuery } from "@/api/imports";
import type { Import, Upload } from "@/api/wire";
import { RelativeTime } from "@/parts/RelativeTime";
import { TextLink } from "@/parts/TextLink";
import { t } from "@/messages/messages";
import classes from "./columns.module.css";
import { TomlProblem } from "./mapping/toml";
import { Notice } from "./Notice";
import { type Mapped, useNewImport } from "./useMapping";

interface Props {
  file: Upload;
  mapped: Mapped;
}

function Before({ one }: { one: Import }) {
  const key = one.state === "interrupted" ? "interrupted" : one.state === "undone" ? "undone" : "done";
  return (
    <Notice icon={History} title={t("imports.before.title")}>
      <span className={classes.note}>
        {t(`imports.before.${key}`)} <RelativeTime time={one.started_at} /> ·{" "}
        <TextLink to="/imports/$id" params={{ id: one.id }}>
          {t("imports.before.open")}
        </TextLink>
      </span>
    </Notice>
  );
}

/** Notes whether this file was imported before, and offers the mapping of a similar file. */
export function EarlierNotes({ file, mapped }: Props) {
  const { search, set } = useNewImport();
  const { data } = useInfiniteQuery(importsQuery);
  const { data: used } = useQuery({ ...importQuery(search.again ?? ""), enabled: search.again !== undefined });
  const all = data?.pages.flatMap((page) => page.items) ?? [];
  const feed = mapped.mapping && !(mapped.mapping instanceof TomlProblem) ? mapped.mapping.name : undefined;
  // Of identical files the server returns the latest, which is this one.
  const same = all.find((one) => one.upload === file.id);
  const alike = all.find((one) => one.feed === feed && one.state !== "undone");
  const take = (again: string | undefined) => {
    mapped.setText(undefined);
    set({ again });
  };
  return (
    <>
      {same && <Before one={same} />}
      {used && (
        <Notice icon={History}>
          <span className={classes.note}>
            {t("imports.mapping.used", { file: used.file })}
            <Button size="compact-sm" variant="default" onClick={() => take(undefined)}>
              {t("imports.mapping.guess")}
            </Button>
          </span>
        </Notice>
      )}
      {!search.again && alike && (
        <Notice icon={History}>
          <span className={classes.note}>
            {t("imports.mapping.offer", { file: alike.file })}
            <Button size="compact-sm" variant="default" onClick={() => take(alike.id)}>
              {t("imports.mapping.take")}
            </Button>
          </span>
        </Notice>
      )}
    </>
  );
}
