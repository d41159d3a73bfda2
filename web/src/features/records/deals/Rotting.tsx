import "./messages";
import { VisuallyHidden } from "@mantine/core";
import { Hourglass } from "lucide-react";
import type { StoredRecord } from "@/api/wire";
import { t } from "@/messages/messages";
import classes from "./deals.module.css";

/** A mark on a deal that has been in its stage for longer than the pipeline allows. */
export function Rotting({ record }: { record: StoredRecord }) {
  if (!record.rotting || typeof record.days_in_stage !== "number") return null;
  const count = record.days_in_stage;
  return (
    <span className={classes.rotting} title={t("deals.rotting", { count })}>
      <Hourglass size={12} aria-hidden="true" />
      <span aria-hidden="true">{t("deals.rotting.short", { count })}</span>
      <VisuallyHidden>{t("deals.rotting", { count })}</VisuallyHidden>
    </span>
  );
}
