import { Button } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { FileX2 } from "lucide-react";
import { asProblem } from "@/api/problem";
import type { Upload } from "@/api/wire";
import { EmptyState } from "@/parts/EmptyState";
import { ErrorState } from "@/parts/ErrorState";
import { t } from "@/messages/messages";
import { inQuotes } from "./inQuotes";
import { ReadingSettings } from "./ReadingSettings";
import classes from "./file.module.css";
import type { Mapped } from "./useMapping";

interface UnusableProps {
  title: string;
  text: string;
}

/** Why a file cannot be read, and what to do. */
function Unusable({ title, text }: UnusableProps) {
  const navigate = useNavigate();
  return (
    <div className={classes.step} role="alert">
      <EmptyState
        icon={FileX2}
        title={title}
        text={text}
        actions={
          <Button onClick={() => void navigate({ to: "/imports/new", search: (before) => ({ again: before.again }) })}>{t("imports.bad.other")}</Button>
        }
      />
      <details className={classes.more}>
        <summary>{t("imports.bad.reading")}</summary>
        <ReadingSettings />
      </details>
    </div>
  );
}

interface Props {
  file: Upload;
  mapped: Mapped;
}

/** A file that cannot be read. */
export function BadFile({ file, mapped }: Props) {
  const problem = asProblem(mapped.error);
  if (problem.code !== "unreadable" && problem.code !== "invalid") return <ErrorState thrown={problem} again={mapped.again} />;
  return <Unusable title={t("imports.bad.title", { file: file.name })} text={inQuotes(problem.message)} />;
}

/** A file with a header but no rows. */
export function NoRows({ file }: { file: Upload }) {
  return <Unusable title={t("imports.noRows.title", { file: file.name })} text={t("imports.noRows.text")} />;
}
