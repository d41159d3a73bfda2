import { ActionIcon, Button, Fieldset, Stack, TextInput } from "@mantine/core";
import { ArrowDown, ArrowUp, type LucideIcon, Plus, Trash2 } from "lucide-react";
import { useEffect, useRef } from "react";
import { t } from "@/messages/messages";
import { type ChoiceDraft, emptyChoice, filled, moved } from "./choices";
import classes from "./types.module.css";

interface Props {
  drafts: ChoiceDraft[];
  /** What is wrong with one, by its place among those that are sent. */
  mistakeAt: (place: number) => string | undefined;
  /** What is wrong with all of them. */
  error: string | undefined;
  change: (drafts: ChoiceDraft[]) => void;
}

/** The titles of the choices of a field, each on a line of its own, in the order in which lists and boards have them. */
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
            count={drafts.length}
            mistake={mistakeAt(sent.indexOf(draft))}
            put={(title) => change(drafts.with(place, { ...draft, title }))}
            move={(by) => change(moved(drafts, place, by))}
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
  count: number;
  mistake: string | undefined;
  put: (title: string) => void;
  move: (by: -1 | 1) => void;
  remove: () => void;
}

function ChoiceRow({ draft, place, count, mistake, put, move, remove }: RowProps) {
  const input = useRef<HTMLInputElement>(null);
  const isNew = draft.name === undefined;
  const title = draft.title || String(place + 1);
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
      <RowButton label={t("records.field.choice.up", { title })} isOff={place === 0} icon={ArrowUp} act={() => move(-1)} />
      <RowButton label={t("records.field.choice.down", { title })} isOff={place === count - 1} icon={ArrowDown} act={() => move(1)} />
      <RowButton label={t("records.field.choice.remove", { title })} icon={Trash2} act={remove} />
    </div>
  );
}

interface ButtonProps {
  label: string;
  icon: LucideIcon;
  /** It has nothing to do where it stands; it keeps the focus all the same. */
  isOff?: boolean;
  act: () => void;
}

function RowButton({ label, icon: Icon, isOff = false, act }: ButtonProps) {
  return (
    <ActionIcon variant="subtle" color="gray" size={36} aria-label={label} aria-disabled={isOff} data-disabled={isOff || undefined} onClick={() => !isOff && act()}>
      <Icon size={16} aria-hidden="true" />
    </ActionIcon>
  );
}
