import { ActionIcon, Badge, Button, Group } from "@mantine/core";
import { Pencil } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import type { RecordField, RecordType } from "@/api/wire";
import { TextLink } from "@/parts/TextLink";
import { toastProblem } from "@/shell/toast";
import { t } from "@/messages/messages";
import { setArchived } from "./archiving";
import { FieldDialog } from "./FieldDialog";
import { offeredFields } from "@/parts/fields/allFields";
import cards from "./records.module.css";
import classes from "./types.module.css";

const EditFieldDialog = lazy(() => import("./EditFieldDialog"));

interface Props {
  of: RecordType;
  types: RecordType[];
}

/** A record type with its fields; those of the workspace are edited and archived here. */
export function TypeCard({ of, types }: Props) {
  const [isAdding, setAdding] = useState(false);
  const [edited, setEdited] = useState<RecordField>();
  const offered = offeredFields(of);
  return (
    <section className={cards.card} aria-label={of.plural_title}>
      <Group justify="space-between" gap="xs">
        <h2>
          <TypeLink of={of} />
        </h2>
        {of.built_in && (
          <Badge variant="light" color="gray">
            {t("records.types.builtIn")}
          </Badge>
        )}
      </Group>
      {of.description && <p className={classes.soft}>{of.description}</p>}
      <ul className={classes.fields} aria-label={t("records.types.fields", { count: offered.length })}>
        {offered.map((field) => (
          <li key={field.name} className={classes.field}>
            <FieldName field={field} />
            {!field.built_in && (
              <ActionIcon variant="subtle" color="gray" size={28} aria-label={t("records.field.edit", { title: field.title })} onClick={() => setEdited(field)}>
                <Pencil size={14} aria-hidden="true" />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
      <Button variant="default" size="compact-sm" onClick={() => setAdding(true)} aria-label={t("records.field.add.to", { title: of.title })}>
        {t("records.field.add")}
      </Button>
      <ArchivedFields of={of} />
      {isAdding && <FieldDialog of={of} types={types} close={() => setAdding(false)} />}
      <Suspense>{edited && <EditFieldDialog of={of} field={edited} close={() => setEdited(undefined)} />}</Suspense>
    </section>
  );
}

function FieldName({ field }: { field: RecordField }) {
  return (
    <span className={classes.name}>
      {field.title} <span className={classes.soft}>{t(`records.kind.${field.kind}`)}</span>
    </span>
  );
}

/** Fields that are no longer offered, apart from the others. */
function ArchivedFields({ of }: { of: RecordType }) {
  const archived = of.fields.filter((field) => field.archived);
  if (archived.length === 0) return null;
  return (
    <>
      <h3 className={classes.archived}>{t("records.field.archived")}</h3>
      <ul className={classes.fields} aria-label={t("records.field.archived")}>
        {archived.map((field) => (
          <li key={field.name} className={classes.field}>
            <FieldName field={field} />
            <Button
              variant="subtle"
              color="gray"
              size="compact-sm"
              aria-label={t("records.field.restore", { title: field.title })}
              onClick={() => void setArchived(of, field, false).catch(toastProblem)}
            >
              {t("records.restore")}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** The way to the list of a type. */
function TypeLink({ of }: { of: RecordType }) {
  if (of.storage === "party") return <TextLink to={of.name === "person" ? "/people" : "/organizations"}>{of.plural_title}</TextLink>;
  return (
    <TextLink to="/records/$plural" params={{ plural: of.plural }}>
      {of.plural_title}
    </TextLink>
  );
}
