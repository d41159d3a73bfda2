import { ActionIcon, Radio, TextInput } from "@mantine/core";
import { Trash2 } from "lucide-react";
import { useId } from "react";
import { t } from "@/messages/messages";
import { ADDRESS_PARTS, type PointDraft, type PointsField } from "./contactPoints";
import classes from "./contactPoints.module.css";

const LABELS: Record<PointsField, string[]> = {
  emails: ["work", "private", "billing"],
  phones: ["work", "mobile", "home"],
  addresses: ["office", "billing", "shipping", "home"],
};
const INPUT = { emails: "email", phones: "tel" } as const;

interface Props {
  field: PointsField;
  draft: PointDraft;
  isFirst: boolean;
  mistake: string | undefined;
  put: (change: Partial<PointDraft>) => void;
  /** Makes it the primary one. */
  prefer: () => void;
  remove: () => void;
}

/** One email address, phone number or postal address in the form. */
export function ContactPointRow({ field, draft, isFirst, mistake, put, prefer, remove }: Props) {
  const labels = useId();
  const what = t(`party.points.one.${field}`);
  return (
    <div className={classes.point} role="group" aria-label={what}>
      {field === "addresses" ? (
        <div className={classes.parts}>
          {ADDRESS_PARTS.map((part, place) => (
            <TextInput
              key={part}
              label={t(`field.${part}`)}
              value={draft.parts[part] ?? ""}
              error={place === 0 && mistake}
              data-autofocus={isFirst && place === 0}
              onChange={(event) => put({ parts: { ...draft.parts, [part]: event.currentTarget.value } })}
            />
          ))}
        </div>
      ) : (
        <TextInput
          className={classes.whole}
          label={what}
          type={INPUT[field]}
          value={draft.text}
          error={mistake}
          data-autofocus={isFirst}
          onChange={(event) => put({ text: event.currentTarget.value })}
        />
      )}
      <TextInput
        label={t("party.points.label")}
        list={labels}
        value={draft.label}
        maxLength={60}
        onChange={(event) => put({ label: event.currentTarget.value })}
      />
      <datalist id={labels}>
        {LABELS[field].map((label) => (
          <option key={label} value={label} />
        ))}
      </datalist>
      <Radio label={t("party.points.primary")} checked={draft.primary} onChange={prefer} />
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t("party.points.remove", { what })} onClick={remove}>
        <Trash2 size={16} aria-hidden="true" />
      </ActionIcon>
    </div>
  );
}
