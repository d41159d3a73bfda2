import { Select, TextInput } from "@mantine/core";
import type { RecordField, RecordType } from "@/api/wire";
import { FieldInput } from "@/parts/fields/FieldInput";
import { choiceField, dateField, moneyField } from "@/parts/recordFields";
import { typedOver } from "@/parts/typedOver";
import classes from "./conversion.module.css";
import type { Choices } from "./draft";

interface Props {
  of: RecordType;
  choices: Pick<Choices, "title" | "fields">;
  mistakeAt: (pointer: string) => string | undefined;
  choose: (change: Partial<Pick<Choices, "title" | "fields">>) => void;
}

/** What is asked of a new deal: its amount, stage and date, and whatever else it requires. */
function asked(of: RecordType): RecordField[] {
  const usual = [moneyField(of), choiceField(of), dateField(of)].flatMap((field) => field ?? []);
  const required = of.fields.filter((field) => field.required && !field.archived && field.kind !== "party" && !usual.includes(field));
  return [...usual, ...required];
}

/** What a new deal is made from. */
export function NewDealFields({ of, choices, mistakeAt, choose }: Props) {
  const { title, fields } = choices;
  const put = (field: RecordField, value: unknown) => choose({ fields: { ...fields, [field.name]: value } });
  return (
    <div className={classes.within}>
      <TextInput
        label={of.name_title}
        required
        value={title}
        error={mistakeAt("/deal/create/name")}
        onChange={(event) => choose({ title: event.currentTarget.value })}
      />
      <div className={classes.deal}>
        {asked(of).map((field) => {
          const error = mistakeAt(`/deal/create/${field.name}`);
          const value = fields[field.name] ?? field.default;
          // Where a line of help would be under each, a short form is a long one.
          const plain = { ...field, help: "" };
          if (field.kind !== "choice" || field.multiple) {
            return <FieldInput key={field.name} field={plain} value={value} error={error} change={(next) => put(field, next)} />;
          }
          return (
            <Select
              key={field.name}
              label={field.title}
              data={(field.choices ?? []).map((one) => ({ value: one.name, label: one.title }))}
              value={typeof value === "string" ? value : null}
              error={error}
              required={field.required}
              allowDeselect={false}
              searchable
              {...typedOver}
              onChange={(next) => put(field, next)}
            />
          );
        })}
      </div>
    </div>
  );
}
