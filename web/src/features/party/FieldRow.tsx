import { ExternalLink } from "lucide-react";
import { useEffect, useRef } from "react";
import type { WholeParty } from "@/api/wire";
import { t } from "@/messages/messages";
import { FieldEditor } from "./FieldEditor";
import { fieldTitle, hrefOf, valueOf } from "./editing";
import { useFieldEdit } from "./useFieldEdit";
import classes from "./who.module.css";

interface Props {
  party: WholeParty;
  field: string;
  /** Begins to edit as soon as it is shown. */
  isBegun: boolean;
}

/** A field with its value; clicking the value edits it in place. */
export function FieldRow({ party, field, isBegun }: Props) {
  const { edit, begin, write, leave, save } = useFieldEdit(party, field, isBegun);
  const button = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  const title = fieldTitle(field);
  const value = valueOf(party, field);
  const href = value ? hrefOf(field, value) : undefined;
  useEffect(() => {
    // If the focus has moved elsewhere, it stays there.
    if (wasEditing.current && !edit && document.activeElement === document.body) button.current?.focus();
    wasEditing.current = edit !== undefined;
  }, [edit]);
  return (
    <div className={classes.row}>
      <dt className={classes.label}>{title}</dt>
      <dd className={classes.cell}>
        {edit ? (
          <FieldEditor title={title} edit={edit} isLong={field === "note"} write={write} leave={leave} save={() => void save()} />
        ) : (
          <>
            <button ref={button} type="button" className={classes.value} data-empty={value === ""} onClick={begin}>
              <span className={classes.hiddenWords}>{t("party.field.edit", { field: title })}: </span>
              {value || t("party.field.empty")}
            </button>
            {href && (
              <a className={classes.href} href={href} target="_blank" rel="noreferrer" aria-label={t("party.field.open", { value })} title={href}>
                <ExternalLink size={13} aria-hidden="true" />
              </a>
            )}
          </>
        )}
      </dd>
    </div>
  );
}
