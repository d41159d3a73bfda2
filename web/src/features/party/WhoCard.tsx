import { Button } from "@mantine/core";
import { useState } from "react";
import type { WholeParty } from "@/api/wire";
import { useDeclaredFields } from "@/parts/fields/useOwnFields";
import { RelativeTime } from "@/parts/RelativeTime";
import { t } from "@/messages/messages";
import { ContactPoints } from "./ContactPoints";
import { declaredOf, fieldsOf, isTelling } from "./editing";
import { FieldRow } from "./FieldRow";
import classes from "./who.module.css";

interface Props {
  party: WholeParty;
  /** All fields are shown, and the first is being edited. */
  isEditing: boolean;
  setEditing: (isEditing: boolean) => void;
}

/** The details: the fields, each edited in place, and the external ids. */
export function WhoCard({ party, isEditing, setEditing }: Props) {
  const [isWhole, setWhole] = useState(false);
  const declared = useDeclaredFields(party.kind);
  const all = fieldsOf(party, declared);
  const shown = isWhole || isEditing ? all : all.filter((field) => isTelling(party, field));
  const rest = all.length - shown.length;
  return (
    <section className={classes.card} aria-label={t("party.who")}>
      <h2 className={classes.title}>{t("party.who")}</h2>
      <dl className={classes.fields}>
        {shown.map((field) => {
          const isBegun = isEditing && field === "name";
          return <FieldRow key={`${field}${isBegun}`} party={party} field={field} declared={declaredOf(field, declared)} isBegun={isBegun} />;
        })}
      </dl>
      {rest > 0 && (
        <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setWhole(true)}>
          {t("party.field.more", { count: rest })}
        </Button>
      )}
      {(isWhole || isEditing) && (
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          onClick={() => {
            setWhole(false);
            setEditing(false);
          }}
        >
          {t("party.field.fewer")}
        </Button>
      )}
      <ContactPoints party={party} />
      <dl className={classes.about}>
        {party.external.map(({ system, id }) => (
          <div key={`${system}:${id}`}>
            <dt>{system}</dt>
            <dd>{id}</dd>
          </div>
        ))}
        <div>
          <dt>{t("field.created_at")}</dt>
          <dd>
            <RelativeTime time={party.created_at} />
          </dd>
        </div>
        <div>
          <dt>{t("field.updated_at")}</dt>
          <dd>
            <RelativeTime time={party.updated_at} />
          </dd>
        </div>
      </dl>
    </section>
  );
}
