import "./messages";
import { Badge, Button, Group } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { everyTypeQuery } from "@/api/records";
import type { RecordType } from "@/api/wire";
import { ErrorState } from "@/parts/ErrorState";
import { Page } from "@/parts/Page";
import { CardSkeleton } from "@/parts/Skeletons";
import { TextLink } from "@/parts/TextLink";
import { t } from "@/messages/messages";
import { FieldDialog } from "./FieldDialog";
import classes from "./records.module.css";
import { TypeDialog } from "./TypeDialog";

/** Every record type with its fields; types and fields are added here. */
export default function TypesPage() {
  const { data: types, error, refetch } = useQuery(everyTypeQuery);
  const [isAdding, setAdding] = useState(false);
  return (
    <Page
      title={t("records.types.title")}
      actions={
        <Button size="xs" leftSection={<Plus size={16} aria-hidden="true" />} onClick={() => setAdding(true)}>
          {t("records.types.add")}
        </Button>
      }
    >
      <p className={classes.lead}>{t("records.types.lead")}</p>
      {error && !types && <ErrorState thrown={error} again={() => void refetch()} />}
      {!types && !error && <CardSkeleton />}
      <div className={classes.cards}>
        {types?.map((of) => (
          <TypeCard key={of.name} of={of} types={types} />
        ))}
      </div>
      {isAdding && <TypeDialog close={() => setAdding(false)} />}
    </Page>
  );
}

function TypeCard({ of, types }: { of: RecordType; types: RecordType[] }) {
  const [isAdding, setAdding] = useState(false);
  return (
    <section className={classes.card} aria-label={of.plural_title}>
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
      <ul className={classes.fields} aria-label={t("records.types.fields", { count: of.fields.length })}>
        {of.fields.map((field) => (
          <li key={field.name}>
            {field.title} <span className={classes.soft}>{t(`records.kind.${field.kind}`)}</span>
          </li>
        ))}
      </ul>
      <Button variant="default" size="compact-sm" onClick={() => setAdding(true)} aria-label={t("records.field.add.to", { title: of.title })}>
        {t("records.field.add")}
      </Button>
      {isAdding && <FieldDialog of={of} types={types} close={() => setAdding(false)} />}
    </section>
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
