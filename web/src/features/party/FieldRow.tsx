import { ExternalLink } from "lucide-react";
import { useEffect, useRef } from "react";
import type { RecordField, WholeParty } from "@/api/wire";
import { t } from "@/messages/messages";
import { FieldEditor } from "./FieldEditor";
import { fieldTitle, hrefOf, hrefOfKind, shownValue } from "./editing";
import { useFieldEdit } from "./useFieldEdit";
import classes from "./who.module.css";

interface Props {
  party: WholeParty;
  field: string;
  /** What it is called and holds, if the workspace has declared it. */
  declared: RecordField | undefined;
  /** Begins to edit as soon as it is shown. */
  isBegun: boolean;
}

/** A field with its value; clicking the value edits it in place. */
export function FieldRow({ party, field, declared, isBegun }: Props) {
  const { edit, begin, write, leave, save, input } = useFieldEdit(party, field, { isBegun, declared });
  const button = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  const title = declared?.title ?? fieldTitle(field);
  const value = shownValue(party, field, declared);
  const href = value && (declared ? hrefOfKind(declared.kind, value) : hrefOf(field, value));
  const isLong = field === "note" || declared?.kind === "long_text";
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
          <FieldEditor title={title} edit={edit} input={input} isLong={isLong} write={write} leave={leave} save={() => void save()} />
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
