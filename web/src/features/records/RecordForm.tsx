import { Group, Stack, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import type { Problem } from "@/api/problem";
import type { RecordField, RecordType } from "@/api/wire";
import { FieldInput } from "@/parts/fields/FieldInput";
import type { Values } from "@/parts/fields/values";
import { t } from "@/messages/messages";
import classes from "./records.module.css";

/** What a form holds. */
export interface Draft {
  name: string;
  owner: string;
  fields: Values;
}

interface Props {
  of: RecordType;
  draft: Draft;
  problem: Problem | undefined;
  change: (draft: Draft) => void;
  /** The buttons at its end. */
  children: ReactNode;
}

/** Fields by section, those without one first. */
function sections(fields: RecordField[]): [string | undefined, RecordField[]][] {
  const offered = fields.filter((field) => !field.archived);
  const names = [undefined, ...new Set(offered.flatMap((field) => field.section ?? []))];
  return names.map((name) => [name, offered.filter((field) => field.section === name)]);
}

/** The form of a record, from the declaration of its type. */
export function RecordForm({ of, draft, problem, change, children }: Props) {
  const mistakeAt = (pointer: string) => problem?.mistakes.find((one) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`))?.detail;
  return (
    <Stack gap="sm">
      <TextInput
        label={of.name_title}
        required
        value={draft.name}
        error={mistakeAt("/name")}
        data-autofocus
        onChange={(event) => change({ ...draft, name: event.currentTarget.value })}
      />
      {sections(of.fields).map(([name, fields]) => (
        <Stack key={name ?? ""} gap="sm">
          {name && <h2 className={classes.section}>{name}</h2>}
          {fields.map((field) => (
            <FieldInput
              key={field.name}
              field={field}
              value={draft.fields[field.name]}
              error={mistakeAt(`/fields/${field.name}`)}
              change={(value) => change({ ...draft, fields: { ...draft.fields, [field.name]: value } })}
            />
          ))}
        </Stack>
      ))}
      <TextInput
        label={t("records.owner")}
        value={draft.owner}
        error={mistakeAt("/owner")}
        onChange={(event) => change({ ...draft, owner: event.currentTarget.value })}
      />
      <Group justify="flex-end">{children}</Group>
    </Stack>
  );
}
