import { Group, TextInput } from "@mantine/core";
import type { Matching, RecordField } from "@/api/wire";
import { FieldInput } from "@/parts/fields/FieldInput";
import { t } from "@/messages/messages";
import { AlreadyThere } from "./AlreadyThere";
import classes from "./conversion.module.css";
import type { NewAccount } from "./draft";

interface Props {
  created: NewAccount;
  /** Fields that the workspace requires of organizations. */
  own: RecordField[];
  matches: Matching[];
  offered: string[];
  mistakeAt: (pointer: string) => string | undefined;
  change: (created: NewAccount) => void;
  use: (match: Matching) => void;
}

/** What a new organization is made from. */
export function NewAccountFields({ created, own, matches, offered, mistakeAt, change, use }: Props) {
  const of = (field: "name" | "website" | "email") => ({
    label: t(`field.${field}`),
    value: created[field],
    error: mistakeAt(`/account/create/${field}`),
    onChange: (event: { currentTarget: HTMLInputElement }) => change({ ...created, [field]: event.currentTarget.value }),
  });
  return (
    <div className={classes.within}>
      <div>
        <TextInput {...of("name")} required />
        <AlreadyThere created={created} matches={matches} offered={offered} use={use} />
      </div>
      <Group gap="sm" grow align="flex-start">
        <TextInput {...of("website")} type="url" />
        <TextInput {...of("email")} type="email" />
      </Group>
      {own.map((field) => (
        <FieldInput
          key={field.name}
          field={field}
          value={created.more[field.name]}
          error={mistakeAt(`/account/create/more/${field.name}`)}
          change={(value) => change({ ...created, more: { ...created.more, [field.name]: value } })}
        />
      ))}
    </div>
  );
}
