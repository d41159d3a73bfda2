import { ActionIcon, Button, Fieldset, Stack, TextInput } from "@mantine/core";
import { Plus, Trash2 } from "lucide-react";
import { useEffect, useRef } from "react";
import { t } from "@/messages/messages";
import { type ChoiceDraft, emptyChoice, filled } from "./choices";
import classes from "./types.module.css";

interface Props {
  drafts: ChoiceDraft[];
  /** What is wrong with one, by its place among those that are sent. */
  mistakeAt: (place: number) => string | undefined;
  /** What is wrong with all of them. */
  error: string | undefined;
  change: (drafts: ChoiceDraft[]) => void;
}

/** The titles of the choices of a field, each on a line of its own. */
export function ChoicesInput({ drafts, mistakeAt, error, change }: Props) {
  const add = useRef<HTMLButtonElement>(null);
  const sent = filled(drafts);
  function remove(draft: ChoiceDraft) {
    change(drafts.filter((one) => one !== draft));
    add.current?.focus();
  }
  return (
    <Fieldset legend={t("records.field.choices")} variant="filled" classNames={{ legend: classes.legend ?? "" }}>
      <Stack gap="xs">
        {drafts.map((draft, place) => (
          <ChoiceRow
            key={draft.row}
            draft={draft}
            place={place}
            mistake={mistakeAt(sent.indexOf(draft))}
            put={(title) => change(drafts.with(place, { ...draft, title }))}
            remove={() => remove(draft)}
          />
        ))}
        {error && (
          <p className={classes.mistake} role="alert">
            {error}
          </p>
        )}
        <div>
          <Button
            ref={add}
            size="compact-sm"
            variant="subtle"
            leftSection={<Plus size={14} aria-hidden="true" />}
            onClick={() => change([...drafts, emptyChoice()])}
          >
            {t("records.field.choice.add")}
          </Button>
        </div>
      </Stack>
    </Fieldset>
  );
}

interface RowProps {
  draft: ChoiceDraft;
  place: number;
  mistake: string | undefined;
  put: (title: string) => void;
  remove: () => void;
}

function ChoiceRow({ draft, place, mistake, put, remove }: RowProps) {
  const input = useRef<HTMLInputElement>(null);
  const isNew = draft.name === undefined;
  useEffect(() => {
    if (isNew) input.current?.focus();
  }, [isNew]);
  return (
    <div className={classes.choice}>
      <TextInput
        ref={input}
        aria-label={t("records.field.choice.title", { number: place + 1 })}
        value={draft.title}
        error={mistake}
        onChange={(event) => put(event.currentTarget.value)}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        size={36}
        aria-label={t("records.field.choice.remove", { title: draft.title || String(place + 1) })}
        onClick={remove}
      >
        <Trash2 size={16} aria-hidden="true" />
      </ActionIcon>
    </div>
  );
}
