import { ArrowLeft } from "lucide-react";
import type { RecordType } from "@/api/wire";
import { TextLink } from "@/parts/TextLink";
import { t } from "@/messages/messages";
import { leftAt } from "./left";
import classes from "./records.module.css";

/** The way from a record to the list or the board of its type, as that was left. */
export function BackLink({ of }: { of: RecordType }) {
  return (
    <TextLink
      to="/records/$plural"
      params={{ plural: of.plural }}
      search={leftAt(of.plural)}
      className={classes.back ?? ""}
      aria-label={t("records.back", { title: of.plural_title })}
    >
      <ArrowLeft size={14} aria-hidden="true" />
      {of.plural_title}
    </TextLink>
  );
}
